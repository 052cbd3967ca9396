"""What the application has to tell: its start, reports that become findings, runs, and what a person has to know."""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.clientlog import ClientLog
from omni_lsp.lsp.lenses import LensRefresh
from omni_lsp.lsp.progress import Report, progress
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import index_of, run_of
from omni_lsp.lsp.uris import path_of
from omni_lsp.model.errors import OmniError
from omni_lsp.model.report import RunReport, StageReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot

if TYPE_CHECKING:
    from omni_lsp.model.retrieval import IndexStatus
    from omni_lsp.ports.chat import ChatModel

_RUNS_KEPT = 256
_QUESTION_SECONDS = 86_400.0
"""A day: questions stay on the screen while people are at lunch, and some editors never answer."""


def begin(ls: OmniServer) -> None:
    """Start the application; from here on requests may be sent to the client."""
    if ls.has_begun:
        return
    ls.has_begun = True
    ls.client_log = ClientLog(ls.window_log_message)
    ls.client_log.start()
    ls.status.moved()
    ls.background.start(_bring_up(ls))


def reconfigure(ls: OmniServer) -> None:
    """The folders or the settings of the client changed."""
    if ls.has_begun:
        ls.background.start(_reconfigured(ls))


async def _bring_up(ls: OmniServer) -> None:
    """Import and build the application, then look at what was opened in the meantime."""
    mailbox = Mailbox(ls)
    try:
        ls.core = await ls.start(await ls.setup(), ls.documents, mailbox)
    except OmniError as error:
        mailbox.warn(f"omni-lsp looks at nothing: {error}")
        ls.status.failed(str(error))
        return
    finally:
        ls.is_up.set()
        ls.status.moved()
    for snapshot in ls.documents:
        ls.core.submit(snapshot, Trigger.OPEN)
    await ls.registrations.follow(ls.client, ls.core.watched())


async def _reconfigured(ls: OmniServer) -> None:
    await ls.is_up.wait()
    setup = await ls.setup()
    if ls.core is not None:
        ls.core.reconfigure(setup)
        await ls.registrations.follow(ls.client, ls.core.watched())


class Mailbox:
    """The outbox of the application; called on the event loop only."""

    def __init__(self, server: OmniServer) -> None:
        self._server = server
        self._lenses = LensRefresh(server)

    def stage(self, snapshot: Snapshot, report: StageReport) -> None:
        server = self._server
        if server.documents.holds(snapshot) and server.findings.report(snapshot, report):
            server.diagnostics.changed(snapshot)

    def ran(self, report: RunReport) -> None:
        server = self._server
        server.last_runs.pop(report.snapshot.uri, None)
        server.last_runs[report.snapshot.uri] = report
        if len(server.last_runs) > _RUNS_KEPT:
            server.last_runs.pop(next(iter(server.last_runs)))
        self._lenses.ran(report)
        server.status.ran(report)
        if server.options.get("runReports") is True:
            server.protocol.notify("omni/run", run_of(report))

    def moved(self) -> None:
        self._server.status.moved()

    def editor_model(self) -> "ChatModel | None":
        from omni_lsp.lsp.chat import EditorModel  # noqa: PLC0415 - not before somebody wants one

        client = self._server.client
        if not client.chat_models:
            return None
        return EditorModel(self._server.protocol.ask_in_parts, client.chat_models[0], client.asks_for_consent)

    def gone(self, paths: Collection[Path]) -> None:
        """Open documents keep what was found in them."""
        server = self._server
        for uri in server.diagnostics.files:
            path = path_of(uri)
            if path is not None and any(each in paths for each in (path, *path.parents)):
                server.findings.forget(uri)
                server.diagnostics.closed(uri)

    async def show(self, file: Path) -> bool:
        return await self._server.show(file)

    def working(self, title: str) -> AbstractAsyncContextManager[Report]:
        return progress(self._server, title, None)

    def indexed(self, root: Path, status: "IndexStatus") -> None:
        self._server.status.indexed(root, status)
        if self._server.options.get("runReports") is True:
            self._server.protocol.notify("omni/index", index_of(root, status))

    def warn(self, message: str) -> None:
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def tell(self, message: str) -> None:
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))

    async def choose(self, message: str, choices: Sequence[str]) -> str | None:
        actions = [types.MessageActionItem(choice) for choice in choices]
        question = types.ShowMessageRequestParams(types.MessageType.Warning, message, actions)
        try:
            answer = await self._server.ask(types.WINDOW_SHOW_MESSAGE_REQUEST, question, _QUESTION_SECONDS)
        except (TimeoutError, JsonRpcException):
            return None
        return answer.title if isinstance(answer, types.MessageActionItem) and answer.title in choices else None
