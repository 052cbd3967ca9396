"""Code that went to an editor is known as a tool's work once it is there, and a part of a file stays people's."""

from dataclasses import replace
from pathlib import Path

from coding_fakes import ROOT, document

from omni_lsp.app.coding.handed import Handed
from omni_lsp.model.facts import FileFacts
from omni_lsp.model.knowledge import GeneratedFile
from omni_lsp.model.text import Change, Edit, Snapshot, Span, digest
from omni_lsp.state.workspace import WorkspaceState


def put(snapshot: Snapshot, text: str) -> Edit:
    return Edit(snapshot.uri, snapshot.version, (Change(Span(0, len(snapshot.text)), text),))


def test_a_new_file_is_a_tools_work_until_somebody_changes_it() -> None:
    state, new = WorkspaceState(), document("")
    handed = Handed(state.register_generated_file)
    handed.out(new, put(new, "x = 1\n"), "omni.test")
    assert not state.project(ROOT).generated
    handed.applied(new.uri)
    assert state.project(ROOT).is_generated(new.name)
    assert state.read(ROOT).modifier == "omni.test"
    state.put_files(ROOT, [FileFacts(new.name, "python", digest("x = 1\n"), 1)])
    assert state.project(ROOT).is_generated(new.name)
    assert state.project(ROOT).writer(new.name) == "omni.test"
    state.put_files(ROOT, [FileFacts(new.name, "python", digest("x = 2\n"), 1)])
    assert not state.project(ROOT).is_generated(new.name)
    assert state.project(ROOT).writer(new.name) == ""


def test_a_part_of_a_file_leaves_it_one_of_people_and_is_known() -> None:
    state, old = WorkspaceState(), document("x = 1\n")
    handed = Handed(state.register_generated_file)
    handed.out(old, put(old, "x = 1\ny = 2\n"), "omni.generate")
    handed.applied(old.uri)
    project = state.project(ROOT)
    assert not project.is_generated(old.name)
    assert project.writer(old.name) == "omni.generate"


def test_a_save_with_the_text_that_was_handed_out_is_enough() -> None:
    known: list[tuple[Path, GeneratedFile]] = []
    handed = Handed(lambda root, file: known.append((root, file)))
    old = document("x = 1\n")
    handed.out(old, put(old, "y = 2\n"), "omni.generate")
    handed.saved(replace(old, text="y = 3\n"))
    assert known == []
    handed.saved(replace(old, text="y = 2\n"))
    handed.saved(replace(old, text="y = 2\n"))
    assert [(root, file.path, file.modifier) for root, file in known] == [(ROOT, old.name, "omni.generate")]


def test_what_is_in_no_folder_or_was_never_handed_out_is_not_registered() -> None:
    handed = Handed(lambda _root, _file: None)
    alone = replace(document("x = 1\n"), root=None)
    handed.out(alone, put(alone, "y"), "omni.generate")
    handed.applied(alone.uri)
    handed.applied("file:///other.py")
