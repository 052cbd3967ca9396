"""One run of a plan: timeouts, cancellation, agents that do not listen."""

import asyncio
import gc
import logging

import pytest
from pipeline_fakes import Apples, FakeAgent, meta, snapshot
from runner_fakes import TINY, by_agent, hangs, raises, ran

from omni_lsp.model.errors import AgentTimeoutError
from omni_lsp.model.facts import Facts
from omni_lsp.model.report import AgentResult, Status
from omni_lsp.model.stage import StageSpec, Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.runner import Work


async def test_a_slow_agent_delays_nobody_beside_it() -> None:
    gate = asyncio.Event()

    async def waits(snapshot: Snapshot, facts: Facts) -> AgentResult:
        await gate.wait()
        return AgentResult()

    async def opens(snapshot: Snapshot, facts: Facts) -> AgentResult:
        gate.set()
        return AgentResult()

    report = await ran(FakeAgent(meta("slow"), waits), FakeAgent(meta("fast"), opens))
    assert [stage.agent for stage in report.stages] == ["fast", "slow"]


async def test_a_stage_that_takes_too_long_is_reported_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    work = Work(snapshot(), Trigger.SAVE)
    agents = (FakeAgent(meta("slow"), hangs), FakeAgent(meta("after")))
    stages = (StageSpec(("slow",), TINY), StageSpec(("after",), depends_on=("slow",)))
    with caplog.at_level(logging.WARNING):
        report = await ran(*agents, stages=stages, work=work)
    slow, after = report.stages
    assert slow.status is Status.TIMED_OUT
    assert slow.reason == f"took longer than its 0.05 s (trace {work.trace_id})"
    assert slow.trace_id == after.trace_id == work.trace_id
    assert slow.seconds >= TINY
    assert after.status is Status.DONE
    assert not report.is_complete
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    for word in ("slow", "app.py", work.trace_id, f"{slow.seconds:.3f} s"):
        assert word in record.getMessage()


async def test_the_budget_of_the_run_caps_all_stages() -> None:
    agents = (FakeAgent(meta("a"), hangs), FakeAgent(meta("b"), hangs), late := FakeAgent(meta("late")))
    stages = (StageSpec(("a",)), StageSpec(("b",), 60.0), StageSpec(("late",), depends_on=("a",)))
    work = Work(snapshot(), Trigger.SAVE, budget_seconds=TINY)
    report = by_agent(await ran(*agents, stages=stages, work=work))
    assert {stage.status for stage in report.values()} == {Status.TIMED_OUT}
    assert report["a"].reason == report["b"].reason == f"the 0.05 s of the run were over (trace {work.trace_id})"
    assert report["late"].reason == f"the 0.05 s of the run were over before its turn (trace {work.trace_id})"
    assert report["late"].budget_left == 0.0
    assert late.calls == []


async def test_a_timeout_that_the_agent_tells_itself_counts_as_one() -> None:
    error = AgentTimeoutError("scan with an engine", "app.py", "no answer in 2 s")
    work = Work(snapshot(), Trigger.SAVE)
    [stage] = (await ran(FakeAgent(meta("a"), raises(error)), work=work)).stages
    assert stage.status is Status.TIMED_OUT
    assert stage.reason == f"scan with an engine on app.py: no answer in 2 s (trace {work.trace_id})"


async def test_a_cancellation_reaches_all_agents_and_passes_on() -> None:
    started, cleaned = asyncio.Barrier(3), []

    async def works(snapshot: Snapshot, facts: Facts) -> AgentResult:
        try:
            await started.wait()
            await asyncio.Event().wait()
        finally:
            await asyncio.shield(asyncio.get_running_loop().run_in_executor(None, lambda: None))
            cleaned.append(True)
        raise AssertionError

    never = FakeAgent(meta("never"))
    stages = (StageSpec(("a", "b")), StageSpec(("never",), depends_on=("a",)))
    task = asyncio.create_task(ran(FakeAgent(meta("a"), works), FakeAgent(meta("b"), works), never, stages=stages))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned == [True, True]
    assert never.calls == []
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_timed_out_agent_cleans_up_before_the_run_ends() -> None:
    cleaned = asyncio.Event()

    async def works(snapshot: Snapshot, facts: Facts) -> AgentResult:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.get_running_loop().run_in_executor(None, lambda: None)
            cleaned.set()
        raise AssertionError

    report = await ran(FakeAgent(meta("a"), works), stages=(StageSpec(("a",), TINY),))
    assert report.stages[0].status is Status.TIMED_OUT
    assert cleaned.is_set()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_an_agent_that_ignores_its_cancellation_is_left_behind(caplog: pytest.LogCaptureFixture) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    async def stubborn(snapshot: Snapshot, facts: Facts) -> AgentResult:
        # Nothing but the agent itself knows what it waits for, so only the runner keeps it from being collected.
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()
        raise AssertionError

    agents = (FakeAgent(meta("mule"), stubborn), FakeAgent(meta("after")))
    stages = (StageSpec(("mule",), TINY), StageSpec(("after",), depends_on=("mule",)))
    report = await ran(*agents, stages=stages, grace_seconds=TINY)
    assert [stage.status for stage in report.stages] == [Status.TIMED_OUT, Status.DONE]
    assert any("mule" in record.getMessage() and "left behind" in record.getMessage() for record in caplog.records)
    gc.collect()
    [mule] = asyncio.all_tasks() - {asyncio.current_task()}
    mule.cancel()
    await asyncio.wait({mule})
    assert complaints == []


async def test_those_after_a_stubborn_agent_do_not_wait_for_its_clean_up() -> None:
    freed = asyncio.Event()

    async def slow_to_die(snapshot: Snapshot, facts: Facts) -> AgentResult:
        try:
            await asyncio.Event().wait()
        finally:
            await freed.wait()
        raise AssertionError

    async def frees(snapshot: Snapshot, facts: Facts) -> AgentResult:
        freed.set()
        return AgentResult()

    agents = (FakeAgent(meta("a"), slow_to_die), FakeAgent(meta("b"), frees))
    report = await ran(*agents, stages=(StageSpec(("a",), TINY), StageSpec(("b",), depends_on=("a",))))
    assert [stage.status for stage in report.stages] == [Status.TIMED_OUT, Status.DONE]


async def test_an_answer_after_the_time_is_not_used() -> None:
    async def answers_when_cancelled(snapshot: Snapshot, facts: Facts) -> AgentResult:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return AgentResult(facts=(Apples(),))
        raise AssertionError

    agent = FakeAgent(meta("a", provides=(Apples,)), answers_when_cancelled)
    [stage] = (await ran(agent, stages=(StageSpec(("a",), TINY),))).stages
    assert (stage.status, stage.result) == (Status.TIMED_OUT, AgentResult())


async def test_an_error_after_the_time_is_not_lost(caplog: pytest.LogCaptureFixture) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    async def fails_when_cancelled(snapshot: Snapshot, facts: Facts) -> AgentResult:
        try:
            await asyncio.Event().wait()
        finally:
            raise ValueError("too late")

    with caplog.at_level(logging.DEBUG):
        [stage] = (await ran(FakeAgent(meta("a"), fails_when_cancelled), stages=(StageSpec(("a",), TINY),))).stages
    gc.collect()
    assert stage.status is Status.TIMED_OUT
    assert complaints == []
    assert any("ended after its time" in record.getMessage() for record in caplog.records)
