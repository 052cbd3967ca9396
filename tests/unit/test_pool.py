"""Who gets which member, what happens to broken and idle ones, and what is left at the end."""

import asyncio
from collections import defaultdict

import pytest

from omni_lsp.adapters.pool import Limits, Pool, Use
from omni_lsp.model.errors import AgentFatalError, AgentTransientError

EVER = 1e9


class FakeMember:
    def __init__(self, key: str = "") -> None:
        self.key = key
        self.has_ended = False
        self.is_worn = False
        self.is_broken = False
        self.is_closed = False
        self.was_killed = False
        self.proofs = 0

    async def prove(self) -> None:
        self.proofs += 1
        if self.is_broken:
            raise broken()

    def kill(self) -> None:
        self.was_killed = True

    async def close(self) -> None:
        self.is_closed = True


class Nursery:
    """Starts members, those prepared for a key first; `now` is what its pools take for the time."""

    def __init__(self) -> None:
        self.prepared: defaultdict[str, list[FakeMember | AgentTransientError]] = defaultdict(list)
        self.born: list[FakeMember] = []
        self.failures: list[AgentTransientError] = []
        self.uses: list[Use] = []
        self.late = 0
        self.news = asyncio.Event()
        self.may_start = asyncio.Event()
        self.may_start.set()
        self.now = 0.0

    async def start(self, key: str) -> FakeMember:
        self.news.set()
        await self.may_start.wait()
        member = self.prepared[key].pop(0) if self.prepared[key] else FakeMember(key)
        if isinstance(member, AgentTransientError):
            raise member
        self.born.append(member)
        return member

    def pool(self, size: int = 1, idle_seconds: float = EVER, of_a_kind: int = 2) -> Pool[str, FakeMember]:
        limits = Limits(size, idle_seconds, of_a_kind)
        return Pool(self.start, limits, self.failures.append, self.uses.append, lambda: self.now, self._is_late)

    def _is_late(self) -> None:
        self.late += 1

    async def another(self) -> None:
        """Waits for the next start."""
        self.news.clear()
        await self.news.wait()


def broken() -> AgentTransientError:
    return AgentTransientError("scan", "x", "broken")


async def use(pool: Pool[str, FakeMember], key: str = "a") -> FakeMember:
    async with pool.acquire(key) as member:
        return member


async def breaks(pool: Pool[str, FakeMember], key: str = "a") -> None:
    async with pool.acquire(key):
        raise broken()


async def hold(pool: Pool[str, FakeMember], had: asyncio.Event, go_on: asyncio.Event, key: str = "a") -> FakeMember:
    async with pool.acquire(key) as member:
        had.set()
        await go_on.wait()
        if member.was_killed:
            raise broken()
        return member


async def test_a_member_is_used_again_by_those_of_its_kind() -> None:
    nursery = Nursery()
    pool = nursery.pool(2)
    await pool.warm_up("a")
    members = [await use(pool), await use(pool, "b"), await use(pool)]
    assert [member.key for member in members] == ["a", "b", "a"]
    assert len(nursery.born) == 2


async def test_no_more_members_than_places_and_the_one_at_rest_for_longest_makes_way() -> None:
    nursery = Nursery()
    pool = nursery.pool(2)
    first, second = await use(pool, "a"), await use(pool, "b")
    await use(pool, "a")
    await use(pool, "c")
    assert [first.is_closed, second.is_closed] == [False, True]
    await pool.close()
    assert all(member.is_closed for member in nursery.born)


async def test_who_comes_when_all_are_busy_waits() -> None:
    nursery = Nursery()
    pool = nursery.pool(1)
    had, go_on = asyncio.Event(), asyncio.Event()
    holder = asyncio.create_task(hold(pool, had, go_on))
    await had.wait()
    waiting = asyncio.create_task(use(pool))
    await asyncio.sleep(0)
    nursery.now = 3.0
    assert not waiting.done()
    go_on.set()
    assert await waiting is await holder
    assert [(one.waited, one.used) for one in nursery.uses] == [(0.0, 3.0), (3.0, 0.0)]


async def test_a_broken_member_is_reported_closed_and_replaced() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    with pytest.raises(AgentTransientError):
        await breaks(pool)
    assert [one.reason for one in nursery.failures] == ["broken"]
    assert nursery.born[0].is_closed
    await nursery.another()
    assert await use(pool) is nursery.born[1]
    await pool.close()


async def test_who_tries_again_at_once_is_the_only_one_to_start_another() -> None:
    nursery = Nursery()
    pool = nursery.pool(2)
    had, go_on = asyncio.Event(), asyncio.Event()

    async def twice() -> FakeMember:
        with pytest.raises(AgentTransientError):
            await breaks(pool)
        return await hold(pool, had, go_on)

    again = asyncio.create_task(twice())
    await had.wait()
    for _ in range(10):  # Whatever else was begun comes to its end.
        await asyncio.sleep(0)
    go_on.set()
    assert nursery.born == [nursery.born[0], await again]
    await pool.close()


async def test_a_cancelled_use_ends_its_member_and_is_no_failure() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    had = asyncio.Event()
    task = asyncio.create_task(hold(pool, had, asyncio.Event()))
    await had.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert nursery.born[0].is_closed
    assert nursery.failures == []
    assert not (await use(pool)).is_closed
    await pool.close()


async def test_a_worn_member_is_replaced_before_it_is_needed() -> None:
    nursery = Nursery()
    worn = FakeMember()
    worn.is_worn = True
    nursery.prepared["a"] = [worn]
    pool = nursery.pool()
    await use(pool)
    await nursery.another()
    assert worn.is_closed
    assert len(nursery.born) == 2
    await pool.close()


async def test_who_asks_while_a_worn_member_is_replaced_gets_the_new_one() -> None:
    nursery = Nursery()
    worn = FakeMember()
    worn.is_worn = True
    nursery.prepared["a"] = [worn]
    pool = nursery.pool(size=3, of_a_kind=1)
    await use(pool)
    nursery.may_start.clear()
    await nursery.another()
    asking = asyncio.create_task(use(pool))
    await asyncio.sleep(0)
    nursery.may_start.set()
    assert await asking is nursery.born[1]
    await pool.close()
    assert len(nursery.born) == 2


async def test_a_member_that_ended_at_rest_is_not_used() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    await pool.warm_up("a")
    nursery.born[0].has_ended = True
    assert await use(pool) is nursery.born[1]
    assert nursery.born[0].is_closed


@pytest.mark.parametrize("is_broken", [False, True])
async def test_a_member_that_rested_long_must_show_that_it_works(*, is_broken: bool) -> None:
    nursery = Nursery()
    pool = nursery.pool()
    member = await use(pool)
    assert await use(pool) is member
    assert member.proofs == 0
    nursery.now, member.is_broken = 100.0, is_broken
    assert (await use(pool) is member) is not is_broken
    assert member.proofs == 1
    assert len(nursery.failures) == is_broken


async def test_a_member_that_nobody_needs_is_let_go() -> None:
    nursery = Nursery()
    pool = nursery.pool(2, idle_seconds=0.0)
    member = await use(pool)
    while not member.is_closed:  # noqa: ASYNC110 - the pool has no event for it
        await asyncio.sleep(0)
    assert await use(pool) is not member
    await pool.close()


async def test_a_member_in_use_is_not_let_go_for_an_earlier_rest() -> None:
    nursery = Nursery()
    pool = nursery.pool(idle_seconds=0.01)
    await pool.warm_up("a")
    had, go_on = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(hold(pool, had, go_on))
    await had.wait()
    timer = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, timer.set)
    await timer.wait()
    assert not nursery.born[0].is_closed
    go_on.set()
    await task
    await pool.close()


async def test_a_start_that_fails_is_reported_also_behind_the_scenes() -> None:
    nursery = Nursery()
    worn, no_start, no_reserve = FakeMember(), broken(), broken()
    worn.is_worn = True
    nursery.prepared["a"] = [no_start, worn, no_reserve]
    pool = nursery.pool()
    with pytest.raises(AgentTransientError):
        await pool.warm_up("a")
    await use(pool)
    await nursery.another()
    await use(pool)
    assert nursery.failures == [no_start, no_reserve]
    await pool.close()


async def test_a_retired_pool_lets_a_use_end_and_starts_no_other() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    had, go_on = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(hold(pool, had, go_on))
    await had.wait()
    await pool.retire()
    assert not nursery.born[0].is_closed
    go_on.set()
    assert (await task).is_closed
    with pytest.raises(AgentFatalError, match="was closed"):
        await use(pool)


async def test_a_closed_pool_ends_busy_members_too() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    had, go_on = asyncio.Event(), asyncio.Event()
    under_way, waiting = asyncio.create_task(hold(pool, had, go_on)), asyncio.create_task(use(pool))
    await had.wait()
    closing = asyncio.create_task(pool.close())
    while not nursery.born[0].was_killed:  # noqa: ASYNC110 - the pool has no event for it
        await asyncio.sleep(0)
    go_on.set()
    await closing
    assert nursery.born[0].is_closed
    with pytest.raises(AgentTransientError):
        await under_way
    with pytest.raises(AgentFatalError, match="was closed"):
        await waiting


async def test_a_member_that_comes_after_the_end_is_not_used() -> None:
    nursery = Nursery()
    nursery.may_start.clear()
    pool = nursery.pool()
    task = asyncio.create_task(use(pool))
    await nursery.news.wait()
    await pool.retire()
    nursery.may_start.set()
    with pytest.raises(AgentFatalError, match="was closed"):
        await task
    assert nursery.born[0].is_closed


async def settled(pool: Pool[str, FakeMember]) -> None:
    """All that the pool does on its own is done."""
    while pool._tasks:
        await asyncio.gather(*pool._tasks)


async def _abandoned(nursery: Nursery, pool: Pool[str, FakeMember]) -> None:
    """A start that goes on though nobody waits for it any more."""
    nursery.may_start.clear()
    waiting = asyncio.ensure_future(use(pool))
    await nursery.another()
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()


async def test_a_start_that_nobody_waits_for_is_not_in_vain() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    await _abandoned(nursery, pool)
    nursery.may_start.set()
    await settled(pool)
    assert nursery.late == 1
    assert await use(pool) is nursery.born[0]
    await pool.close()
    assert [member.is_closed for member in nursery.born] == [True]


async def test_a_start_that_nobody_waits_for_is_taken_over() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    await _abandoned(nursery, pool)
    second = asyncio.ensure_future(use(pool))
    nursery.may_start.set()
    assert await second is nursery.born[0]
    await settled(pool)
    assert (len(nursery.born), nursery.late) == (1, 0)
    await pool.close()


async def test_a_start_that_nobody_waits_for_may_fail() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    nursery.prepared["a"].append(broken())
    await _abandoned(nursery, pool)
    nursery.may_start.set()
    await settled(pool)
    assert (len(nursery.failures), nursery.late) == (1, 0)
    await pool.close()


@pytest.mark.parametrize("is_started", [True, False])
async def test_a_start_that_nobody_waits_for_is_undone_at_the_end(*, is_started: bool) -> None:
    nursery = Nursery()
    pool = nursery.pool()
    await _abandoned(nursery, pool)
    if is_started:
        nursery.may_start.set()
    await pool.close()
    assert all(member.is_closed for member in nursery.born)
    assert pool._abandoned == {}


async def test_a_start_given_up_after_the_end_is_undone_too() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    nursery.may_start.clear()
    waiting = asyncio.ensure_future(use(pool))
    await nursery.another()
    closing = asyncio.ensure_future(pool.close())
    await asyncio.sleep(0)
    waiting.cancel()
    nursery.may_start.set()
    await closing
    assert all(member.is_closed for member in nursery.born)
    assert (pool._tasks, pool._abandoned) == (set(), {})


class SlowToClear(Nursery):
    """Its starts have something to clear away, in two steps; `cleared` notes each that was done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.cleared: list[str] = []

    async def start(self, key: str) -> FakeMember:
        self.news.set()
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(5):
                await asyncio.sleep(0)
            self.cleared.append(key)
        raise AssertionError


async def test_a_start_that_is_undone_is_not_interrupted_while_it_clears_away() -> None:
    nursery = SlowToClear()
    pool = nursery.pool(of_a_kind=1)
    waiting = asyncio.create_task(use(pool))
    await nursery.another()
    closing = asyncio.create_task(pool.close())
    await asyncio.sleep(0)
    waiting.cancel()
    await closing
    assert nursery.cleared == ["a"]
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_who_is_interrupted_while_a_member_shows_that_it_works_ends_it() -> None:
    nursery = Nursery()
    pool = nursery.pool()
    member = await use(pool)
    nursery.now = EVER
    proving = asyncio.Event()

    async def prove() -> None:
        proving.set()
        await asyncio.Event().wait()

    member.prove = prove  # type: ignore[method-assign] - this one takes for ever
    asking = asyncio.create_task(use(pool))
    await proving.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert member.is_closed
    await pool.close()
