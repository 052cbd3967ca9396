"""How agents may behave, and a run that checks what holds for every run."""

import asyncio
from collections.abc import Awaitable, Callable

from pipeline_fakes import FakeAgent, snapshot, spec

from omni_lsp.model.facts import Facts
from omni_lsp.model.report import AgentResult, RunReport, StageReport
from omni_lsp.model.stage import StageSpec, Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run

TINY = 0.05


def gives(*facts: object) -> Callable[[Snapshot, Facts], Awaitable[AgentResult]]:
    async def behave(snapshot: Snapshot, facts_before: Facts) -> AgentResult:
        return AgentResult(facts=facts)

    return behave


def raises(error: BaseException) -> Callable[[Snapshot, Facts], Awaitable[AgentResult]]:
    async def behave(snapshot: Snapshot, facts: Facts) -> AgentResult:
        raise error

    return behave


async def hangs(snapshot: Snapshot, facts: Facts) -> AgentResult:
    await asyncio.Event().wait()
    raise AssertionError


def stages_of(*agents: FakeAgent) -> tuple[StageSpec, ...]:
    return tuple(StageSpec((agent.meta.id,)) for agent in agents)


async def ran(
    *agents: FakeAgent,
    stages: tuple[StageSpec, ...] = (),
    work: Work | None = None,
    budget_seconds: float = 5.0,
    grace_seconds: float = 5.0,
) -> RunReport:
    """The report of a run; what `on_report` got must be the same and nothing may be left running."""
    plan = Plan.build(spec(*(stages or stages_of(*agents)), budget_seconds=budget_seconds), agents)
    seen: list[StageReport] = []
    report = await run(plan, work or Work(snapshot(), Trigger.SAVE), seen.append, grace_seconds=grace_seconds)
    assert report.stages == tuple(seen)
    return report


def by_agent(report: RunReport) -> dict[str, StageReport]:
    return {stage.agent: stage for stage in report.stages}
