"""How editors keep the diagnostics they get, after their sources: vscode-languageclient's `diagnostic.ts`, Neovim's
`vim/lsp/diagnostic.lua`, and a client that is only pushed to. What the server sends waits in the inbox until it is read.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from lsprotocol import types
from pull_fakes import Desk, PartialResult, Report, said

Diagnostics = Sequence[types.Diagnostic]


@dataclass
class Pulled:
    """An answer on its way, to a pull that may have been cancelled since."""

    uri: str
    report: types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport
    is_cancelled: bool = False


@dataclass
class Editor:
    """An editor that only takes what is pushed."""

    desk: Desk
    pushed: dict[str, list[str]] = field(default_factory=dict)
    open_: set[str] = field(default_factory=set)

    def shows(self, uri: str) -> list[str]:
        return self.pushed.get(uri, [])

    def open(self, uri: str) -> None:
        self.open_.add(uri)
        self.desk.open(uri)

    def edit(self, uri: str) -> None:
        self.desk.edit(uri, "\n")

    def close(self, uri: str) -> None:
        self.open_.discard(uri)
        self.desk.close(uri)

    def ask(self) -> None:
        """Ask for the whole workspace, for those that do."""

    def read(self) -> None:
        """Take the next message."""
        match self.desk.inbox.pop(0):
            case types.PublishDiagnosticsParams() as params:
                self.pushed[params.uri] = said(params.diagnostics)
            case Pulled() as pulled:
                self.answered(pulled)
            case asyncio.Future() as refresh:
                self.refresh()
                refresh.set_result(None)
            case PartialResult() | types.WorkspaceDiagnosticReport() as part:
                for report in part.items:
                    self.workspace_report(report)

    def answered(self, pulled: Pulled) -> None:
        raise NotImplementedError

    def refresh(self) -> None:
        raise NotImplementedError

    def workspace_report(self, report: Report) -> None:
        raise NotImplementedError

    def pull(self, uri: str, previous: str | None) -> Pulled:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), "omni", previous)
        pulled = Pulled(uri, self.desk.diagnostics.document(params))
        self.desk.inbox.append(pulled)
        return pulled

    def asked(self, known: dict[str, str | None], token: str | None) -> "asyncio.Task[types.WorkspaceDiagnosticReport]":
        """A request for the workspace whose answer will be in the inbox."""
        previous = [types.PreviousResultId(uri, value) for uri, value in known.items() if value is not None]
        params = types.WorkspaceDiagnosticParams(previous, "omni", partial_result_token=token)
        task = asyncio.create_task(self.desk.diagnostics.workspace(params))
        task.add_done_callback(self._workspace_answered)
        return task

    def _workspace_answered(self, task: "asyncio.Task[types.WorkspaceDiagnosticReport]") -> None:
        if not task.cancelled() and task.exception() is None:
            self.desk.inbox.append(task.result())


@dataclass
class Neovim(Editor):
    """0.12: open buffers pull after each change; a refresh makes it ask for the workspace too, without a token."""

    pulled: dict[str, list[str]] = field(default_factory=dict)
    ids: dict[str, str | None] = field(default_factory=dict)
    pending: dict[str, Pulled] = field(default_factory=dict)

    def shows(self, uri: str) -> list[str]:
        return self.pushed.get(uri, []) + self.pulled.get(uri, [])

    def open(self, uri: str) -> None:
        super().open(uri)
        self._pull(uri)

    def edit(self, uri: str) -> None:
        super().edit(uri)
        self._pull(uri)

    def close(self, uri: str) -> None:
        super().close(uri)
        self.pulled.pop(uri, None)
        self.ids.pop(uri, None)

    def ask(self) -> None:
        self.asked(self.ids, None)

    def refresh(self) -> None:
        self.ask()
        for uri in sorted(self.open_):
            self._pull(uri)

    def answered(self, pulled: Pulled) -> None:
        if pulled.is_cancelled or pulled.uri not in self.open_:
            return
        self.ids[pulled.uri] = pulled.report.result_id
        if isinstance(pulled.report, types.RelatedFullDocumentDiagnosticReport):
            self.pulled[pulled.uri] = said(pulled.report.items)

    def workspace_report(self, report: Report) -> None:
        if report.uri not in self.open_ and isinstance(report, types.WorkspaceFullDocumentDiagnosticReport):
            self.pulled[report.uri] = said(report.items)
            self.ids[report.uri] = report.result_id

    def _pull(self, uri: str) -> None:
        if uri in self.pending:
            self.pending[uri].is_cancelled = True
        self.pending[uri] = self.pull(uri, self.ids.get(uri))


@dataclass
class Tracked:
    result_id: str | None = None


@dataclass
class VsCode(Editor):
    """One collection for documents and workspace; a document that it pulls takes nothing from the other channel.

    A tab can be closed long before its document is. `pulls_late` is the order of the last pull and of `didClose`.
    """

    pulls_late: bool = False
    pulled: dict[str, list[str]] = field(default_factory=dict)
    tabs: set[str] = field(default_factory=set)
    documents: dict[str, Tracked] = field(default_factory=dict)
    workspace: dict[str, str | None] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    pending: dict[str, tuple[Pulled, Tracked]] = field(default_factory=dict)
    held: "asyncio.Task[types.WorkspaceDiagnosticReport] | None" = None

    def shows(self, uri: str) -> list[str]:
        return self.pushed.get(uri, []) + self.pulled.get(uri, [])

    def open(self, uri: str) -> None:
        self.tabs.add(uri)
        super().open(uri)
        self._pull(uri)

    def edit(self, uri: str) -> None:
        super().edit(uri)
        if uri in self.documents or uri in self.requests:
            self._pull(uri)

    def hide(self, uri: str) -> None:
        self.tabs.discard(uri)
        self._forget(uri)

    def close(self, uri: str) -> None:
        self.tabs.discard(uri)
        if self.pulls_late:
            super().close(uri)
            self._forget(uri)
        else:
            self._forget(uri)
            super().close(uri)

    def ask(self) -> None:
        """The one before is cancelled; result ids of documents that it pulls go first."""
        if self.held is not None:
            self.held.cancel()
        known = {
            uri: self.documents[uri].result_id if uri in self.documents else own for uri, own in self.workspace.items()
        }
        self.held = self.asked(known, "token")

    def refresh(self) -> None:
        for uri in sorted(self.open_ & self.tabs):
            self._pull(uri)

    def answered(self, pulled: Pulled) -> None:
        uri = pulled.uri
        _, tracked = self.pending.pop(uri)
        after = "reschedule" if pulled.is_cancelled else self.requests[uri]
        del self.requests[uri]
        if uri not in self.tabs:
            self.documents.pop(uri, None)
            return
        if not pulled.is_cancelled:
            if isinstance(pulled.report, types.RelatedFullDocumentDiagnosticReport):
                self.pulled[uri] = said(pulled.report.items)
            tracked.result_id = pulled.report.result_id
        if after == "reschedule":
            self._pull(uri)

    def workspace_report(self, report: Report) -> None:
        if isinstance(report, types.WorkspaceFullDocumentDiagnosticReport) and report.uri not in self.documents:
            self.pulled[report.uri] = said(report.items)
        self.workspace[report.uri] = report.result_id

    def _pull(self, uri: str) -> None:
        tracked = self.documents.setdefault(uri, Tracked())
        if uri not in self.requests:
            self.requests[uri] = "active"
            self.pending[uri] = (self.pull(uri, tracked.result_id), tracked)
        elif self.requests[uri] == "active":
            self.pending[uri][0].is_cancelled = True
            self.requests[uri] = "reschedule"

    def _forget(self, uri: str) -> None:
        if uri in self.requests:
            self.requests[uri] = "reschedule"
        elif uri in self.documents:
            self._pull(uri)
        else:
            return
        self.workspace.pop(uri, None)
