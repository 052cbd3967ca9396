"""Folders on disks that are full, small or take nothing."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

Disk = Callable[[str, str], AbstractContextManager[None]]
_ATTEMPTS = 50


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody writes into the folder, not even the one whose word modes are not for. Raises OSError where that cannot be."""
    if os.geteuid() != 0:
        mode = folder.stat().st_mode
        folder.chmod(0o500)
        try:
            yield
        finally:
            folder.chmod(mode)
        return
    _bind_read_only(folder)
    try:
        yield
    finally:
        _run("umount", "-l", str(folder))


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of its own for a new folder. Raises OSError where none may be mounted."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield
    finally:
        _run("umount", "-l", str(folder))


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """The disk of a folder has no room."""
    state, ballast = os.statvfs(folder), folder / "ballast"
    try:
        with suppress(OSError):
            ballast.write_bytes(bytes(state.f_bavail * state.f_frsize + state.f_frsize))
        yield
    finally:
        ballast.unlink(missing_ok=True)


def _bind_read_only(folder: Path) -> None:
    """Tried again where somebody happened to write: what is open for that by another way does not matter."""
    for attempt in range(_ATTEMPTS):
        _run("mount", "--bind", str(folder), str(folder))
        try:
            _run("mount", "-o", "remount,bind,ro", str(folder))
        except OSError:
            _run("umount", "-l", str(folder))
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.strip() or f"{command[0]} exited {done.returncode}")


def _may_be_read_only() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            with read_only(Path(folder)):
                return True
        except OSError:
            return False


MAY_BE_READ_ONLY = _may_be_read_only()
"""False for the one whose word modes are not for, where it may mount nothing: in some containers."""
