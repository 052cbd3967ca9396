"""What git says is new, in repositories of every kind; hostile ones run nothing."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.git import Git
from omni_lsp.adapters.git_diff import HunkReader
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTimeoutError, AgentValidationError
from omni_lsp.model.newcode import NewLines

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

OLD = "zero\none\ntwo\nthree\nfour\n"
USER = {
    **{name: f"a@b.{name[4:10]}" for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL")},
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "somebody"),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(cwd: Path, *arguments: str) -> str:
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **USER}, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository whose one commit has `a.py`."""
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "-q")
    (root / "a.py").write_text(OLD)
    commit(root)
    return root


def commit(root: Path, message: str = "more") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def new(root: Path, since: str = "HEAD") -> NewLines:
    return asyncio.run(Git().new_lines(root, since))


def test_changed_added_and_removed_lines(repo: Path) -> None:
    (repo / "a.py").write_text("ZERO\none\nthree\nfour\nfive\nsix\n")
    found = new(repo)
    assert found.of(repo / "a.py") == (range(1), range(2, 2), range(4, 6))
    assert found.head == git(repo, "rev-parse", "HEAD")


def test_what_did_not_change_is_old_and_what_is_not_tracked_is_new(repo: Path) -> None:
    (repo / "new.py").write_text("x\n")
    (repo / ".gitignore").write_text("ignored.py\n")
    (repo / "ignored.py").write_text("x\n")
    (repo / "staged.py").write_text("x\ny\n")
    git(repo, "add", "staged.py")
    found = new(repo)
    assert found.of(repo / "a.py") == ()
    assert found.of(repo / "new.py") is found.of(repo / "ignored.py") is None
    assert found.of(repo / "staged.py") == (range(2),)


def test_a_renamed_file_is_new_only_where_it_changed(repo: Path) -> None:
    (repo / "lib").mkdir()
    git(repo, "mv", "a.py", "lib/b.py")
    assert new(repo).of(repo / "lib" / "b.py") == ()
    (repo / "lib" / "b.py").write_text(OLD + "five\n")
    commit(repo)
    assert new(repo, "HEAD~1").of(repo / "lib" / "b.py") == (range(5, 6),)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name",
    [
        "with space.py",
        'qu"ote.py',
        "back\\slash.py",
        "é ü.py",
        "tab\t.py",
        "new\nline.py",
        "-n.py",
        "b/b.py",
        "日本.py",
        " a.py",
    ],
)
def test_names_of_every_kind(repo: Path, name: str) -> None:
    file = repo / name
    try:
        file.parent.mkdir(exist_ok=True)
        file.write_text(OLD)
    except OSError:
        pytest.skip("there are no such names here")
    commit(repo)
    file.write_text(OLD.replace("two", "TWO"))
    found = new(repo)
    assert found.of(file) == (range(2, 3),)
    assert found.of(repo / "a.py") == ()


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode here")
def test_a_name_that_is_no_unicode(repo: Path) -> None:
    file = repo / os.fsdecode(b"\xff\xfe.py")
    file.write_text(OLD)
    commit(repo)
    file.write_text(OLD + "five\n")
    assert new(repo).of(file) == (range(5, 6),)


def test_windows_line_ends_make_no_line_new(repo: Path) -> None:
    git(repo, "config", "core.autocrlf", "true")
    (repo / "a.py").write_bytes(OLD.replace("\n", "\r\n").encode())
    assert new(repo).of(repo / "a.py") == ()
    (repo / "a.py").write_bytes(OLD.replace("\n", "\r\n").encode() + b"five\r\n")
    assert new(repo).of(repo / "a.py") == (range(5, 6),)


def test_what_is_called_binary_is_compared_by_lines(repo: Path) -> None:
    (repo / ".gitattributes").write_text("*.py binary\n")
    (repo / "data.bin").write_bytes(bytes(range(256)))
    commit(repo)
    (repo / "a.py").write_text(OLD + "five\n")
    (repo / "data.bin").write_bytes(bytes(range(255, -1, -1)) * 1_000)
    found = new(repo)
    assert found.of(repo / "a.py") == (range(5, 6),)
    assert found.of(repo / "data.bin")


def test_lines_that_look_like_a_diff_are_lines(repo: Path) -> None:
    (repo / "a.py").write_text(OLD + "++ b/evil.py\n@@ -1 +1 @@\ndiff --git a/x b/x\n-- a/a.py\n")
    found = new(repo)
    assert set(found.changed) == {"a.py"}
    assert found.of(repo / "a.py") == (range(5, 9),)


def test_a_file_without_a_line_end(repo: Path) -> None:
    (repo / "a.py").write_text(OLD.rstrip("\n"))
    assert new(repo).of(repo / "a.py") == (range(4, 5),)


def test_a_conflict_is_new_where_it_is(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "other")
    (repo / "a.py").write_text(OLD.replace("two", "theirs"))
    commit(repo)
    git(repo, "checkout", "-q", "main")
    (repo / "a.py").write_text(OLD.replace("two", "ours"))
    commit(repo)
    with pytest.raises(subprocess.CalledProcessError):
        git(repo, "merge", "other")
    assert new(repo).of(repo / "a.py") == (range(2, 3), range(4, 7))


def test_three_dots_are_where_the_branch_began(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    (repo / "topic.py").write_text("x\n")
    commit(repo)
    git(repo, "checkout", "-q", "main")
    (repo / "a.py").write_text("main\n" + OLD)
    commit(repo)
    git(repo, "checkout", "-q", "topic")
    assert new(repo, "main...").of(repo / "a.py") == ()
    assert new(repo, "main...").of(repo / "topic.py") == (range(1),)
    assert new(repo, "main").of(repo / "a.py") == (range(0),)


def test_a_repository_in_a_folder_above(repo: Path) -> None:
    inner = repo / "pack age" / "src"
    inner.mkdir(parents=True)
    (inner / "b.py").write_text(OLD)
    commit(repo)
    (inner / "b.py").write_text(OLD + "five\n")
    (repo / "a.py").write_text("minus one\n" + OLD)
    git(repo, "config", "diff.relative", "true")
    found = new(inner)
    assert found.of(inner / "b.py") == (range(5, 6),)
    assert found.of(repo / "a.py") == (range(1),)
    assert found.of(repo / "other.py") is None


def test_a_folder_behind_a_link(repo: Path, tmp_path: Path) -> None:
    (repo / "deep" / "er").mkdir(parents=True)
    (repo / "deep" / "er" / "b.py").write_text(OLD)
    commit(repo)
    (repo / "deep" / "er" / "b.py").write_text(OLD + "five\n")
    for name, place in (("top", repo), ("er", repo / "deep" / "er")):
        (tmp_path / name).symlink_to(place)
    assert new(tmp_path / "top").of(tmp_path / "top" / "deep" / "er" / "b.py") == (range(5, 6),)
    assert new(tmp_path / "er").of(tmp_path / "er" / "b.py") == (range(5, 6),)


def test_a_submodule_is_old_and_a_stray_repository_is_new(repo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(repo, other)
    git(repo, "submodule", "--quiet", "add", str(other), "vendor/other")
    commit(repo)
    shutil.copytree(other, repo / "stray")
    (repo / "vendor" / "other" / "a.py").write_text("changed\n")
    found = new(repo)
    assert found.of(repo / "vendor" / "other" / "a.py") == ()
    assert found.of(repo / "stray" / "a.py") is None


@pytest.mark.thorough
@pytest.mark.parametrize(
    "since",
    ["", "...", "-x", "--output=evil", "nonsense", "nonsense...", "HEAD..main", "HEAD:a.py", "\0", "a b", "main.."],
)
def test_what_is_no_revision_is_refused(repo: Path, since: str) -> None:
    with pytest.raises(AgentValidationError, match="revision"):
        new(repo, since)
    assert sorted(path.name for path in repo.iterdir()) == [".git", "a.py"]


def test_branches_without_a_commit_in_common(repo: Path) -> None:
    git(repo, "checkout", "-q", "--orphan", "alone")
    commit(repo, "alone")
    with pytest.raises(AgentValidationError, match="no commit in common"):
        new(repo, "main...")


def test_before_the_first_commit_there_is_no_revision(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(AgentValidationError, match="no such revision"):
        new(tmp_path)


def test_without_a_repository_or_a_working_tree(tmp_path: Path) -> None:
    with pytest.raises(AgentValidationError, match="not a git repository"):
        new(tmp_path)
    git(tmp_path, "init", "-q", "--bare", "bare")
    with pytest.raises(AgentValidationError):
        new(tmp_path / "bare")
    (tmp_path / "broken" / ".git").mkdir(parents=True)
    with pytest.raises(AgentValidationError):
        new(tmp_path / "broken")


def test_without_git(repo: Path) -> None:
    with pytest.raises(AgentFatalError):
        asyncio.run(Git(repo / "no-git").new_lines(repo, "HEAD"))


def test_it_does_not_take_for_ever(repo: Path) -> None:
    with pytest.raises(AgentTimeoutError, match="longer than"):
        asyncio.run(Git(timeout_seconds=0.0).new_lines(repo, "HEAD"))


Attack = Callable[[Path, str], None]


def by_setting(*keys: str, attributes: str = "") -> Attack:
    def attack(repo: Path, program: str) -> None:
        if attributes:
            (repo / ".gitattributes").write_text(f"*.py {attributes}\n")
        for key in keys:
            git(repo, "config", key, program)

    return attack


def by_hooks(repo: Path, program: str) -> None:
    hooks = repo / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        (hooks / name).write_text(f"#!/bin/sh\n{program}\n")
        (hooks / name).chmod(0o755)


def by_fetching(repo: Path, program: str) -> None:
    """A clone that fetches what it lacks, from where a program answers."""
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::sh -c {program.replace(' ', '% ')}",
        "protocol.ext.allow": "always",
        "core.sshCommand": program,
    }.items():
        git(repo, "config", key, value)
    blob = git(repo, "rev-parse", "HEAD:a.py")
    (repo / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


def by_submodule(repo: Path, program: str) -> None:
    inner = repo / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    (inner / "b.py").write_text(OLD)
    commit(inner)
    git(repo, "-c", "advice.addEmbeddedRepo=false", "add", "inner")
    git(repo, "commit", "-q", "-m", "inner")
    git(inner, "config", "core.fsmonitor", program)
    (inner / "b.py").write_text("changed\n")


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="the attacks are written for a shell")
@pytest.mark.parametrize(
    "attack",
    [
        by_setting("core.fsmonitor"),
        by_setting("diff.external"),
        by_setting("diff.evil.command", "diff.evil.textconv", attributes="diff=evil"),
        by_setting("filter.evil.clean", attributes="filter=evil"),
        by_setting("filter.evil.process", "filter.evil.smudge", attributes="filter=evil"),
        by_setting("filter.Ev.il/x.clean", attributes="filter=Ev.il/x"),
        by_hooks,
        by_fetching,
        by_submodule,
    ],
)
def test_nothing_that_a_repository_brings_is_run(repo: Path, tmp_path: Path, attack: Attack) -> None:
    trap = tmp_path / "sprung"
    (repo / "same.py").write_text(OLD)
    commit(repo)
    attack(repo, f"touch {trap}")
    (repo / "a.py").write_text(OLD + "five\n")
    os.utime(repo / "same.py", (1, 1))  # What git would like to note in its index.
    index = (repo / ".git" / "index").read_bytes()
    trap.unlink(missing_ok=True)
    try:
        assert new(repo).of(repo / "a.py") == (range(5, 6),)
    except AgentError:
        assert attack is by_fetching
    assert not trap.exists()
    assert (repo / ".git" / "index").read_bytes() == index


@pytest.mark.skipif(os.name != "posix", reason="the attack is written for a shell")
@pytest.mark.skipif(os.name != "posix", reason="the program is written for a shell")
def test_git_is_no_program_of_the_repository(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (repo / "bin", repo / "below"):
        folder.mkdir()
    (repo / "bin" / "git").write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n")
    (repo / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join((str(repo / "bin"), os.environ["PATH"])))
    new(repo / "below")
    assert not (tmp_path / "sprung").exists()


def test_a_filter_that_cannot_be_switched_off_is_refused(repo: Path, tmp_path: Path) -> None:
    by_setting("filter.a=b.clean", attributes="filter=a=b")(repo, f"touch {tmp_path / 'sprung'}")
    (repo / "a.py").write_text(OLD + "five\n")
    with pytest.raises(AgentValidationError, match="cannot be switched off"):
        new(repo)
    assert not (tmp_path / "sprung").exists()


def test_a_required_filter_is_left_out(repo: Path) -> None:
    by_setting("filter.lfs.clean", "filter.lfs.process", attributes="filter=lfs")(repo, "no-such-program")
    git(repo, "config", "filter.lfs.required", "true")
    (repo / "a.py").write_text(OLD + "five\n")
    assert new(repo).of(repo / "a.py") == (range(5, 6),)


DIFF = (
    b'diff --git "a/\\303\\251.py" "b/\\303\\251.py"\n--- "a/\\303\\251.py"\n+++ "b/\\303\\251.py"\n'
    b"@@ -1,2 +1 @@ def f():\n-a\n-b\n+++ b/no.py\n@@ -9,0 +9,2 @@\n+x\n+y\n\\ No newline at end of file\n"
    b"diff --git a/gone.py b/gone.py\n--- a/gone.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
    b"* Unmerged path c d.py\n"
)


@settings(max_examples=50)
@given(st.lists(st.integers(1, len(DIFF)), max_size=40))
def test_a_diff_is_read_in_pieces_of_any_size(sizes: list[int]) -> None:
    reader = HunkReader()
    at = 0
    for size in (*sizes, len(DIFF)):
        reader.feed(DIFF[at : at + size])
        at += size
    assert reader.changed() == {"é.py": (range(1), range(8, 10)), "c d.py": (range(1 << 60),)}


def test_a_line_of_any_length_takes_little_room() -> None:
    reader = HunkReader()
    reader.feed(b"+++ b/a.js\n@@ -0,0 +1,2 @@\n+")
    for _ in range(200):
        reader.feed(b"x" * 65_536)
    assert len(reader._rest) <= 1 << 17
    reader.feed(b"\n+y\n@@ -5,0 +7 @@\n")
    assert reader.changed() == {"a.js": (range(2), range(6, 7))}
