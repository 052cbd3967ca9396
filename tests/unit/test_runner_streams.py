"""Agents that know something before they know everything."""

import asyncio
from collections.abc import Awaitable, Callable

from pipeline_fakes import FakeAgent, meta, snapshot, spec
from runner_fakes import TINY

from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import AgentResult, RunReport, StageReport, Status
from omni_lsp.model.stage import StageSpec, Trigger
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run

Show = Callable[[AgentResult], None]


class StreamingAgent(FakeAgent):
    def __init__(self, stream: Callable[[Show], Awaitable[AgentResult]]) -> None:
        super().__init__(meta("a"))
        self._stream = stream

    async def stream(self, snapshot: Snapshot, facts: Facts, show: Show) -> AgentResult:
        return await self._stream(show)


def found(*names: str) -> AgentResult:
    rule = Rule("py.x", "X", Severity.WARNING)
    return AgentResult(tuple(Finding(rule, "a", "m", Span(0, 1), name) for name in names))


async def ran(agent: StreamingAgent, seconds: float | None = None) -> tuple[RunReport, list[StageReport]]:
    seen: list[StageReport] = []
    plan = Plan.build(spec(StageSpec(("a",), seconds), budget_seconds=5.0), [agent])
    return await run(plan, Work(snapshot(), Trigger.SAVE), seen.append, grace_seconds=5.0), seen


def told(reports: list[StageReport]) -> list[tuple[Status, list[str]]]:
    return [(report.status, [finding.fingerprint for finding in report.result.findings]) for report in reports]


async def test_what_is_known_so_far_is_told_at_once() -> None:
    async def stream(show: Show) -> AgentResult:
        show(found("fast"))
        return found("fast", "deep")

    report, seen = await ran(StreamingAgent(stream))
    assert told(seen) == [(Status.PARTIAL, ["fast"]), (Status.DONE, ["fast", "deep"])]
    assert told(list(report.stages)) == [(Status.DONE, ["fast", "deep"])]
    assert {one.trace_id for one in seen} == {report.trace_id}


async def test_what_was_ready_is_what_a_timed_out_agent_leaves() -> None:
    async def stream(show: Show) -> AgentResult:
        show(found("fast"))
        await asyncio.Event().wait()
        raise AssertionError

    report, _ = await ran(StreamingAgent(stream), seconds=TINY)
    assert told(list(report.stages)) == [(Status.TIMED_OUT, ["fast"])]
    assert not report.is_complete


async def test_what_is_shown_too_late_is_not_told() -> None:
    async def stream(show: Show) -> AgentResult:
        try:
            await asyncio.Event().wait()
        finally:
            show(found("late"))
        raise AssertionError

    _, seen = await ran(StreamingAgent(stream), seconds=TINY)
    assert told(seen) == [(Status.TIMED_OUT, [])]
