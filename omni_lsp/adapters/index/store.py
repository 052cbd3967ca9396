"""The index of one folder: rows in the table, what they are in the manifest, what is current in memory.

Rows are written before the manifest says that they are there, and dropped from the manifest before they are deleted:
whoever is killed in between leaves rows that nobody counts on.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from omni_lsp.adapters.index.catalogue import Catalogue
from omni_lsp.adapters.index.faults import faults
from omni_lsp.adapters.index.library import StoreLibrary
from omni_lsp.adapters.index.lock import entered, locked
from omni_lsp.adapters.index.manifest import Look, Manifest, Version
from omni_lsp.adapters.index.place import Place
from omni_lsp.adapters.index.recent import Recent
from omni_lsp.adapters.index.rows import Light, Row, Table
from omni_lsp.model.errors import AgentTransientError
from omni_lsp.model.retrieval import Chunk
from omni_lsp.ports.retrieval import Ranking

# A row in memory costs 10 kB, and a search there a microsecond.
_RECENT_ROWS = 3_000
_LOCK_SECONDS = 30.0
# Words are counted again when there are so many rows more or less.
_RECOUNTED = 0.2
# Entries of the manifest that another value of makes everything in memory worthless.
_BEGINNINGS = ("epoch", "recipe", "embedder")


class ReplacedError(AgentTransientError):
    """Another process has begun the index anew: it is to be opened again."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A look at a file and its rows; `None` claims that the table has them."""

    look: Look
    rows: Sequence[Row] | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What a store is made of; `vectors` as in `Recipe`; without a place it is in memory alone."""

    manifest: Manifest
    table: Table
    catalogue: Catalogue
    vectors: str | None = ""
    place: Place | None = None


class Store:
    """Opened by `opening.opened`. Methods raise what `faults` does, those that write also when the lock is not free."""

    def __init__(self, parts: Parts) -> None:
        self.manifest = parts.manifest
        self.table = parts.table
        self.place = parts.place
        self.vectors = parts.vectors
        self._catalogue = parts.catalogue
        self._recent = Recent()
        self._library = StoreLibrary(parts.table, parts.catalogue, self._recent)
        # Held while what is in memory changes.
        self._changing = asyncio.Lock()
        self._meta: Mapping[str, str] = {}
        self._current: dict[str, str] = {}
        self._has_all_recent = True
        self._counted_rows = 0
        # Off while what is in memory is behind what is on the disk: whoever is stopped then leaves it off.
        self._is_in_step = True

    @property
    def ranking(self) -> Ranking:
        return self._catalogue.ranking

    @property
    def recent_rows(self) -> int:
        """Rows that the index of words does not have, as far as they are in memory."""
        return len(self._recent)

    @property
    def is_covered(self) -> bool:
        """Whether the index of words and what is in memory are all there is."""
        return self._has_all_recent

    async def library(self) -> StoreLibrary:
        """What is current, also by other processes. Raises ReplacedError."""
        if not self._changing.locked():
            async with self._changing:
                await self._sync()
        return self._library

    async def load(self, read: Light) -> None:
        """Takes into memory what the manifest says is current; `read` are all rows."""
        self.manifest.has_changed()
        self._meta = self.manifest.meta()
        self._current = await asyncio.to_thread(self.manifest.current)
        # In a thread, as it takes a while and nobody else is here yet.
        await asyncio.to_thread(self._catalogue.put_light, read.of(self._versions))
        await self._locate(read.places)

    async def holds(self, versions: Collection[Version]) -> dict[Version, int]:
        """Those whose rows need not be made again, and their numbers in the order in which they came."""
        if self.place is None:
            return {version: 0 for version in versions if self._current.get(version.path) == version.hash}
        return await asyncio.to_thread(self.manifest.holds, versions)

    async def commit(
        self, owner: str, branch: str, prepared: Sequence[Prepared], gone: Sequence[Look] = ()
    ) -> list[Version]:
        """Takes in looks at files; those whose claim does not hold are left out and given back.

        `gone` are looks without a hash at places where there is nothing.
        """
        async with self._changing, self.writing():
            await self._sync()
            claimed = {_version(each.look) for each in prepared if each.rows is None and each.look.hash}
            held = await self.holds(claimed)
            looked = [each for each in prepared if _version(each.look) not in claimed or _version(each.look) in held]
            new = {_version(each.look): each.rows for each in looked if each.rows is not None and each.look.hash}
            await self.table.write([row for rows in new.values() for row in rows])
            counts = {version: len(rows) for version, rows in new.items()}
            looks = [each.look for each in looked]
            # A few milliseconds, and not in a thread: that would go on when nobody waits for it any more.
            self._is_in_step = False
            taken = self.manifest.commit(owner, branch, looks, counts, gone)
            await self._change({look.path: look.hash for look in taken}, new)
            self._is_in_step = True
        return sorted(claimed - held.keys())

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Holds the lock on writing, of all processes."""
        if self.place is None:
            yield
            return
        with faults("lock the index"):
            lock = await entered(locked(self.place.write_lock, _LOCK_SECONDS))
        try:
            yield
        finally:
            await lock.aclose()

    @asynccontextmanager
    async def rearranging(self) -> AsyncIterator[None]:
        """Rows may go and move in the block; searches meanwhile look at all of them by their ids."""
        async with self._changing, self.writing():
            await self._sync()
            self._library.is_covered = self._is_in_step = False
            try:
                yield
                self._is_in_step = True
            finally:
                self._settle()

    async def rearranged(self) -> None:
        """Every row is in the index of words, at a place of its own; to be called while rearranging."""
        self._recent.clear()
        self._has_all_recent = True
        self._catalogue.place(await self.table.numbers())
        self._meta = self.manifest.meta()

    async def study(self) -> None:
        """Counts words, where recent rows cannot be judged without: a second for 20,000 rows."""
        if self.place is None or not len(self._recent):
            return
        rows = await self.table.count()
        if abs(rows - self._counted_rows) > _RECOUNTED * rows:
            self._recent.corpus, self._counted_rows = await self.table.corpus(), rows
            if not self._changing.locked():
                self._settle()

    async def set_vectors(self, rows: Sequence[Row]) -> None:
        """Writes the vectors of rows that are there."""
        async with self._changing, self.writing():
            await self._sync()
            # These rows move, and the index of words loses them: it has nothing any more until it is put in order.
            self.manifest.unsettle()
            self._meta = self.manifest.meta()
            self._recent.clear()
            self._has_all_recent = self.place is None
            self._settle()
            await self.table.set_vectors(rows)
            self._catalogue.put_vectors(rows)

    def close(self) -> None:
        self.table.close()
        self.manifest.close()

    def _settle(self) -> None:
        can_judge = self.place is None or self._counted_rows > 0 or not len(self._recent)
        self._library.is_covered = self._has_all_recent and can_judge

    async def _sync(self) -> None:
        """Takes over what other processes have written. Raises ReplacedError."""
        if self.place is None:
            return
        if self.manifest.is_replaced():
            raise ReplacedError("read", "the index", "another process has begun it anew")
        if not self.manifest.has_changed() and self._is_in_step:
            return
        meta = self.manifest.meta()
        if any(meta.get(key) != self._meta.get(key) for key in _BEGINNINGS):
            raise ReplacedError("read", "the index", "another process has begun it anew")
        has_moved, self._meta = meta.get("optimized") != self._meta.get("optimized"), meta
        current = await asyncio.to_thread(self.manifest.current)
        if not self._is_in_step:
            for path in list(self._catalogue.files):
                self._catalogue.drop(path)
            self._current.clear()
        changes = {path: "" for path in self._current if path not in current}
        changes |= {path: hash_ for path, hash_ in current.items() if self._current.get(path) != hash_}
        self._is_in_step = False
        await self._change(changes, {})
        if has_moved:
            await self._locate(await self.table.numbers())
        self._is_in_step = True

    async def _change(self, changes: Mapping[str, str], new: Mapping[Version, Sequence[Row]]) -> None:
        """Has these files at these hashes from now on, gone without one; `new` are rows that were just written."""
        differing = {path: hash_ for path, hash_ in changes.items() if self._current.get(path, "") != hash_}
        for path, hash_ in differing.items():
            for chunk in self._catalogue.drop(path):
                self._recent.drop(chunk.id)
            self._current.pop(path, None)
            if hash_:
                self._current[path] = hash_
        versions = {Version(path, hash_) for path, hash_ in differing.items() if hash_}
        written = [row for version in sorted(versions & new.keys()) for row in new[version]]
        self._catalogue.put_rows(written)
        self._put_recent([row.chunk for row in written])
        await self._read_back(versions - new.keys())
        self._settle()

    async def _read_back(self, versions: Collection[Version]) -> None:
        """Versions whose rows are in the table, into memory."""
        if not versions:
            return
        self._catalogue.put_light(await self.table.light(versions))
        held = await self.holds(versions)
        await self._load_recent([version for version, seq in held.items() if seq > self._indexed])

    async def _locate(self, places: Mapping[str, int]) -> None:
        """Takes in where each row is, and anew which of them the index of words does not have."""
        self._catalogue.place(places)
        self._recent.clear()
        self._has_all_recent = True
        held = await asyncio.to_thread(self.manifest.versions)
        await self._load_recent([version for version in self._versions if held.get(version, (0, 0))[1] > self._indexed])
        self._settle()

    @property
    def _versions(self) -> set[Version]:
        """Those of current files."""
        return {Version(*each) for each in self._current.items()}

    async def _load_recent(self, versions: Sequence[Version]) -> None:
        if self._has_all_recent and versions:
            self._put_recent(await self.table.full(versions))

    def _put_recent(self, chunks: Sequence[Chunk]) -> None:
        if self._has_all_recent and self.place is not None and len(self._recent) + len(chunks) > _RECENT_ROWS:
            self._recent.clear()
            self._has_all_recent = False
        if self._has_all_recent:
            for chunk in chunks:
                self._recent.put(chunk)

    @property
    def _indexed(self) -> int:
        """The number of the last version that the index of words has."""
        return int(self._meta.get("indexed", "0"))


def _version(look: Look) -> Version:
    return Version(look.path, look.hash)
