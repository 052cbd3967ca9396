"""The `Library` port: what ranking asks of the chunks of one folder."""

from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
from typing import TypeVar

from omni_lsp.adapters.index.catalogue import Catalogue
from omni_lsp.adapters.index.manifest import Version
from omni_lsp.adapters.index.recent import Recent
from omni_lsp.adapters.index.rows import Table
from omni_lsp.model.retrieval import Chunk, Scored

K = TypeVar("K", int, str)

# Of the rows that were asked for: with those the answer is hardly another one, and asking for more takes as long again.
_ENOUGH = 0.75


class StoreLibrary:
    """`is_covered` says that every current row is in the index of words or in `recent`."""

    def __init__(self, table: Table, catalogue: Catalogue, recent: Recent) -> None:
        self._table = table
        self._catalogue = catalogue
        self._recent = recent
        self.is_covered = True

    @property
    def files(self) -> Mapping[str, Sequence[Chunk]]:
        return self._catalogue.files

    async def lexical(self, terms: str, limit: int, among: Container[str] | None = None) -> Sequence[Scored]:
        if not terms.strip() or limit < 1:
            return ()
        if not self.is_covered:
            return await self._current(self._table.scanned, self._catalogue.chunk, terms, limit, among)
        found = await self._current(self._table.indexed, self._catalogue.at, terms, limit, among)
        if not len(self._recent):
            return found
        known = {scored.chunk.id for scored in found}
        newer = [each for each in self._from_recent(terms, limit, among) if each.chunk.id not in known]
        return sorted([*found, *newer], key=lambda scored: (-scored.score, scored.chunk.id))[:limit]

    async def nearest(
        self, vector: Sequence[float], limit: int, among: Container[str] | None = None
    ) -> Sequence[Scored]:
        return self._catalogue.nearest(vector, limit, among) if limit > 0 else ()

    async def texts(self, chunks: Sequence[Chunk]) -> Sequence[str]:
        held = ((chunk, self._catalogue.text(chunk.id) or self._recent.text(chunk.id)) for chunk in chunks)
        found = {chunk.id: text for chunk, text in held if text is not None}
        numbers = [self._catalogue.number(chunk.id) for chunk in chunks if chunk.id not in found]
        found |= await self._table.texts([number for number in numbers if number is not None])
        # Rows that have moved since, or of which nobody has told yet where they are.
        missing = {Version(chunk.path, chunk.file_hash) for chunk in chunks if chunk.id not in found}
        if missing:
            found |= {chunk.id: chunk.text for chunk in await self._table.full(missing)}
        return [found.get(chunk.id, "") for chunk in chunks]

    def _from_recent(self, terms: str, limit: int, among: Container[str] | None) -> list[Scored]:
        found = self._recent.search(terms, limit, among)
        return [Scored(chunk, score) for name, score in found if (chunk := self._catalogue.chunk(name))]

    async def _current(
        self,
        read: Callable[[str, int], Awaitable[Sequence[tuple[K, float]]]],
        known: Callable[[K], Chunk | None],
        terms: str,
        limit: int,
        among: Container[str] | None,
    ) -> list[Scored]:
        """What is current of the best rows; rows of other branches and other paths make room for more."""
        # Rows of what is not current take the places of others.
        asked = limit + min(limit, self._catalogue.stale_rows)
        enough = limit if among is not None else limit * _ENOUGH
        while True:
            rows = await read(terms, asked)
            chunks = ((known(key), score) for key, score in rows)
            found = [
                Scored(chunk, score) for chunk, score in chunks if chunk and (among is None or chunk.path in among)
            ]
            if len(found) >= enough or len(rows) < asked:
                return found[:limit]
            asked *= 4
