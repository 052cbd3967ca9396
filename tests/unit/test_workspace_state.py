"""Facts by folder and path."""

from dataclasses import replace
from pathlib import Path

import pytest

from omni_lsp.model.facts import Command, FileFacts, ProjectFacts
from omni_lsp.state.workspace import WorkspaceState

ROOT, OTHER = Path("/shop"), Path("/bank")


def file(path: str, digest: str = "1") -> FileFacts:
    return FileFacts(path, "python", digest, 1)


def test_unknown_folder_is_empty() -> None:
    assert WorkspaceState().project(ROOT) == ProjectFacts(str(ROOT))


def test_files_are_looked_up_by_path() -> None:
    state = WorkspaceState()
    state.put_files(ROOT, [file("a.py"), file("b.py")])
    state.put_files(ROOT, [file("b.py", "2"), file("c.py")])

    assert dict(state.project(ROOT).files) == {
        "a.py": file("a.py"),
        "b.py": file("b.py", "2"),
        "c.py": file("c.py"),
    }
    assert state.project(OTHER).files == {}


def test_project_survives_files_and_the_other_way_round() -> None:
    state = WorkspaceState()
    test = Command("test", "pytest", "pyproject.toml")
    state.put_files(ROOT, [file("a.py")])
    state.put_project(ROOT, ("python",), (test,))
    state.put_files(ROOT, [file("b.py")])

    project = state.project(ROOT)
    assert (project.root, project.kinds, project.commands, set(project.files)) == (
        str(ROOT),
        ("python",),
        (test,),
        {"a.py", "b.py"},
    )


def test_what_was_read_stays_as_it_was_and_cannot_be_changed() -> None:
    state = WorkspaceState()
    state.put_files(ROOT, [file("a.py")])
    before = state.project(ROOT)
    state.put_files(ROOT, [file("b.py")])
    state.remove_files(ROOT, ["a.py"])

    assert set(before.files) == {"a.py"}
    assert set(state.project(ROOT).files) == {"b.py"}
    with pytest.raises(TypeError):
        before.files["x"] = file("x")  # type: ignore[index]  # The point of the test.


def test_a_folder_goes_with_all_that_is_below_it() -> None:
    state = WorkspaceState()
    state.put_files(ROOT, [file(path) for path in ("a.py", "pkg/b.py", "pkg/deep/c.py", "pkgs/d.py", "x/pkg/e.py")])
    state.remove_files(ROOT, ["pkg"])

    assert list(state.project(ROOT).files) == ["a.py", "pkgs/d.py", "x/pkg/e.py"]


def test_nothing_new_is_no_new_version() -> None:
    state = WorkspaceState()
    state.put_files(ROOT, [file("a.py")])
    state.put_project(ROOT, ("python",), ())
    before = state.read(ROOT)

    state.put_files(ROOT, [replace(file("a.py"))])
    state.put_files(ROOT, [])
    state.remove_files(ROOT, ["never.py"])
    state.put_project(ROOT, ("python",), ())

    assert state.read(ROOT) is before
    assert (before.version, before.modifier) == (2, "put_project")


def test_dropped_folder_starts_anew() -> None:
    state = WorkspaceState()
    state.put_files(ROOT, [file("a.py")])
    state.put_files(OTHER, [file("b.py")])
    state.drop(ROOT)
    state.drop(ROOT)

    assert state.project(ROOT).files == {}
    assert set(state.project(OTHER).files) == {"b.py"}
