"""A server in this process and its client: bytes in, messages out, no threads and no pipes."""

import asyncio
import json
from collections.abc import Callable, Hashable
from typing import Any

from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.lsp.handlers import register
from omni_lsp.lsp.server import OmniServer, Start
from omni_lsp.lsp.stdio import Connection
from omni_lsp.state.documents import Documents


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def message(**members: object) -> bytes:
    """A framed JSON-RPC message."""
    return framed(json.dumps({"jsonrpc": "2.0", **members}).encode())


INITIALIZE = message(id="i", method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
INITIALIZED = message(method="initialized", params={})


class Client:
    """`sent` is what the server wrote, in order; stands in for the server's `Outgoing`."""

    def __init__(self, start: Start | None = None) -> None:
        self.sent: list[dict[str, Any]] = []
        self.server = OmniServer(start or _never, self, _stays)  # type: ignore[arg-type]
        register(self.server)
        self._connection = Connection(self.server)

    def write(self, data: bytes, replaces: Hashable = None, *, is_spare: bool = False) -> None:
        header, _, body = data.partition(b"\r\n\r\n")
        assert header == b"Content-Length: %d" % len(body)
        self.sent.append(json.loads(body))

    def send(self, *data: bytes) -> None:
        for piece in data:
            self._connection.receive(piece)

    def end(self) -> None:
        self._connection.end()

    def answers(self, number: object) -> list[dict[str, Any]]:
        """What was answered to the request with this id."""
        return [sent for sent in self.sent if "method" not in sent and sent.get("id") == number]

    def code(self, number: object) -> int | None:
        """The code of the one answer to a request, `None` when it went well."""
        (answer,) = self.answers(number)
        code: int | None = answer.get("error", {}).get("code")
        return code

    async def answered(self, number: object) -> dict[str, Any]:
        """The one answer, when it is there."""
        await self.until(lambda: bool(self.answers(number)))
        (answer,) = self.answers(number)
        return answer

    async def until(self, ready: Callable[[], bool]) -> None:
        """Let the server work until something is so."""
        while not ready():  # noqa: ASYNC110 - the server has no event for everything a test may ask
            await asyncio.sleep(0)


async def _never(setup: Setup, documents: Documents, outbox: Outbox) -> Core:
    raise AssertionError


async def _stays(pid: int) -> None:
    await asyncio.get_running_loop().create_future()
