"""The base protocol of LSP as a client of a child process needs it: strict, as anything odd means a broken child."""

import asyncio
import json
from collections.abc import Mapping

_HEADER_LIMIT = 4096
_BODY_LIMIT = 64 * 1024 * 1024


class FramingError(Exception):
    """What came is no LSP message, or the stream ended."""


def encode(method: str, params: Mapping[str, object], number: int | None = None) -> bytes:
    """A request when it has a number, else a notification."""
    head: dict[str, object] = {"jsonrpc": "2.0"} if number is None else {"jsonrpc": "2.0", "id": number}
    body = json.dumps(head | {"method": method, "params": params}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


async def read_message(stream: asyncio.StreamReader) -> Mapping[str, object]:
    """The next message. Raises FramingError."""
    try:
        header = await stream.readuntil(b"\r\n\r\n")
        body = await stream.readexactly(_length(header))
        message = json.loads(body)
    except asyncio.IncompleteReadError as error:
        raise FramingError("the stream ended") from error
    except (asyncio.LimitOverrunError, ValueError) as error:
        raise FramingError(f"not an LSP message: {error}") from error
    if not isinstance(message, dict):
        raise FramingError("not an LSP message: no object")
    return message


def _length(header: bytes) -> int:
    """Raises ValueError."""
    if len(header) > _HEADER_LIMIT:
        raise ValueError("header too long")
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
            if 0 <= length <= _BODY_LIMIT:
                return length
            raise ValueError("length out of bounds")
    raise ValueError("no Content-Length")
