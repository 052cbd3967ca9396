"""A request that is sent a second time when the first one stays silent: who has the first word goes on, the other ends.

After the hedged requests of J. Dean and L. A. Barroso, The Tail at Scale, Communications of the ACM 56(2), 2013.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from omni_lsp.adapters.chat.purse import Purse
from omni_lsp.model.chat import Reply, Request
from omni_lsp.ports.chat import ChatModel


class HedgedModel:
    """Implements `ports.chat.ChatModel` around another one, for one request, which may be tried again.

    After `seconds` without a word the same is asked once more, once in all tries. What the one that loses has read is paid
    for from `purse`, beside what the caller pays for the answer; nothing is asked twice where a cap leaves no room for it.
    """

    def __init__(self, model: ChatModel, purse: Purse, seconds: float) -> None:
        self._model = model
        self._purse = purse
        self._seconds = seconds
        self._is_hedged = False

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def destination(self) -> str:
        return self._model.destination

    @property
    def needs_leave(self) -> bool:
        return self._model.needs_leave

    async def ask(self, request: Request, deadline_seconds: float, heard: Callable[[str], None]) -> Reply:
        if self._is_hedged or self._seconds >= deadline_seconds:
            return await self._model.ask(request, deadline_seconds, heard)
        due = time.monotonic() + deadline_seconds
        race = _Race(heard)
        try:
            race.enter(lambda hear: self._model.ask(request, deadline_seconds, hear))
            if await race.is_silent(self._seconds):
                self._is_hedged = True
                race.enter(lambda hear: self._paid(request, due - time.monotonic(), hear))
            return await race.reply()
        finally:
            await race.close()

    async def _paid(self, request: Request, deadline_seconds: float, hear: Callable[[str], None]) -> Reply:
        # The words are those of the answer, whoever of the two has them, and paid for there.
        async with self._purse.opened(request, self.destination):
            return await self._model.ask(request, deadline_seconds, hear)


@dataclass(eq=False, slots=True)
class _Race:
    """The words of the first who has any go on to `heard`; the others are cancelled by then."""

    heard: Callable[[str], None]
    _lanes: list[asyncio.Task[Reply]] = field(default_factory=list)
    _leader: int | None = None
    _word: asyncio.Event = field(default_factory=asyncio.Event)

    def enter(self, ask: Callable[[Callable[[str], None]], Awaitable[Reply]]) -> None:
        number = len(self._lanes)
        self._lanes.append(asyncio.ensure_future(ask(lambda text: self._hear(number, text))))

    async def is_silent(self, seconds: float) -> bool:
        """Whether nobody had a word nor came to an end for so long."""
        word = asyncio.ensure_future(self._word.wait())
        try:
            done, _ = await asyncio.wait([*self._lanes, word], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            word.cancel()
        return not done

    async def reply(self) -> Reply:
        """Raises what the leader raises; where nobody leads, what the first raises once all have ended."""
        waiting = set(self._lanes)
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for lane in done:
                is_leader = self._leader is not None and lane is self._lanes[self._leader]
                if is_leader or not (lane.cancelled() or lane.exception()):
                    return lane.result()
        return self._lanes[0].result()

    async def close(self) -> None:
        """Everybody has ended when it returns."""
        for lane in self._lanes:
            lane.cancel()
        await asyncio.gather(*self._lanes, return_exceptions=True)

    def _hear(self, number: int, text: str) -> None:
        if self._leader is None:
            self._leader = number
            self._word.set()
            for lane in self._lanes:
                if lane is not self._lanes[number]:
                    lane.cancel()
        if self._leader == number:
            self.heard(text)
