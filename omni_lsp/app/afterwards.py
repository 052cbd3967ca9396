"""What agents have to say about findings when a run is over and nobody waits for it any more."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from omni_lsp.lsp.core import Outbox
from omni_lsp.model.errors import AgentError
from omni_lsp.model.report import RunReport, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.background import Background
from omni_lsp.ports.agent import Agent, Ponders
from omni_lsp.state.documents import Documents

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Afterwards:
    """One document at a time, and only while its text is still the one that the run was about."""

    agents: Callable[[], Sequence[Agent]]
    documents: Documents
    outbox: Outbox
    background: Background
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def begin(self, report: RunReport) -> None:
        """Nothing for a pause in typing, and for files that are not open."""
        if report.trigger is not Trigger.CHANGE and self._is_current(report.snapshot):
            self.background.start(self._ponder(report))

    async def _ponder(self, report: RunReport) -> None:
        async with self._turn:
            done = [stage for stage in report.stages if stage.status is Status.DONE and stage.result.findings]
            for stage in done:
                for agent in self.agents():
                    if agent.meta.id == stage.agent and isinstance(agent, Ponders):
                        await self._amend(report.snapshot, stage, agent)

    async def _amend(self, snapshot: Snapshot, stage: StageReport, agent: Ponders) -> None:
        if not self._is_current(snapshot):
            return
        findings = stage.result.findings
        try:
            more = tuple(await agent.ponder(snapshot, findings))
        except AgentError as error:
            log.info("no more is known of what was found: %s", error)
            return
        if more != findings:
            self.outbox.stage(snapshot, replace(stage, result=replace(stage.result, findings=more)))

    def _is_current(self, snapshot: Snapshot) -> bool:
        return snapshot.version is not None and self.documents.get(snapshot.uri) is snapshot
