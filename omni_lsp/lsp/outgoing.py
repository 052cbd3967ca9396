"""What goes to the client: written by a thread of its own, so that a client that does not read holds nobody up."""

import itertools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import BinaryIO

log = logging.getLogger(__name__)

LIMIT_BYTES = 16 * 1024 * 1024


class Outgoing:
    """A queue of whole messages in order, bounded: beyond `limit_bytes` nothing is added that can be done without.

    Callers that can wait ask `wait_for_room` before they do what makes more messages.
    `on_broken` is called once, from the writing thread, when the client has closed its end.
    """

    def __init__(self, stream: BinaryIO, on_broken: Callable[[], None], limit_bytes: int = LIMIT_BYTES) -> None:
        self._stream = stream
        self._on_broken = on_broken
        self._limit_bytes = limit_bytes
        self._waiting: OrderedDict[Hashable, bytes] = OrderedDict()
        self._numbers = itertools.count()
        self._backlog = 0
        self._dropped = 0
        self._is_writing = False
        self._is_broken = False
        self._changed = threading.Condition()
        threading.Thread(target=self._work, name="omni-out", daemon=True).start()

    @property
    def backlog_bytes(self) -> int:
        return self._backlog

    def write(self, data: bytes, replaces: Hashable = None, *, is_spare: bool = False) -> None:
        """Add a message; one with the same `replaces` that still waits is no news any more and goes.

        A spare one is left out while the queue is full.
        """
        with self._changed:
            if self._is_broken:
                return
            if is_spare and self._backlog > self._limit_bytes:
                self._dropped += 1
                return
            key = next(self._numbers) if replaces is None else replaces
            self._backlog += len(data) - len(self._waiting.pop(key, b""))
            self._waiting[key] = data
            self._changed.notify_all()

    def wait_for_room(self) -> None:
        """Block the calling thread while the client leaves more than the limit unread."""
        with self._changed:
            self._changed.wait_for(lambda: self._backlog <= self._limit_bytes or self._is_broken)

    def drain(self, seconds: float) -> bool:
        """Block until everything is written; false when the time was over first."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._is_writing, seconds)

    def _work(self) -> None:
        while not self._is_broken:
            data = self._next()
            try:
                self._stream.write(data)
                self._stream.flush()
            except (OSError, ValueError) as error:
                self._break(error)
            with self._changed:
                self._backlog -= len(data)
                self._is_writing = False
                self._changed.notify_all()

    def _next(self) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting))
            _, data = self._waiting.popitem(last=False)
            self._is_writing = True
            if self._dropped and self._backlog <= self._limit_bytes:
                log.warning("%d messages were left out while the client did not read", self._dropped)
                self._dropped = 0
            return data

    def _break(self, error: Exception) -> None:
        log.info("the client does not read any more: %s", error)
        with self._changed:
            self._is_broken = True
            self._backlog -= sum(map(len, self._waiting.values()))
            self._waiting.clear()
            self._changed.notify_all()
        self._on_broken()
