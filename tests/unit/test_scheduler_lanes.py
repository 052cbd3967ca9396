"""The scheduler: people first, folders in turn, never too many at once."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pipeline_fakes import snapshot
from scheduler_fakes import CHANGE, OPEN, SAVE, Runs, name, scheduling, turn_of_the_loop, versions

from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.scheduler import Job, Lane
from omni_lsp.pipeline.turns import RoundRobin


async def test_never_more_runs_than_places() -> None:
    runs = Runs()
    async with scheduling(runs, places=3) as scheduler:
        futures = [scheduler.submit(snapshot(f"{index}.py"), SAVE) for index in range(10)]
        await runs.until(lambda: len(runs.jobs) == 3)
        await turn_of_the_loop()
        assert (scheduler.running, scheduler.waiting) == (3, 7)
        runs.let_go(*(f"{index}.py" for index in range(10)))
        assert all(await asyncio.gather(*futures))
    assert runs.most_at_once == 3


async def test_folders_take_turns() -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs, places=1) as scheduler:
        for index in range(4):
            scheduler.submit(snapshot(f"a{index}", root=Path("/a")), OPEN)
        for index in range(2):
            scheduler.submit(snapshot(f"b{index}", root=Path("/b")), OPEN)
        await scheduler.drain()
    assert [name(job) for job in runs.done] == ["a0", "b0", "a1", "b1", "a2", "a3"]


async def test_waiting_for_a_place_a_document_keeps_its_turn() -> None:
    runs = Runs()
    async with scheduling(runs, places=1) as scheduler:
        scheduler.submit(snapshot("busy"), OPEN)
        await runs.started("busy")
        for each in ("first", "second"):
            scheduler.submit(snapshot(each), SAVE)
        await turn_of_the_loop()
        scheduler.submit(snapshot("first", version=2), SAVE)
        runs.let_go("busy", "first", "second")
        await scheduler.drain()
    assert [(name(job), job.snapshot.version) for job in runs.done] == [("busy", 1), ("first", 2), ("second", 1)]


async def test_a_document_that_moves_to_another_folder_waits_once() -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs) as scheduler:
        before = Snapshot("file:///a/x.py", 1, "python", "", Path("/a/x.py"), None)
        after = Snapshot("file:///a/x.py", 1, "python", "", Path("/a/x.py"), Path("/a"))
        scheduler.submit(before, OPEN)
        scheduler.submit(after, OPEN)
        await scheduler.drain()
    assert [job.snapshot for job in runs.jobs] == [after]


async def test_people_go_before_background_work() -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs, places=2) as scheduler:
        for index in range(3):
            scheduler.submit(snapshot(f"back{index}"), OPEN, Lane.BACKGROUND)
        scheduler.submit(snapshot("front"), OPEN)
        await scheduler.drain()
    assert name(runs.jobs[0]) == "front"
    assert len(runs.done) == 4


async def test_background_work_leaves_a_place_free() -> None:
    runs = Runs()
    async with scheduling(runs, places=3) as scheduler:
        for index in range(5):
            scheduler.submit(snapshot(f"back{index}"), OPEN, Lane.BACKGROUND)
        await runs.until(lambda: len(runs.jobs) == 2)
        await turn_of_the_loop()
        assert scheduler.running == 2
        scheduler.submit(snapshot("front"), OPEN)
        await runs.started("back0", "back1", "front")
        assert runs.cancelled == []


async def test_the_only_place_is_taken_from_background_work_which_comes_back_first() -> None:
    runs = Runs()
    async with scheduling(runs, places=1) as scheduler:
        back = scheduler.submit(snapshot("back"), OPEN, Lane.BACKGROUND)
        scheduler.submit(snapshot("later"), OPEN, Lane.BACKGROUND)
        await runs.started("back")
        front = scheduler.submit(snapshot("front"), OPEN)
        await runs.started("back", "front")
        assert [name(job) for job in runs.cancelled] == ["back"]
        runs.let_go("front", "back", "later")
        assert await front
        assert await back
        await scheduler.drain()
    assert [name(job) for job in runs.done] == ["front", "back", "later"]


async def test_only_as_much_background_work_is_stopped_as_needed_the_youngest_first() -> None:
    runs = Runs()
    async with scheduling(runs, places=4) as scheduler:
        for index in range(3):
            scheduler.submit(snapshot(f"back{index}"), OPEN, Lane.BACKGROUND)
        await runs.until(lambda: len(runs.jobs) == 3)
        for index in range(2):
            scheduler.submit(snapshot(f"front{index}"), OPEN)
        await runs.until(lambda: len(runs.jobs) == 5)
        await turn_of_the_loop()
        assert [name(job) for job in runs.cancelled] == ["back2"]


async def test_nothing_more_is_stopped_while_a_stopped_run_cleans_up() -> None:
    runs = Runs()
    runs.cleaned.clear()
    async with scheduling(runs, places=3) as scheduler:
        for each in ("back0", "back1"):
            scheduler.submit(snapshot(each), OPEN, Lane.BACKGROUND)
        await runs.started("back0", "back1")
        for each in ("front0", "front1"):
            scheduler.submit(snapshot(each), OPEN)
        await runs.started("back0", "back1", "front0")
        scheduler.submit(snapshot("later"), OPEN, Lane.BACKGROUND)
        await turn_of_the_loop()
        assert [name(job) for job in runs.cancelled] == ["back1"]
        runs.cleaned.set()
        await runs.started("back0", "back1", "front0", "front1")
        assert [name(job) for job in runs.cancelled] == ["back1"]


async def test_background_work_gives_way_to_people_on_the_same_document() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        back = scheduler.submit(snapshot(version=1), OPEN, Lane.BACKGROUND)
        await runs.started("app.py")
        front = scheduler.submit(snapshot(version=2), CHANGE)
        runs.let_go("app.py")
        assert await back is None
        assert await front
    assert [job.lane for job in runs.done] == [Lane.INTERACTIVE]


@pytest.mark.parametrize(("trigger", "taken"), [(SAVE, SAVE), (CHANGE, OPEN)])
async def test_people_take_over_what_waits_in_the_background(trigger: Trigger, taken: Trigger) -> None:
    runs = Runs(open_at_once=True)
    async with scheduling(runs) as scheduler:
        back = scheduler.submit(snapshot(version=1), OPEN, Lane.BACKGROUND)
        assert await scheduler.submit(snapshot(version=2), trigger)
        assert await back is None
    assert runs.jobs == [Job(snapshot(version=2), taken)]


async def test_background_work_never_disturbs_people_on_the_same_document() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        front = scheduler.submit(snapshot(), OPEN)
        assert await scheduler.submit(snapshot(), OPEN, Lane.BACKGROUND) is None
        await runs.started("app.py")
        assert await scheduler.submit(snapshot(), OPEN, Lane.BACKGROUND) is None
        runs.let_go("app.py")
        assert await front
        assert await scheduler.submit(snapshot(), OPEN, Lane.BACKGROUND)


async def test_background_work_may_follow_a_run_that_was_cancelled() -> None:
    runs = Runs()
    runs.cleaned.clear()
    async with scheduling(runs) as scheduler:
        scheduler.submit(snapshot(), OPEN)
        await runs.started("app.py")
        scheduler.cancel(snapshot().uri)
        back = scheduler.submit(snapshot(), OPEN, Lane.BACKGROUND)
        runs.cleaned.set()
        runs.let_go("app.py")
        assert await back


async def test_newer_background_work_replaces_older() -> None:
    runs = Runs()
    async with scheduling(runs) as scheduler:
        first = scheduler.submit(snapshot(version=1), OPEN, Lane.BACKGROUND)
        await runs.started("app.py")
        second = scheduler.submit(snapshot(version=2), CHANGE, Lane.BACKGROUND)
        runs.let_go("app.py")
        assert await first is None
        assert await second
    assert versions(runs.done) == [2]


async def test_a_stopped_background_run_does_not_come_back_over_a_newer_text() -> None:
    runs = Runs()
    async with scheduling(runs, places=1, debounce_seconds=0.01) as scheduler:
        back = scheduler.submit(snapshot("same", version=1), OPEN, Lane.BACKGROUND)
        await runs.started("same")
        front = scheduler.submit(snapshot("same", version=2), SAVE)
        scheduler.submit(snapshot("other"), OPEN)
        runs.let_go("same", "other")
        assert await front
        assert await back is None
        await scheduler.drain()
    assert [(name(job), job.snapshot.version) for job in runs.done] == [("other", 1), ("same", 2)]


async def test_admission_waits_for_room() -> None:
    runs = Runs()
    async with scheduling(runs, places=2) as scheduler:
        scheduler.submit(snapshot("front"), OPEN)
        await runs.started("front")
        admitted = [await scheduler.admit(snapshot(f"{index}"), OPEN) for index in range(8)]
        late = [asyncio.create_task(scheduler.admit(snapshot(f"late{index}"), OPEN)) for index in range(3)]
        await turn_of_the_loop()
        assert not any(task.done() for task in late)
        assert scheduler.waiting == 8
        runs.open_at_once = True
        runs.let_go("front")
        assert all(await asyncio.gather(*admitted))
        assert all([await (await task) for task in late])
    assert len(runs.done) == 12


async def test_cancelling_is_final_for_a_background_run_that_would_come_back() -> None:
    runs = Runs()
    async with scheduling(runs, places=1) as scheduler:
        back = scheduler.submit(snapshot("back"), OPEN, Lane.BACKGROUND)
        await runs.started("back")
        front = scheduler.submit(snapshot("front"), OPEN)
        await asyncio.sleep(0)
        scheduler.cancel(snapshot("back").uri)
        runs.let_go("front")
        assert await back is None
        assert await front
        await scheduler.drain()
    assert [name(job) for job in runs.jobs] == ["back", "front"]


def drained(queue: RoundRobin[str]) -> Iterator[str]:
    while (item := queue.take(())) is not None:
        yield item


def test_turns_go_round_and_keep_places() -> None:
    queue = RoundRobin[str]()
    for key, group in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("b2", "b")):
        queue.put(key, key, group)
    queue.put("a1", "A1", "a")
    queue.put_back("b2", "b2", "b")
    assert len(queue) == 4
    assert list(queue.ready({"a2"})) == ["b2", "b1", "a1"]
    assert queue.take({"b2", "b1"}) == "A1"
    assert queue.discard("b1", "b") == "b1"
    assert queue.discard("b1", "b") is None
    assert queue.discard("c1", "c") is None
    assert list(drained(queue)) == ["b2", "a2"]
    assert len(queue) == 0
