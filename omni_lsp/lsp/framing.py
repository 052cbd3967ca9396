"""Messages in a stream of bytes (LSP 3.17, base protocol), told apart however sloppily the client frames them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Raw line ends cannot stand behind these words inside valid JSON, so wherever this matches a message begins.
_START = re.compile(
    rb"(?:content-type[ \t]*:[^\r\n]{0,100}\r?\n)?content-length[ \t]*:[ \t]*\d{1,12}[ \t]*\r?\n", re.IGNORECASE
)
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9a-z-]+)[ \t]*:(.*)", re.IGNORECASE)
_HEADER = re.compile(rb"(?:[a-z-]+[ \t]*:[^\n]*\n)+\r?\n", re.IGNORECASE)
_LONGEST_START = 256

MAX_HEADER_BYTES = 8_192
MAX_BODY_BYTES = 256 * 1024 * 1024
MAX_STRAY_BYTES = 1024 * 1024


class FramingError(Exception):
    """What comes is not this protocol, and no message can be found in it any more."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Here the framing is wrong, `reason` says how; the bytes up to the next header may follow as a message."""

    reason: str


class Framer:
    """Feed it what comes, in pieces of any size.

    Header names in any case and order, lines that end in a bare LF and blank lines between messages are all right.
    A length that is wrong is noticed at the next header: what lies between two headers is one message.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._size: int | None = None
        self._searched = 0
        self._tail = b""
        self._known = 0
        self._is_lost = False

    def feed(self, data: bytes) -> Iterator[bytes | Broken]:
        """The bodies that are whole by now, in order. Raises FramingError when there is no hope of finding another."""
        self._buffer += data
        while True:
            if self._is_lost:
                found = self._stray()
            elif self._size is None:
                found = self._header()
            else:
                found = self._body(self._size)
            if found is None:
                return
            yield from found

    def _header(self) -> list[bytes | Broken] | None:
        """Take a whole header from the buffer; `None` when more must come first."""
        self._skip_blank()
        end = re.search(rb"\n\r?\n", self._buffer[: MAX_HEADER_BYTES + 4])
        lines = bytes(self._buffer[: end.start() if end else MAX_HEADER_BYTES]).split(b"\n")
        wrong = next(
            (line for line in (lines if end else lines[:-1]) if not _FIELD.fullmatch(line.rstrip(b"\r"))), None
        )
        if wrong is not None or (lines[0] and not _FIELD.match(lines[0].rstrip(b"\r") + b":")):
            return self._lose("a header line without a name and a colon")
        if end is None:
            return self._lose("a header without an end") if len(self._buffer) > MAX_HEADER_BYTES else None
        size = _length(lines)
        if size is None or size > MAX_BODY_BYTES:
            return self._lose("a header without one Content-Length that can be taken")
        del self._buffer[: end.end()]
        self._size = size
        self._searched = 0
        return []

    def _body(self, size: int) -> list[bytes | Broken] | None:
        # Most clients write JSON on one line, and looking for a line end is a hundred times as fast.
        has_lines = self._buffer.find(b"\n", self._searched, size) >= 0
        start = _START.search(self._buffer, self._searched, size) if has_lines else None
        if start is not None:
            # The announced length reaches beyond the next message.
            body = bytes(self._buffer[: start.start()])
            del self._buffer[: start.start()]
            self._size = None
            return [Broken("a Content-Length that is too large"), body.rstrip(b"\r\n")]
        if len(self._buffer) < size:
            self._searched = max(0, len(self._buffer) - _LONGEST_START)
            return None
        body = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._size = None
        self._tail = body[-_LONGEST_START:]
        return [body]

    def _stray(self) -> list[bytes | Broken] | None:
        """Look for the next header; what came before it may have been a message."""
        start = self._next_start()
        if start is None:
            if len(self._buffer) > MAX_STRAY_BYTES:
                raise FramingError(f"no Content-Length in {len(self._buffer)} bytes")
            self._searched = max(0, len(self._buffer) - _LONGEST_START)
            return None
        # Without the header that was no good: what it announced may be whole.
        stray = _HEADER.sub(b"", bytes(self._buffer[self._known : start]), count=1).strip()
        del self._buffer[:start]
        self._is_lost = False
        return [stray] if stray else []

    def _next_start(self) -> int | None:
        starts = (match.start() for match in _START.finditer(self._buffer, self._searched))
        # The header that was no good for another reason is none.
        return next((start for start in starts if start != self._known), None)

    def _lose(self, reason: str) -> list[bytes | Broken]:
        """Look for the next header from here on; the message before may have swallowed the first letters of it."""
        self._is_lost = True
        self._buffer[:0] = self._tail
        self._known = len(self._tail)
        self._searched = 0
        self._tail = b""
        return [Broken(reason)]

    def _skip_blank(self) -> None:
        blank = re.match(rb"[\r\n]*", self._buffer)
        if blank:
            # It may end a line that the message before has swallowed.
            self._tail = (self._tail + blank[0])[-_LONGEST_START:]
            del self._buffer[: blank.end()]


def _length(lines: list[bytes]) -> int | None:
    """The one Content-Length of a header, `None` when there is none, several or no number."""
    fields = (_FIELD.fullmatch(line.rstrip(b"\r")) for line in lines)
    lengths = {field[2].strip() for field in fields if field and field[1].lower() == b"content-length"}
    value = lengths.pop() if len(lengths) == 1 else b""
    return int(value) if re.fullmatch(rb"\d{1,12}", value) else None
