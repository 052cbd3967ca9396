"""A pool of things that are dear to start and serve one at a time, such as warm engine processes."""

import asyncio
import logging
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError

log = logging.getLogger(__name__)

_PROVED_SECONDS = 60.0  # One that rested longer must show that it works before it is handed out.


class Member(Protocol):
    @property
    def has_ended(self) -> bool: ...

    @property
    def is_worn(self) -> bool: ...

    async def prove(self) -> None:
        """Raises AgentTransientError when it does not work any more."""
        ...

    def kill(self) -> None:
        """Whoever uses it gets an AgentTransientError; `close` is still to be called."""
        ...

    async def close(self) -> None: ...


K = TypeVar("K", bound=Hashable)
M = TypeVar("M", bound=Member)


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a member: seconds until it was had, and seconds it was used."""

    waited: float
    used: float


@dataclass(frozen=True, slots=True)
class Limits:
    """At most `size` members, `of_a_kind` of one; one that nobody used for `idle_seconds` is let go."""

    size: int
    idle_seconds: float = 300.0
    of_a_kind: int = 2


@dataclass(eq=False, slots=True)
class _Resting(Generic[K, M]):
    key: K
    member: M
    since: float


@dataclass(eq=False)
class Pool(Generic[K, M]):
    """Members by key; `start` makes one, `failed` hears of each that turned out to be broken, `used` of each use.

    Where all places are taken, the one that rested longest makes way for another kind.
    Who stops waiting for a start does not undo it: the next one finds the member ready, and `late` is told.
    """

    start: Callable[[K], Awaitable[M]]
    limits: Limits
    failed: Callable[[AgentTransientError], None]
    used: Callable[[Use], None] = lambda _: None
    clock: Callable[[], float] = time.monotonic
    late: Callable[[], None] = lambda: None
    _resting: list[_Resting[K, M]] = field(default_factory=list)
    _busy: set[M] = field(default_factory=set)
    _holders: Counter[K] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _abandoned: "dict[asyncio.Future[M], K]" = field(default_factory=dict)
    _undone: "set[asyncio.Future[M]]" = field(default_factory=set)
    _is_retired: bool = False

    def __post_init__(self) -> None:
        self._seats = asyncio.Semaphore(self.limits.size)
        self._kinds: defaultdict[K, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self.limits.of_a_kind))

    async def warm_up(self, key: K) -> None:
        """Has a member ready. Raises AgentError when that cannot be."""
        async with self.acquire(key):
            pass

    @asynccontextmanager
    async def acquire(self, key: K) -> AsyncIterator[M]:
        """A member of one's own; waits for a free place. It is let go when the block raises or is cancelled.

        Raises AgentError.
        """
        asked = self.clock()
        async with self._place(key):
            member = await self._taken(key)
            had = self.clock()
            self._busy.add(member)
            is_done = False
            try:
                self._refuse_if_retired()
                yield member
                is_done = True
            except AgentTransientError as error:
                self.failed(error)
                raise
            finally:
                try:
                    await (self._give_back(key, member) if is_done else self._let_go(key, member))
                finally:
                    self._busy.discard(member)
                    self.used(Use(had - asked, self.clock() - had))

    @asynccontextmanager
    async def _place(self, key: K) -> AsyncIterator[None]:
        async with self._kinds[key], self._seats:
            self._holders[key] += 1
            try:
                yield
            finally:
                self._holders[key] -= 1

    async def retire(self) -> None:
        """Ends the resting members now and the busy ones when they come back; there will be no new ones."""
        self._is_retired = True
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # A task that is cancelled before its first step clears nothing away.
        await self._undo_starts()
        while self._resting:
            await self._resting.pop().member.close()

    async def close(self) -> None:
        """Ends all members now; whoever uses one gets an error."""
        await self.retire()
        for member in self._busy:
            member.kill()
        # Whoever holds a seat has something to clear away.
        for _ in range(self.limits.size):
            await self._seats.acquire()
        for _ in range(self.limits.size):
            self._seats.release()
        # What was begun meanwhile clears away after somebody who was interrupted, and must not be interrupted itself.
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))
        await self.retire()

    async def _taken(self, key: K) -> M:
        """Called with a seat, so there is a place for a new one once enough others have made way."""
        while mine := next((one for one in reversed(self._resting) if one.key == key), None):
            self._resting.remove(mine)
            is_fit = False
            try:
                is_fit = await self._is_fit(mine)
            finally:
                # Nobody else knows of it, so whoever is interrupted here ends it.
                if not is_fit:
                    await mine.member.close()
            if is_fit:
                return mine.member
        self._refuse_if_retired()
        while self._resting and len(self._resting) + len(self._busy) + len(self._abandoned) >= self.limits.size:
            await self._resting.pop(0).member.close()
        return await self._started(key)

    async def _is_fit(self, one: _Resting[K, M]) -> bool:
        if one.member.has_ended:
            return False
        if self.clock() - one.since < _PROVED_SECONDS:
            return True
        try:
            await one.member.prove()
        except AgentTransientError as error:
            self.failed(error)
            return False
        return True

    def _refuse_if_retired(self) -> None:
        if self._is_retired:
            raise AgentFatalError("take from a pool", "a closed pool", "the engine was closed")

    async def _give_back(self, key: K, member: M) -> None:
        if self._is_retired:
            await member.close()
        elif member.is_worn:
            await self._let_go(key, member)
        else:
            self._rest(key, member)

    async def _let_go(self, key: K, member: M) -> None:
        """It may still be at work, and what it says then would be taken for the answer to the next question."""
        await member.close()
        if not self._is_retired:
            self._begin(self._refill(key))

    def _rest(self, key: K, member: M) -> None:
        resting = _Resting(key, member, self.clock())
        self._resting.append(resting)
        asyncio.get_running_loop().call_later(self.limits.idle_seconds, self._unload, resting)

    def _unload(self, resting: _Resting[K, M]) -> None:
        if resting in self._resting:
            self._resting.remove(resting)
            self._begin(resting.member.close())

    async def _started(self, key: K) -> M:
        begun = next((start for start, kind in self._abandoned.items() if kind == key), None)
        if begun is None:
            begun = asyncio.ensure_future(self.start(key))
        else:
            del self._abandoned[begun]
        try:
            return await asyncio.shield(begun)
        except asyncio.CancelledError:
            self._abandoned[begun] = key
            self._begin(self._keep(begun))
            raise
        except AgentTransientError as error:
            self.failed(error)
            raise

    async def _keep(self, begun: "asyncio.Future[M]") -> None:
        """Has a start that nobody waits for come to its end, and the member rest, unless somebody takes it meanwhile."""
        if self._is_retired:
            await self._undo_starts()
            return
        await asyncio.wait([begun])
        async with self._seats:
            await self._keep_started(begun)

    async def _undo_starts(self) -> None:
        while self._abandoned:
            begun = next(iter(self._abandoned))
            if begun not in self._undone:
                self._undone.add(begun)  # Once: a second time would interrupt it while it clears away.
                begun.cancel()
            await asyncio.wait([begun])
            self._undone.discard(begun)
            # Whoever undoes it may be interrupted, and then the next one does.
            is_mine = self._abandoned.pop(begun, None) is not None
            if is_mine and not begun.cancelled() and begun.exception() is None:
                await begun.result().close()

    async def _keep_started(self, begun: "asyncio.Future[M]") -> None:
        key = self._abandoned.pop(begun, None)
        if key is None:
            return
        try:
            member = await begun
        except AgentTransientError as error:
            self.failed(error)
        except AgentError as error:
            log.info("none in reserve: %s", error)
        else:
            await self._give_back(key, member)
            self.late()

    async def _refill(self, key: K) -> None:
        # Whoever asks meanwhile waits for this one: a second of the kind would be one too many. So it would be where
        # somebody has one, or has one started, which comes to rest here.
        async with self._kinds[key], self._seats:
            if self._holders[key] or any(one.key == key for one in self._resting):
                return
            try:
                self._rest(key, await self._taken(key))
            except AgentError as error:
                log.info("none in reserve: %s", error)

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
