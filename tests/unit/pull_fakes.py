"""The server's diagnostics with a client on the other end that notes what comes and answers when the test says so."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from lsprotocol import types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.diagnostics import Channels, Diagnostics
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.text import Change, Lines, Snapshot, Span
from omni_lsp.pipeline.background import Background
from omni_lsp.state.documents import Documents
from omni_lsp.state.findings import Findings

RULE = Rule("py.x", "X", Severity.WARNING)
TEXT = "0123456789\n" * 5
A, B, C = (f"file:///{name}.py" for name in "abc")

PartialResult = types.WorkspaceDiagnosticReportPartialResult
Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


async def settle() -> None:
    """Until everything that can go on has gone on."""
    for _ in range(30):
        await asyncio.sleep(0)


@dataclass
class Desk:
    """`published`, `refreshes` and `parts` are what the client got, `inbox` all of it in order.

    A refresh is a future that the test answers.
    """

    client: Client
    documents: Documents = field(default_factory=Documents)
    findings: Findings = field(default_factory=Findings)
    background: Background = field(default_factory=Background)
    published: list[tuple[str, list[str]]] = field(default_factory=list)
    refreshes: list[asyncio.Future[None]] = field(default_factory=list)
    parts: list[tuple[types.ProgressToken, PartialResult]] = field(default_factory=list)
    messages: list[types.PublishDiagnosticsParams] = field(default_factory=list)
    inbox: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        channels = Channels(self._publish, self._ask, self._progress, pause_seconds=0.0)
        self.diagnostics = Diagnostics(self.documents, self.findings, channels, self.background)
        self.diagnostics.client = self.client

    def open(self, uri: str, version: int = 1) -> None:
        self.findings.forget(uri)
        self.documents.open(Snapshot(uri, version, "python", TEXT))
        self.diagnostics.opened(uri)

    def close(self, uri: str) -> None:
        self.documents.close(uri)
        self.findings.forget(uri)
        self.diagnostics.closed(uri)

    def edit(self, uri: str, text: str) -> None:
        """Insert at the start, so that all findings move."""
        old = self.documents.get(uri)
        assert old is not None
        new = self.documents.change(uri, (old.version or 0) + 1, Lines(text + old.text))
        assert new is not None
        self.findings.edited(uri, new.serial, [Change(Span(0, 0), text)])

    def report(self, uri: str, *names: str, agent: str = "security", at: int = 0) -> None:
        """A stage ended with these findings: over the open document, or over the file as it is on disk."""
        snapshot = self.documents.get(uri) or Snapshot(uri, None, "python", TEXT)
        found = tuple(Finding(RULE, agent, name, Span(at + i, at + i + 1), name) for i, name in enumerate(names))
        if self.findings.report(snapshot, StageReport(agent, Status.DONE, 0.1, 1.0, AgentResult(found))):
            self.diagnostics.changed(snapshot)

    def pull(self, uri: str, previous: str | None = None) -> tuple[list[str] | None, str]:
        """Messages of a full report, `None` for an unchanged one, and the id."""
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), "omni", previous)
        report = self.diagnostics.document(params)
        assert report.result_id is not None
        items = report.items if isinstance(report, types.RelatedFullDocumentDiagnosticReport) else None
        return (None if items is None else said(items)), report.result_id

    def ask(self, token: str | None = None, **known: str) -> "asyncio.Task[types.WorkspaceDiagnosticReport]":
        """A `workspace/diagnostic` request; `known` is result ids by the names of files."""
        previous = [types.PreviousResultId(f"file:///{name}.py", value) for name, value in known.items()]
        params = types.WorkspaceDiagnosticParams(previous, "omni", partial_result_token=token)
        return asyncio.create_task(self.diagnostics.workspace(params))

    @property
    def streamed(self) -> list[dict[str, list[str] | None]]:
        """Messages by URI in each partial result, `None` for what is unchanged."""
        return [seen(value.items) for _, value in self.parts]

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.messages.append(params)
        self.inbox.append(params)
        self.published.append((params.uri, said(params.diagnostics)))

    async def _ask(self, method: str, params: object) -> None:
        assert (method, params) == (types.WORKSPACE_DIAGNOSTIC_REFRESH, None)
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.refreshes.append(answer)
        self.inbox.append(answer)
        await answer

    def _progress(self, params: types.ProgressParams) -> None:
        assert isinstance(params.value, PartialResult)
        self.parts.append((params.token, params.value))
        self.inbox.append(params.value)


@asynccontextmanager
async def desk(client: Client) -> AsyncIterator[Desk]:
    """Whatever the test leaves going is ended."""
    made = Desk(client)
    yield made
    await made.diagnostics.close()
    await made.background.close()


def said(diagnostics: Sequence[types.Diagnostic]) -> list[str]:
    return [diagnostic.message for diagnostic in diagnostics]


def seen(reports: Sequence[Report]) -> dict[str, list[str] | None]:
    return {
        report.uri: said(report.items) if isinstance(report, types.WorkspaceFullDocumentDiagnosticReport) else None
        for report in reports
    }
