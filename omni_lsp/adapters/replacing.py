"""A file is replaced whole or not at all: a temporary file beside it, flushed to the disk, then renamed over it."""

import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_SUFFIX = ".omni-tmp"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def replace(path: Path, data: bytes, mode: int | None = None) -> None:
    """Puts the bytes at a path; without a `mode` that of a file which is there is kept. Raises OSError, and then nothing
    changed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}{_SUFFIX}")
    descriptor = os.open(temporary, _NEW, 0o666 if mode is None else mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if mode is None:
                _keep_mode(path, temporary)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        # Renamed, it is not there any more.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _flush(path.parent)


def remove(path: Path) -> None:
    """Raises OSError."""
    path.unlink(missing_ok=True)
    _flush(path.parent)


def tidy(folders: Iterable[Path]) -> None:
    """Removes what killed writers left; nobody else may be writing."""
    for folder in folders:
        with suppress(OSError):
            for entry in os.scandir(folder):
                if entry.name.startswith(".") and entry.name.endswith(_SUFFIX) and entry.is_file(follow_symlinks=False):
                    with suppress(OSError):
                        Path(entry.path).unlink()


def _keep_mode(path: Path, temporary: Path) -> None:
    try:
        mode = stat.S_IMODE(path.lstat().st_mode)
    except FileNotFoundError:
        return
    temporary.chmod(mode)


def _flush(folder: Path) -> None:
    """Makes the new name last through a power cut, where the platform can."""
    if os.name != "posix":
        return
    # Some file systems cannot; the file is whole all the same.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
