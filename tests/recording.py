"""What went over the wire between an editor and a server: every byte with its direction and time, and the messages in it."""

import json
import re
import struct
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

_RECORD = struct.Struct(">cdI")
"""Direction (`c` from the client, `s` from the server), seconds of a monotonic clock, bytes that follow."""

_STRICT = re.compile(rb"(?:[!-9;-~]+: [^\r\n]*\r\n)+\r\n")
_LENIENT = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n)+\r?\n")


@dataclass(frozen=True, slots=True)
class Chunk:
    from_client: bool
    at: float
    raw: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """`index` counts the messages of both directions in the order in which their last byte was seen.

    `fault` says why the bytes are no JSON, `body` is what they say all the same; `headers` have names in lower case.
    """

    index: int
    from_client: bool
    at: float
    body: Any  # JSON: whatever was sent.
    headers: dict[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Stray:
    """Bytes that belong to no message; `index` is that of the next message."""

    index: int
    from_client: bool
    raw: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    messages: tuple[Message, ...]
    strays: tuple[Stray, ...]


@dataclass
class Recording:
    """Client bytes are noted before the server can have them, server bytes before the client acts on them."""

    chunks: list[Chunk] = field(default_factory=list)

    def add(self, raw: bytes, *, from_client: bool) -> None:
        self.chunks.append(Chunk(from_client, time.monotonic(), raw))

    def bytes_of(self, *, client: bool) -> bytes:
        return b"".join(chunk.raw for chunk in self.chunks if chunk.from_client is client)

    def read(self) -> Reading:
        """The messages of both sides; the server's headers are read as the standard has them, the client's with good will."""
        parts = [part for from_client in (True, False) for part in self._parts(from_client=from_client)]
        parts.sort(key=lambda part: part[0])
        messages: list[Message] = []
        strays: list[Stray] = []
        for order, from_client, headers, raw in parts:
            if headers is None:
                strays.append(Stray(len(messages), from_client, raw))
            else:
                body, fault = _decoded(raw)
                messages.append(
                    Message(len(messages), from_client, self.chunks[order].at, body, headers, fault),
                )
        return Reading(tuple(messages), tuple(strays))

    @classmethod
    def load(cls, path: Path) -> "Recording":
        """A record as `tap.py` writes it; what a killed tap left half written is dropped."""
        data, at, chunks = path.read_bytes(), 0, []
        while at + _RECORD.size <= len(data):
            side, when, size = _RECORD.unpack_from(data, at)
            at += _RECORD.size
            if at + size <= len(data):
                chunks.append(Chunk(side == b"c", when, data[at : at + size]))
            at += size
        return cls(chunks)

    def _parts(self, *, from_client: bool) -> Iterator[tuple[int, bool, dict[str, str] | None, bytes]]:
        """Chunk that completes the part, side, headers or `None` for stray bytes, and the bytes."""
        numbers = [number for number, chunk in enumerate(self.chunks) if chunk.from_client is from_client]
        ends = list(accumulate(len(self.chunks[number].raw) for number in numbers))
        for end, headers, raw in _frames(self.bytes_of(client=from_client), _LENIENT if from_client else _STRICT):
            yield numbers[bisect_left(ends, end)], from_client, headers, raw


def frame(message: object) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _frames(stream: bytes, header: re.Pattern[bytes]) -> Iterator[tuple[int, dict[str, str] | None, bytes]]:
    """End offset, headers or `None` for bytes outside any message, body."""
    at = 0
    while at < len(stream):
        headers: dict[str, str] = {}
        block = header.match(stream, at)
        if block:
            lines = block[0].decode("latin-1").split("\n")
            headers = {
                name.lower(): value.strip() for name, colon, value in (line.partition(":") for line in lines) if colon
            }
        size = headers.get("content-length", "")
        end = block.end() + int(size) if block and size.isdecimal() else len(stream) + 1
        if block and end <= len(stream):
            yield end, headers, stream[block.end() : end]
        else:
            following = re.compile(rb"Content-Length:", re.IGNORECASE).search(stream, at + 1)
            end = following.start() if following else len(stream)
            yield end, None, stream[at:end]
        at = end


def _decoded(raw: bytes) -> tuple[Any, str]:
    """The JSON, `None` if it cannot be read at all, and what is wrong with it."""
    faults: list[str] = []

    def constant(name: str) -> float:
        faults.append(f"{name} is no JSON")
        return float(name)

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            faults.append("a member stands twice")
        return dict(pairs)

    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=constant, object_pairs_hook=members)
    except (ValueError, RecursionError) as error:  # Of the encoding too.
        return None, str(error)
    return body, ", ".join(faults)
