"""The time a run has, fixed when it starts and shared by its stages."""

import asyncio
from collections.abc import Callable


class TimeoutBudget:
    """Seconds until a deadline that never moves; the clock is that of the running loop unless one is given."""

    def __init__(self, total_seconds: float, clock: Callable[[], float] | None = None) -> None:
        self.total_seconds = total_seconds
        self._clock = clock or asyncio.get_running_loop().time
        self._start = self._clock()

    @property
    def seconds(self) -> float:
        """Elapsed since the start."""
        return self._clock() - self._start

    @property
    def remaining(self) -> float:
        """What is left, never negative."""
        return max(0.0, self.total_seconds - self.seconds)

    def limit(self, cap_seconds: float | None) -> float:
        """Seconds a stage may take from this moment: its own cap or what the run has left, whichever is less."""
        return self.remaining if cap_seconds is None else min(cap_seconds, self.remaining)

    def stage(self, cap_seconds: float | None) -> asyncio.Timeout:
        """Timeout for one stage that starts now, by `limit`."""
        return asyncio.timeout(self.limit(cap_seconds))
