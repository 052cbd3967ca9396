"""The scheduler: the newest text of each document wins, and nothing is left behind."""

import asyncio
import gc
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from pipeline_fakes import snapshot
from scheduler_fakes import CHANGE, COMMAND, FAR, OPEN, SAVE, Runs, scheduling, turn_of_the_loop, versions

from omni_lsp.model.report import RunReport
from omni_lsp.model.stage import Trigger
from omni_lsp.pipeline.scheduler import Job, Lane, Scheduler


async def test_a_submission_becomes_a_report() -> None:
    async with scheduling(Runs(open_at_once=True)) as scheduler:
        future = scheduler.submit(snapshot(), COMMAND, budget_seconds=0.5)
        assert (scheduler.waiting, scheduler.running) == (1, 0)
        result = await future
        assert result is not None
        assert (result.snapshot, result.trigger) == (snapshot(), COMMAND)


async def test_the_job_says_all_that_was_submitted() -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs) as scheduler:
        await scheduler.submit(snapshot("a"), SAVE, budget_seconds=0.5)
        await (await scheduler.admit(snapshot("b"), OPEN, budget_seconds=0.7))
    assert runs.jobs == [
        Job(snapshot("a"), SAVE, Lane.INTERACTIVE, 0.5),
        Job(snapshot("b"), OPEN, Lane.BACKGROUND, 0.7),
    ]


@pytest.mark.parametrize("trigger", list(Trigger))
async def test_a_burst_of_submissions_is_one_run_of_the_last(trigger: Trigger) -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs, debounce_seconds=0.005, max_wait_seconds=0.05) as scheduler:
        futures = [scheduler.submit(snapshot(version=version), trigger) for version in range(1000)]
        results = await asyncio.gather(*futures)
        await scheduler.drain()
        assert asyncio.all_tasks() == {asyncio.current_task()}
    assert versions(runs.done) == [999]
    assert [result for result in results if result] == [results[-1]]
    assert runs.cancelled == []


async def test_a_burst_over_a_running_one_ends_with_one_run_of_the_last() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        first = scheduler.submit(snapshot(version=-1), SAVE)
        await runs.started("app.py")
        futures = [scheduler.submit(snapshot(version=version), SAVE) for version in range(1000)]
        runs.open_at_once = True
        assert await futures[-1]
        assert await first is None
        await scheduler.drain()
    assert versions(runs.done) == [999]
    assert versions(runs.cancelled) == [-1]


async def test_debounce_waits_for_silence() -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs, debounce_seconds=FAR) as scheduler:
        for trigger in (SAVE, CHANGE):
            scheduler.submit(snapshot(), trigger)
        await turn_of_the_loop()
        assert (runs.jobs, scheduler.waiting) == ([], 1)


@pytest.mark.parametrize("trigger", [OPEN, COMMAND])
async def test_no_debounce_for_openings_and_commands(trigger: Trigger) -> None:
    async with scheduling(Runs(open_at_once=True), debounce_seconds=FAR) as scheduler:
        assert await scheduler.submit(snapshot(), trigger)


async def test_no_debounce_for_background_work() -> None:
    async with scheduling(Runs(open_at_once=True), debounce_seconds=FAR) as scheduler:
        assert await scheduler.submit(snapshot(), SAVE, Lane.BACKGROUND)


async def test_saves_without_end_cannot_put_a_run_off_for_ever() -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs, debounce_seconds=FAR, max_wait_seconds=0.01) as scheduler:
        while not runs.jobs:
            scheduler.submit(snapshot(), SAVE)
            await asyncio.sleep(0)


async def test_a_run_goes_on_until_its_replacement_is_due() -> None:
    runs = Runs()
    async with scheduling(runs, debounce_seconds=FAR) as scheduler:
        first = scheduler.submit(snapshot(version=1), OPEN)
        await runs.started("app.py")
        scheduler.submit(snapshot(version=2), SAVE)
        runs.let_go("app.py")
        assert await first
    assert runs.cancelled == []


async def test_never_two_runs_on_one_document() -> None:
    runs = Runs()
    runs.cleaned.clear()
    async with scheduling(runs, places=4) as scheduler:
        first = scheduler.submit(snapshot(version=1), OPEN)
        await runs.started("app.py")
        second = scheduler.submit(snapshot(version=2), OPEN)
        await turn_of_the_loop()
        assert (versions(runs.jobs), scheduler.running, scheduler.waiting) == ([1], 1, 1)
        runs.let_go("app.py")
        runs.cleaned.set()
        assert await first is None
        assert await second


async def test_opening_then_saving_is_one_run_for_the_save() -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs) as scheduler:
        opened = scheduler.submit(snapshot(version=1), OPEN)
        assert await scheduler.submit(snapshot(version=2), SAVE)
        assert await opened is None
    assert [(job.trigger, job.snapshot.version) for job in runs.jobs] == [(SAVE, 2)]


@pytest.mark.parametrize("trigger", [OPEN, SAVE, COMMAND])
async def test_a_change_lends_its_text_to_what_waits(trigger: Trigger) -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs) as scheduler:
        scheduler.submit(snapshot(version=1), trigger, budget_seconds=0.5)
        assert await scheduler.submit(snapshot(version=2), CHANGE)
    assert runs.jobs == [Job(snapshot(version=2), trigger, Lane.INTERACTIVE, 0.5)]


async def test_a_change_waits_for_a_save_that_runs() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        saved = scheduler.submit(snapshot(version=1), SAVE)
        await runs.started("app.py")
        changed = scheduler.submit(snapshot(version=2), CHANGE)
        await turn_of_the_loop()
        assert len(runs.jobs) == 1
        runs.let_go("app.py")
        assert await saved
        assert await changed
    assert [job.trigger for job in runs.done] == [SAVE, CHANGE]


async def test_a_save_overtakes_a_change_that_waits_for_a_save() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        first = scheduler.submit(snapshot(version=1), SAVE)
        await runs.started("app.py")
        scheduler.submit(snapshot(version=2), CHANGE)
        await turn_of_the_loop()
        last = scheduler.submit(snapshot(version=3), SAVE)
        runs.open_at_once = True
        assert await last
        assert await first is None
    assert versions(runs.done) == [3]


async def test_a_change_replaces_a_change() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        first = scheduler.submit(snapshot(version=1), CHANGE)
        await runs.started("app.py")
        scheduler.submit(snapshot(version=2), CHANGE)
        assert await first is None


async def test_cancelling_a_document_drops_what_waits_and_what_runs() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        running = scheduler.submit(snapshot("a"), SAVE)
        other = scheduler.submit(snapshot("b"), OPEN)
        await runs.until(lambda: len(runs.jobs) == 2)
        waiting = scheduler.submit(snapshot("a"), CHANGE)
        scheduler.cancel(snapshot("a").uri)
        scheduler.cancel("file:///unknown")
        assert await running is None
        assert await waiting is None
        runs.let_go("b")
        assert await other
        await scheduler.drain()
    assert len(runs.jobs) == 2


async def test_a_run_is_cancelled_once_so_that_it_can_clean_up() -> None:
    runs = Runs()
    runs.cleaned.clear()
    async with scheduling(runs) as scheduler:
        future = scheduler.submit(snapshot(), OPEN)
        await runs.started("app.py")
        for _ in range(3):
            scheduler.cancel(snapshot().uri)
            await turn_of_the_loop()
        assert not future.done()
        runs.cleaned.set()
        assert await future is None
    assert len(runs.cleaned_up) == 1


async def test_drain_waits_for_all_work() -> None:
    runs = Runs()
    async with scheduling(runs, places=1, debounce_seconds=0.002) as scheduler:
        await scheduler.drain()
        for each in "abc":
            scheduler.submit(snapshot(each), SAVE)
        drained = asyncio.create_task(scheduler.drain())
        await runs.started("a")
        assert not drained.done()
        runs.let_go(*"abc")
        await drained
        assert (scheduler.waiting, scheduler.running) == (0, 0)
    assert len(runs.done) == 3


async def test_close_cancels_everything_and_refuses_what_comes_later() -> None:
    runs = Runs()
    async with scheduling(runs, places=1, debounce_seconds=FAR) as scheduler:
        back = [await scheduler.admit(snapshot(f"back{index}"), OPEN) for index in range(4)]
        await runs.started("back0")
        futures = [*back, scheduler.submit(snapshot("save"), SAVE), scheduler.submit(snapshot("open"), OPEN)]
        for index in range(4, 8):
            scheduler.submit(snapshot(f"back{index}"), OPEN, Lane.BACKGROUND)
        blocked = asyncio.create_task(scheduler.admit(snapshot("blocked"), OPEN))
        drained = asyncio.create_task(scheduler.drain())
        await asyncio.sleep(0)
        await scheduler.close()
        await drained
        assert await asyncio.gather(*futures) == [None] * 6
        assert await (await blocked) is None
        assert await scheduler.submit(snapshot(), OPEN) is None
        assert await (await scheduler.admit(snapshot(), OPEN)) is None
    assert runs.done == []


async def test_an_error_is_logged_and_given_to_whoever_waits(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(job: Job) -> RunReport:
        raise RuntimeError("oops")

    scheduler = Scheduler(breaks, max_parallel_files=1)
    with pytest.raises(RuntimeError, match="oops"):
        await scheduler.submit(snapshot(), OPEN)
    assert [record.exc_info is not None for record in caplog.records] == [True]
    await scheduler.close()


async def test_an_error_that_nobody_waits_for_gives_no_warning() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    async def breaks(job: Job) -> RunReport:
        raise RuntimeError("oops")

    scheduler = Scheduler(breaks, max_parallel_files=1)
    scheduler.submit(snapshot(), OPEN)
    await scheduler.drain()
    await scheduler.close()
    gc.collect()
    assert complaints == []


async def test_a_waiter_that_gives_up_disturbs_nothing() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        future = scheduler.submit(snapshot(), OPEN)
        await runs.started("app.py")
        future.cancel()
        runs.let_go("app.py")
        await scheduler.drain()
    assert len(runs.done) == 1


async def test_a_waiter_that_gives_up_on_a_run_that_breaks() -> None:
    gate = asyncio.Event()

    async def breaks(job: Job) -> RunReport:
        await gate.wait()
        raise RuntimeError("oops")

    scheduler = Scheduler(breaks, max_parallel_files=1)
    future = scheduler.submit(snapshot(), OPEN)
    await turn_of_the_loop()
    future.cancel()
    gate.set()
    await scheduler.drain()
    await scheduler.close()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(Trigger),
            st.sampled_from(Lane),
            st.sampled_from(["submit", "submit", "submit", "cancel", "yield", "let go"]),
        ),
        max_size=40,
    ),
    st.integers(1, 3),
)
@settings(max_examples=60, deadline=None)
def test_whatever_happens_every_submission_is_answered(acts: list[tuple[int, Trigger, Lane, str]], places: int) -> None:
    async def one_session() -> None:
        runs, futures = Runs(), []
        last: dict[str, tuple[int, Lane]] = {}
        async with scheduling(runs, places=places) as scheduler:
            for version, (index, trigger, lane, act) in enumerate(acts):
                text = snapshot(f"{index}", version=version, root=Path(f"/{index % 2}"))
                if act == "submit":
                    futures.append(scheduler.submit(text, trigger, lane))
                    if lane is Lane.INTERACTIVE:
                        last[text.uri] = (version, lane)
                elif act == "cancel":
                    scheduler.cancel(text.uri)
                    last.pop(text.uri, None)
                elif act == "yield":
                    await asyncio.sleep(0)
                else:
                    runs.let_go(f"{index}")
            runs.let_go(*map(str, range(4)))
            await scheduler.drain()
            assert all(future.done() for future in futures)
        assert runs.most_at_once <= places
        done = [(job.snapshot.uri, job.snapshot.version) for job in runs.done]
        assert all((uri, version) in done for uri, (version, _) in last.items())

    asyncio.run(one_session())
