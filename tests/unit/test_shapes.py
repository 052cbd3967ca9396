"""Our values as LSP shapes, to what the client can show."""

import json
from pathlib import Path

import pytest
from lsprotocol import converters, types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.positions import Encoding
from omni_lsp.lsp.publish import Publisher
from omni_lsp.lsp.shapes import action_of, diagnostic_of, hover_of, note_of, plain, workspace_edit_of
from omni_lsp.model.finding import Explanation, Finding, Offer, Rule, Severity
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.state.findings import Findings

RULE = Rule(
    "py.x", "X", Severity.ERROR, cwe=("CWE-89",), references=("https://cwe.mitre.org/data/definitions/89.html",)
)
SNAPSHOT = Snapshot("file:///a.py", 3, "python", "😀 = bad()\n")
FINDING = Finding(RULE, "security", "Bad.", Span(4, 9), "abc")
RICH = Client(Encoding.UTF16, markdown=True, code_description=True, versioned_edits=True, lazy_edits=True)
POOR = Client(Encoding.UTF16)


def test_a_diagnostic_names_rule_weakness_and_identity() -> None:
    diagnostic = diagnostic_of(FINDING, SNAPSHOT, RICH)
    assert diagnostic.code == "py.x"
    assert diagnostic.message == "Bad. [CWE-89]"
    assert diagnostic.range.start == types.Position(0, 5)
    assert diagnostic.data == {"fingerprint": "abc", "agent": "security"}
    assert diagnostic.code_description is not None
    assert diagnostic_of(FINDING, SNAPSHOT, POOR).code_description is None


def test_a_stale_diagnostic_says_so() -> None:
    stale = Finding(RULE, "security", "Bad.", Span(4, 9), "abc", stale=True)
    assert "stale" in diagnostic_of(stale, SNAPSHOT, RICH).message


def test_a_note_stands_at_the_start() -> None:
    note = note_of(StageReport("security", Status.TIMED_OUT, 2.0, 0.0, reason="2.0 s were over"))
    assert note.message == "security timed out: 2.0 s were over"
    assert note.range.start == types.Position(0, 0)
    assert note.code == "omni.timed-out"


def test_hover_is_plain_for_clients_without_markdown() -> None:
    explanation = Explanation("**py.x** `a`\n\n```python\nx\n```\n[CWE](https://e.org)", Span(4, 9))
    rich, poor = hover_of([explanation], SNAPSHOT, RICH), hover_of([explanation], SNAPSHOT, POOR)
    assert rich is not None
    assert poor is not None
    assert isinstance(rich.contents, types.MarkupContent)
    assert isinstance(poor.contents, types.MarkupContent)
    assert rich.contents.kind is types.MarkupKind.Markdown
    assert poor.contents == types.MarkupContent(types.MarkupKind.PlainText, "py.x a\n\nx\nCWE (https://e.org)")
    assert hover_of([], SNAPSHOT, RICH) is None


def test_an_action_carries_data_or_a_command() -> None:
    offer = Offer("security", "fix", "Fix it", "abc", is_preferred=True)
    assert action_of(offer, SNAPSHOT, [], RICH).command is None
    command = action_of(offer, SNAPSHOT, [], POOR).command
    assert command is not None
    assert command.command == "omni.applyOffer"
    assert command.arguments == [action_of(offer, SNAPSHOT, [], RICH).data]


def test_an_edit_is_versioned_where_the_client_can() -> None:
    edit = Edit(SNAPSHOT.uri, 3, (Change(Span(4, 9), "good()"),))
    rich, poor = workspace_edit_of(edit, SNAPSHOT, RICH), workspace_edit_of(edit, SNAPSHOT, POOR)
    assert rich.changes is None
    assert rich.document_changes is not None
    document = rich.document_changes[0]
    assert isinstance(document, types.TextDocumentEdit)
    assert document.text_document.version == 3
    assert poor.document_changes is None
    assert poor.changes is not None
    assert poor.changes[SNAPSHOT.uri][0].new_text == "good()"


def test_plain_undoes_our_escapes() -> None:
    assert plain(r"a\_b \[x\]") == "a_b [x]"


# What each editor announced when its session was recorded: markdown, versioned edits, lazy edits, progress.
EDITORS = {
    "emacs-30-eglot": (False, True, True, True),
    "emacs-eglot": (False, True, False, False),
    "helix-25.01.1": (True, True, True, True),
    "helix-25.07.1-20260723": (True, True, True, True),
    "neovim-0.11.4": (True, False, True, True),
    "neovim-0.12": (True, False, True, True),
    "vscode-1.139.1-codeserver-lc11": (True, True, True, True),
}


@pytest.mark.parametrize("editor", EDITORS)
def test_what_real_editors_can_show_is_read(editor: str) -> None:
    recorded = json.loads((Path(__file__).parents[1] / "cases" / "clients" / f"{editor}.initialize.json").read_text())
    params = recorded["params"] | {"processId": None}
    initialize = converters.get_converter().structure(params, types.InitializeParams)
    client = Client.of(initialize.capabilities, "utf-16")
    assert (client.markdown, client.versioned_edits, client.lazy_edits, client.progress) == EDITORS[editor]
    assert client.configuration


def test_diagnostics_are_sent_only_when_they_differ() -> None:
    sent: list[types.PublishDiagnosticsParams] = []
    findings = Findings()
    publisher = Publisher(findings, sent.append)
    publisher.publish(SNAPSHOT, RICH)
    assert sent == []
    findings.report(SNAPSHOT, StageReport("security", Status.DONE, 0.1, 1.0, AgentResult((FINDING,))))
    publisher.publish(SNAPSHOT, RICH)
    publisher.publish(SNAPSHOT, RICH)
    assert [(params.version, len(params.diagnostics)) for params in sent] == [(3, 1)]
    publisher.clear(SNAPSHOT.uri)
    publisher.clear(SNAPSHOT.uri)
    assert [len(params.diagnostics) for params in sent] == [1, 0]
