"""An agent under test: how it is made, what it is asked about, and what became of a question."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias, TypeVar

from omni_lsp.agents.context_facts import file_facts
from omni_lsp.contract.samples import Sample
from omni_lsp.model.facts import BuildFacts, Facts
from omni_lsp.model.finding import Finding
from omni_lsp.model.report import AgentResult
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.agent import Agent, Services

T = TypeVar("T")

Make: TypeAlias = Callable[[Services], Agent]
"""A class or function: what an entry point names."""

RUN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of a question: `value`, or an `error`, or nothing in time."""

    value: T | None
    error: BaseException | None
    is_late: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Subject:
    make: Make
    samples: tuple[Sample, ...]
    services: Services

    @classmethod
    def of(cls, make: Make, samples: Sequence[Sample], services: Services | None) -> "Subject":
        """With the services that the server gives, where there are no others."""
        return cls(make, tuple(samples), services or _real())

    def agent(self) -> Agent:
        """A new one each time."""
        return self.make(self.services)

    async def facts(self, snapshot: Snapshot) -> Facts:
        """What agents of other packages can have."""
        file = file_facts(snapshot, await self.services.syntax.outline(snapshot))
        return Facts(Trigger.SAVE, file, BuildFacts())

    async def run(self, agent: Agent, snapshot: Snapshot) -> Outcome[AgentResult]:
        return await ask(agent.run(snapshot, await self.facts(snapshot)), RUN_SECONDS)

    async def found(self, agent: Agent, snapshot: Snapshot) -> tuple[Finding, ...]:
        """What it finds; nothing where it fails, which `findings` and `odd-texts` tell of."""
        result = (await self.run(agent, snapshot)).value
        return tuple(result.findings) if isinstance(result, AgentResult) else ()


async def ask(work: Coroutine[object, object, T], seconds: float) -> Outcome[T]:
    """Waiting for a task takes whatever it raises; one that is late is cancelled, and left behind if it goes on."""
    begun = time.perf_counter()
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    took = time.perf_counter() - begun
    if not done:
        task.cancel()
        return Outcome(None, None, is_late=True, seconds=took)
    if task.cancelled():
        return Outcome(None, asyncio.CancelledError(), is_late=False, seconds=took)
    error = task.exception()
    return Outcome(None if error else task.result(), error, is_late=False, seconds=took)


async def called(function: Callable[[], T]) -> T:
    """What a plain function gives, as work that can be waited for."""
    return function()


def with_text(snapshot: Snapshot, text: str) -> Snapshot:
    """The next version of a document."""
    return replace(snapshot, text=text, version=(snapshot.version or 0) + 1)


def _real() -> Services:
    from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax  # noqa: PLC0415 - a tenth of a second

    return Services(TreeSitterSyntax())
