"""The server object: open documents, findings, what the client can show, and the application once it is up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer

from omni_lsp import __version__
from omni_lsp.lsp.client import Client
from omni_lsp.lsp.clientlog import ClientLog
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.lsp.diagnostics import Channels, Diagnostics
from omni_lsp.lsp.outgoing import Outgoing
from omni_lsp.lsp.registering import Registrations
from omni_lsp.lsp.status import StatusNews
from omni_lsp.lsp.uris import path_of
from omni_lsp.lsp.wire import OmniProtocol, not_running
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.report import RunReport
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.background import Background
from omni_lsp.state.documents import Documents
from omni_lsp.state.findings import Findings
from omni_lsp.state.notebooks import Notebooks

log = logging.getLogger(__name__)

Start = Callable[[Setup, Documents, Outbox], Awaitable[Core]]
Gone = Callable[[int], Awaitable[None]]
"""Returns when the process with this number has ended; never when that cannot be told."""

_ANSWER_SECONDS = 2.0
_CLOSE_SECONDS = 3.0
_LAST_SECONDS = 1.0


class OmniServer(LanguageServer):
    """Made on the running event loop.

    `core` is `None` until the application is up; documents are kept from the first message on.
    """

    protocol: OmniProtocol

    def __init__(self, start: Start, outgoing: Outgoing, gone: Gone) -> None:
        super().__init__("omni-lsp", __version__, protocol_cls=OmniProtocol)
        self.protocol.outgoing = outgoing
        self.start = start
        self.client = Client()
        self.options: dict[str, object] = {}
        self.folders: dict[str, Path] = {}
        self.background = Background()
        self.documents = Documents()
        self.notebooks = Notebooks()
        self.status = StatusNews(self)
        self.findings = Findings(self.status.found)
        channels = Channels(self.text_document_publish_diagnostics, self.ask, self.progress)
        self.diagnostics = Diagnostics(self.documents, self.findings, channels, self.background)
        self.registrations = Registrations(self.ask)
        self.last_runs: dict[str, RunReport] = {}
        self.cancels: dict[types.ProgressToken, asyncio.Task[Any]] = {}
        self.client_log: ClientLog | None = None
        self.core: Core | None = None
        self.is_initialized = False
        self.has_begun = False
        self.is_leaving = False
        self.is_up = asyncio.Event()
        self.left: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._gone = gone
        self._is_gone = False
        self._closing: asyncio.Future[None] | None = None
        self._held: list[asyncio.Future[None]] = []  # The loop itself keeps only weak references.

    def report_server_error(self, error: Exception, source: object) -> None:
        """Logged, never popped up: the user can do nothing about it."""
        name = getattr(source, "__name__", source)
        if isinstance(error, JsonRpcException) and error.code != JsonRpcInternalError.CODE:
            log.info("%s: %s", name, error)  # An answer that the client got.
        else:
            log.error("%s: %s", name, error, exc_info=error)

    async def ask(self, method: str, params: object, seconds: float = _ANSWER_SECONDS) -> Any:
        """The client's answer to a request of ours. Raises TimeoutError when none comes, JsonRpcException for a refusal."""
        return await self.protocol.ask(method, params, seconds)

    async def up(self) -> Core:
        """The application, waiting for its start if need be; an error for the client when there is none."""
        if not self.has_begun:
            raise not_running()
        await self.is_up.wait()
        if self.core is None:
            raise not_running()
        return self.core

    def watch(self, client: int) -> None:
        """Leave when the client's process has ended: one that is killed says nothing, and others may hold its pipe."""
        # It is looked up now, while it waits for our answer, not when a task has come round to it.
        self._held.append(asyncio.ensure_future(self._follow(self._gone(client))))

    def leave(self, status: int | None = None) -> None:
        """End the server; `left` gets the exit status, by default that of the protocol: 0 after `shutdown`, else 1."""
        if self._is_gone:
            return
        self._is_gone = True
        # Read now: whatever comes while the application closes does not change how it went.
        orderly = 0 if self.is_leaving else 1
        self.is_leaving = True
        self._held.append(asyncio.ensure_future(self._leave(orderly if status is None else status)))

    async def close(self) -> None:
        """Let the application clean up, within a time; whoever calls first begins it, all wait for its end."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close())
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

    async def show(self, file: Path) -> bool:
        """Whether the client shows a file to people."""
        if not self.client.shows_documents:
            return False
        try:
            answer = await self.ask(types.WINDOW_SHOW_DOCUMENT, types.ShowDocumentParams(file.as_uri()))
        except (TimeoutError, JsonRpcException):
            return False
        return bool(answer.success)

    async def _follow(self, client: Awaitable[None]) -> None:
        await client
        log.warning("the client's process has ended")
        self.leave()

    async def _leave(self, status: int) -> None:
        # Some clients do not wait for the answer to their shutdown, and some send none.
        at_work = self.protocol.cancel_all()
        await self.close()
        if at_work:
            await asyncio.wait(at_work, timeout=_LAST_SECONDS)  # Each is answered as it ends.
        self.left.set_result(status)

    async def _close(self) -> None:
        # The application may be about to come up; after this there is none, or all of it.
        self.status.close()
        await self.background.close()
        core, self.core = self.core, None
        if core is not None:
            await core.close()
        if self.client_log is not None:
            self.client_log.stop()

    async def _settings(self) -> dict[str, object]:
        if not self.client.configuration:
            return {}
        wanted = types.ConfigurationParams([types.ConfigurationItem(section="omni")])
        try:
            answer = await self.ask(types.WORKSPACE_CONFIGURATION, wanted)
        except TimeoutError:
            log.warning("the client did not answer workspace/configuration within %s s", _ANSWER_SECONDS)
            return {}
        except JsonRpcException as error:
            log.warning("the client refused workspace/configuration: %s", error)
            return {}
        return dict(answer[0]) if answer and isinstance(answer[0], dict) else {}
