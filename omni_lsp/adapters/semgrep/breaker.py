"""A circuit breaker: after several failures within a while, stop trying for a while."""

from collections import deque
from collections.abc import Callable


class Breaker:
    """Open for `seconds` after `limit` failures within `seconds`; `clock` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float], limit: int = 3, seconds: float = 60.0) -> None:
        self._clock = clock
        self._limit = limit
        self._seconds = seconds
        self._failures: deque[float] = deque(maxlen=limit)
        self._closes_at = float("-inf")

    @property
    def is_open(self) -> bool:
        return self._clock() < self._closes_at

    def failed(self) -> bool:
        """Counts a failure; whether it opened the breaker."""
        now = self._clock()
        self._failures.append(now)
        if len(self._failures) < self._limit or now - self._failures[0] > self._seconds:
            return False
        self._failures.clear()
        self._closes_at = now + self._seconds
        return True
