"""A small LSP client that notes when each message arrives; independent of the server's libraries."""

import asyncio
import itertools
import json
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 60.0
LEAVE_SECONDS = 5.0
CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"workDoneProgress": True},
    "workspace": {"configuration": True, "workspaceFolders": True},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True, "dataSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Received:
    """A notification; `at` is the clock's (time.perf_counter) when its last byte was there."""

    at: float
    method: str
    params: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A request under way; `answer` fails as `Client.request` says."""

    number: int
    answer: asyncio.Future[Any]


class RefusedError(RuntimeError):
    """An error answer; `code` is that of JSON-RPC or LSP."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Client:
    """Use `connected` to get one; requests of the server are answered with nulls."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Condition()
        self._gone = False
        self.received: list[Received] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    async def request(self, method: str, params: object) -> Any:
        """The result. Raises RefusedError for an error answer and ConnectionError when the server has gone."""
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self.ask(method, params).answer

    def ask(self, method: str, params: object) -> Asked:
        """Sends a request without waiting for its answer. Raises ConnectionError when the server has gone."""
        if self._gone:
            raise ConnectionError("the server has gone")
        asked = Asked(next(self._ids), asyncio.get_running_loop().create_future())
        self._answers[asked.number] = asked.answer
        self._send({"id": asked.number, "method": method, "params": params})
        return asked

    def cancel(self, asked: Asked) -> None:
        self.notify("$/cancelRequest", {"id": asked.number})

    def notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    async def wait(self, wanted: Callable[[Received], bool], since: int = 0) -> Received:
        """The first notification, from index `since`, that is wanted. Raises TimeoutError and ConnectionError."""
        found: list[Received] = []

        def arrived() -> bool:
            found[:] = filter(wanted, self.received[since:])
            return bool(found) or self._gone

        async with asyncio.timeout(ANSWER_SECONDS), self._news:
            await self._news.wait_for(arrived)
        if not found:
            raise ConnectionError("the server has gone")
        return found[0]

    async def read(self) -> None:
        """Takes messages until the server closes its end."""
        stream = self._process.stdout
        assert stream is not None
        with suppress(asyncio.IncompleteReadError):
            while True:
                header = await stream.readuntil(b"\r\n\r\n")
                body = await stream.readexactly(int(header.lower().split(b"content-length:")[1].split()[0]))
                await self._take(json.loads(body), time.perf_counter())
        self._gone = True
        for answer in self._answers.values():
            if not answer.done():  # A timeout has cancelled it.
                answer.set_exception(ConnectionError("the server has gone"))
        async with self._news:
            self._news.notify_all()

    async def _take(self, message: dict[str, Any], at: float) -> None:
        if "method" not in message:
            self._answer(message)
        elif "id" in message:
            self._send({"id": message["id"], "result": _nulls(message)})
        else:
            async with self._news:
                self.received.append(Received(at, message["method"], message.get("params")))
                self._news.notify_all()

    def _answer(self, message: dict[str, Any]) -> None:
        answer = self._answers.pop(message["id"])
        if "error" in message:
            answer.set_exception(RefusedError(message["error"]["code"], message["error"]["message"]))
        else:
            answer.set_result(message["result"])

    def _send(self, message: dict[str, object]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))


@asynccontextmanager
async def connected(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> AsyncIterator[Client]:
    """A client of a fresh process, which is shut down as the standard says, and killed if that does not help.

    Raises ConnectionError with the last line the server wrote to stderr, when it goes too early.
    """
    with tempfile.TemporaryFile() as errors:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=errors, cwd=folder, env=env, limit=2**26
        )
        client = Client(process)
        reading = asyncio.create_task(client.read())
        try:
            yield client
            await client.request("shutdown", None)
            client.notify("exit", None)
        except ConnectionError as error:
            errors.seek(0)
            last = errors.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise ConnectionError(f"{error}: {last}") from error
        finally:
            await _ended(process)
            await reading


def initialize(folder: Path, **options: object) -> dict[str, object]:
    """Parameters of `initialize` for one workspace folder; trusted, asks for a report when a run ends, and for `options`."""
    return {
        "processId": None,
        "clientInfo": {"name": "omni-bench"},
        "rootUri": folder.as_uri(),
        "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
        "capabilities": CAPABILITIES,
        "initializationOptions": {"runReports": True, "trust": True, **options},
    }


async def _ended(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), LEAVE_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def _nulls(message: dict[str, Any]) -> list[None] | None:
    """`workspace/configuration` wants one answer an item, everything else takes a null."""
    return [None] * len(message["params"]["items"]) if message["method"] == "workspace/configuration" else None
