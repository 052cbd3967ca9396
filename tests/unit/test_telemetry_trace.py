"""One trace from the message to the run: the scheduler keeps it where nothing else would."""

import asyncio
import logging

import pytest
from pipeline_fakes import snapshot
from scheduler_fakes import CHANGE, FAR, SAVE, Runs, scheduling

from omni_lsp.model.report import RunReport
from omni_lsp.model.trace import current_trace, enter_trace
from omni_lsp.pipeline.scheduler import Job, Lane, Scheduler

ONE, TWO, THREE = ("1" * 32, "2" * 32, "3" * 32)


def traces(runs: Runs) -> list[str]:
    return [job.trace for job in runs.jobs]


async def test_a_job_keeps_the_trace_of_its_message_over_the_wait() -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs, debounce_seconds=0.005) as scheduler:
        enter_trace(ONE)
        first = scheduler.submit(snapshot("a"), SAVE)
        enter_trace(TWO)
        second = scheduler.submit(snapshot("b"), SAVE)
        enter_trace(THREE)
        await asyncio.gather(first, second)
    assert {job.snapshot.name: job.trace for job in runs.jobs} == {"a": ONE, "b": TWO}


async def test_work_without_a_trace_gets_one_of_its_own() -> None:
    enter_trace("")
    runs = Runs(open_at_once=True)
    async with scheduling(runs) as scheduler:
        await asyncio.gather(scheduler.submit(snapshot("a"), SAVE), scheduler.submit(snapshot("b"), SAVE))
    first, second = traces(runs)
    assert first != second
    assert all(int(trace, 16) and len(trace) == 32 for trace in (first, second))


@pytest.mark.parametrize("newer", [SAVE, CHANGE])
async def test_a_job_that_stands_for_several_messages_has_the_trace_of_the_newest(newer: object) -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs, debounce_seconds=0.005) as scheduler:
        enter_trace(ONE)
        scheduler.submit(snapshot(version=1), SAVE)
        enter_trace(TWO)
        assert await scheduler.submit(snapshot(version=2), newer)  # type: ignore[arg-type]
    assert [(job.trigger, job.trace) for job in runs.jobs] == [(SAVE, TWO)]


async def test_background_work_that_is_put_back_keeps_its_trace() -> None:
    runs = Runs()
    async with scheduling(runs, places=1) as scheduler:
        enter_trace(ONE)
        scheduler.submit(snapshot("a"), SAVE, Lane.BACKGROUND)
        await runs.started("a")
        enter_trace(TWO)
        scheduler.submit(snapshot("b"), SAVE)
        await runs.started("a", "b")
        runs.let_go("a", "b")
        await scheduler.drain()
    assert traces(runs) == [ONE, TWO, ONE]


async def test_a_run_that_breaks_is_logged_with_its_own_trace(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(job: Job) -> RunReport:
        enter_trace(job.trace)
        raise ValueError(current_trace())

    scheduler = Scheduler(breaks, max_parallel_files=1, max_wait_seconds=FAR)
    enter_trace(ONE)
    future = scheduler.submit(snapshot(), SAVE)
    enter_trace(TWO)
    with caplog.at_level(logging.ERROR), pytest.raises(ValueError, match=ONE):
        await future
    await scheduler.close()
    [record] = caplog.records
    assert vars(record)["trace"] == ONE
