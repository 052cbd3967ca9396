"""Opening an index: what is there is checked, what is wrong is built anew, and where nothing can be kept, memory is."""

import asyncio
import logging
import shutil
from collections import Counter
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from importlib import import_module

from omni_lsp.adapters.cache_folder import make_private
from omni_lsp.adapters.index.catalogue import Catalogue
from omni_lsp.adapters.index.faults import DamagedError, faults
from omni_lsp.adapters.index.lock import locked
from omni_lsp.adapters.index.manifest import Manifest, Version
from omni_lsp.adapters.index.notable import NoTable
from omni_lsp.adapters.index.place import Place
from omni_lsp.adapters.index.rows import Light, Table
from omni_lsp.adapters.index.store import Parts, Store
from omni_lsp.adapters.index.vectors import Vectors
from omni_lsp.model.errors import AgentError
from omni_lsp.ports.retrieval import Embedder, Ranking

log = logging.getLogger(__name__)

# The format of what is kept: another one begins anew.
_FORMAT = "1"
_LOCK_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How rows are made: `chunker` changes when other chunks or terms come out of the same text."""

    chunker: str
    embedder: Embedder | None = None

    @property
    def rows(self) -> str:
        return f"{_FORMAT} {self.chunker}"

    def vectors(self, kept: str) -> str | None:
        """What the vectors are made with, empty where there are none, `None` while nobody knows; `kept` is what was noted.

        An embedder that does not answer may do so later: what it has made is of use until then.
        """
        if self.embedder is None:
            return ""
        try:
            name, dimensions = self.embedder.id, self.embedder.dimensions
        except AgentError:
            return None
        if dimensions:
            return f"{name} {dimensions}"
        return kept if name and dimensions_of(kept) and kept.rpartition(" ")[0] == name else None


def dimensions_of(vectors: str | None) -> int:
    """How many numbers each of them has; 0 where there are none, or nobody knows."""
    number = (vectors or "").rpartition(" ")[2]
    return int(number) if number.isdecimal() else 0


async def opened(place: Place, recipe: Recipe, ranking: Ranking) -> Store:
    """The index at a place, new when there is none or its recipe was another one; `ranking` has heard of nothing yet.

    Raises what `faults` does; DamagedError when it is to be begun anew, see `begin_anew`.
    """
    # It takes a second or two, in which others are to be answered.
    with faults("load LanceDB"):
        await asyncio.to_thread(import_module, "omni_lsp.adapters.index.table")
        make_private(place.folder)
    with faults("lock the index"):
        lock = locked(place.write_lock, _LOCK_SECONDS)
        async with lock:
            return await _opened(place, recipe, ranking)


def in_memory(recipe: Recipe, ranking: Ranking) -> Store:
    """An index that ends with the process."""
    vectors = recipe.vectors("")
    return Store(Parts(Manifest(None), NoTable(), Catalogue(ranking, _in_memory(vectors)), vectors))


async def begin_anew(place: Place, reason: str) -> None:
    """Throws away what is there; other processes notice. `reason` is shown until it is complete. Raises as `faults`."""
    with faults("begin the index anew"):
        make_private(place.folder)
        async with locked(place.write_lock, _LOCK_SECONDS):
            await asyncio.to_thread(_begin_anew, place, reason)


def _begin_anew(place: Place, reason: str) -> None:
    try:
        _reset(place, reason)
    except DamagedError:
        for suffix in ("", "-wal", "-shm", "-journal"):
            place.manifest.with_name(place.manifest.name + suffix).unlink(missing_ok=True)
        _reset(place, reason)
    _remove_tables(place, but="")


def _reset(place: Place, reason: str) -> None:
    with closing(Manifest(place.manifest)) as manifest:
        manifest.reset(reason)


def _remove_tables(place: Place, but: str) -> None:
    for tables in place.folder.glob("tables-*"):
        if tables.name != but:
            shutil.rmtree(tables, ignore_errors=True)


async def _opened(place: Place, recipe: Recipe, ranking: Ranking) -> Store:
    async with AsyncExitStack() as undo:
        manifest = Manifest(place.manifest)
        undo.callback(manifest.close)
        table, vectors = await _open_table(place, recipe, manifest)
        undo.callback(table.close)
        read = await table.light()
        await _check(manifest, table, read)
        store = Store(Parts(manifest, table, Catalogue(ranking, _in_memory(vectors)), vectors, place))
        await store.load(read)
        undo.pop_all()
    return store


async def _open_table(place: Place, recipe: Recipe, manifest: Manifest) -> tuple[Table, str | None]:
    """The table, and what its vectors are made with from now on, as `Recipe` says it."""
    from omni_lsp.adapters.index.table import open_table  # noqa: PLC0415 - imported in a thread before

    meta = manifest.meta()
    if meta.get("recipe") != recipe.rows:
        if "recipe" in meta or "epoch" not in meta:
            manifest.reset("")
        manifest.note(recipe=recipe.rows, embedder=recipe.vectors("") or "")
        meta = manifest.meta()
    vectors = recipe.vectors(meta["embedder"])
    folder = place.tables(meta["epoch"])
    await asyncio.to_thread(_remove_tables, place, folder.name)
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    table = await open_table(folder, dimensions_of(vectors))
    if vectors is not None and meta["embedder"] != vectors:
        # Whoever is stopped in between leaves a table whose vectors are of nobody, and no claim that it is complete.
        manifest.note(embedder="", listed="")
        await table.set_dimensions(dimensions_of(vectors))
        manifest.note(embedder=vectors)
    return table, vectors


async def _check(manifest: Manifest, table: Table, read: Light) -> None:
    """What the manifest counts on is there, once; what it does not know of goes. Raises DamagedError."""
    if len({chunk.id for chunk in read.chunks}) < len(read.chunks):
        raise DamagedError("check", "the index", "some of its rows are there twice")
    there = Counter(Version(chunk.path, chunk.file_hash) for chunk in read.chunks)
    held = await asyncio.to_thread(manifest.versions)
    wrong = {version for version, (rows, _) in held.items() if there[version] != rows}
    if wrong:
        log.warning("rows of %d files are missing in the index", len(wrong))
        await asyncio.to_thread(manifest.drop, wrong)
        await asyncio.to_thread(manifest.note, listed="")
    await table.delete(sorted(version for version in there if version in wrong or version not in held))


def _in_memory(vectors: str | None) -> Vectors | None:
    dimensions = dimensions_of(vectors)
    return Vectors(dimensions) if dimensions else None
