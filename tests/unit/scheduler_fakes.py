"""Runs that end when tests let them, and schedulers that must leave nothing behind."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from omni_lsp.model.report import RunReport
from omni_lsp.model.stage import Trigger
from omni_lsp.pipeline.scheduler import Job, Lane, Scheduler

OPEN, CHANGE, SAVE, COMMAND = Trigger.OPEN, Trigger.CHANGE, Trigger.SAVE, Trigger.COMMAND
FAR = 3600.0


def _set_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(eq=False)
class Runs:
    """Runs that end when they are let go; one that is cancelled goes on to clean up while `cleaned` is not set."""

    open_at_once: bool = False
    jobs: list[Job] = field(default_factory=list)
    done: list[Job] = field(default_factory=list)
    cancelled: list[Job] = field(default_factory=list)
    cleaned_up: list[Job] = field(default_factory=list)
    cleaned: asyncio.Event = field(default_factory=_set_event)
    at_once: Counter[Lane] = field(default_factory=Counter)
    most_at_once: int = 0
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def __call__(self, job: Job) -> RunReport:
        self.jobs.append(job)
        self.at_once[job.lane] += 1
        self.most_at_once = max(self.most_at_once, self.at_once.total())
        await self.tell()
        try:
            if not self.open_at_once:
                await self.gates.setdefault(name(job), asyncio.Event()).wait()
        except asyncio.CancelledError:
            self.cancelled.append(job)
            await self.cleaned.wait()
            self.cleaned_up.append(job)
            raise
        finally:
            self.at_once[job.lane] -= 1
        self.done.append(job)
        await self.tell()
        return report(job)

    async def tell(self) -> None:
        async with self.news:
            self.news.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with self.news:
            await self.news.wait_for(condition)

    async def started(self, *names: str) -> None:
        await self.until(lambda: [name(job) for job in self.jobs] == [*names])

    def let_go(self, *names: str) -> None:
        for each in names:
            self.gates.setdefault(each, asyncio.Event()).set()


def name(job: Job) -> str:
    return job.snapshot.name


def report(job: Job) -> RunReport:
    return RunReport(job.snapshot, job.trigger, "0" * 32, 0.0, 1.0, ())


def versions(jobs: list[Job]) -> list[int | None]:
    return [job.snapshot.version for job in jobs]


@asynccontextmanager
async def scheduling(
    runs: Runs, places: int = 2, debounce_seconds: float = 0.0, max_wait_seconds: float = FAR
) -> AsyncIterator[Scheduler]:
    """A scheduler that must leave no task behind."""
    scheduler = Scheduler(
        runs,
        max_parallel_files=places,
        debounce_seconds=debounce_seconds,
        typing_seconds=debounce_seconds,
        max_wait_seconds=max_wait_seconds,
    )
    yield scheduler
    await scheduler.close()
    assert (scheduler.waiting, scheduler.running) == (0, 0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def turn_of_the_loop() -> None:
    for _ in range(10):
        await asyncio.sleep(0)
