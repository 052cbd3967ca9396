"""What is known about the source files of the folders, kept as the disk has it."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import NamedTuple

from omni_lsp.app.inforce import InForce
from omni_lsp.lsp.core import Outbox
from omni_lsp.model.errors import AgentError
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.worker import Worker
from omni_lsp.ports.folder import Files, Stamp
from omni_lsp.state.disk import SeenFolder
from omni_lsp.state.documents import Documents
from omni_lsp.state.workspace import WorkspaceState, above

log = logging.getLogger(__name__)

_SLICE = 100
"""Paths that are looked at together; whatever the editor asked meanwhile goes first."""
_BATCH = 50
"""Files whose facts are put down together: often enough for hovers, seldom enough for the copies of the table."""
LOOK_SECONDS = 10.0
LOOK_MOST = 2_000
"""A save has this many files and folders of its workspace folder compared with the disk, at most every so often."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What belongs to the session: `now` is what is in force, `clock` counts seconds and never goes back."""

    now: Callable[[], InForce]
    workspace: WorkspaceState
    documents: Documents
    outbox: Outbox
    clock: Callable[[], float] = time.monotonic


class Sources:
    """Reads what it is told of, and compares what it knows with the disk; one thing after the other, in the background.

    What a client says became of a file is a hint: only the disk is believed. Open documents are the editor's.
    """

    def __init__(self, shared: Shared, background: Background) -> None:
        self._shared = shared
        self._worker = Worker(background, self._work)
        self._seen: dict[Path, SeenFolder] = {}
        self._told: dict[Path, None] = {}
        self._found: dict[Path, None] = {}
        self._stale: dict[Path, None] = {}
        self._next_look: dict[Path, float] = {}
        self._indexed: dict[Path, asyncio.Event] = {}
        self._needed: set[Path] = set()

    def look(self, paths: Iterable[Path]) -> None:
        """Files and folders that may not be what they were; they go before all others. Returns at once."""
        self._told |= dict.fromkeys(paths)
        self._worker.wake()

    def index(self, root: Path) -> None:
        """Outline every source file of a workspace folder, once. Returns at once."""
        if root not in self._indexed:
            self._indexed[root] = asyncio.Event()
            self._found[root] = None
            self._worker.wake()

    async def indexed(self, root: Path) -> bool:
        """Whether every source file of a folder is known, waiting for it if need be; not where nobody asked for it."""
        asked = self._indexed.get(root)
        if asked is None:
            return False
        await asked.wait()
        return root in self._indexed

    async def outline(self, root: Path) -> bool:
        """Have every source file known from now on, whatever the settings say; not of a folder that is left meanwhile."""
        self._needed.add(root)
        self.index(root)
        return await self.indexed(root)

    def saved(self, root: Path | None) -> None:
        """Compare what is known of a workspace folder with the disk, if that was not done of late. Returns at once.

        Few editors tell of files that others write: some watch none, some only those they save themselves.
        """
        now = self._shared.clock()
        if root in self._shared.now().trusted and now >= self._next_look.get(root, now):
            self._next_look[root] = now + LOOK_SECONDS
            self._stale[root] = None
            self._worker.wake()

    def forget(self, root: Path) -> None:
        self._seen.pop(root, None)
        self._next_look.pop(root, None)
        self._needed.discard(root)
        if (asked := self._indexed.pop(root, None)) is not None:
            asked.set()

    async def _work(self) -> None:
        while self._told or self._found or self._stale:
            if self._told:
                await self._look(_taken(self._told), is_told=True)
            elif self._found:
                await self._look(_taken(self._found), is_told=False)
            else:
                await self._compare(self._stale.popitem()[0])
            await asyncio.sleep(0)
        for asked in self._indexed.values():
            asked.set()

    async def _compare(self, root: Path) -> None:
        """Have those looked at, of a turn of what is known of a folder, that are not what they were."""
        seen, files = self._seen.setdefault(root, SeenFolder()), self._shared.workspace.project(root).files
        turn = seen.turn(files, LOOK_MOST)
        stamps = await self._files.stamps(root / name for name in turn)
        now = dict(zip(turn, stamps.values(), strict=True))
        outdated = (root / name for name in await asyncio.to_thread(seen.outdated, now, files))
        self._found |= {path: None for path in outdated if not self._is_open(path)}

    async def _look(self, paths: Sequence[Path], *, is_told: bool) -> None:
        by_root: dict[Path, list[Path]] = {}
        for path in paths:
            root = _root_of(path, self._shared.now().setup.folders)
            if root is not None and root in self._folders:
                by_root.setdefault(root, []).append(path)
        for root, here in by_root.items():
            seen = self._seen.setdefault(root, SeenFolder())
            stamps = await self._files.stamps(here)
            self._drop(root, seen, [path for path, stamp in stamps.items() if stamp is None])
            there = {path: stamp for path, stamp in stamps.items() if stamp is not None}
            if is_told:
                there = await self._admitted(root, seen, there)
            await self._list(root, seen, {path: stamp for path, stamp in there.items() if stamp.is_folder})
            await self._read(root, seen, {path: stamp for path, stamp in there.items() if not stamp.is_folder})

    def _drop(self, root: Path, seen: SeenFolder, paths: Iterable[Path]) -> None:
        """Forget what is known about files and folders that are no more."""
        files = self._shared.workspace.project(root).files
        gone = {
            name: path
            for path in paths
            if (name := _name(path, root)) in files or name in seen.folders or _is_source(path)
        }
        if not gone:
            return
        if root in gone.values():
            self._shared.workspace.drop(root)
            self._seen[root] = SeenFolder(folders={_name(root, root): None})  # It may come back.
        else:
            self._shared.workspace.remove_files(root, gone)
            seen.drop(gone)
        self._shared.outbox.gone(frozenset(gone.values()))

    async def _admitted(self, root: Path, seen: SeenFolder, there: Mapping[Path, Stamp]) -> dict[Path, Stamp]:
        """Without what is no source file or left out by ignore files; new ones only where folders are indexed."""
        files = self._shared.workspace.project(root).files
        names = {path: _name(path, root) for path in there}
        admitted = {path for path, name in names.items() if name in files or name in seen.folders}
        new = [path for path, stamp in there.items() if path not in admitted and (stamp.is_folder or _is_source(path))]
        if new and self._is_outlined(root):
            admitted.update(await asyncio.to_thread(self._files.wanted, new, root))
        elif new:
            self._shared.outbox.gone(frozenset(new))
        if others := {path for path, stamp in there.items() if not stamp.is_folder and not _is_source(path)}:
            self._shared.outbox.gone(frozenset(others))  # What was found in them may not be there any more.
        return {path: stamp for path, stamp in there.items() if path in admitted}

    async def _list(self, root: Path, seen: SeenFolder, folders: Mapping[Path, Stamp]) -> None:
        """Find what is new in folders, and in new folders below them."""
        if not folders or not self._is_outlined(root):
            return
        below = await asyncio.to_thread(_listed, self._files, root, tuple(folders), tuple(seen.folders))
        seen.folders |= dict.fromkeys(below.folders - seen.folders.keys())
        seen.folders |= {_name(path, root): stamp for path, stamp in folders.items()}
        files = self._shared.workspace.project(root).files
        self._found |= {path: None for path, name in below.sources.items() if name not in files}

    async def _read(self, root: Path, seen: SeenFolder, there: Mapping[Path, Stamp]) -> None:
        left = iter([path for path in there if not self._is_open(path)])
        while batch := list(islice(left, _BATCH)):
            await self._read_batch(root, seen, {path: there[path] for path in batch})

    async def _read_batch(self, root: Path, seen: SeenFolder, there: Mapping[Path, Stamp]) -> None:
        files, fresh, lost, changed = self._shared.workspace.project(root).files, [], [], []
        for path, snapshot in zip(there, await self._files.snapshots(there, root), strict=True):
            if isinstance(snapshot, AgentError):
                log.info("left out: %s", snapshot)
                lost.append(path)
                continue
            seen.files[snapshot.name] = (there[path], snapshot.digest)
            known = files.get(snapshot.name)
            if known is None or known.digest != snapshot.digest:
                fresh.append(await self._shared.now().team.context.file_facts(snapshot))
                changed += [path] if known is not None else []
            await asyncio.sleep(0)
        self._drop(root, seen, lost)
        if root in self._folders:
            # Some may have been opened meanwhile.
            still = [file for file in fresh if not self._is_open(root / file.path)]
            self._shared.workspace.put_files(root, still)
        if changed:
            self._shared.outbox.gone(frozenset(changed))

    @property
    def _files(self) -> Files:
        return self._shared.now().team.files

    @property
    def _folders(self) -> Sequence[Path]:
        """Those whose files may be read."""
        return self._shared.now().trusted

    def _is_outlined(self, root: Path) -> bool:
        return root in self._needed or self._shared.now().config.outlines_folders

    def _is_open(self, path: Path) -> bool:
        return self._shared.documents.at(path) is not None


def _taken(waiting: dict[Path, None]) -> list[Path]:
    taken = list(islice(waiting, _SLICE))
    for path in taken:
        del waiting[path]
    return taken


class _Listing(NamedTuple):
    sources: dict[Path, str]
    folders: set[str]


def _listed(files: Files, root: Path, folders: Sequence[Path], leave: Sequence[str]) -> _Listing:
    """Source files, and folders with any files, in the folders and below them."""
    listing = _Listing({}, set())
    for path in files.walk(files.wanted(folders, root), leave={root / name for name in leave}):
        name = _name(path, root)
        listing.folders.update(takewhile(lambda folder: folder not in listing.folders, above(name)))
        if _is_source(path):
            listing.sources[path] = name
    return listing


def _root_of(path: Path, folders: Sequence[Path]) -> Path | None:
    """The innermost workspace folder that holds the path."""
    holding = [root for root in folders if path.is_relative_to(root)]
    return max(holding, key=lambda root: len(root.parts), default=None)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _is_source(path: Path) -> bool:
    return language_of(path) in LANGUAGES
