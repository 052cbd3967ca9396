"""What a folder brings that can change what runs, pinned by content: no link is followed, and nothing large is read."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from omni_lsp.model.packs import PackFile
from omni_lsp.model.trust import STEERING_FOLDER, Pins

MAX_FILES = 500
MAX_BYTES = 2_000_000
"""Of all files together; pipelines, policies and rules of a project have a hundredth of it."""
_MAX_DEPTH = 20
_WRITTEN_BY_US = PackFile.REPO_MAP.rpartition("/")[0]
_CHUNK = 64 * 1024
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class _UnpinnableError(Exception):
    """Says in words why nobody can tell what a folder brings."""


def pinned(root: Path, named: Iterable[Path] = ()) -> Pins:
    """`.omni/` without what we write there ourselves, and what the user's settings name inside of the folder.

    A link, a device, more files or bytes than anybody writes: what it brings could change unseen, which is `trouble`.
    """
    scopes = (STEERING_FOLDER, *dict.fromkeys(_below(root, named)))
    files: dict[str, str] = {}
    left = MAX_BYTES
    try:
        for scope in scopes:
            for name in _names(root, scope, 0):
                if len(files) == MAX_FILES:
                    raise _UnpinnableError(f"there are more than {MAX_FILES} files that change what runs")
                files[name], size = _hash(root / name, name, left)
                left -= size
    except _UnpinnableError as error:
        return Pins(MappingProxyType(files), scopes, str(error))
    return Pins(MappingProxyType(files), scopes)


def is_text(name: str) -> bool:
    """Whether a name can be written down, which names of any bytes cannot."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _below(root: Path, named: Iterable[Path]) -> Iterator[str]:
    """The named paths inside of the folder, however one comes to it; without those in `.omni/`, which counts anyway."""
    real = Path(os.path.realpath(root))
    for path in named:
        for base, inner in ((root, Path(os.path.normpath(path))), (real, Path(os.path.realpath(path)))):
            if inner.is_relative_to(base):
                name = inner.relative_to(base).as_posix()
                if name != STEERING_FOLDER and not name.startswith(f"{STEERING_FOLDER}/"):
                    yield name
                break


def _names(root: Path, name: str, depth: int) -> Iterator[str]:
    """The files at a path or below it, in sorted order."""
    if name == _WRITTEN_BY_US:
        return
    mode = _mode(root / name)
    if mode is None:
        return
    if stat.S_ISREG(mode):
        yield name
    elif stat.S_ISDIR(mode):
        if depth > _MAX_DEPTH:
            raise _UnpinnableError(f"{name} lies too deep")
        for entry in _entries(root / name, name):
            yield from _names(root, f"{name}/{entry}" if name != "." else entry, depth + 1)
    else:
        kind = "a symbolic link" if stat.S_ISLNK(mode) else "no plain file"
        raise _UnpinnableError(f"{name} is {kind}, so what it stands for could change unseen")


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (OSError, ValueError):
        return None


def _entries(folder: Path, name: str) -> list[str]:
    found: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not is_text(entry.name):
                    raise _UnpinnableError(f"a file in {name} has a name that is no text")
                found.append(entry.name)
                if len(found) > MAX_FILES:
                    raise _UnpinnableError(f"{name} has more than {MAX_FILES} files")
    except OSError as error:
        raise _UnpinnableError(f"{name} cannot be listed: {error.strerror or error}") from error
    return sorted(found)


def _hash(path: Path, name: str, left: int) -> tuple[str, int]:
    """Content hash and size of a plain file of at most so many bytes."""
    mark, size = hashlib.sha256(), 0
    try:
        descriptor = os.open(path, _READ)
        with os.fdopen(descriptor, "rb") as file:
            # It may be another one than was listed.
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _UnpinnableError(f"{name} is no plain file")
            while part := file.read(_CHUNK):
                size += len(part)
                if size > left:
                    raise _UnpinnableError(f"the files that change what runs have more than {MAX_BYTES:,} bytes")
                mark.update(part)
    except OSError as error:
        raise _UnpinnableError(f"{name} cannot be read: {error.strerror or error}") from error
    return mark.hexdigest(), size
