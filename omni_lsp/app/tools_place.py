"""Which folder the tools look at, and which paths in it: nothing outside, also not behind links."""

import os
from pathlib import Path

from omni_lsp.model.errors import AgentValidationError

_TRIED = "look at"
_NEVER = frozenset({".git", ".hg", ".svn"})


def project_root(folder: Path) -> Path:
    """The folder without links on the way. Raises AgentValidationError for one that is no project's.

    A client that is started from a menu has the top of the file system, or the home folder, as its current directory.
    """
    root = Path(os.path.realpath(folder))
    if not root.is_dir():
        raise AgentValidationError(_TRIED, root.name or "the root", "there is no such folder")
    if root == Path(root.anchor) or root == Path(os.path.realpath(Path.home())):
        reason = "it is no project but a whole disk or home folder; start the server with --root, or in the project"
        raise AgentValidationError(_TRIED, "the project's folder", reason)
    return root


def inside(root: Path, path: str) -> Path:
    """The absolute path, without links, of something that may not be there. Raises AgentValidationError.

    `path` is below the root, or absolute and inside of it.
    """
    if not path.strip() or any(ord(character) < 32 for character in path):
        raise AgentValidationError(_TRIED, "path", "a path must not be empty or hold control characters")
    try:
        real = Path(os.path.realpath(root / path))
    except (OSError, ValueError) as error:
        raise AgentValidationError(_TRIED, "path", "this is no path") from error
    if not real.is_relative_to(root):
        raise AgentValidationError(_TRIED, "path", "it leads out of the project's folder")
    if _NEVER & set(real.relative_to(root).parts):
        raise AgentValidationError(_TRIED, "path", "the version control's own folder is no part of the project")
    return real


def existing(root: Path, path: str) -> Path:
    """Like `inside`, for a file or folder that must be there. Raises AgentValidationError."""
    found = inside(root, path)
    if not os.path.lexists(found):
        raise AgentValidationError(_TRIED, "path", "there is no such file or folder in the project")
    return found


def name(root: Path, path: Path) -> str:
    """As answers have it, `.` for the folder itself."""
    return path.relative_to(root).as_posix()
