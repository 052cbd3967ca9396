"""Which way the client gets which diagnostics, so that nothing is shown twice and nothing is left stale."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.pull import WorkspacePull, document_report
from omni_lsp.lsp.refresh import Refresh
from omni_lsp.lsp.view import NOTHING_ID, View, nothing, view_of
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.background import Background
from omni_lsp.state.documents import Documents
from omni_lsp.state.findings import Findings

_FILES = "files that are not open"


@dataclass(frozen=True, slots=True)
class Channels:
    """`ask` takes method and parameters of a request to the client; it raises TimeoutError or JsonRpcException."""

    publish: Callable[[types.PublishDiagnosticsParams], None]
    ask: Callable[[str, object], Awaitable[object]]
    progress: Callable[[types.ProgressParams], None]
    pause_seconds: float = 0.05
    """News for `workspace/diagnostic` is gathered so long: a pass over a workspace reports on hundreds of files a second."""


class Diagnostics:
    """To a client that does not pull everything is pushed, when it differs from what was pushed before.

    A client that pulls asks for its open documents, and is told to ask again when it cannot know that they changed.
    Files that are not open and have findings are pushed to it until it asks for them too, with `workspace/diagnostic`.
    `client` is set when `initialize` is handled; everything happens on the event loop.
    """

    def __init__(self, documents: Documents, findings: Findings, channels: Channels, background: Background) -> None:
        self.client = Client()
        self._documents = documents
        self._findings = findings
        self._channels = channels
        self._pushed: dict[str, str] = {}
        self._files: dict[str, View] = {}
        self._refresh = Refresh(lambda: channels.ask(types.WORKSPACE_DIAGNOSTIC_REFRESH, None), background)
        self._workspace = WorkspacePull(self._views, self._view, channels.progress, channels.pause_seconds)

    @property
    def files(self) -> frozenset[str]:
        """The documents that show something and are not open: what to call `closed` for when they are no more."""
        return frozenset(uri for uri in {*self._files, *self._pushed} if self._documents.get(uri) is None)

    def shown(self, uri: str) -> Sequence[types.Diagnostic]:
        """What is in force for an open document, at the places it has now."""
        return self._view(uri).diagnostics

    def changed(self, snapshot: Snapshot) -> None:
        """Tell the client what is in force for a document now, if that is news; to be called after each report about it.

        The snapshot counts when the document is not open.
        """
        document = self._documents.get(snapshot.uri)
        view = view_of(document or snapshot, self._findings, self.client)
        if not self.client.pulls:
            self._push(view)
        elif document is not None:
            self._refresh.changed(view.uri, view.content_id)
            self._workspace.changed(view.uri)
        elif view.content_id != self._view(view.uri).content_id:
            self._file_changed(view)

    def opened(self, uri: str) -> None:
        """To be called when the documents have it and the findings of the file are forgotten."""
        if not self.client.pulls:
            self._push(self._view(uri))
            return
        self._files.pop(uri, None)
        self._retract(uri)
        self._refresh.forget(uri)
        self._workspace.changed(uri)

    def closed(self, uri: str) -> None:
        """To be called when documents and findings have forgotten it; also for a file that is no more."""
        was_file = self._files.pop(uri, None) is not None
        was_pulled = uri in self._refresh
        self._retract(uri)
        self._refresh.forget(uri)
        if was_file and was_pulled:
            self._refresh.want(uri)
        if not self._workspace.retell(uri):
            self._refresh.want(_FILES)

    def document(
        self, params: types.DocumentDiagnosticParams
    ) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
        """From memory and at once, empty at first: a refresh tells when there is more."""
        view = self._view(params.text_document.uri)
        if self._documents.get(view.uri) is None:
            self._workspace.retell(view.uri)
        self._retract(view.uri)
        if view.diagnostics or self._documents.get(view.uri) is not None:
            self._refresh.pulled(view.uri, view.content_id)
        else:
            self._refresh.forget(view.uri)
        return document_report(view, params.previous_result_id)

    async def workspace(self, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        """Held open until there is news; JsonRpcException with ServerCancelled at shutdown."""
        for uri in tuple(self._pushed):
            self._retract(uri)
        self._refresh.settle(_FILES)
        return await self._workspace.answer(params)

    async def close(self) -> None:
        """End the request that is held open."""
        await self._workspace.close()

    def _view(self, uri: str) -> View:
        document = self._documents.get(uri)
        if document is not None:
            return view_of(document, self._findings, self.client)
        return self._files.get(uri) or nothing(uri)

    def _views(self) -> Iterable[View]:
        return [*(self._view(document.uri) for document in self._documents), *self._files.values()]

    def _file_changed(self, view: View) -> None:
        if view.diagnostics:
            self._files[view.uri] = view
        else:
            self._files.pop(view.uri)
        if view.uri in self._refresh:
            self._refresh.changed(view.uri, view.content_id)
        elif not self._workspace.is_in_use:
            self._push(view)
        if self._workspace.is_in_use and not self._workspace.changed(view.uri):
            self._refresh.want(_FILES)

    def _push(self, view: View) -> None:
        if view.content_id == self._pushed.get(view.uri, NOTHING_ID):
            return
        self._pushed[view.uri] = view.content_id
        self._channels.publish(types.PublishDiagnosticsParams(view.uri, view.diagnostics, version=view.version))
        if not view.diagnostics:
            del self._pushed[view.uri]

    def _retract(self, uri: str) -> None:
        if self._pushed.pop(uri, None) is not None:
            self._channels.publish(types.PublishDiagnosticsParams(uri, []))


def register(server: LanguageServer, diagnostics: Diagnostics) -> None:
    """Offer to be pulled from; only for clients that do so, while their `initialize` is handled."""

    def document(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        return diagnostics.document(params)

    async def workspace(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        return await diagnostics.workspace(params)

    options = types.DiagnosticOptions(identifier="omni", inter_file_dependencies=False, workspace_diagnostics=True)
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(document)
    server.feature(types.WORKSPACE_DIAGNOSTIC)(workspace)
