"""Serving one client on stdin and stdout: a reader nobody can starve, a writer nobody waits for, and every way to end."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from typing import BinaryIO

from omni_lsp.lsp.envelope import messages_in
from omni_lsp.lsp.framing import Broken, Framer, FramingError
from omni_lsp.lsp.handlers import register
from omni_lsp.lsp.outgoing import Outgoing
from omni_lsp.lsp.server import Gone, OmniServer, Start

log = logging.getLogger(__name__)

_CHUNK_BYTES = 64 * 1024
_CHUNKS_AHEAD = 16
_DRAIN_SECONDS = 2.0


def serve(start: Start, stdin: BinaryIO, stdout: BinaryIO, gone: Gone) -> int:
    """Serve until the client leaves; the exit status the protocol asks for.

    The process should then end at once: a thread may still be waiting for input.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(_served(start, stdin, stdout, gone))


async def _served(start: Start, stdin: BinaryIO, stdout: BinaryIO, gone: Gone) -> int:
    loop = asyncio.get_running_loop()

    def broken() -> None:
        loop.call_soon_threadsafe(server.leave)

    outgoing = Outgoing(stdout, broken)
    server = OmniServer(start, outgoing, gone)
    register(server)
    connection = Connection(server)
    reader = threading.Thread(target=_read, args=(stdin, connection, outgoing, loop), name="omni-in", daemon=True)
    reader.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, RuntimeError):  # Windows has none, threads may not.
            loop.add_signal_handler(number, server.leave)
    status = await server.left
    await asyncio.to_thread(outgoing.drain, _DRAIN_SECONDS)
    return status


class Connection:
    """What the client's bytes mean to the server; everything happens on the event loop."""

    def __init__(self, server: OmniServer) -> None:
        self._server = server
        self._framer = Framer()

    def receive(self, data: bytes) -> None:
        """The next bytes, in pieces of any size."""
        try:
            for found in self._framer.feed(data):
                self._take(found)
        except FramingError:
            log.exception("this is not the language server protocol")
            self._server.leave(1)

    def end(self) -> None:
        """The client has closed its end."""
        self._server.leave()

    def _take(self, found: bytes | Broken) -> None:
        if isinstance(found, Broken):
            self._server.protocol.misframed(found.reason)
            return
        for message in messages_in(found):
            self._server.protocol.receive(message)


def _read(stdin: BinaryIO, connection: Connection, outgoing: Outgoing, loop: asyncio.AbstractEventLoop) -> None:
    """In a thread of its own: hand on what comes, a bounded amount ahead of what the loop has dealt with."""
    ahead = threading.Semaphore(_CHUNKS_AHEAD)

    def taken(data: bytes) -> None:
        ahead.release()
        connection.receive(data)

    try:
        while data := os.read(stdin.fileno(), _CHUNK_BYTES):
            ahead.acquire()
            # Each message may ask for an answer, and a client that does not read must not fill our memory with them.
            outgoing.wait_for_room()
            loop.call_soon_threadsafe(taken, data)
    except OSError as error:
        log.info("stdin: %s", error)
    with contextlib.suppress(RuntimeError):  # The loop has ended already.
        loop.call_soon_threadsafe(connection.end)
