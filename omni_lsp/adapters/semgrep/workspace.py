"""Private folders for copies of source text, removed with us or by whoever starts next."""

import logging
import os
import shutil
import stat
import tempfile
from pathlib import Path

from omni_lsp.adapters.process import is_alive

log = logging.getLogger(__name__)

_PREFIX = "omni-lsp-engine-"


def private_folder() -> Path:
    """A new folder that only this user can enter (0700), its name carries our process number."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def write_private(path: Path, data: bytes) -> None:
    """A new file that only this user can read (0600). Raises OSError, also when something is there already."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def remove(folder: Path) -> None:
    """Whatever cannot be removed is left to the system's own cleaning."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path | None = None) -> int:
    """Removes the folders of processes that were killed before they could; how many there were."""
    found = [
        path
        for path in Path(parent or tempfile.gettempdir()).glob(f"{_PREFIX}*-*")
        if _is_ours(path) and _is_orphan(path)
    ]
    for path in found:
        remove(path)
    if found:
        log.info("removed %d engine folders of dead processes", len(found))
    return len(found)


def _is_ours(path: Path) -> bool:
    """Whether it is a folder of this user: anybody may put links into a shared temporary folder."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and (not hasattr(os, "getuid") or status.st_uid == os.getuid())


def _is_orphan(path: Path) -> bool:
    number = path.name.removeprefix(_PREFIX).partition("-")[0]
    return number.isdecimal() and not is_alive(int(number))
