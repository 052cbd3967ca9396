"""Our values as LSP shapes, to what the client can show."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lsprotocol import converters, types

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.semgrep.rulefile import read_rules, rule_files
from omni_lsp.agents.security_hover import explained
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.lsp.client import Client
from omni_lsp.lsp.positions import Encoding
from omni_lsp.lsp.shapes import Label, diagnostic_of, hover_of, note_of, plain, workspace_edit_of
from omni_lsp.model.citing import Citations
from omni_lsp.model.finding import Explanation, Finding, Related, Rule, Severity
from omni_lsp.model.report import StageReport, Status
from omni_lsp.model.text import Change, Edit, Snapshot, Span

RULE = Rule(
    "py.x", "X", Severity.ERROR, cwe=("CWE-89",), references=("https://cwe.mitre.org/data/definitions/89.html",)
)
SNAPSHOT = Snapshot("file:///a.py", 3, "python", "😀 = bad()\n")
FINDING = Finding(RULE, "security", "Bad.", Span(4, 9), "abc")
RICH = Client(Encoding.UTF16, markdown=True, code_description=True, versioned_edits=True, lazy_edits=True)
FULL = replace(RICH, related_information=True, tags=frozenset(types.DiagnosticTag), change_annotations=True)
POOR = Client(Encoding.UTF16)


def test_a_diagnostic_names_rule_weakness_and_identity() -> None:
    diagnostic = diagnostic_of(FINDING, SNAPSHOT, RICH)
    assert diagnostic.code == "py.x"
    assert diagnostic.message == "Bad. [CWE-89]"
    assert diagnostic.range.start == types.Position(0, 5)
    assert diagnostic.data == {"fingerprint": "abc", "agent": "security", "trace": ""}
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
    assert note.data == {"agent": "security", "trace": ""}


def test_a_diagnostic_carries_the_id_of_its_run() -> None:
    assert diagnostic_of(replace(FINDING, trace="0af7"), SNAPSHOT, POOR).data["trace"] == "0af7"
    note = note_of(StageReport("security", Status.FAILED, 0.1, 4.0, reason="broke", trace_id="0af8"))
    assert note.data["trace"] == "0af8"


def test_related_places_and_tags_are_sent_where_they_are_shown() -> None:
    obsolete = replace(FINDING, rule=replace(RULE, deprecated=True), related=(Related(Span(0, 1), "First here."),))
    shown = diagnostic_of(obsolete, SNAPSHOT, FULL)
    assert shown.tags == [types.DiagnosticTag.Deprecated]
    place = types.Range(types.Position(0, 0), types.Position(0, 2))
    assert shown.related_information == [
        types.DiagnosticRelatedInformation(types.Location(SNAPSHOT.uri, place), "First here.")
    ]
    hidden = diagnostic_of(obsolete, SNAPSHOT, replace(RICH, tags=frozenset({types.DiagnosticTag.Unnecessary})))
    assert (hidden.tags, hidden.related_information) == (None, None)
    none = diagnostic_of(FINDING, SNAPSHOT, FULL)
    assert (none.tags, none.related_information) == (None, None)


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


def test_changes_say_what_they_do_where_the_client_shows_it() -> None:
    first, second, third = Change(Span(0, 1), "a"), Change(Span(4, 7), "b"), Change(Span(8, 9), "c")
    edit = Edit(SNAPSHOT.uri, 3, (first, second, third))
    labels = {first.span: Label("Fix: X", "X"), second.span: Label("Fix: X", "X"), Span(2, 3): Label("Fix: Y", "Y")}
    labelled = workspace_edit_of(edit, SNAPSHOT, FULL, labels)
    annotation = types.ChangeAnnotation("Fix: X", needs_confirmation=False, description="X")
    assert labelled.change_annotations == {"omni.0": annotation}
    (document,) = labelled.document_changes or []
    assert isinstance(document, types.TextDocumentEdit)
    assert [getattr(one, "annotation_id", None) for one in document.edits] == ["omni.0", "omni.0", None]
    for client in (RICH, POOR):
        silent = workspace_edit_of(edit, SNAPSHOT, client, labels)
        assert silent == workspace_edit_of(edit, SNAPSHOT, client)
        assert silent.change_annotations is None


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"a\_b \[x\] \{y\} \& \- \: \.", "a_b [x] {y} & - : ."),
        ("**bold `x` and _y_** _z_", "bold x and y z"),
        ("__init__ and a_b_c and _private of 2 ** 3 ** 4", "__init__ and a_b_c and _private of 2 ** 3 ** 4"),
        ("`` a`b `` `**x**` `[a](b)` ` ` `a\\_`", r"a`b **x** [a](b)   a\_"),
        ("```python\nf(**x)  # `a` \\_ [b](c)\n\n\n_y_\n---\n```\n_z_", "f(**x)  # `a` \\_ [b](c)\n\n\n_y_\n---\nz"),
        ("````\n```\n````", "```"),
        ("[a\\_b](https://x.y/%28z%29) · <https://x.y/?a=b_c_d>", "a_b (https://x.y/%28z%29) · https://x.y/?a=b_c_d"),
        ("# One\n\n---\n\ntwo", "One\n\ntwo"),
        ("a < b and <c> `", "a < b and <c> `"),
    ],
)
def test_plain_leaves_the_words(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def _bundled() -> list[Rule]:
    return [parsed.rule for path in rule_files(BUNDLED_RULES) for parsed in read_rules(path)[0]]


@pytest.mark.parametrize("rule", _bundled(), ids=lambda rule: rule.id)
def test_no_mark_is_left_of_what_is_told_about_a_rule(rule: Rule) -> None:
    finding = Finding(rule, "security", rule.message, Span(0, 1), "f", stale=True)
    snapshot = Snapshot("file:///x", 1, rule.languages[0], "x")
    said = plain(explained([finding, FINDING], snapshot, Citations(bundled())))
    before, _, safe = said.partition("Safe:")
    after = safe.removeprefix(f"\n\n{rule.example}")
    assert after != safe
    for words in (rule.title, rule.message, rule.remedy):
        assert words.replace("`", "") in before
    assert all(f"- {reference}" in after.splitlines() for reference in rule.references)
    assert "From an earlier version of this file: the newest scan did not finish." in before.splitlines()
    assert "- NIST SSDF" in before or not bundled().of_rule(rule)
    after = re.sub(r"^- https?://\S+$", "- an address", after, flags=re.MULTILINE)
    for code in re.findall(r"`([^`]+)`", f"{rule.message} {rule.remedy}"):
        before = before.replace(code, "")
    assert not re.search(r"[`*\\]|(?<!\w)_(?!_)|\]\(|<http|---|\n{3}", f"{before}…{after}")


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
