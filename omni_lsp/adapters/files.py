"""The `Files` port on the local disk: which files there are, their text, and another text in their place."""

import asyncio
import logging
import os
import stat
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path

from omni_lsp.adapters.decoding import decode, encode
from omni_lsp.adapters.ignoring import Ignores, ignores_above
from omni_lsp.adapters.replacing import replace
from omni_lsp.config.plain_file import NotPlainError, read_plain
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentValidationError
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.folder import Stamp

log = logging.getLogger(__name__)

MEGABYTE = 1_000_000
_NEVER = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__"})
_VERSION_CONTROL = frozenset({".git"})

Scan = Callable[[Path], AbstractContextManager[Iterable[os.DirEntry[str]]]]


def warn(path: Path, reason: str) -> None:
    log.warning("%s was not read: %s", path, reason)


class LocalFiles:
    """`max_bytes` is the size up to which a file is read; `on_unreadable` hears of folders that could not be listed."""

    def __init__(
        self,
        max_bytes: int = MEGABYTE,
        *,
        on_unreadable: Callable[[Path, str], None] = warn,
        scan: Scan = os.scandir,
    ) -> None:
        self._max_bytes = max_bytes
        self._on_unreadable = on_unreadable
        self._scan = scan

    def walk(self, paths: Iterable[Path], *, ignore: bool = True, leave: Container[Path] = ()) -> Iterator[Path]:
        """Regular files below the paths, each once, in the order of their names.

        Left out are what ignore files exclude, folders of tools such as `node_modules`, and links, since what they
        point at inside the tree is found under its own name. Without `ignore` only links and `.git` are left out.
        Folders in `leave` that come up on the way are not entered.
        A path that is no folder is passed on as it is: reading it tells whether it is a file.
        """
        seen: set[Path] = set()
        for path in sorted(set(paths)):
            # Unlike Path.is_dir, this does not raise where nobody may look.
            is_folder = os.path.isdir(path)  # noqa: PTH112
            found = self._below(path, ignores_above(path) if ignore else None, leave) if is_folder else [path]
            for file in found:
                if file not in seen:
                    seen.add(file)
                    yield file

    def _below(self, folder: Path, above: Ignores | None, leave: Container[Path]) -> Iterator[Path]:
        pending = [(folder, above, True)]
        while pending:
            path, ignores, is_folder = pending.pop()
            if not is_folder:
                yield path
                continue
            inside = ignores.entering(path) if ignores is not None else None
            wanted = [entry for entry in self._entries(path) if _is_wanted(entry, path, inside)]
            below = ((path / entry.name, inside, entry.is_dir()) for entry in reversed(wanted))
            pending += (found for found in below if not (found[2] and found[0] in leave))

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with self._scan(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._on_unreadable(folder, error.strerror or type(error).__name__)
            return []

    def wanted(self, paths: Iterable[Path], root: Path) -> list[Path]:
        """Those of the paths below a folder that a walk of it comes to, as far as links and ignore files tell."""
        entered: dict[Path, Ignores | None] = {root: ignores_above(root).entering(root)}
        return [path for path in paths if path == root or _is_reached(path, entered)]

    async def stamps(self, paths: Iterable[Path]) -> dict[Path, Stamp | None]:
        """The stamp of each path, or of what a link there leads to; many at once, as a thread for each takes longer."""
        return await asyncio.to_thread(lambda: {path: _stamp(path) for path in paths})

    async def snapshot(self, path: Path, root: Path | None) -> Snapshot:
        """Text of a file, whose path is absolute; see `decode` for encodings."""
        return await asyncio.to_thread(self._snapshot, path, root)

    async def snapshots(self, paths: Iterable[Path], root: Path | None) -> list[Snapshot | AgentError]:
        """Each path's file or what is wrong with it, in their order: in one go, as a thread for each takes longer."""
        return await asyncio.to_thread(lambda: [self.snapshot_or_error(path, root) for path in paths])

    def snapshot_or_error(self, path: Path, root: Path | None) -> Snapshot | AgentError:
        """A file or what is wrong with it, where threads are no matter."""
        try:
            return self._snapshot(path, root)
        except AgentError as error:
            return error

    async def rewrite(self, snapshot: Snapshot, text: str) -> None:
        """Replace the text of a file that was read from the disk; its encoding and its mode stay.

        Raises AgentValidationError where it is not what it was, or cannot be encoded, AgentFatalError where it cannot be
        written; nothing has changed then.
        """
        await asyncio.to_thread(self._rewrite, snapshot, text)

    def _rewrite(self, snapshot: Snapshot, text: str) -> None:
        if snapshot.path is None:
            raise AgentValidationError("write", snapshot.name, "it is no file")
        # A link stays one, and what it leads to is replaced.
        path, is_python = Path(os.path.realpath(snapshot.path)), snapshot.language == "python"
        try:
            data = read_plain(path, self._max_bytes, _within(snapshot.path, snapshot.root))
            if decode(data, path.name, is_python=is_python) != snapshot.text:
                raise AgentValidationError("write", snapshot.name, "it was changed meanwhile")
            replace(path, encode(text, data, snapshot.name, is_python=is_python))
        except OSError as error:
            raise AgentFatalError("write", snapshot.name, error.strerror or type(error).__name__) from error

    def _snapshot(self, path: Path, root: Path | None) -> Snapshot:
        language = language_of(path)
        return Snapshot(path.as_uri(), None, language, self._text(path, language, _within(path, root)), path, root)

    def _text(self, path: Path, language: str, inside: Path | None) -> str:
        try:
            data = read_plain(path, self._max_bytes, inside)
        except NotPlainError as error:
            raise AgentValidationError("read", path.name, error.reason) from error
        except OSError as error:
            raise AgentFatalError("read", path.name, error.strerror or type(error).__name__) from error
        if len(data) > self._max_bytes:
            raise AgentValidationError("read", path.name, f"larger than {self._max_bytes / MEGABYTE:g} MB")
        return decode(data, path.name, is_python=language == "python")


def _within(path: Path, root: Path | None) -> Path | None:
    """The folder that a file must not leave by links; what lies elsewhere was named by somebody."""
    return root if root is not None and path.is_relative_to(root) else None


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except (OSError, ValueError):  # The latter for names that no file can have.
        return None
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino, stat.S_ISDIR(status.st_mode))


def _is_reached(path: Path, entered: dict[Path, Ignores | None]) -> bool:
    ignores = _inside(path.parent, entered)
    # Unlike the methods of Path, these do not raise where nobody may look.
    return ignores is not None and _is_admitted(path, ignores, is_folder=os.path.isdir(path))  # noqa: PTH112


def _inside(folder: Path, entered: dict[Path, Ignores | None]) -> Ignores | None:
    """What is in force in a folder, `None` where a walk does not come; `entered` holds what is known of others."""
    way = [folder]
    while way[-1] not in entered:
        if way[-1].parent == way[-1]:
            return None  # Not below the folder that was asked about.
        way.append(way[-1].parent)
    for above, below in pairwise(reversed(way)):
        ignores = entered[above]
        is_in = ignores is not None and _is_admitted(below, ignores, is_folder=True)
        entered[below] = ignores.entering(below) if ignores is not None and is_in else None
    return entered[folder]


def _is_admitted(path: Path, ignores: Ignores, *, is_folder: bool) -> bool:
    if os.path.islink(path) or (is_folder and path.name in _NEVER):  # noqa: PTH114 - like isdir
        return False
    return not ignores.excludes(path.as_posix(), is_folder=is_folder)


def _is_wanted(entry: os.DirEntry[str], folder: Path, ignores: Ignores | None) -> bool:
    is_folder = entry.is_dir(follow_symlinks=False)
    if not is_folder and not entry.is_file(follow_symlinks=False):
        return False
    if is_folder and (entry.name in (_NEVER if ignores is not None else _VERSION_CONTROL) or _is_junction(entry)):
        return False
    return ignores is None or not ignores.excludes((folder / entry.name).as_posix(), is_folder=is_folder)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Windows has folders that are links in disguise; Python can tell since 3.12."""
    return bool(getattr(entry, "is_junction", bool)())
