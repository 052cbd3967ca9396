"""Files that somebody else may have put there: only plain ones are opened, and only where they seem to be."""

import errno
import os
import stat
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

NOT_REGULAR = "not a regular file"
OUTSIDE = "outside of the folder, behind a symbolic link"

# A pipe that took the place of a file is not waited for, and a terminal does not become ours.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class NotPlainError(OSError):
    """What is at a path is no file to be read; `reason` is one of the two above."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(errno.EINVAL, reason, str(path))
        self.reason = reason


def open_plain(path: Path, inside: Path | None = None) -> BinaryIO:
    """A regular file, opened for reading.

    With `inside` it must lie in this folder when all links are followed, on the way to the folder as well: what counts
    is what was opened, whatever is moved meanwhile. Raises OSError, NotPlainError for what is refused.
    """
    # Asked first: some devices do something when they are merely opened, and others never end.
    if not stat.S_ISREG(_mode(path)):
        raise NotPlainError(path, NOT_REGULAR)
    descriptor = os.open(path, _FLAGS)
    with ExitStack() as undo:
        undo.callback(os.close, descriptor)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotPlainError(path, NOT_REGULAR)
        if inside is not None and not _is_within(_real_place(descriptor, path), inside):
            raise NotPlainError(path, OUTSIDE)
        undo.pop_all()
    return os.fdopen(descriptor, "rb")


def read_plain(path: Path, limit_bytes: int, inside: Path | None = None) -> bytes:
    """What is in a file, at most a byte more than the limit, so that one can tell. Raises as `open_plain`."""
    with open_plain(path, inside) as file:
        return file.read(limit_bytes + 1)


def _mode(path: Path) -> int:
    try:
        return os.stat(path).st_mode  # noqa: PTH116 - one file of thousands
    except ValueError as error:  # A name that no file can have.
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from error


def _real_place(descriptor: int, path: Path) -> str:
    """Where the open file is, without links on the way; nowhere when that cannot be told for certain."""
    if sys.platform == "linux":
        try:
            return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 - as above
        except OSError:
            pass  # Without /proc it is done as on other systems.
    real = os.path.realpath(path)
    is_same = os.path.samestat(os.fstat(descriptor), os.lstat(real))
    return real if is_same else ""


def _is_within(place: str, folder: Path) -> bool:
    # Links need to be followed only where the folder is written with some, which takes longer than all the rest.
    return _is_below(place, str(folder)) or _is_below(place, os.path.realpath(folder))


def _is_below(place: str, folder: str) -> bool:
    return place.startswith(folder if folder.endswith(os.sep) else folder + os.sep)
