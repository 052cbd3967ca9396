"""Who is offered code, tests and explanations, and the form in which a new file comes."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from coding_fakes import document
from lsprotocol import types

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.shapes import Label, new_file_edit_of
from omni_lsp.lsp.writing import about_code, about_finding, wished
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.text import Change, Edit, Snapshot, Span

APPLYING = Client(applies_edits=True)
SNAPSHOT = document("x = 1\n# omni: parse the header\n")


@dataclass
class Writer:
    model: str = "tiny"

    def model_name(self, _snapshot: Snapshot) -> str:
        return self.model


@dataclass
class Core:
    writing: Writer = field(default_factory=Writer)

    @property
    def coding(self) -> "Core":
        return self


def line(number: int) -> types.Range:
    return types.Range(types.Position(number, 2), types.Position(number, 2))


def titles(core: Core, at: types.Range, client: Client = APPLYING) -> list[str]:
    ls = SimpleNamespace(client=client)
    offered = [*wished(ls, core, SNAPSHOT, at), *about_code(ls, core, SNAPSHOT, at)]  # type: ignore[arg-type] - fakes
    return [command.title for command in offered]


def test_code_is_offered_where_a_comment_asks_for_it() -> None:
    others = ["omni: explain this with tiny", "omni: write tests for this with tiny"]
    assert titles(Core(), line(0)) == others
    assert titles(Core(), line(1)) == ["Write code for this comment with tiny", *others]
    assert titles(Core(), line(1), Client()) == others


def test_without_a_model_nothing_is_offered() -> None:
    assert titles(Core(Writer("")), line(1)) == []
    finding = Finding(Rule("a", "A", Severity.INFO), "security", "", Span(0, 1), "mark")
    assert list(about_finding(Core(Writer("")), SNAPSHOT, finding)) == []  # type: ignore[arg-type] - a fake
    (command,) = about_finding(Core(), SNAPSHOT, finding)  # type: ignore[arg-type] - a fake
    assert command.arguments == [{"uri": SNAPSHOT.uri, "fingerprint": "mark"}]


@pytest.mark.parametrize("annotates", [False, True])
def test_a_new_file_is_never_put_over_another_one_and_says_what_was_seen(*, annotates: bool) -> None:
    edit = Edit("file:///t.py", None, (Change(Span(0, 0), "x = 1\n"),))
    made = new_file_edit_of(edit, Client(change_annotations=annotates), Label("Tests", "all of it"))
    assert made.document_changes is not None
    create, written = made.document_changes
    assert isinstance(create, types.CreateFile)
    assert isinstance(written, types.TextDocumentEdit)
    assert create.options == types.CreateFileOptions(overwrite=False, ignore_if_exists=False)
    assert [change.new_text for change in written.edits if not isinstance(change, types.SnippetTextEdit)] == ["x = 1\n"]
    notes = made.change_annotations or {}
    assert [note.description for note in notes.values()] == ["all of it"] * annotates
