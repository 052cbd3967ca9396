"""Which branch is checked out, without starting git: two small files tell."""

import os
from pathlib import Path

from omni_lsp.config.plain_file import read_plain

_HEAD_BYTES = 4096


def branch_of(root: Path) -> str:
    """The name of the branch, the commit when there is none, empty outside of a repository of git."""
    for folder in (root, *root.parents):
        git = folder / ".git"
        # Unlike the methods of Path, these do not raise where nobody may look.
        if os.path.isdir(git):  # noqa: PTH112
            return _head(git)
        if os.path.isfile(git):  # noqa: PTH113 - a worktree or a submodule.
            said = _first_line(git).partition("gitdir:")[2].strip()
            return _head((folder / said).resolve()) if said else ""
    return ""


def _head(git: Path) -> str:
    said = _first_line(git / "HEAD")
    return said.removeprefix("ref:").strip().removeprefix("refs/heads/")


def _first_line(file: Path) -> str:
    try:
        return read_plain(file, _HEAD_BYTES).partition(b"\n")[0].decode("utf-8", "replace")
    except OSError:
        return ""
