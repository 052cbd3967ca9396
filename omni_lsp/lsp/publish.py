"""Push diagnostics: the findings in force of a document, sent only when they differ from what the client shows."""

from collections.abc import Callable

from lsprotocol import types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.shapes import diagnostic_of, note_of
from omni_lsp.model.text import Snapshot
from omni_lsp.state.findings import Findings

Send = Callable[[types.PublishDiagnosticsParams], None]


class Publisher:
    """Remembers per document what the client was last told."""

    def __init__(self, findings: Findings, send: Send) -> None:
        self._findings = findings
        self._send = send
        self._shown: dict[str, list[types.Diagnostic]] = {}

    def shown(self, uri: str) -> list[types.Diagnostic]:
        return self._shown.get(uri, [])

    def publish(self, snapshot: Snapshot, client: Client) -> None:
        """Tell the client what is in force for the newest snapshot of a document, if that is news."""
        diagnostics = [diagnostic_of(finding, snapshot, client) for finding in self._findings.of(snapshot.uri)]
        diagnostics += [note_of(stage) for stage in self._findings.notes(snapshot.uri)]
        if diagnostics == self._shown.get(snapshot.uri, []):
            return
        self._shown[snapshot.uri] = diagnostics
        self._send(types.PublishDiagnosticsParams(snapshot.uri, diagnostics, version=snapshot.version))

    def clear(self, uri: str) -> None:
        if self._shown.pop(uri, None):
            self._send(types.PublishDiagnosticsParams(uri, []))
