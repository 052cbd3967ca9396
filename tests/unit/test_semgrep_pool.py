"""Who gets which child, what happens to broken ones, and when we stop trying."""

import asyncio

import pytest
from semgrep_samples import python

from omni_lsp.adapters.semgrep.breaker import Breaker
from omni_lsp.adapters.semgrep.places import RawMatch
from omni_lsp.adapters.semgrep.pool import Pool
from omni_lsp.adapters.semgrep.targets import Target, target_of
from omni_lsp.model.errors import AgentFatalError, AgentTransientError

TARGET = target_of(python("x"))


class FakeChild:
    def __init__(self) -> None:
        self.has_ended = False
        self.is_worn = False
        self.is_closed = False
        self.started = asyncio.Event()
        self.go_on: asyncio.Event | None = None
        self.error: AgentTransientError | None = None
        self.scans = 0

    async def scan(self, target: Target) -> tuple[RawMatch, ...]:
        self.scans += 1
        self.started.set()
        if self.go_on is not None:
            await self.go_on.wait()
        if self.error is not None:
            raise self.error
        return ()

    def kill(self) -> None:
        self.error = broken()
        if self.go_on is not None:
            self.go_on.set()

    async def close(self) -> None:
        self.is_closed = True


class Nursery:
    """Starts children, those prepared first."""

    def __init__(self, *prepared: FakeChild | AgentTransientError) -> None:
        self.prepared = list(prepared)
        self.born: list[FakeChild] = []
        self.failures: list[AgentTransientError] = []
        self.news = asyncio.Event()

    async def start(self) -> FakeChild:
        self.news.set()
        child = self.prepared.pop(0) if self.prepared else FakeChild()
        if isinstance(child, AgentTransientError):
            raise child
        self.born.append(child)
        return child

    def pool(self, size: int = 1) -> Pool:
        return Pool(self.start, size, self.failures.append)


def broken() -> AgentTransientError:
    return AgentTransientError("scan", "x", "broken")


async def scan(pool: Pool) -> None:
    assert TARGET is not None
    await pool.scan(TARGET)


async def test_a_child_is_used_again() -> None:
    nursery = Nursery()
    pool = nursery.pool(2)
    await pool.warm_up()
    await scan(pool)
    await scan(pool)
    assert [child.scans for child in nursery.born] == [2]


async def test_no_more_children_than_seats_work_side_by_side() -> None:
    children = [FakeChild(), FakeChild()]
    for child in children:
        child.go_on = asyncio.Event()
    nursery = Nursery(*children)
    pool = nursery.pool(2)
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(scan(pool))
        await children[0].started.wait()
        await children[1].started.wait()
        assert len(nursery.born) == 2
        for child in children:
            assert child.go_on is not None
            child.go_on.set()
    assert sorted(child.scans for child in children) == [1, 2]


async def test_a_broken_child_is_reported_closed_and_replaced() -> None:
    bad = FakeChild()
    bad.error = broken()
    nursery = Nursery(bad)
    pool = nursery.pool()
    with pytest.raises(AgentTransientError):
        await scan(pool)
    assert bad.is_closed
    assert nursery.failures == [bad.error]
    nursery.news.clear()
    await nursery.news.wait()
    await scan(pool)
    assert [child.scans for child in nursery.born] == [1, 1]
    await pool.close()


async def test_a_cancelled_scan_ends_its_child() -> None:
    busy = FakeChild()
    busy.go_on = asyncio.Event()
    nursery = Nursery(busy)
    pool = nursery.pool()
    task = asyncio.create_task(scan(pool))
    await busy.started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert busy.is_closed
    assert nursery.failures == []
    await scan(pool)
    assert len(nursery.born) == 2
    await pool.close()


async def test_a_worn_child_is_replaced_before_it_is_needed() -> None:
    worn = FakeChild()
    worn.is_worn = True
    nursery = Nursery(worn)
    pool = nursery.pool()
    await scan(pool)
    nursery.news.clear()
    await nursery.news.wait()
    assert worn.is_closed
    assert len(nursery.born) == 2
    await pool.close()


async def test_a_child_that_died_at_rest_is_not_used() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    await pool.warm_up()
    nursery.born[0].has_ended = True
    await scan(pool)
    assert [(child.scans, child.is_closed) for child in nursery.born] == [(0, True), (1, False)]


async def test_a_start_that_fails_is_reported_also_behind_the_scenes() -> None:
    worn, no_start, no_reserve = FakeChild(), broken(), broken()
    worn.is_worn = True
    nursery = Nursery(no_start, worn, no_reserve)
    pool = nursery.pool()
    with pytest.raises(AgentTransientError):
        await pool.warm_up()
    await scan(pool)
    nursery.news.clear()
    await nursery.news.wait()
    await scan(pool)
    assert nursery.failures == [no_start, no_reserve]
    await pool.close()


async def test_a_retired_pool_lets_a_scan_end_and_starts_no_other() -> None:
    busy = FakeChild()
    busy.go_on = asyncio.Event()
    pool = Nursery(busy).pool()
    task = asyncio.create_task(scan(pool))
    await busy.started.wait()
    await pool.retire()
    assert not busy.is_closed
    busy.go_on.set()
    await task
    assert busy.is_closed
    with pytest.raises(AgentFatalError, match="was closed"):
        await scan(pool)


async def test_a_closed_pool_ends_busy_children_too() -> None:
    busy = FakeChild()
    busy.go_on = asyncio.Event()
    pool = Nursery(busy).pool()
    under_way, waiting = asyncio.create_task(scan(pool)), asyncio.create_task(scan(pool))
    await busy.started.wait()
    await pool.close()
    assert busy.is_closed
    with pytest.raises(AgentTransientError):
        await under_way
    with pytest.raises(AgentFatalError, match="was closed"):
        await waiting


async def test_a_child_that_comes_after_the_end_is_not_used() -> None:
    nursery = Nursery()
    go_on = asyncio.Event()
    late = FakeChild()

    async def start() -> FakeChild:
        nursery.news.set()
        await go_on.wait()
        return late

    pool = Pool(start, 1, nursery.failures.append)
    task = asyncio.create_task(scan(pool))
    await nursery.news.wait()
    await pool.retire()
    go_on.set()
    with pytest.raises(AgentFatalError, match="was closed"):
        await task
    assert late.is_closed


def test_the_breaker_opens_after_failures_in_a_row_of_time_and_closes_again() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0], limit=3, seconds=60)
    for at, opens in ((0, False), (50, False), (61, False), (100, True)):
        now[0] = at
        assert breaker.failed() is opens
    now[0] = 159
    assert breaker.is_open
    now[0] = 160
    assert not breaker.is_open
    assert not breaker.failed()
