"""Agents, stages and snapshots for the tests of the pipeline."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.model.facts import Facts
from omni_lsp.model.report import AgentResult
from omni_lsp.model.stage import PipelineSpec, StageSpec
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.agent import AgentMeta


@dataclass(frozen=True)
class Apples:
    count: int = 1


@dataclass(frozen=True)
class Pears:
    count: int = 1


@dataclass(frozen=True)
class Plums:
    count: int = 1


async def idle(snapshot: Snapshot, facts: Facts) -> AgentResult:
    return AgentResult()


@dataclass(eq=False)
class FakeAgent:
    """Behaves as told and remembers the facts of each call."""

    meta: AgentMeta
    behave: Callable[[Snapshot, Facts], Awaitable[AgentResult]] = idle
    calls: list[Facts] = field(default_factory=list)

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        self.calls.append(facts)
        return await self.behave(snapshot, facts)


def meta(
    name: str, *, requires: tuple[type, ...] = (), uses: tuple[type, ...] = (), provides: tuple[type, ...] = ()
) -> AgentMeta:
    return AgentMeta(name, frozenset(requires), frozenset(uses), frozenset(provides))


def spec(*stages: StageSpec, budget_seconds: float = 5.0) -> PipelineSpec:
    return PipelineSpec("pipeline.yaml", budget_seconds, stages)


def snapshot(name: str = "app.py", text: str = "x = 1\n", version: int = 1, root: Path = Path("/shop")) -> Snapshot:
    path = root / name
    return Snapshot(f"file://{path.as_posix()}", version, "python", text, path, root)
