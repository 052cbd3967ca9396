"""A circuit breaker for each destination: one that fails again and again is left alone for a while, then probed once."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from omni_lsp.model.chat_errors import ChatLostError, ChatMalformedError, ChatTimeoutError, ChatUnavailableError
from omni_lsp.model.errors import AgentError

# How soon to come back while somebody else finds out whether it works again.
_PROBE_SECONDS = 1.0


class Breaker:
    """Open for `rest_seconds` after `limit` failures in a row; `clock` counts seconds and never goes back."""

    def __init__(
        self, destination: str, clock: Callable[[], float] = time.monotonic, limit: int = 5, rest_seconds: float = 30.0
    ) -> None:
        self._destination = destination
        self._clock = clock
        self._limit = limit
        self._rest_seconds = rest_seconds
        self._failures = 0
        self._last = ""
        self._opened_at: float | None = None
        self._is_probed = False

    @property
    def trouble(self) -> str:
        """Why the last request failed, empty when it did not."""
        return self._last if self._failures else ""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """For one request: what it raises is counted and passed on.

        Raises ChatUnavailableError without letting it go while the breaker is open. When it has rested, one request goes
        as a probe and the others wait for what becomes of it. What says nothing about the destination, such as a cancel,
        a wrong key or a text that is not taken, neither opens nor closes it.
        """
        is_probe = self._entered()
        try:
            yield
        except (ChatUnavailableError, ChatLostError, ChatMalformedError) as error:
            self._failed(error, is_probe)
            raise
        except ChatTimeoutError as error:
            # One that was writing is slow and not broken: others may give it more time.
            if not error.heard:
                self._failed(error, is_probe)
            raise
        else:
            self._failures, self._opened_at = 0, None
        finally:
            self._is_probed = self._is_probed and not is_probe

    def _entered(self) -> bool:
        """Whether the request is a probe."""
        if self._opened_at is None:
            return False
        left = self._opened_at + self._rest_seconds - self._clock()
        if left > 0 or self._is_probed:
            reason = (
                f"it failed {self._failures} times in a row and is left alone for a while, the last time: {self._last}"
            )
            raise ChatUnavailableError(self._destination, reason, max(left, _PROBE_SECONDS))
        self._is_probed = True
        return True

    def _failed(self, error: AgentError, is_probe: bool) -> None:
        # Requests that were under way when it opened have nothing new to tell.
        if self._opened_at is not None and not is_probe:
            return
        self._failures += 1
        self._last = error.reason
        if self._failures >= self._limit:
            self._opened_at = self._clock()


class Breakers:
    """One for each destination, whichever models are there."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_destination: dict[str, Breaker] = {}

    def of(self, destination: str) -> Breaker:
        return self._by_destination.setdefault(destination, Breaker(destination, self._clock))
