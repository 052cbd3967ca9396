"""Runs under way: each agent's turn is told as it begins and ends, and nothing is left of a run that is over."""

import asyncio

import pytest
from pipeline_fakes import FakeAgent, meta, snapshot, spec
from runner_fakes import TINY, hangs, raises

from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.report import StageReport, Status
from omni_lsp.model.stage import SkipIf, StageSpec, Trigger
from omni_lsp.model.status import Turn
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run
from omni_lsp.pipeline.underway import RunsUnderWay

QUICK, SLOW, BROKEN, LEFT_OUT, LATER = (
    FakeAgent(meta("quick")),
    FakeAgent(meta("slow"), hangs),
    FakeAgent(meta("broken"), raises(AgentFatalError("look", "it", "no"))),
    FakeAgent(meta("left-out")),
    FakeAgent(meta("later")),
)
PLAN = Plan.build(
    spec(
        StageSpec(("quick",)),
        StageSpec(("slow",), TINY),
        StageSpec(("broken",)),
        StageSpec(("left-out",), skip_if=SkipIf(larger_than=1)),
        StageSpec(("later",), depends_on=("slow",)),
        budget_seconds=3.0,
    ),
    [QUICK, SLOW, BROKEN, LEFT_OUT, LATER],
)
WORK = Work(snapshot(), Trigger.SAVE)


class Log:
    """What was there each time that something moved."""

    def __init__(self) -> None:
        self.time = 10.0
        self.seen: list[dict[str, str]] = []
        self.runs = RunsUnderWay(self.moved, lambda: self.time)

    def moved(self) -> None:
        self.seen += [{agent: turn.value for agent, turn in run.turns} for run in self.runs.now]

    def history(self, agent: str) -> list[str]:
        return list(dict.fromkeys(turns[agent] for turns in self.seen))


async def test_the_turn_of_each_agent_is_told_until_the_run_is_over() -> None:
    log = Log()
    with log.runs.watch(PLAN, WORK) as turns:
        await run(PLAN, WORK, turns.reported, on_begin=turns.began)
        log.moved()
    assert log.history("quick") == ["waiting", "running", "done"]
    assert log.history("slow") == ["waiting", "running", "timed-out"]
    assert log.history("broken") == ["waiting", "running", "failed"]
    assert log.history("left-out") == ["waiting", "skipped"]
    assert log.history("later") == ["waiting", "running", "done"]
    assert {"slow": "timed-out", "later": "waiting"}.items() <= next(
        turns for turns in log.seen if turns["slow"] == "timed-out"
    ).items()
    assert log.runs.now == ()


async def test_an_agent_is_told_to_begin_only_when_it_does() -> None:
    begun: list[str] = []
    await run(PLAN, WORK, lambda _: None, on_begin=begun.append)
    assert sorted(begun) == ["broken", "later", "quick", "slow"]
    assert begun.index("later") == 3


async def test_a_run_that_is_called_off_is_under_way_no_more() -> None:
    log = Log()
    began = asyncio.Event()

    async def working() -> None:
        with log.runs.watch(PLAN, WORK):
            began.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(working())
    await began.wait()
    assert [each.uri for each in log.runs.now] == [WORK.snapshot.uri]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert log.runs.now == ()


def test_only_who_is_for_the_trigger_has_a_turn_and_the_budget_is_that_of_the_run() -> None:
    log = Log()
    plan = Plan.build(
        spec(StageSpec(("quick",), on=frozenset({Trigger.CHANGE})), StageSpec(("slow",)), budget_seconds=3.0),
        [QUICK, SLOW],
    )
    with (
        log.runs.watch(plan, Work(snapshot(), Trigger.SAVE)),
        log.runs.watch(plan, Work(snapshot("b.py"), Trigger.CHANGE, budget_seconds=9.0)),
    ):
        log.time = 12.5
        first, second = log.runs.now
    assert (first.turns, first.trigger, first.seconds, first.budget_seconds) == (
        (("slow", Turn.WAITING),),
        Trigger.SAVE,
        2.5,
        3.0,
    )
    assert (second.turns, second.budget_seconds) == ((("quick", Turn.WAITING),), 9.0)


def test_what_is_no_news_is_not_told() -> None:
    told: list[int] = []
    runs = RunsUnderWay(lambda: told.append(1), lambda: 0.0)
    with runs.watch(PLAN, WORK) as turns:
        turns.began("quick")
        turns.began("quick")
        turns.reported(StageReport("quick", Status.PARTIAL, 0.1, 1.0))
        assert len(told) == 2
    assert len(told) == 3
