"""Scans by warm engine processes: a broken one is replaced, and when they keep breaking nobody waits for them."""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from omni_lsp.adapters.pool import Limits, Pool, Use
from omni_lsp.adapters.semgrep import child
from omni_lsp.adapters.semgrep.breaker import Breaker
from omni_lsp.adapters.semgrep.places import RawMatch
from omni_lsp.adapters.semgrep.targets import Target
from omni_lsp.model.errors import AgentTransientError

log = logging.getLogger(__name__)

_ATTEMPTS = 2


class Warm:
    """`start` makes a process with the rules of a file. `used` hears of each use of a process, `late` of one that is ready when nobody waits for it any more.

    `clock` counts seconds and never goes back.
    """

    def __init__(
        self,
        start: Callable[[Path], Awaitable[child.WarmChild]],
        limits: Limits,
        used: Callable[[Use], None],
        clock: Callable[[], float],
        late: Callable[[], None] = lambda: None,
    ) -> None:
        self._breaker = Breaker(clock)
        self._clock = clock
        self._pool: Pool[Path, child.WarmChild] = Pool(start, limits, self._heed, used, clock, late)

    @property
    def is_resting(self) -> bool:
        """Whether the processes kept breaking, and none is asked for a while."""
        return self._breaker.is_open

    async def warm_up(self, rules: Path) -> None:
        """Has a process with these rules ready. Raises AgentError."""
        await self._pool.warm_up(rules)

    async def scan(self, rules: Path, target: Target) -> tuple[RawMatch, ...] | None:
        """`None` when no warm process would read this file, or so slowly that rules may have been left out unsaid.

        Raises AgentTransientError when they keep breaking, AgentFatalError when none can be started.
        """
        broken = AgentTransientError("scan with osemgrep", target.name, "it kept breaking, and rests for a minute")
        for _ in range(_ATTEMPTS):
            if self._breaker.is_open:
                break
            try:
                async with self._pool.acquire(rules) as member:
                    begun = self._clock()
                    found = await member.scan(target)
                    return found if self._clock() - begun < child.RULE_SECONDS else None
            except AgentTransientError as error:
                broken = error
        raise broken

    async def retire(self) -> None:
        """Ends the processes as they come to rest; there will be no new ones."""
        await self._pool.retire()

    async def close(self) -> None:
        """Ends all processes; scans under way fail."""
        await self._pool.close()

    def _heed(self, error: AgentTransientError) -> None:
        log.warning("the warm engine failed: %s", error)
        if self._breaker.failed():
            log.warning("the warm engine keeps failing: none is started for a minute")
