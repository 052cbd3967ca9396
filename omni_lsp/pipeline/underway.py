"""The runs that have not ended, and where each agent's turn stands in them."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from omni_lsp.model.report import StageReport
from omni_lsp.model.status import Turn, UnderWay
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work


@dataclass(eq=False, slots=True)
class Watched:
    """One of them; its methods are to be called as the run goes on."""

    work: Work
    budget_seconds: float
    since: float
    turns: dict[str, Turn]
    moved: Callable[[], None]

    def began(self, agent: str) -> None:
        """The agent is at work."""
        self._put(agent, Turn.RUNNING)

    def reported(self, report: StageReport) -> None:
        self._put(report.agent, Turn.of(report.status))

    def _put(self, agent: str, turn: Turn) -> None:
        if self.turns.get(agent) is not turn:
            self.turns[agent] = turn
            self.moved()


class RunsUnderWay:
    """Written by the runs, on the event loop; `moved` hears of each change. `clock` is that of the loop by default."""

    def __init__(self, moved: Callable[[], None], clock: Callable[[], float] | None = None) -> None:
        self._moved = moved
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._runs: list[Watched] = []

    @property
    def now(self) -> tuple[UnderWay, ...]:
        """As they are at this moment, in the order of their begin."""
        time = self._clock()
        return tuple(
            UnderWay(
                run.work.snapshot.uri,
                run.work.trigger,
                time - run.since,
                run.budget_seconds,
                tuple(run.turns.items()),
            )
            for run in self._runs
        )

    @contextmanager
    def watch(self, plan: Plan, work: Work) -> Iterator[Watched]:
        """A run of this plan takes as long as the block, however it ends."""
        turns = {step.id: Turn.WAITING for step in plan.steps if work.trigger in step.on}
        budget = plan.budget_seconds if work.budget_seconds is None else work.budget_seconds
        run = Watched(work, budget, self._clock(), turns, self._moved)
        self._runs.append(run)
        self._moved()
        try:
            yield run
        finally:
            self._runs.remove(run)
            self._moved()
