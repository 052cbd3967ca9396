"""Spans and figures of real runs, as they stand in the file."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
from pipeline_fakes import FakeAgent, meta, snapshot, spec
from telemetry_fakes import recording

from omni_lsp.model.errors import AgentError, AgentFatalError
from omni_lsp.model.facts import Facts
from omni_lsp.model.report import AgentResult, RunReport, StageReport
from omni_lsp.model.stage import StageSpec, Trigger
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.model.trace import enter_trace
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work
from omni_lsp.ports.engine import Foresees, Match, Pack, RuleEngine, Ruleset, Scan
from omni_lsp.telemetry.switch import Telemetry
from omni_lsp.telemetry.tracing import TracedAgent, TracedEngine, traced_run

TRACE = "ab" * 16
OTHER = "cd" * 16
HIDDEN = "hunter2-kept-in-the-source"
MATCH = Match("py.weak-hash", Span(0, 3), f"do not use {HIDDEN}")


@dataclass
class Engine:
    """Finds one match in everything, or raises."""

    error: BaseException | None = None
    ruleset: Ruleset = field(default_factory=Ruleset)

    @property
    def packs(self) -> Sequence[Pack]:
        return ()

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        if self.error:
            raise self.error
        return Scan((MATCH,))

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        return [None for _ in matches]


def scans(engine: RuleEngine) -> Callable[[Snapshot, Facts], object]:
    async def behave(snapshot: Snapshot, facts: Facts) -> AgentResult:
        await engine.scan(snapshot)
        return AgentResult()

    return behave


async def ran(
    telemetry: Telemetry, *agents: FakeAgent, cap: float = 5.0, trace: str = TRACE, language: str = "python"
) -> RunReport:
    """A run over a text with a secret in it, with each agent in a stage of its own."""
    # The scheduler's tasks begin in whatever trace started them.
    enter_trace("ef" * 16)
    plan = Plan.build(
        spec(*(StageSpec((agent.meta.id,), cap) for agent in agents)),
        [TracedAgent(agent, telemetry) for agent in agents],
    )
    reports: list[StageReport] = []
    text = replace(snapshot(f"{HIDDEN}.py", f"password = '{HIDDEN}'\n"), language=language)
    work = Work(text, Trigger.SAVE, trace_id=trace)
    report = await traced_run(telemetry, plan, work, reports.append)
    assert report.stages == tuple(reports)
    return report


async def test_a_run_its_stages_agents_and_scans_are_spans_of_its_trace(tmp_path: Path) -> None:
    with recording(tmp_path) as (telemetry, written):
        engine = TracedEngine(Engine(), telemetry)
        report = await ran(telemetry, FakeAgent(meta("security"), scans(engine)), FakeAgent(meta("context")))
    names = ["omni.agent", "omni.agent", "omni.engine", "omni.run", "omni.stage", "omni.stage"]
    spans = [line for line in written.lines if "span" in line]
    assert sorted(span["span"] for span in spans) == names
    assert {span["trace_id"] for span in spans} == {TRACE} == {report.trace_id}
    run = written.span("omni.run")
    assert run["parent_id"] is None
    assert run["attributes"] == {
        "trigger": "save",
        "language": "python",
        "version": 1,
        "characters": 40,
        "findings": 0,
        "budget_seconds": 5.0,
        "outcome": "ok",
    }
    agent = written.span("omni.agent", agent="security")
    assert (agent["parent_id"], agent["attributes"]["outcome"]) == (run["span_id"], "ok")
    scan = written.span("omni.engine")
    assert (scan["parent_id"], scan["attributes"]["matches"]) == (agent["span_id"], 1)
    for stage in report.stages:
        span = written.span("omni.stage", agent=stage.agent)
        assert span["parent_id"] == run["span_id"]
        assert span["seconds"] == pytest.approx(stage.seconds, abs=1e-6)
        assert span["attributes"]["budget_left"] == stage.budget_left
        assert span["attributes"]["seconds"] == stage.seconds
        assert span["attributes"]["status"] == "done"
        assert datetime.fromisoformat(span["start"]) >= datetime.fromisoformat(run["start"])
    for name, labels in [
        ("omni.run", {"trigger": "save"}),
        ("omni.stage", {"agent": "security", "status": "done"}),
        ("omni.agent", {"agent": "security"}),
        ("omni.engine", {"operation": "scan"}),
    ]:
        figure = written.figure(f"{name}.duration", **labels)
        assert (figure["count"], figure["unit"], len(figure["buckets"])) == (1, "s", len(figure["bounds"]) + 1)


async def test_nothing_of_the_analysed_code_is_in_it(tmp_path: Path) -> None:
    error = AgentFatalError("scan", HIDDEN, f"fell over {HIDDEN}")
    with recording(tmp_path) as (telemetry, written):
        engine = TracedEngine(Engine(), telemetry)
        broken = TracedEngine(Engine(KeyError(HIDDEN)), telemetry)
        await ran(telemetry, FakeAgent(meta("a"), scans(engine)), FakeAgent(meta("b"), scans(broken)))
        await ran(telemetry, FakeAgent(meta("c"), scans(TracedEngine(Engine(error), telemetry))), language=HIDDEN)
        await engine.fixes(snapshot(text=HIDDEN), [MATCH])
        telemetry.request(f"textDocument/{HIDDEN}", "1")("error")
    assert len(written.spans("omni.engine")) == 4
    assert [run["attributes"]["language"] for run in written.spans("omni.run")] == ["python", "other"]
    assert written.span("omni.engine", operation="fixes")["attributes"]["matches"] == 1
    assert HIDDEN not in written.file.read_text("utf-8")


@dataclass
class Foreseeing(Engine):
    async def new(self, snapshot: Snapshot) -> Scan:
        return Scan((MATCH,))


async def test_what_an_engine_foresees_is_foreseen_behind_a_span_too() -> None:
    text = snapshot("a.py", "x = 1\n")
    foreseeing = TracedEngine(Foreseeing(), Telemetry())
    assert isinstance(foreseeing, Foresees)
    assert (await foreseeing.new(text)).matches == (MATCH,)
    assert (await TracedEngine(Engine(), Telemetry()).new(text)).matches == ()


async def test_how_a_stage_went_wrong_is_a_word_and_a_class(tmp_path: Path) -> None:
    async def hangs(snapshot: Snapshot, facts: Facts) -> AgentResult:
        await asyncio.Event().wait()
        raise AssertionError

    error = AgentFatalError("scan", "x", "y")
    with recording(tmp_path) as (telemetry, written):
        agents = (FakeAgent(meta("slow"), hangs), FakeAgent(meta("broken"), scans(Engine(error))))
        await ran(telemetry, *agents, cap=0.05)
    assert written.span("omni.stage", agent="slow")["attributes"]["status"] == "timed-out"
    assert written.span("omni.stage", agent="broken")["attributes"]["status"] == "failed"
    assert written.span("omni.agent", agent="slow")["attributes"]["outcome"] == "cancelled"
    assert written.span("omni.agent", agent="slow")["status"] == "unset"
    broken = written.span("omni.agent", agent="broken")
    assert broken["attributes"] == {"agent": "broken", "outcome": "error", "error.type": AgentFatalError.__name__}
    assert broken["status"] == "error"


async def test_a_run_that_is_cancelled_says_so(tmp_path: Path) -> None:
    started = asyncio.Event()

    async def waits(snapshot: Snapshot, facts: Facts) -> AgentResult:
        started.set()
        await asyncio.Event().wait()
        raise AssertionError

    with recording(tmp_path) as (telemetry, written):
        task = asyncio.create_task(ran(telemetry, FakeAgent(meta("a"), waits)))
        await started.wait()
        task.cancel()
        await asyncio.wait({task})
    assert written.span("omni.run")["attributes"]["outcome"] == "cancelled"
    assert written.span("omni.run")["attributes"]["language"] == "python"


async def test_a_request_is_the_parent_of_what_is_done_for_it(tmp_path: Path) -> None:
    with recording(tmp_path) as (telemetry, written):
        enter_trace(OTHER)
        end = telemetry.request("workspace/executeCommand", 7)
        # As in the scheduler: the run is a task of somebody else's, that only knows the trace.
        await asyncio.create_task(ran(telemetry, FakeAgent(meta("a")), trace=OTHER))
        await asyncio.create_task(ran(telemetry, FakeAgent(meta("b")), trace=TRACE))
        end("ok")
        await asyncio.create_task(ran(telemetry, FakeAgent(meta("c")), trace=OTHER))
    request = written.span("workspace/executeCommand")
    assert (request["kind"], request["trace_id"], request["parent_id"]) == ("server", OTHER, None)
    assert request["attributes"] == {
        "jsonrpc.request.id": "7",
        "jsonrpc.protocol.version": "2.0",
        "method": "workspace/executeCommand",
        "outcome": "ok",
    }
    parents = [(run["trace_id"], run["parent_id"]) for run in written.spans("omni.run")]
    assert parents == [(OTHER, request["span_id"]), (TRACE, None), (OTHER, None)]
    assert written.figure("omni.request.duration", method="workspace/executeCommand")["count"] == 1


async def test_requests_of_made_up_names_share_one(tmp_path: Path) -> None:
    with recording(tmp_path) as (telemetry, written):
        for number in range(50):
            telemetry.request(f"made/up{number}", "x" * 10_000)("error")
        telemetry.request("textDocument/hover", "a")("cancelled")
    assert {span["attributes"]["outcome"] for span in written.spans("other")} == {"error"}
    assert {span["status"] for span in written.spans("other")} == {"error"}
    assert {len(span["attributes"]["jsonrpc.request.id"]) for span in written.spans("other")} == {64}
    assert written.figure("omni.request.duration", method="other")["count"] == 50
    assert written.span("textDocument/hover")["attributes"]["outcome"] == "cancelled"
    assert written.span("textDocument/hover")["status"] == "unset"


async def test_work_outside_of_any_trace_gets_one(tmp_path: Path) -> None:
    enter_trace("")
    with recording(tmp_path) as (telemetry, written):
        await TracedEngine(Engine(), telemetry).scan(snapshot())
        await TracedEngine(Engine(), telemetry).scan(snapshot())
    first, second = (span["trace_id"] for span in written.spans("omni.engine"))
    assert first != second
    assert int(first, 16)


async def test_a_span_around_that_is_of_another_trace_is_no_parent(tmp_path: Path) -> None:
    with recording(tmp_path) as (telemetry, written):
        enter_trace(TRACE)
        with telemetry.span("omni.run", {"trigger": "save"}):
            enter_trace(OTHER)
            with telemetry.span("omni.engine", {"operation": "scan"}):
                pass
    assert (written.span("omni.engine")["trace_id"], written.span("omni.engine")["parent_id"]) == (OTHER, None)


async def test_the_wrappers_change_nothing_when_it_is_off() -> None:
    telemetry = Telemetry()
    engine = TracedEngine(Engine(), telemetry)
    assert await engine.scan(snapshot()) == Scan((MATCH,))
    assert await engine.fixes(snapshot(), [MATCH]) == [None]
    assert engine.ruleset is engine.engine.ruleset
    error = AgentFatalError("scan", "x", "y")
    with pytest.raises(AgentError) as raised:
        await TracedEngine(Engine(error), telemetry).scan(snapshot())
    assert raised.value is error
    agent = FakeAgent(meta("a"))
    assert TracedAgent(agent, telemetry).meta is agent.meta
    assert (await ran(telemetry, agent)).is_complete
    telemetry.request("textDocument/hover", 1)("ok")
    telemetry.close(1.0)
