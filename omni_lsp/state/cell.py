"""A frozen value that many threads and tasks read and replace."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Versioned(Generic[T]):
    """A value as it was at a version; versions start at 0 and grow by one. `modifier` says who put it there."""

    value: T
    version: int
    modifier: str = ""


class ThreadSafeState(Generic[T]):
    """One value, replaced as a whole: a reader never waits, a writer waits for the writer before it.

    `lock` is there for tests.
    """

    def __init__(self, value: T, *, lock: AbstractContextManager[object] | None = None) -> None:
        self._current = Versioned(value, 0)
        self._lock = lock if lock is not None else threading.Lock()

    def read(self) -> Versioned[T]:
        # One attribute load, which Python does not interrupt: value and version always belong together.
        return self._current

    def update(self, function: Callable[[T], T], *, modifier: str) -> Versioned[T]:
        """Replace the value by what the function makes of it; the same object means that nothing changed.

        The function is called once, while other writers wait: it must be quick and leave this state alone.
        """
        with self._lock:
            return self._replace(function(self._current.value), modifier)

    def update_if_version(self, expected: int, function: Callable[[T], T], *, modifier: str) -> Versioned[T] | None:
        """Like `update`, but `None` and no call when somebody else was faster."""
        with self._lock:
            if self._current.version != expected:
                return None
            return self._replace(function(self._current.value), modifier)

    def _replace(self, value: T, modifier: str) -> Versioned[T]:
        if value is not self._current.value:
            self._current = Versioned(value, self._current.version + 1, modifier)
        return self._current
