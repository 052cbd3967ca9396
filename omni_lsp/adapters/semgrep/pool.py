"""Up to a few warm children that any scan may use; broken and worn ones are replaced behind the scenes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from omni_lsp.adapters.semgrep.places import RawMatch
from omni_lsp.adapters.semgrep.targets import Target
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError

log = logging.getLogger(__name__)


class Child(Protocol):
    @property
    def has_ended(self) -> bool: ...

    @property
    def is_worn(self) -> bool: ...

    async def scan(self, target: Target) -> tuple[RawMatch, ...] | None: ...

    def kill(self) -> None: ...

    async def close(self) -> None: ...


Starter = Callable[[], Awaitable[Child]]


class Pool:
    """Children of one set of rules; `start` makes one, `failed` hears of each one that turned out to be broken."""

    def __init__(self, start: Starter, size: int, failed: Callable[[AgentTransientError], None]) -> None:
        self._start = start
        self._failed = failed
        self._size = size
        self._seats = asyncio.Semaphore(size)
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._replacing: set[asyncio.Task[None]] = set()
        self._is_retired = False

    async def warm_up(self) -> None:
        """Has a child ready. Raises AgentError when that cannot be."""
        async with self._child():
            pass

    async def scan(self, target: Target) -> tuple[RawMatch, ...] | None:
        """Waits for a free child; `None` when it would not read this file. Raises AgentError; the child is then gone, as it is when cancelled."""
        async with self._child() as child:
            try:
                return await child.scan(target)
            except AgentTransientError as error:
                self._failed(error)
                raise

    async def retire(self) -> None:
        """Ends the idle children now and the busy ones when their scans end; there will be no new ones."""
        self._is_retired = True
        for task in self._replacing:
            task.cancel()
        await asyncio.gather(*self._replacing, return_exceptions=True)
        while self._idle:
            await self._idle.pop().close()

    async def close(self) -> None:
        """Ends all children now; scans under way fail."""
        await self.retire()
        for child in self._busy:
            child.kill()
        # Whoever holds a seat has something to clear away.
        for _ in range(self._size):
            await self._seats.acquire()
        for _ in range(self._size):
            self._seats.release()

    @asynccontextmanager
    async def _child(self) -> AsyncIterator[Child]:
        async with self._seats:
            child = await self._take()
            self._busy.add(child)
            is_done = False
            try:
                self._refuse_if_retired()
                yield child
                is_done = True
            finally:
                try:
                    if is_done:
                        await self._give_back(child)
                    else:
                        # It may still be at work, and what it sends then would be taken for the next scan's answer.
                        await child.close()
                        self._replace()
                finally:
                    self._busy.discard(child)

    async def _take(self) -> Child:
        while self._idle:
            child = self._idle.pop()
            if not child.has_ended:
                return child
            await child.close()
        self._refuse_if_retired()
        return await self._started()

    def _refuse_if_retired(self) -> None:
        if self._is_retired:
            raise AgentFatalError("start osemgrep", "a closed pool", "the engine was closed")

    async def _give_back(self, child: Child) -> None:
        if self._is_retired:
            await child.close()
        elif child.is_worn:
            await child.close()
            self._replace()
        else:
            self._idle.append(child)

    async def _started(self) -> Child:
        try:
            return await self._start()
        except AgentTransientError as error:
            self._failed(error)
            raise

    def _replace(self) -> None:
        if not self._is_retired:
            task = asyncio.create_task(self._refill())
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)

    async def _refill(self) -> None:
        async with self._seats:
            if self._idle:
                return
            try:
                self._idle.append(await self._started())
            except AgentError as error:
                log.info("no engine in reserve: %s", error)
