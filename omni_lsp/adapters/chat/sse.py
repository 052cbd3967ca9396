"""Server-sent events in a stream of bytes, as the HTML standard has them ("Interpreting an event stream"), within bounds.

`id` and `retry` are for clients that connect again, so they are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Event:
    """`name` is empty where the event has none; lines of `data` are joined by line feeds."""

    name: str
    data: str


class TooLongError(ValueError):
    """A line, or the data of one event, has no end within its bound."""


class EventReader:
    """Bytes in, events out, wherever the bytes are cut; `longest` bounds a line, and the data of an event, in bytes."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._rest = bytearray()
        self._is_start = True
        self._after_return = False
        self._name = ""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, part: bytes) -> Iterator[Event]:
        """The events that these bytes complete, to be taken before the next bytes. Raises TooLongError."""
        for line in self._lines(part):
            event = self._heard(line)
            if event is not None:
                yield event

    def end(self) -> Event | None:
        """An event whose lines were all whole when the stream ended, but for the empty one: some services leave it out."""
        return None if self._rest else self._heard(b"")

    def _lines(self, part: bytes) -> Iterator[bytes]:
        """Lines end with CR LF, LF or CR."""
        if not part:
            return
        if self._after_return:
            part = part.removeprefix(b"\n")
        self._after_return = part.endswith(b"\r")
        # `splitlines` of bytes knows just those three ends.
        for piece in part.splitlines(keepends=True):
            line = piece.rstrip(b"\r\n")
            if len(self._rest) + len(line) > self._longest:
                raise TooLongError(f"a line of more than {self._longest} bytes")
            self._rest += line
            if len(line) < len(piece):
                yield self._taken()

    def _taken(self) -> bytes:
        line = bytes(self._rest)
        self._rest.clear()
        if self._is_start:
            self._is_start = False
            line = line.removeprefix(_MARK)
        return line

    def _heard(self, line: bytes) -> Event | None:
        if not line:
            return self._dispatched()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"event":
            self._name = value.decode("utf-8", "replace")
        elif field == b"data":
            self._size += len(value) + 1
            if self._size > self._longest:
                raise TooLongError(f"an event of more than {self._longest} bytes")
            self._data.append(value)
        return None

    def _dispatched(self) -> Event | None:
        name, data = self._name, self._data
        self._name, self._data, self._size = "", [], 0
        return Event(name, b"\n".join(data).decode("utf-8", "replace")) if data else None
