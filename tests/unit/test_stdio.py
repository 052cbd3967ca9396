"""Reading from a real pipe: nobody can starve the reader, and it reads no further than the client takes answers."""

import asyncio
import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

import pytest

from inprocess import INITIALIZE, INITIALIZED, message
from omni_lsp.lsp import stdio
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.model.finding import Explanation, Finding
from omni_lsp.model.report import RunReport
from omni_lsp.model.text import Snapshot
from omni_lsp.state.documents import Documents

URI = "file:///a.py"
ITEM = {"uri": URI, "languageId": "python", "version": 1, "text": ""}
HOVER = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}


class Busy:
    """A core that fills every thread of the loop's pool while it analyses, until it is closed."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.is_cancelled = False

    def submit(self, snapshot: Snapshot, trigger: object) -> None: ...

    def explain(self, snapshot: Snapshot, offset: int, findings: Sequence[Finding]) -> Sequence[Explanation]:
        return ()

    def observe(self, method: str, request: object) -> Any:
        return lambda _outcome: None

    async def analyze(self, snapshot: Snapshot, timeout_seconds: float | None) -> RunReport | None:
        loop = asyncio.get_running_loop()
        pool = [loop.run_in_executor(None, self.release.wait) for _ in range(64)]
        try:
            await asyncio.wait(pool)
        except asyncio.CancelledError:
            self.is_cancelled = True
            raise
        return None

    async def close(self) -> None:
        self.release.set()


class Served:
    """A server in a thread, with the client's ends of its pipes."""

    def __init__(self, core: Busy) -> None:
        reading, to_server = os.pipe()
        from_server, writing = os.pipe()
        self.to_server: BinaryIO = os.fdopen(to_server, "wb", buffering=0)
        self.from_server: BinaryIO = os.fdopen(from_server, "rb")
        self._ends = [os.fdopen(reading, "rb"), os.fdopen(writing, "wb")]
        self.status: list[int] = []

        async def start(setup: Setup, documents: Documents, outbox: Outbox) -> Core:
            return core  # type: ignore[return-value]

        def serve() -> None:
            self.status.append(stdio.serve(start, self._ends[0], self._ends[1], stays))
            asyncio.get_event_loop().close()  # The process would have ended.

        self.thread = threading.Thread(target=serve)
        self.thread.start()

    def answer(self, number: object) -> dict[str, Any]:
        while True:
            size = int(self.from_server.readline().split(b":")[1])
            self.from_server.readline()
            body: dict[str, Any] = json.loads(self.from_server.read(size))
            if body.get("id") == number:
                return body

    def close(self) -> None:
        self.thread.join()
        for end in (self.to_server, self.from_server, *self._ends):
            with suppress(BrokenPipeError):
                end.close()


async def stays(pid: int) -> None:
    await asyncio.get_running_loop().create_future()


@pytest.fixture
def core() -> Busy:
    return Busy()


@pytest.fixture
def served(core: Busy) -> Iterator[Served]:
    served = Served(core)
    yield served
    served.close()
    asyncio.set_event_loop(None)


def test_a_full_pool_of_threads_keeps_no_message_from_being_read(served: Served, core: Busy) -> None:
    run = {"command": "omni.analyzeFile", "arguments": [{"uri": URI}]}
    served.to_server.write(
        INITIALIZE
        + INITIALIZED
        + message(method="textDocument/didOpen", params={"textDocument": ITEM})
        + message(id=1, method="workspace/executeCommand", params=run)
    )
    served.to_server.write(message(id=2, method="textDocument/hover", params=HOVER))
    assert served.answer(2)["result"] is None
    served.to_server.write(message(method="$/cancelRequest", params={"id": 1}))
    assert served.answer(1)["error"]["code"] == -32800
    assert core.is_cancelled
    served.to_server.write(message(id=3, method="shutdown") + message(method="exit"))
    served.thread.join(10)
    assert served.status == [0]


def test_the_end_of_input_ends_the_server(served: Served) -> None:
    served.to_server.write(INITIALIZE)
    served.to_server.close()
    served.thread.join(10)
    assert served.status == [1]


def test_a_client_that_closes_its_reading_end_ends_the_server(served: Served) -> None:
    served.to_server.write(INITIALIZE)
    served.answer("i")
    served.from_server.close()
    served.to_server.write(message(id=1, method="no/such"))
    served.thread.join(10)
    assert served.status == [1]


async def test_no_further_is_read_than_answers_are_taken() -> None:
    """The reader waits when the client leaves the answers unread; what was sent stays in the client's pipe."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb", buffering=0) as client:
        full = Full()
        taken: list[bytes] = []
        loop = asyncio.get_running_loop()
        reader = threading.Thread(target=stdio._read, args=(stdin, Sink(taken), full, loop))  # type: ignore[arg-type]
        reader.start()
        client.write(b"first")
        assert await asyncio.to_thread(full.asked.wait, 10)
        assert taken == []
        full.room.set()
        client.close()
        await asyncio.to_thread(reader.join)
        assert b"".join(taken) == b"first"


class Full:
    """An outgoing queue without room until it is given."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.room = threading.Event()

    def wait_for_room(self) -> None:
        self.asked.set()
        self.room.wait(10)


class Sink:
    def __init__(self, taken: list[bytes]) -> None:
        self._taken = taken

    def receive(self, data: bytes) -> None:
        self._taken.append(data)

    def end(self) -> None: ...
