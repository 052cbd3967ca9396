"""The `Manifests` port: reads what says how a folder is built and written again when one of its files changed."""

import asyncio
import configparser
import logging
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from omni_lsp.adapters.manifests.ci_files import github
from omni_lsp.adapters.manifests.joined import Source, joined
from omni_lsp.adapters.manifests.readers import READERS, WORKFLOWS
from omni_lsp.adapters.manifests.saying import Folder, is_file
from omni_lsp.config.plain_file import read_plain
from omni_lsp.model.facts import BuildFacts

log = logging.getLogger(__name__)

_MAX_BYTES = 1_000_000
_MOST_WORKFLOWS = 20


class _Stamp(NamedTuple):
    """Changes when a folder gains, loses or changes a file that is read; paths are below the folder with `/`."""

    names: frozenset[str]
    files: tuple[tuple[str, int, int], ...]


class _Known(NamedTuple):
    stamp: _Stamp
    folder: Folder
    facts: BuildFacts


class BuildFiles:
    """Looks at the folder itself and its CI files, not below it; a file over 1 MB or with mistakes in it is left out."""

    def __init__(self) -> None:
        self._known: dict[Path, _Known] = {}

    async def build(self, root: Path) -> BuildFacts:
        return await asyncio.to_thread(self._read, root)

    def _read(self, root: Path) -> BuildFacts:
        stamp = _stamp(root)
        known = self._known.get(root)
        if known is None or known.stamp != stamp or not _holds(known.folder, root):
            folder = Folder(root, stamp.names)
            known = self._known[root] = _Known(stamp, folder, joined(_sources(root, stamp, folder)))
        return known.facts


def _holds(folder: Folder, root: Path) -> bool:
    """Whether what readers asked of the folder has the same answer still."""
    return all(is_file(root, path) == answer for path, answer in folder.probes.items())


def _stamp(root: Path) -> _Stamp:
    try:
        names = frozenset(path.name for path in root.iterdir())
    except OSError as error:
        log.info("cannot list %s: %s", root, error.strerror)
        return _Stamp(frozenset(), ())
    paths = (*_workflows(root, names), *(path for path in READERS if path.partition("/")[0] in names))
    return _Stamp(names, tuple(_files(root, paths)))


def _workflows(root: Path, names: frozenset[str]) -> list[str]:
    """The first few by name; a project that has more has them for more than building."""
    folder, _, _ = WORKFLOWS.partition("/")
    try:
        found = sorted(path.name for path in (root / WORKFLOWS).iterdir()) if folder in names else []
    except OSError:
        return []
    return [f"{WORKFLOWS}/{name}" for name in found if name.endswith((".yml", ".yaml"))][:_MOST_WORKFLOWS]


def _files(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        try:
            status = (root / path).stat()
        except OSError as error:
            if "/" not in path:
                log.info("cannot read %s: %s", root / path, error.strerror)
            continue
        if stat.S_ISREG(status.st_mode) and status.st_size <= _MAX_BYTES:
            yield path, status.st_mtime_ns, status.st_size


def _sources(root: Path, stamp: _Stamp, folder: Folder) -> Iterator[Source]:
    for path, _, _ in stamp.files:
        kind, reader = ("", github) if path.startswith(WORKFLOWS) else READERS[path]
        try:
            sayings = tuple(reader(_text(root, path), folder))
        except (OSError, ValueError, SyntaxError, RecursionError, configparser.Error) as error:
            log.info("%s is left out: %s", root / path, type(error).__name__)
            continue
        yield Source(path, kind, sayings)


def _text(root: Path, path: str) -> str:
    """Raises OSError, and ValueError for what is no text or has grown too large."""
    data = read_plain(root / path, _MAX_BYTES, root)
    if len(data) > _MAX_BYTES:
        raise ValueError("too large")
    return data.decode("utf-8-sig")
