"""Takes files into an index: only what changed is read, only texts that are new at their place are chunked."""

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Container, Iterable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.index.branch import branch_of
from omni_lsp.adapters.index.faults import faults
from omni_lsp.adapters.index.lock import entered, locked
from omni_lsp.adapters.index.manifest import Look, Version
from omni_lsp.adapters.index.opening import dimensions_of
from omni_lsp.adapters.index.options import Limits
from omni_lsp.adapters.index.place import Place
from omni_lsp.adapters.index.rows import Row
from omni_lsp.adapters.index.store import Prepared, Store
from omni_lsp.adapters.index.upkeep import keep_up
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.retrieval import Chunk
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.folder import Files, Stamp
from omni_lsp.ports.retrieval import Chunker, Embedder
from omni_lsp.retrieval.chunks import meaning
from omni_lsp.retrieval.eligible import is_worth_reading, is_written_by_people

Progress = Callable[[int, int], None]

_READ_FILES = 32
_BATCH_ROWS, _BATCH_FILES = 400, 256
# A file may change once more in the same tick of the clock that stamps are made with (FAT: two seconds).
_SAME_TICK_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Makers:
    """What makes rows of texts."""

    files: Files
    chunker: Chunker
    embedder: Embedder | None = None


@dataclass
class Builder:
    """One run over a folder, or over some of its files. Both raise AgentError; what was taken in before stays."""

    root: Path
    store: Store
    makers: Makers
    limits: Limits
    progress: Progress = lambda _done, _total: None
    _owner: str = field(default_factory=lambda: uuid.uuid4().hex)
    _branch: str = ""
    _complaint: str = ""
    _vanished: set[str] = field(default_factory=set)

    async def give_up_vectors(self, reason: str) -> None:
        """Has words alone taken in, and the index not called complete."""
        self._complaint = reason
        # Before rows are written that have none: whoever is stopped then must not leave a claim to be complete.
        await asyncio.to_thread(self.store.manifest.note, listed="", reason=reason)

    async def whole(self) -> None:
        """Takes in what changed in any file."""
        if self.store.place is None:
            await self._whole()
            return
        # Another process may be at it: then there is little left to do afterwards.
        async with building(self.store.place):
            await self._whole()

    async def some(self, paths: Iterable[Path]) -> None:
        """Takes in these files, and those below where they are folders."""
        self._branch = await asyncio.to_thread(branch_of, self.root)
        meta = self.store.manifest.meta()
        if meta.get("listed") and meta.get("branch", "") != self._branch:
            await self.whole()  # Any file may be another now.
            return
        asked = [path for path in paths if path.is_relative_to(self.root)]
        stamps = await self._stamps(asked)
        gone = await asyncio.to_thread(self._known_below, asked, stamps)
        await asyncio.to_thread(self.store.manifest.begin, self._owner, [*stamps, *gone], whole=False)
        await self._take(stamps, gone)
        if self._complaint:
            await asyncio.to_thread(self.store.manifest.note, listed="", reason=self._complaint)

    async def _whole(self) -> None:
        manifest = self.store.manifest
        self._branch = await asyncio.to_thread(branch_of, self.root)
        stamps = await self._stamps([self.root])
        known = await asyncio.to_thread(manifest.looks)
        unfinished = await asyncio.to_thread(manifest.pending)
        changed = {
            name: stamp
            for name, stamp in stamps.items()
            if name in unfinished or name not in known or known[name].stamp != stamp
        }
        gone = [name for name in known if name not in stamps]
        if changed or gone or unfinished or not manifest.meta().get("listed"):
            await asyncio.to_thread(manifest.inherit, self._owner)
            await asyncio.to_thread(manifest.begin, self._owner, [*changed, *gone], whole=True)
        await self._take(changed, gone)
        await self._make_vectors()
        if self._complaint:
            await asyncio.to_thread(manifest.note, listed="", reason=self._complaint)
        else:
            await asyncio.to_thread(manifest.finish, self._owner, self._branch)

    async def _take(self, stamps: Mapping[str, Stamp], gone: Sequence[str]) -> None:
        """Commits looks at these files; while rows are written, those of the next files are made."""
        if gone:
            looked = time.time_ns()
            looks = [Look(name, "", None, looked) for name in gone]
            await self.store.commit(self._owner, self._branch, (), looks)
        total, done = len(stamps), 0
        while stamps:
            self._vanished.clear()
            try:
                async with asyncio.TaskGroup() as tasks, aclosing(self._batches(stamps)) as batches:
                    writing: asyncio.Task[None] | None = None
                    async for batch in batches:
                        if writing is not None:
                            await writing
                        if await self._is_full():
                            return
                        writing = tasks.create_task(self._write(batch))
                        done += len(batch)
                        self.progress(min(done, total), total)
            except BaseExceptionGroup as group:
                raise _first(group) from group
            # Rows that were there before may have been let go of in the meantime.
            stamps = {name: stamp for name, stamp in stamps.items() if name in self._vanished}

    async def _write(self, batch: Sequence[Prepared]) -> None:
        missing = await self.store.commit(self._owner, self._branch, batch)
        self._vanished |= {version.path for version in missing}

    async def _batches(self, stamps: Mapping[str, Stamp]) -> AsyncGenerator[list[Prepared], None]:
        """The files with their rows, many small ones together."""
        batch: list[Prepared] = []
        rows, names = 0, list(stamps)
        for start in range(0, len(names), _READ_FILES):
            for prepared in await self._prepared({name: stamps[name] for name in names[start : start + _READ_FILES]}):
                batch.append(prepared)
                rows += len(prepared.rows or ())
                if rows >= _BATCH_ROWS or len(batch) >= _BATCH_FILES:
                    yield batch
                    batch, rows = [], 0
        if batch:
            yield batch

    async def _prepared(self, stamps: Mapping[str, Stamp]) -> list[Prepared]:
        looked = time.time_ns()
        read = await self.makers.files.snapshots([self.root / name for name in stamps], self.root)
        pairs = list(zip(stamps, read, strict=True))
        looks = await asyncio.to_thread(
            lambda: [_look(name, snapshot, stamps[name], looked) for name, snapshot in pairs]
        )
        held = await self.store.holds({Version(look.path, look.hash) for look in looks if look.hash})
        new = [
            snapshot
            for look, (_, snapshot) in zip(looks, pairs, strict=True)
            if isinstance(snapshot, Snapshot) and look.hash and Version(look.path, look.hash) not in held
        ]
        rows = await self._rows(new)
        return [Prepared(look, rows.get(look.path, () if not look.hash else None)) for look in looks]

    async def _rows(self, snapshots: Sequence[Snapshot]) -> dict[str, Sequence[Row]]:
        chunker = self.makers.chunker
        chunks = await asyncio.to_thread(lambda: {snapshot.name: chunker(snapshot) for snapshot in snapshots})
        vectors = iter(await self._vectors([chunk for found in chunks.values() for chunk in found]))
        return {name: [Row(chunk, next(vectors)) for chunk in found] for name, found in chunks.items()}

    async def _vectors(self, chunks: Sequence[Chunk]) -> Sequence[Sequence[float] | None]:
        """A vector for each, `None` where there is no embedder or it fails: they are made later."""
        embedder, expected = self.makers.embedder, dimensions_of(self.store.vectors)
        if embedder is None or self._complaint or not chunks:
            return [None] * len(chunks)
        try:
            vectors = await embedder.embed([meaning(chunk) for chunk in chunks])
            if len(vectors[0]) == expected:
                return vectors
            reason = f"vectors have {len(vectors[0])} numbers, those of the index have {expected}"
        except AgentError as error:
            reason = str(error)
        await self.give_up_vectors(reason)
        return [None] * len(chunks)

    async def _make_vectors(self) -> None:
        """Vectors for rows that have none: the embedder is another one, or failed."""
        table = self.store.table
        total = done = 0
        while self.makers.embedder is not None and not self._complaint:
            chunks = await table.without_vectors(_BATCH_ROWS)
            if not chunks:
                break
            total = total or await table.count_without_vectors()
            self.progress(min(done, total), total)
            done += len(chunks)
            vectors = await self._vectors(chunks)
            if not self._complaint:
                await self.store.set_vectors([Row(*pair) for pair in zip(chunks, vectors, strict=True)])

    async def _is_full(self) -> bool:
        """Whether the index must not grow any more; says so in the complaint."""
        place, counts = self.store.place, await asyncio.to_thread(self.store.manifest.counts)
        if counts.rows > self.limits.rows:
            self._complaint = f"the folder has more than {self.limits.rows:,} pieces of code"
            return True
        if place is not None and await asyncio.to_thread(place.size) > self.limits.bytes_on_disk:
            await keep_up(self.store, self.limits, is_idle=True)
            if await asyncio.to_thread(place.size) > self.limits.bytes_on_disk:
                self._complaint = f"it would take more than {self.limits.bytes_on_disk / 1e6:,.0f} MB"
                return True
        return False

    async def _stamps(self, paths: Sequence[Path]) -> dict[str, Stamp]:
        """Stamps of the files at or below these paths that are worth a look, by their names below the root."""
        files = self.makers.files
        inside = await asyncio.to_thread(files.wanted, paths, self.root)
        found = await asyncio.to_thread(lambda: [path for path in files.walk(inside) if self._is_worth(path)])
        stamps = await files.stamps(found)
        return {self._name(path): stamp for path, stamp in stamps.items() if stamp is not None and not stamp.is_folder}

    def _known_below(self, paths: Iterable[Path], there: Container[str]) -> list[str]:
        """Files of the index at or below these paths that are not there any more."""
        known = [name for path in paths for name in self.store.manifest.below(self._name(path))]
        return sorted({name for name in known if name not in there})

    def _is_worth(self, path: Path) -> bool:
        return is_worth_reading(self._name(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


@asynccontextmanager
async def building(place: Place) -> AsyncIterator[None]:
    """Holds the lock on runs over whole folders, of all processes; waits for it as long as it takes."""
    with faults("lock the index"):
        lock = await entered(locked(place.build_lock, None))
    try:
        yield
    finally:
        await lock.aclose()


def _look(name: str, read: Snapshot | AgentError, stamp: Stamp, looked: int) -> Look:
    """What a file is to the index; `looked` is the time before it was read, in nanoseconds since 1970."""
    is_certain = looked - stamp.modified_ns > _SAME_TICK_NS
    kept = stamp if is_certain else None
    if isinstance(read, AgentValidationError):
        return Look(name, "", kept, looked)
    if isinstance(read, AgentError):
        # That it may not be read does not show in the stamp.
        return Look(name, "", None, looked)
    return Look(name, read.digest if is_written_by_people(name, read.text) else "", kept, looked)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
