"""The `Index` port in this process: the command line and the index process use it.

What is damaged is built anew, once; what cannot be kept on the disk is kept in memory, and the status says why.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from omni_lsp.adapters.index import opening, standing
from omni_lsp.adapters.index.builder import Builder, Makers
from omni_lsp.adapters.index.faults import DamagedError
from omni_lsp.adapters.index.opening import Recipe
from omni_lsp.adapters.index.options import Limits
from omni_lsp.adapters.index.place import Place, place_of
from omni_lsp.adapters.index.store import ReplacedError, Store
from omni_lsp.adapters.index.upkeep import keep_up
from omni_lsp.model.errors import AgentError, AgentFatalError
from omni_lsp.model.retrieval import Hit, IndexStatus, Query
from omni_lsp.ports.retrieval import Ranking

log = logging.getLogger(__name__)

# As it is, as it was begun anew, as others have begun it; then in memory.
_ATTEMPTS = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Means:
    """What an index needs besides a place: `chunker` names the one in `makers`, see `Recipe`; `ranking` makes one."""

    makers: Makers
    chunker: str
    ranking: Callable[[], Ranking]
    limits: Limits = field(default_factory=Limits)

    @property
    def recipe(self) -> Recipe:
        return Recipe(self.chunker, self.makers.embedder)


@dataclass(eq=False, slots=True)
class _Folder:
    """One workspace folder: its store once it is open, runs under way, and what went wrong."""

    place: Place
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    store: Store | None = None
    runs: int = 0
    was_rebuilt: bool = False
    is_to_fill: bool = False
    memory_reason: str = ""
    failure: str = ""


class LocalIndex:
    """Indexes of folders below `caches`."""

    def __init__(self, caches: Path, means: Means) -> None:
        self._caches = caches
        self._means = means
        self._folders: dict[Path, _Folder] = {}

    async def search(self, root: Path, query: Query) -> Sequence[Hit]:
        async def ask(store: Store) -> Sequence[Hit]:
            return await store.ranking.answer(query, await store.library())

        return await self._with_store(self._folder(root), ask)

    async def refresh(
        self,
        root: Path,
        paths: Iterable[Path] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> IndexStatus:
        folder = self._folder(root)
        chosen = None if paths is None else list(paths)
        complaint = ""

        async def run(store: Store) -> None:
            builder = Builder(root, store, self._means.makers, self._means.limits, progress or _unheard)
            if store.vectors is None:
                await builder.give_up_vectors(complaint)
            await (builder.whole() if chosen is None else builder.some(chosen))

        folder.runs += 1
        try:
            complaint = await self._prepared(folder)
            await self._with_store(folder, run)
            folder.failure = ""
            if chosen is None:
                folder.was_rebuilt = folder.is_to_fill = False
        except AgentError as error:
            folder.failure = error.reason
            raise
        finally:
            folder.runs -= 1
        return await self.status(root)

    async def status(self, root: Path) -> IndexStatus:
        """Without opening anything."""
        folder = self._folder(root)
        is_busy = folder.runs > 0 or folder.is_to_fill
        if folder.store is not None and folder.store.place is None:
            return standing.in_memory(folder.store.manifest, folder.memory_reason)
        return await asyncio.to_thread(standing.on_disk, folder.place, folder.failure, is_busy=is_busy)

    async def rebuild(self, root: Path, reason: str = "") -> None:
        """Throws away what is there; `refresh` builds it anew. Raises AgentError."""
        folder = self._folder(root)
        async with folder.lock:
            self._close(folder)
            await opening.begin_anew(folder.place, reason)

    async def store(self, root: Path) -> Store:
        """The open index of a folder. Raises AgentError."""
        return await self._opened(self._folder(root))

    async def keep_up(self, *, is_idle: bool) -> None:
        """Does for every open index what is due; to be called now and then, `is_idle` when nobody waits."""
        for root, folder in list(self._folders.items()):
            if folder.store is None or folder.runs:
                continue
            try:
                await self._with_store(folder, partial(self._keep_up, is_idle=is_idle))
                if folder.is_to_fill:
                    await self.refresh(root)
            except AgentError as error:
                # Whatever it is, the next question meets it, too, and deals with it.
                log.info("the index is not kept up: %s", error)

    async def close(self) -> None:
        for folder in self._folders.values():
            async with folder.lock:
                self._close(folder)

    async def _with_store(self, folder: _Folder, act: Callable[[Store], Awaitable[T]]) -> T:
        """What comes of the act, with an index opened again where it was replaced, and anew where it is damaged."""
        for _ in range(_ATTEMPTS):
            store = await self._opened(folder)
            try:
                return await act(store)
            except ReplacedError:
                await self._let_go(folder, store)
            except DamagedError as error:
                await self._begin_anew(folder, store, error)
        return await act(await self._opened(folder))

    async def _prepared(self, folder: _Folder) -> str:
        """Why nobody knows what vectors will be like, empty when it is known; an index with other ones is opened anew."""
        embedder, complaint = self._means.makers.embedder, ""
        if embedder is not None:
            try:
                await embedder.prepare()
            except AgentError as error:
                complaint = str(error)
        store = folder.store
        if store is not None and store.place is not None:
            vectors = self._means.recipe.vectors(store.vectors or "")
            if vectors is not None and vectors != store.vectors:
                await self._let_go(folder, store)
        return complaint

    async def _opened(self, folder: _Folder) -> Store:
        async with folder.lock:
            if folder.store is None:
                folder.store = await self._open(folder)
            return folder.store

    async def _open(self, folder: _Folder) -> Store:
        try:
            return await opening.opened(folder.place, self._means.recipe, self._means.ranking())
        except DamagedError as error:
            if folder.was_rebuilt:
                return self._in_memory(folder, error)
            log.warning("%s: it is built anew", error)
        except AgentFatalError as error:
            return self._in_memory(folder, error)
        try:
            await self._throw_away(folder)
            return await opening.opened(folder.place, self._means.recipe, self._means.ranking())
        except AgentFatalError as error:
            return self._in_memory(folder, error)

    def _in_memory(self, folder: _Folder, error: AgentError) -> Store:
        log.warning("the index is kept in memory: %s", error)
        folder.memory_reason, folder.is_to_fill = error.reason, True
        return opening.in_memory(self._means.recipe, self._means.ranking())

    async def _let_go(self, folder: _Folder, store: Store) -> None:
        async with folder.lock:
            # Somebody else may have met the same, and opened another one.
            if folder.store is store:
                self._close(folder)

    async def _begin_anew(self, folder: _Folder, store: Store, error: DamagedError) -> None:
        async with folder.lock:
            if folder.store is not store:
                return
            self._close(folder)
            if folder.was_rebuilt:
                folder.store = self._in_memory(folder, error)
                return
            log.warning("%s: it is built anew", error)
            await self._throw_away(folder)

    async def _throw_away(self, folder: _Folder) -> None:
        folder.was_rebuilt = folder.is_to_fill = True
        await opening.begin_anew(folder.place, "what was there could not be read")

    async def _keep_up(self, store: Store, *, is_idle: bool) -> None:
        await store.study()
        await keep_up(store, self._means.limits, is_idle=is_idle)

    def _close(self, folder: _Folder) -> None:
        if folder.store is not None:
            folder.store.close()
            folder.store = None

    def _folder(self, root: Path) -> _Folder:
        if root not in self._folders:
            self._folders[root] = _Folder(place_of(self._caches, root))
        return self._folders[root]


def _unheard(_done: int, _total: int) -> None:
    pass
