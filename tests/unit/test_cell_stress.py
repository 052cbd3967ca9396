"""Many writers lose nothing, and would without the lock."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import pytest

from omni_lsp.state.cell import ThreadSafeState

THREADS = 8
ROUNDS = 250


@contextmanager
def eager_switching() -> Iterator[None]:
    """To be entered when all threads run: CPython 3.11 cannot begin to trace two at once, as coverage has it do."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


class Meeting:
    """Two writers that wait for each other inside their update: they meet when nothing keeps them apart."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)
        self.met = False

    def increment(self, value: int) -> int:
        try:
            self._barrier.wait(0.2)
            self.met = True
        except threading.BrokenBarrierError:
            pass
        return value + 1


def two_updates(cell: ThreadSafeState[int]) -> Meeting:
    meeting = Meeting()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(2):
            pool.submit(cell.update, meeting.increment, modifier="test")
    return meeting


def test_two_writers_never_meet() -> None:
    cell = ThreadSafeState(0)

    assert not two_updates(cell).met
    assert (cell.read().value, cell.read().version) == (2, 2)


def test_without_the_lock_they_meet_and_one_update_is_lost() -> None:
    cell = ThreadSafeState(0, lock=nullcontext())

    assert two_updates(cell).met
    assert cell.read().value == 1


def count_slowly(value: int) -> int:
    """Gives the other threads every chance to come in between."""
    for _ in range(20):
        value = value + 1 - 1
    return value + 1


def hammer(cell: ThreadSafeState[int]) -> None:
    begin = threading.Barrier(THREADS + 1)

    def work() -> None:
        begin.wait()
        for _ in range(ROUNDS):
            cell.update(count_slowly, modifier="test")

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    with eager_switching():
        begin.wait()
        for thread in threads:
            thread.join()


def test_threads_lose_no_update() -> None:
    cell = ThreadSafeState(0)
    hammer(cell)

    assert (cell.read().value, cell.read().version) == (THREADS * ROUNDS, THREADS * ROUNDS)


def test_without_the_lock_threads_lose_updates() -> None:
    # One round is nearly always enough; the lock is what makes "nearly" impossible above.
    for _ in range(20):
        cell = ThreadSafeState(0, lock=nullcontext())
        hammer(cell)
        if cell.read().value < THREADS * ROUNDS:
            return
    pytest.fail("no update was lost, so the test above proves nothing")


@pytest.mark.parametrize("is_locked", [True, False])
async def test_tasks_and_threads_together(is_locked: bool) -> None:
    cell = ThreadSafeState(0) if is_locked else ThreadSafeState(0, lock=nullcontext())
    meeting = Meeting()

    async def in_task() -> None:
        for _ in range(ROUNDS):
            cell.update(count_slowly, modifier="task")
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(in_task())
        for _ in range(2):
            group.create_task(asyncio.to_thread(cell.update, meeting.increment, modifier="thread"))

    lost = 4 * ROUNDS + 2 - cell.read().value
    assert (lost == 0) is is_locked


async def test_optimistic_tasks_lose_nothing() -> None:
    cell = ThreadSafeState(0)
    refused = 0

    async def work() -> None:
        nonlocal refused
        for _ in range(50):
            while True:
                seen = cell.read()
                await asyncio.sleep(0)
                if cell.update_if_version(seen.version, lambda value: value + 1, modifier="test") is not None:
                    break
                refused += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(work())

    assert cell.read().value == 200
    assert refused > 0


def test_readers_see_value_and_version_of_the_same_moment() -> None:
    cell = ThreadSafeState(0)
    torn: list[tuple[int, int]] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen = cell.read()
            if seen.value != seen.version:
                torn.append((seen.value, seen.version))

    watcher = threading.Thread(target=watch)
    watcher.start()
    hammer(cell)
    done.set()
    watcher.join()

    assert not torn


def test_a_reader_does_not_wait_for_a_writer() -> None:
    cell = ThreadSafeState(0)
    inside, finish = threading.Event(), threading.Event()

    def slow(value: int) -> int:
        inside.set()
        finish.wait(10)
        return value + 1

    writer = threading.Thread(target=lambda: cell.update(slow, modifier="test"))
    writer.start()
    inside.wait(10)
    assert cell.read().value == 0
    finish.set()
    writer.join()
    assert cell.read().value == 1
