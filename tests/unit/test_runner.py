"""One run of a plan: order, facts, failures, skips."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from pipeline_fakes import Apples, FakeAgent, Pears, Plums, idle, meta, snapshot, spec
from runner_fakes import TINY, by_agent, gives, hangs, raises, ran

from omni_lsp.model.errors import AgentTransientError
from omni_lsp.model.facts import Facts
from omni_lsp.model.report import AgentResult, RunReport, Status
from omni_lsp.model.stage import SkipIf, StageSpec, Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.model.trace import current_trace, enter_trace
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run


@dataclass(eq=False)
class Rounds:
    """Notes who started and ended in which order."""

    log: list[str] = field(default_factory=list)

    def noting(self, name: str, barrier: asyncio.Barrier) -> Callable[[Snapshot, Facts], Awaitable[AgentResult]]:
        async def behave(snapshot: Snapshot, facts: Facts) -> AgentResult:
            self.log.append(f"+{name}")
            await barrier.wait()
            self.log.append(f"-{name}")
            return AgentResult()

        return behave


async def test_a_run_says_what_it_was_about() -> None:
    work = Work(snapshot(), Trigger.OPEN, trace_id="ab" * 16, budget_seconds=3.0)
    report = await ran(FakeAgent(meta("a")), work=work)
    assert (report.snapshot, report.trigger, report.trace_id) == (work.snapshot, Trigger.OPEN, "ab" * 16)
    assert report.budget_seconds == 3.0
    assert report.is_complete
    [stage] = report.stages
    assert 0.0 <= stage.seconds <= report.seconds < 3.0
    assert 3.0 - report.seconds <= stage.budget_left <= 3.0


def test_each_work_has_a_trace_id_of_its_own() -> None:
    first, second = Work(snapshot(), Trigger.SAVE), Work(snapshot(), Trigger.SAVE)
    assert first.trace_id != second.trace_id
    assert len(bytes.fromhex(first.trace_id)) == 16


async def test_a_run_belongs_to_the_trace_of_what_asked_for_it() -> None:
    seen: list[str] = []

    async def notes(snapshot: Snapshot, facts: Facts) -> AgentResult:
        seen.append(current_trace())
        return AgentResult()

    enter_trace("cd" * 16)
    asked = await ran(FakeAgent(meta("a"), notes))
    told = await ran(FakeAgent(meta("a"), notes), work=Work(snapshot(), Trigger.SAVE, trace_id="ab" * 16))
    assert [asked.trace_id, told.trace_id] == seen == ["cd" * 16, "ab" * 16]


async def test_facts_reach_those_after_and_only_those() -> None:
    tree = FakeAgent(meta("tree", provides=(Apples,)), gives(Apples(7)))
    middle = FakeAgent(meta("middle"))
    pies = FakeAgent(meta("pies", requires=(Pears,)))
    beside = FakeAgent(meta("beside"))
    hedge = FakeAgent(meta("hedge", provides=(Pears,)), gives(Pears(2)))
    stages = (
        StageSpec(("tree", "hedge", "beside")),
        StageSpec(("middle",), depends_on=("tree",)),
        StageSpec(("pies",), depends_on=("middle",)),
    )
    work = Work(snapshot(), Trigger.SAVE, Facts(Plums(3), Apples(0)))
    await ran(tree, middle, pies, beside, hedge, stages=stages, work=work)
    assert pies.calls[0].get(Apples) == Apples(7)
    assert pies.calls[0].get(Pears) == Pears(2)
    assert pies.calls[0].get(Plums) == Plums(3)
    assert beside.calls[0].get(Apples) == Apples(0)
    assert Pears not in middle.calls[0]


async def test_a_failure_is_told_in_the_words_of_its_error(caplog: pytest.LogCaptureFixture) -> None:
    error = AgentTransientError("scan with an engine", "app.py", "it fell over")
    [stage] = (await ran(FakeAgent(meta("a"), raises(error)))).stages
    assert (stage.status, stage.reason) == (Status.FAILED, "scan with an engine on app.py: it fell over")
    assert [record.exc_info for record in caplog.records] == [None]


@pytest.mark.parametrize("error", [KeyError("oops"), TimeoutError("oops")])
async def test_a_bug_is_told_without_its_traceback_and_logged_with_it(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    report = await ran(FakeAgent(meta("a"), raises(error)), FakeAgent(meta("b")))
    broken = by_agent(report)["a"]
    assert broken.status is Status.FAILED
    assert broken.reason == f"broke ({type(error).__name__}); the log has the details (trace {report.trace_id})"
    assert by_agent(report)["b"].status is Status.DONE
    assert any(record.exc_info and record.exc_info[1] is error for record in caplog.records)


async def test_an_agent_may_not_give_what_it_does_not_provide() -> None:
    agents = (FakeAgent(meta("a"), gives(Apples())), after := FakeAgent(meta("b", uses=(Apples,))))
    stages = (StageSpec(("a",)), StageSpec(("b",), depends_on=("a",)))
    report = by_agent(await ran(*agents, stages=stages))
    assert report["a"].status is Status.FAILED
    assert "does not provide: Apples" in report["a"].reason
    assert report["a"].result.facts == ()
    assert Apples not in after.calls[0]


async def test_an_agent_may_not_give_two_facts_of_a_class() -> None:
    [stage] = (await ran(FakeAgent(meta("a", provides=(Apples,)), gives(Apples(1), Apples(2))))).stages
    assert stage.status is Status.FAILED
    assert "several facts of one class" in stage.reason


async def test_an_agent_that_cancels_itself_fails_and_holds_nobody_up() -> None:
    agents = (FakeAgent(meta("a"), raises(asyncio.CancelledError())), FakeAgent(meta("b")))
    report = await ran(*agents, stages=(StageSpec(("a",)), StageSpec(("b",), depends_on=("a",))))
    assert [(stage.agent, stage.status) for stage in report.stages] == [("a", Status.FAILED), ("b", Status.DONE)]
    assert report.stages[0].reason == "was cancelled from within"


async def test_without_its_facts_a_stage_is_skipped_with_the_chain_of_causes() -> None:
    agents = (
        FakeAgent(meta("tree", provides=(Apples,)), hangs),
        jam := FakeAgent(meta("jam", requires=(Apples,), provides=(Pears,))),
        cake := FakeAgent(meta("cake", requires=(Pears,))),
    )
    stages = (StageSpec(("tree",), TINY), StageSpec(("jam", "cake")))
    report = by_agent(await ran(*agents, stages=stages))
    assert (report["jam"].status, report["jam"].reason) == (Status.SKIPPED, "needs Apples: tree timed-out")
    assert report["cake"].reason == "needs Pears: tree timed-out → jam skipped"
    assert not report["cake"].quiet
    assert jam.calls == cake.calls == []


async def test_a_provider_that_gave_nothing_is_named() -> None:
    agents = (FakeAgent(meta("tree", provides=(Apples,))), FakeAgent(meta("jam", requires=(Apples,))))
    assert (await ran(*agents)).stages[1].reason == "needs Apples: tree gave none"


async def test_facts_of_the_work_make_up_for_a_failed_provider() -> None:
    agents = (
        FakeAgent(meta("tree", provides=(Apples,)), raises(ValueError("frost"))),
        jam := FakeAgent(meta("jam", requires=(Apples,))),
    )
    report = await ran(*agents, work=Work(snapshot(), Trigger.SAVE, Facts(Apples(9))))
    assert report.stages[1].status is Status.DONE
    assert jam.calls[0].get(Apples) == Apples(9)


@pytest.mark.parametrize(
    ("skip_if", "text", "quiet"),
    [
        (SkipIf(languages=frozenset({"python"})), "x", True),
        (SkipIf(paths=("vendor/", "!vendor/keep/")), "x", True),
        (SkipIf(larger_than=5), "é" * 3, False),
        (SkipIf(larger_than=5), "x" * 6, False),
        (SkipIf(larger_than=5, languages=frozenset({"python"})), "x" * 6, True),
        (SkipIf(larger_than=5), "x\ud800😀", False),
        (SkipIf(larger_than=5), "😀" * 2, False),
    ],
)
async def test_skipped_by_a_condition(skip_if: SkipIf, text: str, quiet: bool) -> None:
    agent = FakeAgent(meta("a"))
    work = Work(snapshot("vendor/lib.py", text), Trigger.SAVE)
    [stage] = (await ran(agent, stages=(StageSpec(("a",), skip_if=skip_if),), work=work)).stages
    assert (stage.status, stage.quiet) == (Status.SKIPPED, quiet)
    assert stage.reason
    assert agent.calls == []


@pytest.mark.parametrize("text", ["é" * 2 + "x", "x" * 5, "é"])
async def test_not_skipped_up_to_the_condition(text: str) -> None:
    conditions = SkipIf(larger_than=5, languages=frozenset({"go"}), paths=("vendor/*", "!vendor/lib.py"))
    work = Work(snapshot("vendor/lib.py", text), Trigger.SAVE)
    report = await ran(FakeAgent(meta("a")), stages=(StageSpec(("a",), skip_if=conditions),), work=work)
    assert report.stages[0].status is Status.DONE


async def test_what_waits_for_a_quietly_skipped_agent_is_skipped_quietly() -> None:
    agents = (FakeAgent(meta("tree", provides=(Apples,))), FakeAgent(meta("jam", requires=(Apples,))))
    stages = (StageSpec(("tree",), skip_if=SkipIf(languages=frozenset({"python"}))), StageSpec(("jam",)))
    report = await ran(*agents, stages=stages)
    assert [(stage.status, stage.quiet) for stage in report.stages] == [(Status.SKIPPED, True)] * 2
    assert report.is_complete


async def test_another_trigger_is_not_in_the_run_but_keeps_the_order() -> None:
    order: list[str] = []

    def noting(name: str, gate: asyncio.Event | None = None) -> FakeAgent:
        async def behave(snapshot: Snapshot, facts: Facts) -> AgentResult:
            if gate:
                await gate.wait()
            order.append(name)
            return AgentResult()

        return FakeAgent(meta(name), behave)

    gate = asyncio.Event()
    agents = (noting("first", gate), noting("asked"), noting("last"), noting("free"))
    stages = (
        StageSpec(("first",)),
        StageSpec(("asked",), depends_on=("first",), on=frozenset({Trigger.COMMAND})),
        StageSpec(("last",), depends_on=("asked",)),
        StageSpec(("free",)),
    )
    plan = Plan.build(spec(*stages), agents)
    # The gate opens only when all that could run at once has run.
    report = await run(
        plan, Work(snapshot(), Trigger.SAVE), lambda stage: gate.set() if stage.agent == "free" else None
    )
    assert order == ["free", "first", "last"]
    assert [stage.agent for stage in report.stages] == order


async def test_an_empty_plan_is_a_run_without_reports() -> None:
    report = await ran()
    assert report.stages == ()
    assert report.is_complete


def test_paths_outside_of_folders_are_matched_whole() -> None:
    outside = replace(snapshot(root=Path("/elsewhere")), root=Path("/shop"))

    async def one_run() -> RunReport:
        stage = StageSpec(("a",), skip_if=SkipIf(paths=("elsewhere/",)))
        return await ran(FakeAgent(meta("a"), idle), stages=(stage,), work=Work(outside, Trigger.SAVE))

    assert asyncio.run(one_run()).stages[0].status is Status.SKIPPED


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_agents_start_after_all_before_them_and_beside_all_others(data: st.DataObject) -> None:
    names = [f"a{index}" for index in range(data.draw(st.integers(1, 7)))]
    above = {name: data.draw(st.sets(st.sampled_from(names[:at] or [""]))) - {""} for at, name in enumerate(names)}
    depth: dict[str, int] = {}
    for name in names:
        depth[name] = 1 + max((depth[other] for other in above[name]), default=0)
    given_order = data.draw(st.permutations(names))

    async def one_run() -> list[str]:
        rounds = Rounds()
        # Agents of one depth let each other go: they would wait for ever if one of them had to wait for another.
        barriers = {level: asyncio.Barrier(list(depth.values()).count(level)) for level in set(depth.values())}
        agents = [FakeAgent(meta(name), rounds.noting(name, barriers[depth[name]])) for name in given_order]
        stages = [StageSpec((name,), depends_on=tuple(sorted(above[name]))) for name in given_order]
        assert (await ran(*agents, stages=tuple(stages))).is_complete
        return rounds.log

    log = asyncio.run(one_run())
    assert len(log) == 2 * len(names)
    for name in names:
        assert all(log.index(f"-{other}") < log.index(f"+{name}") for other in above[name])
