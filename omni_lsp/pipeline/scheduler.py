"""Decides which file is looked at when: the newest text of each wins, people go before background work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from omni_lsp.model.report import RunReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.model.trace import current_trace, new_trace
from omni_lsp.pipeline.turns import RoundRobin

log = logging.getLogger(__name__)


class Lane(StrEnum):
    INTERACTIVE = "interactive"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Job:
    """`budget_seconds` overrules that of the plan; `trace` is that of the newest message it stands for."""

    snapshot: Snapshot
    trigger: Trigger
    lane: Lane = Lane.INTERACTIVE
    budget_seconds: float | None = None
    trace: str = field(default="", compare=False)

    @property
    def uri(self) -> str:
        return self.snapshot.uri


class Scheduler:
    """At most one run a document and `max_parallel_files` in all; everything is called from the event loop.

    The newest submission for a document replaces the one that waits and, once it is due itself, cancels the one that
    runs. Interactive saves are due when none came for `debounce_seconds`, changes after `typing_seconds`, both at the
    latest `max_wait_seconds` after the first of them; anything else is due at once. Two things keep work from getting lost on the way:
    a change lends its text to a save, opening or command that waits but keeps that trigger, and it waits for one
    that runs; background work never takes the place of interactive work on the same document.

    Interactive work goes first, each workspace folder in turn, and never waits for background work: that leaves the
    last free place unused (where there are two), and is stopped and put back to the front when this is not enough.
    """

    def __init__(
        self,
        run: Callable[[Job], Awaitable[RunReport]],
        *,
        max_parallel_files: int,
        debounce_seconds: float = 0.02,
        typing_seconds: float = 0.08,
        max_wait_seconds: float = 5.0,
    ) -> None:
        self._run = run
        self._places = max_parallel_files
        self._kept_free = min(1, max_parallel_files - 1)
        self._debounce_seconds = {Trigger.SAVE: debounce_seconds, Trigger.CHANGE: typing_seconds}
        self._max_wait_seconds = max_wait_seconds
        self._waiting: dict[str, _Ticket] = {}
        self._running: dict[str, _Ticket] = {}
        self._due_in: dict[Lane, RoundRobin[_Ticket]] = {lane: RoundRobin() for lane in Lane}
        self._idle = asyncio.Event()
        self._idle.set()
        self._has_room = asyncio.Event()
        self._is_filling = False
        self._is_closed = False

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def running(self) -> int:
        """Runs that hold a place, those that are being cancelled included."""
        return len(self._running)

    def submit(
        self,
        snapshot: Snapshot,
        trigger: Trigger,
        lane: Lane = Lane.INTERACTIVE,
        *,
        budget_seconds: float | None = None,
    ) -> asyncio.Future[RunReport | None]:
        """The run's report, `None` when it was replaced, cancelled or refused, or the error with which it broke.

        Such an error is logged as well, so the future may be dropped. Cancelling the future does not stop the run.
        """
        loop = asyncio.get_running_loop()
        # The run begins later, from a timer or at the end of another run, where nothing knows of this message.
        job = Job(snapshot, trigger, lane, budget_seconds, current_trace() or new_trace())
        ticket = _Ticket(job, loop.create_future(), loop.time())
        if self._is_closed or self._is_covered(ticket.job):
            ticket.settle(None)
        else:
            self._accept(ticket)
        return ticket.future

    async def admit(
        self, snapshot: Snapshot, trigger: Trigger, *, budget_seconds: float | None = None
    ) -> asyncio.Future[RunReport | None]:
        """Submit background work when fewer than four times `max_parallel_files` of it wait."""
        while len(self._due_in[Lane.BACKGROUND]) >= 4 * self._places:
            self._has_room.clear()
            await self._has_room.wait()
        return self.submit(snapshot, trigger, Lane.BACKGROUND, budget_seconds=budget_seconds)

    def cancel(self, uri: str) -> None:
        """Drop what waits and stop what runs for this document."""
        if ticket := self._waiting.get(uri):
            self._withdraw(ticket)
        if ticket := self._running.get(uri):
            ticket.stop(comes_back=False)
        self._tell()

    def withdraw(self, future: asyncio.Future[RunReport | None]) -> None:
        """Drop or stop the work that this future stands for, and no other on its document."""
        if ticket := next((one for one in self._waiting.values() if one.future is future), None):
            self._withdraw(ticket)
        if ticket := next((one for one in self._running.values() if one.future is future), None):
            ticket.stop(comes_back=False)
        self._tell()

    async def drain(self) -> None:
        """Wait until nothing waits or runs."""
        while self._waiting or self._running:
            await self._idle.wait()

    async def close(self) -> None:
        """Cancel everything, wait for the runs to end and refuse what comes later."""
        self._is_closed = True
        for uri in [*self._waiting, *self._running]:
            self.cancel(uri)
        if tasks := [ticket.task for ticket in self._running.values() if ticket.task]:
            await asyncio.wait(tasks)
        self._tell()

    def _is_covered(self, job: Job) -> bool:
        """Whether interactive work on the document makes this background job pointless."""
        if job.lane is Lane.INTERACTIVE:
            return False
        others = (self._waiting.get(job.uri), self._running.get(job.uri))
        return any(other.job.lane is Lane.INTERACTIVE and not other.is_stopping for other in others if other)

    def _accept(self, ticket: "_Ticket") -> None:
        previous = self._waiting.get(ticket.job.uri)
        keeps_place = False
        if previous:
            ticket.job = _joined(previous.job, ticket.job)
            ticket.since = previous.since
            keeps_place = previous.timer is None and previous.place == ticket.place
            self._withdraw(previous, keeps_place=keeps_place)
        self._waiting[ticket.job.uri] = ticket
        self._idle.clear()
        delay = 0.0 if keeps_place else self._delay(ticket)
        if delay > 0:
            ticket.timer = asyncio.get_running_loop().call_later(delay, self._queue, ticket)
        else:
            self._queue(ticket)

    def _withdraw(self, ticket: "_Ticket", *, keeps_place: bool = False) -> None:
        del self._waiting[ticket.job.uri]
        if ticket.timer:
            ticket.timer.cancel()
        elif not keeps_place:
            self._due_in[ticket.job.lane].discard(ticket.job.uri, ticket.job.snapshot.root)
        ticket.settle(None)

    def _delay(self, ticket: "_Ticket") -> float:
        job = ticket.job
        if job.lane is Lane.BACKGROUND or job.trigger not in self._debounce_seconds:
            return 0.0
        latest = ticket.since + self._max_wait_seconds
        return min(self._debounce_seconds[job.trigger], latest - asyncio.get_running_loop().time())

    def _queue(self, ticket: "_Ticket") -> None:
        """The ticket is due; a run that it replaces is stopped only here, so that a flood of saves lets it work."""
        ticket.timer = None
        job = ticket.job
        self._due_in[job.lane].put(job.uri, ticket, job.snapshot.root)
        running = self._running.get(job.uri)
        if running and _replaces(job, running.job):
            running.stop(comes_back=False)
        if not self._is_filling:
            # Not at once: what is submitted in the same turn of the loop may replace this ticket or go before it.
            self._is_filling = True
            asyncio.get_running_loop().call_soon(self._fill)

    def _fill(self) -> None:
        self._is_filling = False
        while ticket := self._next():
            del self._waiting[ticket.job.uri]
            self._running[ticket.job.uri] = ticket
            ticket.task = asyncio.get_running_loop().create_task(self._work(ticket.job), name=f"run {ticket.job.uri}")
            ticket.task.add_done_callback(partial(self._ended, ticket))
        self._make_way()
        self._tell()

    def _next(self) -> "_Ticket | None":
        free = self._places - len(self._running)
        ticket = self._due_in[Lane.INTERACTIVE].take(self._running) if free > 0 else None
        if ticket is None and free > self._kept_free:
            ticket = self._due_in[Lane.BACKGROUND].take(self._running)
        return ticket

    def _make_way(self) -> None:
        """Stop the youngest background runs, one for each interactive job that has no place in sight."""
        # Something that is ready was not started, so no place is free.
        needed = sum(1 for _ in self._due_in[Lane.INTERACTIVE].ready(self._running))
        needed -= sum(ticket.is_stopping for ticket in self._running.values())
        for ticket in reversed(self._running.values()):
            if needed > 0 and ticket.job.lane is Lane.BACKGROUND and not ticket.is_stopping:
                ticket.stop(comes_back=True)
                needed -= 1

    async def _work(self, job: Job) -> RunReport:
        return await self._run(job)

    def _ended(self, ticket: "_Ticket", task: asyncio.Task[RunReport]) -> None:
        job = ticket.job
        del self._running[job.uri]
        if not task.cancelled():
            _deliver(ticket, task)
        elif ticket.comes_back and job.uri not in self._waiting:
            renewed = _Ticket(job, ticket.future, ticket.since)
            self._waiting[job.uri] = renewed
            self._due_in[job.lane].put_back(job.uri, renewed, job.snapshot.root)
        else:
            ticket.settle(None)
        self._fill()

    def _tell(self) -> None:
        if not self._waiting and not self._running:
            self._idle.set()
        if len(self._due_in[Lane.BACKGROUND]) < 4 * self._places:
            self._has_room.set()


@dataclass(eq=False, slots=True)
class _Ticket:
    """A job on its way: debounced while it has a timer, then due, then running in its task.

    `since` is the loop's time of the first submission it stands for.
    """

    job: Job
    future: asyncio.Future[RunReport | None]
    since: float
    timer: asyncio.TimerHandle | None = None
    task: asyncio.Task[RunReport] | None = None
    is_stopping: bool = False
    comes_back: bool = False

    @property
    def place(self) -> tuple[object, ...]:
        return self.job.lane, self.job.snapshot.root

    def stop(self, *, comes_back: bool) -> None:
        """Cancel the run once; a later, final word overrules that it comes back."""
        self.comes_back = comes_back
        if self.task and not self.is_stopping:
            self.is_stopping = True
            self.task.cancel()

    def settle(self, report: RunReport | None) -> None:
        if not self.future.done():
            self.future.set_result(report)


def _joined(old: Job, new: Job) -> Job:
    """The newest one; a mere change gives its text and lane to one whose stages would not run otherwise."""
    if new.trigger is Trigger.CHANGE:
        return replace(old, snapshot=new.snapshot, lane=new.lane, trace=new.trace)
    return new


def _replaces(new: Job, running: Job) -> bool:
    """Whether what runs is to be stopped: a change has no claim on the result of an interactive save."""
    if running.lane is Lane.BACKGROUND:
        return True
    return new.trigger is not Trigger.CHANGE or running.trigger is Trigger.CHANGE


def _deliver(ticket: _Ticket, task: asyncio.Task[RunReport]) -> None:
    error = task.exception()
    if error is None:
        ticket.settle(task.result())
        return
    log.error("the run on %s broke", ticket.job.snapshot.name, exc_info=error, extra={"trace": ticket.job.trace})
    if not ticket.future.done():
        ticket.future.set_exception(error)
        # Mark it as seen: whoever submitted may have dropped the future, and it is in the log already.
        ticket.future.exception()
