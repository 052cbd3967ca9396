"""Private folders for copies of source text, removed with us or, after a kill, by whoever starts next.

A folder belongs to the process that holds the lock on it.
The kernel frees the lock however that process ends, also by SIGKILL, and no other process can take its place by chance,
as one can with a process number.
"""

import errno
import logging
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

try:
    import fcntl
except ImportError:  # Not POSIX.
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

_PREFIX = "omni-lsp-engine-"
# Without locks: no engine rests as long as that, and one whose folder is gone is replaced.
_OLD_SECONDS = 2 * 24 * 3600.0
_NO_ROOM = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS") if hasattr(errno, name))
_FOLDER_ONLY = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class PrivateFolder:
    """A folder that only this user can enter (0700); as a context it is gone at the end."""

    def __init__(self, path: Path, lock: int | None) -> None:
        self.path = path
        self._lock = lock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    def remove(self) -> None:
        """Twice is harmless; whatever cannot be removed now goes with the next `sweep`."""
        shutil.rmtree(self.path, ignore_errors=True)
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)


def private_folder(parent: Path | None = None, *, is_locked: bool = fcntl is not None) -> PrivateFolder:
    """A new one, in the system's folder for temporary files unless told otherwise. Raises OSError."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent))
        if not is_locked:
            return PrivateFolder(path, None)
        try:
            lock = _locked(path)
        except (BlockingIOError, FileNotFoundError):
            continue  # Somebody took it for an orphan, in the moment when it was nobody's.
        if lock is None or _is_at(path, lock):
            return PrivateFolder(path, lock)
        os.close(lock)


def write_private(path: Path, data: bytes) -> None:
    """A new file that only this user can read (0600). Raises OSError, also when something is there already."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def is_no_room(error: OSError) -> bool:
    """Whether a disk that is full or takes nothing is to blame, and no program: trying again at once is of no use."""
    return error.errno in _NO_ROOM


def sweep(parent: Path | None = None, *, is_locked: bool = fcntl is not None) -> int:
    """Removes the folders of processes that were killed before they could; how many there were."""
    found = Path(parent or tempfile.gettempdir()).glob(f"{_PREFIX}*")
    removed = sum(_removed(path) if is_locked else _removed_if_old(path) for path in found if _is_ours(path))
    if removed:
        log.info("removed %d engine folders of dead processes", removed)
    return removed


def _locked(path: Path) -> int | None:
    """A descriptor that holds the lock, `None` where there is no such thing.

    Raises BlockingIOError when another one holds it, OSError when it cannot be opened.
    """
    descriptor = os.open(path, os.O_RDONLY | _FOLDER_ONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:  # Some network file systems have no locks; what is there is then left alone.
        os.close(descriptor)
        return None
    return descriptor


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the folder that was locked is still there, and not another one of its name."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except OSError:
        return False


def _removed(path: Path) -> bool:
    try:
        lock = _locked(path)
    except OSError:
        return False
    if lock is None:
        return False
    PrivateFolder(path, lock).remove()
    return True


def _removed_if_old(path: Path) -> bool:
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return False
    if age < _OLD_SECONDS:
        return False
    PrivateFolder(path, None).remove()
    return True


def _is_ours(path: Path) -> bool:
    """Whether it is a folder of this user: anybody may put links into a shared temporary folder."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and (not hasattr(os, "getuid") or status.st_uid == os.getuid())
