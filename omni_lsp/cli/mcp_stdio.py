"""The Model Context Protocol on stdin and stdout: one JSON message a line.

In place of the library's own transport, which cannot be ended while it waits for input and takes lines of any length.
"""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, BinaryIO

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.server.lowlevel.server import Server
from mcp.shared.message import SessionMessage
from mcp.types import PARSE_ERROR, JSONRPCMessage
from pydantic import ValidationError

log = logging.getLogger(__name__)

_CHUNK_BYTES = 64 * 1024
_LONGEST_LINE = 16_000_000
"""Bytes; a megabyte of code takes six where all of it is escaped."""
_DRAIN_SECONDS = 2.0
_UNREADABLE = b'{"jsonrpc":"2.0","id":null,"error":{"code":%d,"message":"this line is no message"}}\n' % PARSE_ERROR


async def serve(server: Server[Any, Any], stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Until the client closes its end, stops reading, or the process is asked to end.

    A thread may still wait for input then, so the process should end at once.
    """
    to_server, incoming = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    outgoing, to_client = anyio.create_memory_object_stream[SessionMessage](0)
    writer = _Writer(stdout)
    session = asyncio.create_task(server.run(incoming, outgoing, server.create_initialization_options()))
    writing = asyncio.create_task(writer.all(to_client))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, RuntimeError):  # Windows has none, threads may not.
            loop.add_signal_handler(number, session.cancel)
    reader = _Reader(to_server, writer)
    threading.Thread(target=_read, args=(stdin, reader, loop), name="omni-mcp-in", daemon=True).start()
    await asyncio.wait({session, writing}, return_when=asyncio.FIRST_COMPLETED)
    session.cancel()
    await asyncio.wait({session})
    await outgoing.aclose()
    # A client that does not read its answers does not get them.
    await asyncio.wait({writing}, timeout=_DRAIN_SECONDS)
    for task in (session, writing):
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            log.error("the server broke", exc_info=error)


class _Writer:
    """Writes one line after the other, off the loop: a client may be slow to read."""

    def __init__(self, stdout: BinaryIO) -> None:
        self._stdout = stdout
        self._turn = asyncio.Lock()

    async def all(self, messages: MemoryObjectReceiveStream[SessionMessage]) -> None:
        """Ends when there are no more, or when the client has closed its end."""
        async with messages:
            async for message in messages:
                line = message.message.model_dump_json(by_alias=True, exclude_none=True)
                if not await self.line(line.encode("utf-8") + b"\n"):
                    return

    async def line(self, line: bytes) -> bool:
        """Whether it could be written."""
        async with self._turn:
            try:
                await asyncio.to_thread(self._write, line)
            except OSError as error:
                log.info("stdout: %s", error)
                return False
            return True

    def _write(self, line: bytes) -> None:
        self._stdout.write(line)
        self._stdout.flush()


class _Reader:
    """What lines mean to the server."""

    def __init__(self, to_server: MemoryObjectSendStream[SessionMessage | Exception], writer: _Writer) -> None:
        self._to_server = to_server
        self._writer = writer

    async def take(self, line: bytes | None) -> None:
        """`None` for a line that was too long."""
        if line is not None and not line.strip():
            return
        try:
            # The library's own reader replaces what is no UTF-8, too.
            text = (line or b"").decode("utf-8", "replace")
            await self._to_server.send(SessionMessage(JSONRPCMessage.model_validate_json(text)))
        except ValidationError:
            log.warning("a line of %s bytes was no message", "too many" if line is None else len(line))
            await self._writer.line(_UNREADABLE)

    async def end(self) -> None:
        await self._to_server.aclose()


def lines_in(read: Callable[[], bytes], longest: int = _LONGEST_LINE) -> Iterator[bytes | None]:
    """Lines without their ends, `None` once for each that is longer; what is behind the last end is none."""
    pending, is_skipping = bytearray(), False
    while data := read():
        *whole, rest = data.split(b"\n")
        for part in whole:
            line = bytes(pending) + part
            pending.clear()
            if is_skipping or len(line) > longest:
                is_skipping = False
                yield None
            else:
                yield line
        pending += rest
        if len(pending) > longest:
            pending.clear()
            is_skipping = True


def _read(stdin: BinaryIO, reader: _Reader, loop: asyncio.AbstractEventLoop) -> None:
    """In a thread of its own: each line is handed on when the one before it was taken."""

    def hand_on(work: Coroutine[object, object, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result()

    # The loop has ended already, or the server has.
    with contextlib.suppress(
        RuntimeError, asyncio.CancelledError, anyio.BrokenResourceError, anyio.ClosedResourceError
    ):
        try:
            for line in lines_in(lambda: os.read(stdin.fileno(), _CHUNK_BYTES)):
                hand_on(reader.take(line))
        except OSError as error:
            log.info("stdin: %s", error)
        hand_on(reader.end())
