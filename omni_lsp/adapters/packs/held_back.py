"""What a working tree is in the middle of: files that change now would get into somebody's merge."""

import os
from pathlib import Path

from omni_lsp.config.plain_file import read_plain

_MARKS = (
    ("rebase-merge", "a rebase"),
    ("rebase-apply", "a rebase"),
    ("MERGE_HEAD", "a merge"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("BISECT_LOG", "a bisect"),
)
_MAX_BYTES = 4_096


def held_back(root: Path) -> str:
    """What git is in the middle of in the repository that holds a folder, empty for nothing, and without git."""
    git = _git_of(root)
    return next((said for mark, said in _MARKS if git is not None and os.path.lexists(git / mark)), "")


def checked_out(root: Path) -> str:
    """Changes when another commit is checked out or made, empty without git: what git notes of that, not the commit."""
    git = _git_of(root)
    if git is None:
        return ""
    try:
        noted = (git / "logs" / "HEAD").stat()
    except OSError:
        return ""  # No commit yet, or somebody told git to note nothing.
    return f"{noted.st_size} {noted.st_mtime_ns}"


def _git_of(root: Path) -> Path | None:
    """Git's own folder in the innermost repository that holds a folder."""
    found = (_git(folder / ".git") for folder in (root, *root.parents))
    return next((git for git in found if git is not None), None)


def _git(path: Path) -> Path | None:
    """Git's own folder for a working tree; in worktrees and submodules `.git` is a file that names it."""
    if os.path.isdir(path):  # noqa: PTH112 - does not raise where nobody may look
        return path
    try:
        said = read_plain(path, _MAX_BYTES)
    except OSError:
        return None
    kind, _, named = os.fsdecode(said).partition(":")
    return path.parent / named.strip() if kind == "gitdir" and "\0" not in named else None
