"""Small files that a workspace brings, read without trust: no links, no devices, nothing large."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from omni_lsp.config.plain_file import read_plain

MAX_BYTES = 5_000_000


class Seen(NamedTuple):
    """What a file looked like from outside; another one means that it may say another thing."""

    modified_ns: int
    size: int


def seen(path: Path) -> Seen | None:
    """`None` where there is no plain file, or nothing that may be seen."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return Seen(status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def text_of(path: Path, limit_bytes: int = MAX_BYTES) -> str | None:
    """The text of a plain file in UTF-8, `None` where there is none, it is larger, or cannot be read."""
    known = seen(path)
    if known is None or known.size > limit_bytes:
        return None
    try:
        data = read_plain(path, limit_bytes, path.parent)
        return data.decode("utf-8-sig") if len(data) <= limit_bytes else None
    except (OSError, UnicodeDecodeError):
        return None


def names_in(folder: Path, most: int = 5000) -> tuple[str, ...] | None:
    """Names in a folder, sorted, at most so many; `None` where there is no folder that may be listed."""
    if folder.is_symlink():
        return None
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted(entry.name for entry, _ in zip(entries, range(most), strict=False)))
    except OSError:
        return None
