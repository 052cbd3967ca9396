"""The plan in force for each workspace folder, and what is wrong with a pipeline file while it is being edited."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

from omni_lsp.app.guests import hints, with_guests
from omni_lsp.config.lookup import WORKSPACE_FILE, find_pipeline
from omni_lsp.config.pipeline_file import parse_pipeline
from omni_lsp.config.settings import Config
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.finding import Finding, Rule, Severity, fingerprints
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.plan import Plan
from omni_lsp.ports.agent import Agent

log = logging.getLogger(__name__)

_RULE = Rule("omni.pipeline", "Mistake in a pipeline file", Severity.ERROR)
_AUTHOR = "pipeline"


def plan_for(root: Path | None, config: Config, agents: Sequence[Agent], flag: str | None = None) -> Plan:
    """The plan of a folder; `flag` is what the command line said. Raises ConfigError."""
    found = find_pipeline(config, root, flag)
    spec = parse_pipeline(found.text, found.source)
    return Plan.build(with_guests(spec, config, agents) if found.is_shipped else spec, agents, hints(config))


class Plans:
    """Plans by folder; a folder whose pipeline is wrong keeps its last good one, at first the shipped default.

    `trusted` are the folders that may bring their own, by default all or none of them, as the settings have it.
    """

    def __init__(
        self,
        config: Config,
        agents: Sequence[Agent],
        folders: Sequence[Path],
        before: "Plans | None",
        trusted: Collection[Path] | None = None,
    ) -> None:
        self._config = config
        self._agents = agents
        self._default = plan_for(None, Config(), agents)
        self._folders = tuple(folders)
        self._trusted = frozenset(trusted if trusted is not None else self._folders if config.trust else ())
        # A plan holds its agents, so the last good one is of use only while the agents are the same; that of a folder
        # which is not trusted any more is of none.
        good = before.good(agents) if before else {}
        self._plans: dict[Path | None, Plan] = {
            root: plan for root, plan in good.items() if root is None or root in self._trusted
        }
        self._wrong: dict[Path | None, str] = {}
        self.complaints = tuple(said for root in (None, *folders) if (said := self.load(root)) is not None)

    def of(self, root: Path | None) -> Plan:
        return self._plans.get(root) or self._plans.get(None) or self._default

    def digests(self) -> dict[Path | None, str]:
        """Of the plan in force in each folder, and outside of all."""
        return {root: self.of(root).digest for root in (None, *self._folders)}

    def good(self, agents: Sequence[Agent]) -> dict[Path | None, Plan]:
        """The plans by folder, as far as they are plans for these agents."""
        return dict(self._plans) if agents == self._agents else {}

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that have a say, be they there or not."""
        named = Path(self._config.pipeline)
        own = (root / WORKSPACE_FILE for root in self._folders if root in self._trusted)
        return (*own, *((named,) if named.is_absolute() else ()))

    def load(self, root: Path | None) -> str | None:
        """Look the folder's pipeline up again; in words what is wrong with it, if the last good one had to stay."""
        try:
            self._plans[root] = plan_for(root, self._config_of(root), self._agents)
        except ConfigError as error:
            return self._kept(root, error)
        self._wrong.pop(root, None)
        return None

    async def reload(self) -> tuple[str, ...]:
        """Look all pipelines up again, off the event loop; in words what is wrong with them, unless it was said before."""
        said = []
        for root in (None, *self._folders):
            before = self._wrong.get(root)
            try:
                self._plans[root] = await asyncio.to_thread(plan_for, root, self._config_of(root), self._agents)
            except ConfigError as error:
                if (complaint := self._kept(root, error)) != before:
                    said.append(complaint)
            else:
                self._wrong.pop(root, None)
        return tuple(dict.fromkeys(said))

    def _config_of(self, root: Path | None) -> Config:
        return self._config.model_copy(update={"trust": root in self._trusted})

    def _kept(self, root: Path | None, error: ConfigError) -> str:
        log.warning("%s; the last good pipeline stays in force", error)
        self._wrong[root] = f"{error}. The last good pipeline stays in force."
        return self._wrong[root]

    def is_source(self, snapshot: Snapshot) -> bool:
        """Whether a document is the pipeline file of its folder, or the one that the settings name."""
        own = snapshot.root / WORKSPACE_FILE if snapshot.root is not None else None
        return snapshot.path is not None and snapshot.path in (own, Path(self._config.pipeline))

    def review(self, snapshot: Snapshot) -> StageReport:
        """The mistakes in a pipeline file as findings at their places; nothing of it is put in force."""
        findings: tuple[Finding, ...] = ()
        try:
            Plan.build(parse_pipeline(snapshot.text, snapshot.name), self._agents, hints(self._config))
        except ConfigError as error:
            findings = _findings(error.mistakes)
        return StageReport(_AUTHOR, Status.DONE, 0.0, 0.0, AgentResult(findings))


def runs_on(plan: Plan, trigger: Trigger) -> bool:
    return any(trigger in step.on for step in plan.steps)


def _findings(mistakes: Sequence[Mistake]) -> tuple[Finding, ...]:
    marks = fingerprints((_RULE.id, mistake.message) for mistake in mistakes)
    return tuple(
        Finding(_RULE, _AUTHOR, mistake.message, mistake.span, mark, related=mistake.related)
        for mistake, mark in zip(mistakes, marks, strict=True)
    )
