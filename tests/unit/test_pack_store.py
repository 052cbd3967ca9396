"""Packs on the disk: replaced whole, never through links, never in the middle of a merge, and quietly."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from filelock import FileLock
from pack_samples import ALL, INPUTS, TERMS

from omni_lsp.adapters.packs.held_back import held_back
from omni_lsp.adapters.packs.remembered import document, home, recalled
from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.model.errors import AgentFatalError, AgentTransientError
from omni_lsp.model.packs import PackFile, PackPlan, PacksOnDisk, PackState, PacksWritten
from omni_lsp.pack.plan import Wanted, plan
from omni_lsp.pack.wanted import SIGNS

needs_posix = pytest.mark.skipif(os.name != "posix", reason="links and modes as POSIX has them")


def _all(disk: PacksOnDisk) -> PackPlan:
    return plan(INPUTS, Wanted(ALL), disk, TERMS)


class Folder:
    """A workspace folder and the store that writes to it."""

    def __init__(self, above: Path) -> None:
        self.root = above / "work"
        self.root.mkdir()
        self.caches = above / "caches"
        self.store = DiskPacks(self.caches, SIGNS, lock_seconds=0.05)

    def update(self, planned: Callable[[PacksOnDisk], PackPlan] = _all) -> PacksWritten:
        return asyncio.run(self.store.update(self.root, planned))

    def look(self) -> PacksOnDisk:
        return asyncio.run(self.store.look(self.root))

    def stamps(self) -> dict[PackFile, tuple[int, int]]:
        """Which file each is, and when it was written; reading it is nobody's business."""
        found = {file: (self.root / file).stat() for file in ALL}
        return {file: (each.st_ino, each.st_mtime_ns) for file, each in found.items()}

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_what_was_written_is_not_written_again(folder: Folder) -> None:
    written = folder.update()
    assert set(written.plan.changed) == ALL
    stamps = folder.stamps()
    again = folder.update()
    assert (again.plan.changed, again.plan.rendered) == ((), ())
    assert folder.stamps() == stamps


def test_git_leaves_the_local_folders_out(folder: Folder) -> None:
    folder.update()
    assert folder.files()[".omni/context/.gitignore"].endswith(b"\n*\n")


def test_a_text_of_a_person_is_kept_aside_once(folder: Folder) -> None:
    folder.update()
    agents = folder.root / "AGENTS.md"
    clean = agents.read_text("utf-8")
    for _ in range(2):
        agents.write_text(clean.replace("## Never", "Call Ada.\n\n## Never"), "utf-8")
        written = folder.update()
        assert agents.read_text("utf-8") == clean
    (aside,) = written.aside
    assert "Call Ada." in (folder.root / aside).read_text("utf-8")
    assert sorted(path for path in folder.files() if path.startswith(".omni/aside")) == [
        ".omni/aside/.gitignore",
        aside,
    ]


@needs_posix
def test_the_mode_of_a_file_stays(folder: Folder) -> None:
    agents = folder.root / "AGENTS.md"
    agents.write_text("<!-- omni:begin -->\n<!-- omni:end -->\n")
    agents.chmod(0o640)
    folder.update()
    assert stat.S_IMODE(agents.stat().st_mode) == 0o640


@needs_posix
def test_a_link_that_leaves_the_folder_is_left_alone(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "own.md").write_text("<!-- omni:begin -->\n<!-- omni:end -->\n")
    (folder.root / "AGENTS.md").symlink_to(outside / "own.md")
    (folder.root / ".claude").symlink_to(outside)
    (folder.root / "CLAUDE.md").symlink_to("README.md")
    written = folder.update()
    assert {problem.path for problem in written.plan.problems if problem.code == "pack.link"} == {
        PackFile.AGENTS,
        PackFile.CLAUDE_SECURITY,
        PackFile.CLAUDE,
    }
    assert [(each.name, each.read_text()) for each in outside.iterdir()] == [
        ("own.md", "<!-- omni:begin -->\n<!-- omni:end -->\n")
    ]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x" * 1_000_001], ids=["not UTF-8", "too large"])
def test_a_file_that_cannot_be_read_is_left_alone(folder: Folder, data: bytes) -> None:
    (folder.root / "AGENTS.md").write_bytes(data)
    written = folder.update()
    assert [problem.code for problem in written.plan.problems] == ["pack.unreadable"]
    assert folder.files()["AGENTS.md"] == data


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_not_waited_for(folder: Folder) -> None:
    os.mkfifo(folder.root / "AGENTS.md")
    assert [problem.code for problem in folder.update().plan.problems] == ["pack.unreadable"]


@pytest.mark.parametrize(
    "mark", ["rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"]
)
@pytest.mark.parametrize("is_worktree", [False, True])
def test_nothing_is_written_while_git_is_in_the_middle(folder: Folder, mark: str, is_worktree: bool) -> None:
    git = folder.root / ".git"
    if is_worktree:
        git.write_text("gitdir: ../elsewhere\n")
        git = folder.root.parent / "elsewhere"
    git.mkdir()
    assert held_back(folder.root) == ""
    (git / mark).write_text("")
    written = folder.update()
    assert written.held_back
    assert [name for name in folder.files() if name != ".git"] == []


def test_what_killed_writers_left_is_cleaned(folder: Folder) -> None:
    left = folder.root / ".AGENTS.md.0123456789ab.omni-tmp"
    left.write_text("half a")
    folder.update()
    assert not left.exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_an_error_and_nothing_changes(folder: Folder) -> None:
    folder.root.chmod(0o500)
    try:
        with pytest.raises(AgentFatalError):
            folder.update()
        assert folder.files() == {}
    finally:
        folder.root.chmod(0o700)


def test_a_file_in_place_of_a_folder_is_an_error_and_what_is_there_stays(folder: Folder) -> None:
    (folder.root / ".omni").write_text("mine")
    with pytest.raises(AgentFatalError):
        folder.update()
    assert folder.files()[".omni"] == b"mine"


def test_two_writers_never_mix_their_texts(folder: Folder) -> None:
    place = home(folder.caches, folder.root)
    place.mkdir(parents=True)
    with FileLock(place / "lock"), pytest.raises(AgentTransientError):
        folder.update()
    assert folder.files() == {}


def test_what_is_remembered_comes_back(folder: Folder) -> None:
    folder.update()
    state = folder.look().state
    file = folder.caches / "again.json"
    file.write_bytes(document(state))
    assert recalled(file) == state
    values = json.loads(document(state))
    file.write_text(json.dumps({**values, "version": "0.0"}))
    assert recalled(file) == replace(state, inputs=MappingProxyType({}), sections=MappingProxyType({}))


@pytest.mark.parametrize(
    "text", ["", "[", "[]", '{"format": 9}', '{"format": 1, "blocks": {"AGENTS.md": 3}}', "[" * 9999]
)
def test_garbage_is_as_good_as_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(text)
    assert recalled(file) == PackState()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('---\napplyTo: "**"\n---\nx', None),
        ("---\napplyTo: [a\n---\nx", 1),
        ("# Mine\n---\napplyTo: a\n---\n", 1),
    ],
)
def test_front_matter_that_is_not_read_is_a_problem_on_its_line(folder: Folder, text: str, line: int | None) -> None:
    file = folder.root / PackFile.COPILOT_COMPLIANCE
    file.parent.mkdir(parents=True)
    file.write_text(text)
    found = [problem.line for problem in folder.look().problems if problem.code == "pack.front-matter"]
    assert found == ([] if line is None else [line])


_ELSEWHERE = """
import sys; sys.path[:0] = {path!r}
from pack_samples import many, planned
import hashlib
print(hashlib.sha256(repr(sorted(planned(inputs=many(30)).writes.items())).encode()).hexdigest())
"""


def test_another_locale_time_zone_and_hash_seed_give_the_same_bytes() -> None:
    code = _ELSEWHERE.format(path=sys.path)
    places = (
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1"},
    )
    said = {
        subprocess.run([sys.executable, "-c", code], env=place, check=True, capture_output=True).stdout
        for place in places
    }
    assert len(said) == 1


def test_what_somebody_saves_while_packs_are_worked_out_stays(folder: Folder) -> None:
    agents = folder.root / PackFile.AGENTS
    folder.update()

    def planned(disk: PacksOnDisk) -> PackPlan:
        agents.write_text("# Saved just now\n")
        return plan(replace(INPUTS, commands=()), Wanted(ALL), disk, TERMS)

    done = folder.update(planned)
    assert agents.read_text() == "# Saved just now\n"
    assert PackFile.AGENTS not in done.plan.changed
    assert [(each.path, each.code) for each in done.plan.problems] == [(PackFile.AGENTS, "pack.overtaken")]
