"""Where pack files are, and whether they may be read and written there."""

import os
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.config.plain_file import NotPlainError, read_plain
from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import PackFile, PackProblem

LINK = "pack.link"
UNREADABLE = "pack.unreadable"
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is neither read nor written."""

    code: str
    message: str
    severity: Severity = Severity.WARNING

    def at(self, path: str) -> PackProblem:
        return PackProblem(path, 0, self.code, self.message, self.severity)


def read(root: Path, name: str) -> str | Refusal | None:
    """The text of a file below a folder with its line ends and mark, `None` where there is no file."""
    refusal = refused(root, name)
    if refusal is not None:
        return refusal
    try:
        data = read_plain(root / name, _MAX_BYTES, root)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        is_plain = not isinstance(error, NotPlainError)
        said = f"the file cannot be read: {error.strerror}" if is_plain else "this is no regular file"
        return Refusal(UNREADABLE, said)
    if len(data) > _MAX_BYTES:
        return Refusal(UNREADABLE, "the file is larger than 1 MB")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return Refusal(UNREADABLE, "the file is not UTF-8")


def refused(root: Path, name: str) -> Refusal | None:
    """Why nothing may be written to a path below a folder, because of the links on the way.

    A file that is a link shares its text with another one, and replacing it would part the two. A folder may be a link
    to another folder of the workspace.
    """
    path = root / name
    if os.path.islink(path):  # noqa: PTH114 - unlike the method of Path it does not raise where nobody may look
        target = os.path.realpath(path)
        if not _is_below(target, root):
            return Refusal(LINK, "this is a link that leaves the workspace folder; it is left alone")
        shared = Path(target).relative_to(os.path.realpath(root)).as_posix()
        return Refusal(LINK, f"this is a link to {shared}; it is left alone", Severity.INFO)
    if not _is_below(os.path.realpath(path.parent), root):
        return Refusal(
            LINK, "a folder above this file is a link that leaves the workspace folder; nothing is written there"
        )
    return None


def folders(root: Path) -> tuple[Path, ...]:
    """The folders that pack files are in, be they there or not, each once."""
    return tuple(dict.fromkeys((root / file).parent for file in PackFile))


def _is_below(path: str, root: Path) -> bool:
    return Path(path).is_relative_to(os.path.realpath(root))
