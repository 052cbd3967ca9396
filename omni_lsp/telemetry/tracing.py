"""Agents, the rule engine and runs with a span around each: they are wrapped, and know nothing of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Related
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.leftout import LeftOut
from omni_lsp.model.report import AgentResult, RunReport, StageReport, Status
from omni_lsp.model.text import Edit, Snapshot
from omni_lsp.model.trace import enter_trace
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run, unheard
from omni_lsp.ports.agent import Agent, AgentMeta, Streams
from omni_lsp.ports.engine import Foresees, LeavesOut, Match, Pack, RuleEngine, Ruleset, Scan, Traces
from omni_lsp.telemetry.switch import Said, Telemetry


@dataclass(frozen=True, slots=True, eq=False)
class TracedAgent:
    """An agent for a plan, which streams if the agent does; its other facets are asked on the agent itself."""

    agent: Agent
    telemetry: Telemetry

    @property
    def meta(self) -> AgentMeta:
        return self.agent.meta

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        return await self.stream(snapshot, facts, lambda _: None)

    async def stream(self, snapshot: Snapshot, facts: Facts, show: Callable[[AgentResult], None]) -> AgentResult:
        with self.telemetry.span("omni.agent", {"agent": self.meta.id}) as said:
            if isinstance(self.agent, Streams):
                result = await self.agent.stream(snapshot, facts, show)
            else:
                result = await self.agent.run(snapshot, facts)
            said["findings"] = len(result.findings)
        return result


@dataclass(frozen=True, slots=True, eq=False)
class TracedEngine:
    """A rule engine for an agent."""

    engine: RuleEngine
    telemetry: Telemetry

    @property
    def ruleset(self) -> Ruleset:
        return self.engine.ruleset

    @property
    def packs(self) -> Sequence[Pack]:
        return self.engine.packs

    @property
    def left_out(self) -> Sequence[LeftOut]:
        return self.engine.left_out if isinstance(self.engine, LeavesOut) else ()

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        labels = {"operation": "scan"} if pack is None else {"operation": "scan", "pack": pack.value}
        with self.telemetry.span("omni.engine", labels) as said:
            scan = await self.engine.scan(snapshot, pack)
            said["matches"] = len(scan.matches)
        return scan

    async def new(self, snapshot: Snapshot) -> Scan:
        if not isinstance(self.engine, Foresees):
            return Scan()
        with self.telemetry.span("omni.engine", {"operation": "new"}) as said:
            scan = await self.engine.new(snapshot)
            said["matches"] = len(scan.matches)
        return scan

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        with self.telemetry.span("omni.engine", {"operation": "fixes"}) as said:
            said["matches"] = len(matches)
            return await self.engine.fixes(snapshot, matches)

    async def flows(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[tuple[Related, ...]]:
        if not isinstance(self.engine, Traces):
            return [()] * len(matches)
        with self.telemetry.span("omni.engine", {"operation": "flows"}) as said:
            said["matches"] = len(matches)
            return await self.engine.flows(snapshot, matches)


async def traced_run(
    telemetry: Telemetry,
    plan: Plan,
    work: Work,
    on_report: Callable[[StageReport], None],
    on_begin: Callable[[str], None] = unheard,
) -> RunReport:
    """`pipeline.runner.run` with a span around it and one for each stage in it."""

    def ended(report: StageReport) -> None:
        if report.status is not Status.PARTIAL:
            labels = {"agent": report.agent, "status": report.status.value}
            telemetry.past("omni.stage", report.seconds, labels, _stage(report))
        on_report(report)

    # Before the span begins: whatever the calling task did until now may have been part of another trace.
    enter_trace(work.trace_id)
    with telemetry.span("omni.run", {"trigger": work.trigger.value}) as said:
        said.update(_about(work.snapshot))
        report = await run(plan, work, ended, on_begin=on_begin)
        said.update(findings=len(report.findings), budget_seconds=report.budget_seconds)
    return report


def _about(snapshot: Snapshot) -> Said:
    """Which text it is, without a word of it: neither its name nor what the client may make up."""
    language = snapshot.language if snapshot.language in LANGUAGES else "other"
    version = -1 if snapshot.version is None else snapshot.version
    return {"language": language, "version": version, "characters": len(snapshot.text)}


def _stage(report: StageReport) -> Said:
    """What a stage says of itself; its reason may name files and stays out."""
    return {
        "seconds": report.seconds,
        "budget_left": report.budget_left,
        "findings": len(report.result.findings),
    }
