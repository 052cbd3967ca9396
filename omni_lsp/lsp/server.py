"""The server object: open documents, findings, what the client can show, and the application once it is up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from omni_lsp import __version__
from omni_lsp.lsp.client import Client
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.lsp.publish import Publisher
from omni_lsp.lsp.shapes import run_of
from omni_lsp.lsp.wire import OmniProtocol, not_running
from omni_lsp.model.errors import OmniError
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.report import RunReport, StageReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.background import Background
from omni_lsp.state.documents import Documents
from omni_lsp.state.findings import Findings

log = logging.getLogger(__name__)

Start = Callable[[Setup, Documents, Outbox], Awaitable[Core]]

_ANSWER_SECONDS = 2.0
_CLOSE_SECONDS = 3.0
_RUNS_KEPT = 256


class OmniServer(LanguageServer):
    """`core` is `None` until the application is up; documents are kept from the first message on."""

    def __init__(self, start: Start) -> None:
        super().__init__("omni-lsp", __version__, protocol_cls=OmniProtocol)
        self.documents = Documents()
        self.findings = Findings()
        self.client = Client()
        self.publisher = Publisher(self.findings, self.text_document_publish_diagnostics)
        self.core: Core | None = None
        self.last_runs: dict[str, RunReport] = {}
        self.options: dict[str, object] = {}
        self.folders: dict[str, Path] = {}
        self.background = Background()
        self._start = start
        self.is_leaving = False
        self._is_up = asyncio.Event()
        self._closing: asyncio.Future[None] | None = None

    def report_server_error(self, error: Exception, source: object) -> None:
        """Logged, never popped up: the user can do nothing about it."""
        name = getattr(source, "__name__", source)
        if isinstance(error, JsonRpcException) and error.code != JsonRpcInternalError.CODE:
            log.info("%s: %s", name, error)  # An answer that the client got.
        else:
            log.error("%s: %s", name, error, exc_info=error)

    async def ask(self, method: str, params: object, seconds: float = _ANSWER_SECONDS) -> Any:
        """The client's answer to a request of ours. Raises TimeoutError when none comes, JsonRpcException for a refusal."""
        return await asyncio.wait_for(self.protocol.send_request_async(method, params), seconds)

    async def up(self) -> Core:
        """The application, waiting for its start if need be; an error for the client when there is none."""
        await self._is_up.wait()
        if self.core is None:
            raise not_running()
        return self.core

    async def bring_up(self) -> None:
        """After `initialized`: import and build the application, then look at what was opened in the meantime."""
        try:
            self.core = await self._start(await self.setup(), self.documents, Mailbox(self))
        except OmniError as error:
            Mailbox(self).warn(f"omni-lsp looks at nothing: {error}")
            return
        finally:
            self._is_up.set()
        for snapshot in self.documents:
            self.core.submit(snapshot, Trigger.OPEN)

    @property
    def status(self) -> int:
        """The exit status the protocol asks for: 0 after a shutdown request, 1 without one."""
        return 0 if self.is_leaving else 1

    async def close(self) -> None:
        """Let the application clean up, within a time; whoever calls first begins it, all wait for its end."""
        if self.core is not None:
            self._closing = asyncio.ensure_future(self.core.close())
            self.core = None
        if self._closing is not None:
            await asyncio.wait({self._closing}, timeout=_CLOSE_SECONDS)

    async def setup(self) -> Setup:
        return Setup(tuple(self.folders.values()), self.options, await self._settings())

    def snapshot(self, document: types.TextDocumentItem) -> Snapshot:
        """The document as the client opened it; its language by file ending when we do not know the client's name."""
        path = path_of(document.uri)
        language = document.language_id
        if language not in LANGUAGES and path is not None:
            language = language_of(path) if language_of(path) in LANGUAGES else language
        return Snapshot(document.uri, document.version, language, document.text, path, self.root_of(path))

    def root_of(self, path: Path | None) -> Path | None:
        """The innermost workspace folder that holds the path."""
        holding = [root for root in self.folders.values() if path is not None and path.is_relative_to(root)]
        return max(holding, key=lambda root: len(root.parts), default=None)

    async def _settings(self) -> dict[str, object]:
        if not self.client.configuration:
            return {}
        wanted = types.ConfigurationParams([types.ConfigurationItem(section="omni")])
        try:
            answer = await asyncio.wait_for(self.workspace_configuration_async(wanted), _ANSWER_SECONDS)
        except TimeoutError:
            log.warning("the client did not answer workspace/configuration within %s s", _ANSWER_SECONDS)
            return {}
        except JsonRpcException as error:
            log.warning("the client refused workspace/configuration: %s", error)
            return {}
        return dict(answer[0]) if answer and isinstance(answer[0], dict) else {}


class Mailbox:
    """The outbox of the application: reports become findings, findings become diagnostics."""

    def __init__(self, server: OmniServer) -> None:
        self._server = server

    def stage(self, snapshot: Snapshot, report: StageReport) -> None:
        server = self._server
        if snapshot.version is not None and server.documents.get(snapshot.uri) is None:
            return  # Closed while the run went on.
        if server.findings.report(snapshot, report):
            server.publisher.publish(server.documents.get(snapshot.uri) or snapshot, server.client)

    def ran(self, report: RunReport) -> None:
        runs = self._server.last_runs
        runs.pop(report.snapshot.uri, None)
        runs[report.snapshot.uri] = report
        if len(runs) > _RUNS_KEPT:
            runs.pop(next(iter(runs)))
        if self._server.options.get("runReports") is True:
            self._server.protocol.notify("omni/run", run_of(report))

    def warn(self, message: str) -> None:
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))


def path_of(uri: str) -> Path | None:
    """The file of a `file:` URI, `None` for any other."""
    path = to_fs_path(uri)
    return Path(path) if path else None


def serve(start: Start, stdout: BinaryIO) -> int:
    """Serve on stdin and the given wire until the client leaves; the exit status the protocol asks for."""
    from omni_lsp.lsp.handlers import register  # noqa: PLC0415 - handlers import this module

    server = OmniServer(start)
    register(server)
    server.start_io(stdout=stdout)
    return server.status
