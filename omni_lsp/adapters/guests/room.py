"""The processes of one guest: at most two, started when they are needed, replaced when they break or are given up."""

import logging
import time
from collections.abc import Awaitable, Callable

from omni_lsp.adapters.guests.installed import Brought
from omni_lsp.adapters.guests.process import GuestProcess, start
from omni_lsp.adapters.guests.wire import Answer, Question
from omni_lsp.adapters.pool import Limits, Pool
from omni_lsp.adapters.semgrep.breaker import Breaker
from omni_lsp.model.errors import AgentFatalError, AgentTransientError

log = logging.getLogger(__name__)

# Two, so that a file on which an agent hangs does not make those beside it wait.
_LIMITS = Limits(size=2, idle_seconds=300.0, of_a_kind=2)
_REST_SECONDS = 60.0

Start = Callable[[Brought, tuple[str, ...]], Awaitable[GuestProcess]]


class Room:
    """`path` is where packages are looked for; `clock` counts seconds and never goes back."""

    def __init__(
        self,
        guest: Brought,
        path: tuple[str, ...],
        begin: Start = start,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.guest = guest
        self._clock = clock
        self._breaker = Breaker(clock, seconds=_REST_SECONDS)
        self._pool: Pool[str, GuestProcess] = Pool(lambda _: begin(guest, path), _LIMITS, self._heed, clock=clock)
        self._flaw = ""
        self._flawed_until = float("-inf")

    async def ask(self, question: Question) -> Answer:
        """The process is killed when whoever asks is cancelled.

        Raises AgentFatalError when the agent cannot be made, AgentTransientError when its process breaks.
        """
        if self._clock() < self._flawed_until:
            raise AgentFatalError("start", self.guest.origin, self._flaw)
        if self._breaker.is_open:
            raise AgentTransientError("ask", self.guest.origin, "it kept breaking, and rests for a minute")
        try:
            async with self._pool.acquire(self.guest.name) as child:
                return await child.ask(question)
        except AgentFatalError as error:
            self._flaw, self._flawed_until = error.reason, self._clock() + _REST_SECONDS
            raise

    async def prove(self) -> None:
        """Has a process ready. Raises AgentError when that cannot be."""
        await self._pool.warm_up(self.guest.name)

    async def close(self) -> None:
        """Ends all processes; who still waits for an answer gets an AgentError."""
        await self._pool.close()

    def _heed(self, error: AgentTransientError) -> None:
        log.warning("agent %s: %s", self.guest.name, error)
        if self._breaker.failed():
            log.warning("agent %s keeps breaking: it rests for a minute", self.guest.name)
