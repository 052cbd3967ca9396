"""One run of a plan over one snapshot: agents side by side, each in its time, a report as each one ends."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from omni_lsp.model.errors import AgentError, AgentTimeoutError, AgentValidationError
from omni_lsp.model.facts import Facts
from omni_lsp.model.report import AgentResult, RunReport, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.model.trace import current_trace, enter_trace, new_trace
from omni_lsp.pipeline.budget import TimeoutBudget
from omni_lsp.pipeline.graph import sorted_kinds
from omni_lsp.pipeline.plan import Plan, Step
from omni_lsp.pipeline.skip import skip
from omni_lsp.ports.agent import Streams

log = logging.getLogger(__name__)

GRACE_SECONDS = 1.0

# The loop holds its tasks weakly; one that outlives its run because it ignores its cancellation must not vanish.
_at_work: set["asyncio.Task[AgentResult]"] = set()


@dataclass(frozen=True, slots=True)
class Work:
    """What a run is about: `facts` are known before it starts, `trace_id` is 32 hex digits, by default the current trace.

    `budget_seconds` overrules that of the plan.
    """

    snapshot: Snapshot
    trigger: Trigger
    facts: Facts = field(default_factory=Facts)
    trace_id: str = field(default_factory=lambda: current_trace() or new_trace())
    budget_seconds: float | None = None


def unheard(_agent: str) -> None:
    """For who does not want to know that agents begin."""


async def run(
    plan: Plan,
    work: Work,
    on_report: Callable[[StageReport], None],
    *,
    on_begin: Callable[[str], None] = unheard,
    grace_seconds: float = GRACE_SECONDS,
) -> RunReport:
    """Reports of all stages that are for this trigger; `on_report`, which must not raise, gets each as it ends.

    `on_begin`, which must not raise either, gets the id of each agent that sets to work.
    Before that it gets partial reports of an agent that streams; facts are passed on when it is done.
    Whatever agents do ends in a report; only a cancellation from outside is passed on, after that of all agents.
    Agents find the trigger among their facts. One whose time is over is cancelled and reported at once, and those after it go on. It then has
    `grace_seconds` to clean up before the run ends; one that still works is logged and left behind, its answer unused.
    An agent that blocks the event loop itself cannot be timed: slow code belongs behind a port.
    What the calling task does from here on belongs to the run's trace.
    """
    enter_trace(work.trace_id)
    turns = _Turns(plan, work, on_report, on_begin)
    try:
        async with asyncio.TaskGroup() as group:
            for step in plan.steps:
                group.create_task(turns.take(step), name=f"turn of {step.id}")
    finally:
        await turns.settle(grace_seconds)
    return turns.report()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a turn ended; `culprit` is the agent whose missing facts are the reason for a skip."""

    status: Status
    reason: str = ""
    result: AgentResult = field(default_factory=AgentResult)
    quiet: bool = False
    culprit: str = ""


class _Turns:
    """The state of one run."""

    def __init__(
        self, plan: Plan, work: Work, on_report: Callable[[StageReport], None], on_begin: Callable[[str], None]
    ) -> None:
        self._work = work
        self._on_report = on_report
        self._on_begin = on_begin
        self._budget = TimeoutBudget(plan.budget_seconds if work.budget_seconds is None else work.budget_seconds)
        self._providers = {kind: step.id for step in plan.steps for kind in step.agent.meta.provides}
        self._ended = {step.id: asyncio.Event() for step in plan.steps}
        self._outcomes: dict[str, _Outcome] = {}
        self._gained: dict[str, Mapping[type, object]] = {}
        self._reports: list[StageReport] = []
        self._so_far: dict[str, AgentResult] = {}
        self._cut_off: list[asyncio.Task[AgentResult]] = []

    async def take(self, step: Step) -> None:
        """An agent sees what those before it in the graph gave, and never by chance what one beside it gave."""
        for name in step.after:
            await self._ended[name].wait()
        gained = {kind: value for name in step.after for kind, value in self._gained[name].items()}
        # A step that is not for this trigger still keeps those after it behind those before it.
        if self._work.trigger in step.on:
            started = self._budget.seconds
            outcome = await self._outcome(step, self._work.facts.with_values(self._work.trigger, *gained.values()))
            self._end(step, outcome, self._budget.seconds - started)
            gained |= {type(value): value for value in outcome.result.facts}
        self._gained[step.id] = gained
        self._ended[step.id].set()

    async def settle(self, grace_seconds: float) -> None:
        """Wait for agents that were cut off."""
        if not self._cut_off:
            return
        _, wedged = await asyncio.wait(self._cut_off, timeout=grace_seconds)
        for task in wedged:
            log.error(
                "%s on %s ignores its cancellation and is left behind after %.1f s",
                task.get_name(),
                self._work.snapshot.name,
                grace_seconds,
            )

    def report(self) -> RunReport:
        return RunReport(
            self._work.snapshot,
            self._work.trigger,
            self._work.trace_id,
            self._budget.seconds,
            self._budget.total_seconds,
            tuple(self._reports),
        )

    async def _ran(self, step: Step, facts: Facts) -> AgentResult:
        if isinstance(step.agent, Streams):
            return await step.agent.stream(self._work.snapshot, facts, partial(self._show, step, self._budget.seconds))
        return await step.agent.run(self._work.snapshot, facts)

    def _show(self, step: Step, started: float, result: AgentResult) -> None:
        """Tell what an agent has so far, which is also what is left of it should its time run out."""
        if step.id in self._outcomes:
            return  # It was cut off and does not know yet.
        self._so_far[step.id] = result
        seconds, left, trace = self._budget.seconds - started, self._budget.remaining, self._work.trace_id
        self._on_report(StageReport(step.id, Status.PARTIAL, seconds, left, result, trace_id=trace))

    def _end(self, step: Step, outcome: _Outcome, seconds: float) -> None:
        name, left, trace = self._work.snapshot.name, self._budget.remaining, self._work.trace_id
        if outcome.status in (Status.TIMED_OUT, Status.FAILED):
            outcome = replace(outcome, result=self._so_far.get(step.id, outcome.result))
            log.warning("%s %s on %s after %.3f s: %s", step.id, outcome.status, name, seconds, outcome.reason)
        report = StageReport(
            step.id, outcome.status, seconds, left, outcome.result, outcome.reason, outcome.quiet, trace
        )
        self._outcomes[step.id] = outcome
        self._reports.append(report)
        self._on_report(report)

    async def _outcome(self, step: Step, facts: Facts) -> _Outcome:
        if obstacle := self._obstacle(step, facts):
            return obstacle
        try:
            return await self._answer(step, facts)
        except AgentTimeoutError as error:
            return self._timed_out(str(error))
        except AgentError as error:
            return _Outcome(Status.FAILED, str(error))
        # Agents are many, some from elsewhere, and no bug in one of them may take the others' findings away.
        except Exception as error:
            log.exception("%s broke on %s", step.id, self._work.snapshot.name)
            # Its words may hold anything, paths and texts included; they stay in the log.
            return _Outcome(Status.FAILED, self._traced(f"broke ({type(error).__name__}); the log has the details"))

    def _obstacle(self, step: Step, facts: Facts) -> _Outcome | None:
        """Why the agent need not even start."""
        if reason := skip(step.skip_if, self._work.snapshot):
            return _Outcome(Status.SKIPPED, reason.reason, quiet=reason.quiet)
        for kind in sorted_kinds(step.agent.meta.requires):
            if kind not in facts:
                return self._lacking(kind)
        if not self._budget.remaining:
            return self._timed_out(f"{self._budget_over()} before its turn")
        return None

    def _lacking(self, kind: type) -> _Outcome:
        provider = self._providers[kind]
        is_quiet = self._outcomes[provider].quiet
        reason = f"needs {kind.__name__}: {self._chain(provider)}"
        return _Outcome(Status.SKIPPED, reason, quiet=is_quiet, culprit=provider)

    def _chain(self, agent: str) -> str:
        """What went wrong, first cause first: `context timed-out → rag skipped`."""
        outcome = self._outcomes[agent]
        link = f"{agent} gave none" if outcome.status is Status.DONE else f"{agent} {outcome.status}"
        return f"{self._chain(outcome.culprit)} → {link}" if outcome.culprit else link

    async def _answer(self, step: Step, facts: Facts) -> _Outcome:
        """Run the agent in a task of its own: a timeout around the agent itself would wait for its clean-up."""
        over = self._time_over(step)
        self._on_begin(step.id)
        task = asyncio.create_task(self._ran(step, facts), name=f"agent {step.id}")
        _at_work.add(task)
        task.add_done_callback(_at_work.discard)
        try:
            with suppress(TimeoutError):
                async with self._budget.stage(step.timeout_seconds):
                    await asyncio.wait({task})
        except asyncio.CancelledError:
            if task.done():
                _forget(task)  # It ended in the moment of the cancellation: nobody else will ask how.
            raise
        finally:
            if not task.done():
                self._cut(task)
        if not task.done():
            return self._timed_out(over)
        if task.cancelled():
            # Raising this here would end the turn unseen and leave those after it waiting for ever.
            return _Outcome(Status.FAILED, "was cancelled from within")
        _check_facts(step, task.result(), self._work.snapshot.name)
        return _Outcome(Status.DONE, result=task.result())

    def _cut(self, task: "asyncio.Task[AgentResult]") -> None:
        task.add_done_callback(_forget)
        task.cancel()
        self._cut_off.append(task)

    def _timed_out(self, reason: str) -> _Outcome:
        return _Outcome(Status.TIMED_OUT, self._traced(reason))

    def _traced(self, reason: str) -> str:
        """The reason with what finds the lines about it in the log."""
        return f"{reason} (trace {self._work.trace_id})"

    def _time_over(self, step: Step) -> str:
        cap = step.timeout_seconds
        if cap is None or self._budget.remaining < cap:
            return self._budget_over()
        return f"took longer than its {cap:g} s"

    def _budget_over(self) -> str:
        return f"the {self._budget.total_seconds:g} s of the run were over"


def _check_facts(step: Step, result: AgentResult, name: str) -> None:
    kinds = [type(value) for value in result.facts]
    if strange := sorted_kinds(frozenset(kinds) - step.agent.meta.provides):
        names = ", ".join(kind.__name__ for kind in strange)
        raise AgentValidationError(f"run {step.id}", name, f"gave facts it does not provide: {names}")
    if len(set(kinds)) < len(kinds):
        raise AgentValidationError(f"run {step.id}", name, "gave several facts of one class")


def _forget(task: "asyncio.Task[AgentResult]") -> None:
    """Take note of how a task ended that nobody waits for any more."""
    if not task.cancelled() and (error := task.exception()):
        log.debug("%s ended after its time", task.get_name(), exc_info=error)
