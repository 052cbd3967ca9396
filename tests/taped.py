"""The client end of the wire: starts the server itself, notes every byte in both directions, sends JSON as it is."""

import asyncio
import uuid
from asyncio import subprocess
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from cattrs import Converter
from pygls.io_ import run_async
from pygls.protocol import default_converter
from pygls.protocol.json_rpc import JsonRPCNotification, JsonRPCResponseMessage
from pytest_lsp import LanguageClient
from pytest_lsp.client import forward_stderr

from recording import Recording

_LIMIT = 1 << 20


class TapedClient(LanguageClient):
    """A client whose `recording` is whole once `drained` has returned."""

    def __init__(self) -> None:
        super().__init__(converter_factory=_converter)
        self.recording = Recording()
        self._streams: _Streams | None = None

    async def start_io(self, cmd: str, *args: str, **kwargs: Any) -> None:  # Options of the process, as in the base.
        loop = asyncio.get_running_loop()
        transport, self._streams = await loop.subprocess_exec(
            lambda: _Streams(self.recording, loop), cmd, *args, **kwargs
        )
        server = subprocess.Process(transport, self._streams, loop)
        assert server.stdin is not None
        assert server.stdout is not None
        self._server = server
        self.protocol.set_writer(_Writer(server.stdin, self.recording))
        reading = run_async(self._stop_event, server.stdout, self.protocol, error_handler=self.report_server_error)
        self._async_tasks += [asyncio.create_task(reading), asyncio.create_task(self._server_exit())]
        self._stderr_forwarder = asyncio.create_task(forward_stderr(server))

    async def drained(self) -> None:
        """Until the last byte of the server's stdout is in the recording."""
        if self._streams is not None:
            await self._streams.ended.wait()

    async def request(self, method: str, params: object, number: str | None = None) -> Any:
        """The result, both ways as plain JSON. Raises JsonRpcException for an error answer."""
        number = number or str(uuid.uuid4())
        answer: Future[Any] = Future()
        self.protocol._request_futures[number] = answer
        self.protocol._result_types[number] = JsonRPCResponseMessage
        self.send({"id": number, "method": method, "params": params})
        return await asyncio.wrap_future(answer)

    def send(self, message: Mapping[str, object]) -> None:
        self.protocol._send_data({"jsonrpc": "2.0", **message})


class _Streams(subprocess.SubprocessStreamProtocol):
    """The streams of a process, with its output noted as it comes in, before anybody reads it."""

    def __init__(self, recording: Recording, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(_LIMIT, loop)
        self.ended = asyncio.Event()
        self._recording = recording

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        assert isinstance(data, bytes)
        if fd == 1:
            self._recording.add(data, from_client=False)
        super().pipe_data_received(fd, data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == 1:
            self.ended.set()
        super().pipe_connection_lost(fd, exc)


class _Writer:
    def __init__(self, stdin: asyncio.StreamWriter, recording: Recording) -> None:
        self._stdin = stdin
        self._recording = recording

    def write(self, data: bytes) -> None:
        self._recording.add(data, from_client=True)
        self._stdin.write(data)

    def close(self) -> None:
        self._stdin.close()


def _converter() -> Converter:
    """The library's, but messages it has no types for stay plain JSON."""
    converter = default_converter()
    converter.register_structure_hook(JsonRPCResponseMessage, lambda value, kind: kind(**value))
    converter.register_structure_hook(JsonRPCNotification, lambda value, kind: kind(**{"params": None, **value}))
    return converter
