"""What a change by a model is made with, whoever asks for it: an editor or the command line."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.adapters.chat.requests import RequestsFile
from omni_lsp.adapters.scratch import Trial, failure
from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.adapters.tokens import exact_or_bound
from omni_lsp.agents.coding.material import Room
from omni_lsp.agents.coding.task import Check, Means
from omni_lsp.agents.related import related
from omni_lsp.app.coding.access import Access
from omni_lsp.app.coding.asking import Asker, Kept, nothing
from omni_lsp.app.coding.evidence import TRIAL
from omni_lsp.app.team import Team
from omni_lsp.config.model import Model
from omni_lsp.config.settings import state_dir
from omni_lsp.model.errors import AgentError
from omni_lsp.model.facts import Facts, FileFacts, ProjectFacts, Symbol
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.chat import ChatModel
from omni_lsp.ports.retrieval import Nearby

_MOST_RELATED = 3

Working = Callable[[str], AbstractAsyncContextManager[Callable[[int, int, str], None]]]
"""Progress under a title, with which people can cancel: done, total, what is being done."""


@dataclass(frozen=True, slots=True)
class Bench:
    """`seconds` is the budget for one change, from the first question to its proof; `nearby` knows of code like code."""

    team: Team
    settings: Model
    ledger: RequestsFile
    seconds: float
    nearby: Nearby
    working: Working

    @property
    def means(self) -> Means:
        return Means(self.team.syntax, self.findings, redacted, self._trial)

    @property
    def room(self) -> Room:
        return Room(self.settings.prompt_tokens, exact_or_bound())

    def due(self) -> Callable[[], float]:
        """What is left of the budget from now on, in seconds."""
        ends = time.monotonic() + self.seconds
        return lambda: ends - time.monotonic()

    def asker(self, model: ChatModel, purpose: str, remaining: Callable[[], float], kept: Kept = nothing) -> Asker:
        """`kept` tells what of a broken answer is of use."""
        return Asker(model, purpose, self.settings.answer_tokens, remaining, exact_or_bound(), self.ledger, kept)

    async def findings(self, snapshot: Snapshot) -> Sequence[Finding]:
        """Of all agents, whatever a policy says of them. Raises AgentError where one could not look."""
        # Another address, so that nothing which is remembered of the open document is about this text.
        apart = replace(snapshot, uri=f"{snapshot.uri}#change", version=None)
        facts = Facts(await self.team.context.file_facts(apart))
        looking = [agent for agent in self.team.agents if agent.meta.reports_findings]
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(agent.run(apart, facts)) for agent in looking]
        except ExceptionGroup as errors:
            # One failure tells enough; what is none of ours goes on as it is.
            raise next((one for one in errors.exceptions if isinstance(one, AgentError)), errors) from errors
        return [finding for task in tasks for finding in task.result().findings]

    async def file(self, snapshot: Snapshot) -> FileFacts:
        return await self.team.context.file_facts(snapshot)

    async def related(
        self, snapshot: Snapshot, file: FileFacts, span: Span, project: ProjectFacts
    ) -> tuple[tuple[str, str], ...]:
        """Definitions of other files like the one around a place, with path and line; none where no index knows any."""
        around = [one for one in file.symbols if one.span.start <= span.start and span.end <= one.span.end]
        if snapshot.root is None or not around:
            return ()
        subject = min(around, key=lambda one: one.span.end - one.span.start)
        near = related(self.nearby, snapshot.root, file, subject) or ()
        found = [(one.path, symbol) for one in near if (symbol := _symbol(project, one.path, one.line)) is not None]
        texts = [await self._text(snapshot.root, path, symbol) for path, symbol in found[:_MOST_RELATED]]
        return tuple(each for each in texts if each is not None)

    async def _trial(self, changed: Snapshot) -> Check | None:
        command = self.settings.verify
        if not command:
            return None
        flaw = await failure(Trial(command, float(self.settings.verify_seconds)), changed)
        said = " ".join(command)
        return Check(TRIAL, not flaw, f"`{said}`: {flaw}" if flaw else f"`{said}` succeeds in a copy")

    async def _text(self, root: Path, path: str, symbol: Symbol) -> tuple[str, str] | None:
        try:
            other = await self.team.files.snapshot(root / path, root)
        except AgentError:
            return None
        return f"{path}, line {symbol.line + 1}", other.text[symbol.span.start : symbol.span.end]


def bench_for(access: Access, snapshot: Snapshot) -> Bench:
    """With what is in force now."""
    now = access.now()
    ledger = RequestsFile(state_dir(access.environment))
    seconds = access.seconds(snapshot)
    return Bench(now.team, now.config.model, ledger, seconds, access.nearby, access.working)


def _symbol(project: ProjectFacts, path: str, line: int) -> Symbol | None:
    file = project.files.get(path)
    here = [one for one in file.symbols if one.line >= line] if file is not None else []
    return min(here, key=lambda one: one.line, default=None)
