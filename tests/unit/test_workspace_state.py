"""Facts by folder and path."""

from dataclasses import replace
from pathlib import Path

import pytest

from omni_lsp.model.facts import BuildFacts, Command, FileFacts, ProjectFacts
from omni_lsp.model.knowledge import GeneratedFile
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
    state.put_project(ROOT, BuildFacts(("python",), (test,)))
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
    state.put_project(ROOT, BuildFacts(("python",)))
    before = state.read(ROOT)

    state.put_files(ROOT, [replace(file("a.py"))])
    state.put_files(ROOT, [])
    state.remove_files(ROOT, ["never.py"])
    state.put_project(ROOT, BuildFacts(("python",)))

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


def test_a_registered_file_is_generated_as_long_as_its_text_is_that_one() -> None:
    state = WorkspaceState()
    state.put_files(ROOT, [file("a.py", "1"), file("b.py", "1")])
    state.register_generated_file(ROOT, GeneratedFile("a.py", "1", "coding"))

    assert (state.read(ROOT).version, state.read(ROOT).modifier) == (2, "coding")
    assert [state.project(ROOT).is_generated(path) for path in ("a.py", "b.py", "never.py")] == [True, False, False]
    state.put_files(ROOT, [file("a.py", "2")])
    assert not state.project(ROOT).is_generated("a.py")
    state.put_files(ROOT, [file("a.py", "1")])
    assert state.project(ROOT).is_generated("a.py")


def test_a_file_may_be_registered_before_it_is_read() -> None:
    state = WorkspaceState()
    state.register_generated_file(ROOT, GeneratedFile("a.py", "1", "coding"))

    assert state.project(ROOT).is_generated("a.py")
    state.put_files(ROOT, [file("a.py", "1")])
    assert state.project(ROOT).languages == ()
    state.put_files(ROOT, [file("a.py", "2")])
    assert state.project(ROOT).languages == ("python",)


def test_registering_again_is_no_new_version_and_removing_forgets() -> None:
    state = WorkspaceState()
    for _ in range(2):
        state.register_generated_file(ROOT, GeneratedFile("src/a.py", "1", "coding"))
    assert state.read(ROOT).version == 1

    state.remove_files(ROOT, ["src"])
    assert dict(state.project(ROOT).generated) == {}


def test_a_file_that_says_so_is_generated_until_it_says_so_no_longer() -> None:
    state = WorkspaceState()
    state.put_files(ROOT, [replace(file("a.py", "1"), is_generated=True)])
    assert state.project(ROOT).is_generated("a.py")
    state.put_files(ROOT, [replace(file("a.py", "2"), is_generated=True)])
    assert state.project(ROOT).is_generated("a.py")
    state.put_files(ROOT, [file("a.py", "3")])
    assert not state.project(ROOT).is_generated("a.py")


def test_what_a_file_says_counts_whatever_was_registered() -> None:
    state = WorkspaceState()
    state.put_files(ROOT, [replace(file("a.py", "2"), is_generated=True)])
    state.register_generated_file(ROOT, GeneratedFile("a.py", "1", "coding"))

    assert state.project(ROOT).is_generated("a.py")
