"""The rows in LanceDB, with what it takes to use it safely from several processes.

Whoever writes holds a lock of ours; ids are a primary key, and a merge leaves rows alone that are there already.
To be imported in a thread, when it is needed: LanceDB takes one to three seconds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import lancedb
from lancedb import AsyncConnection
from lancedb.index import FTS, BTree
from lancedb.table import AsyncTable

from omni_lsp.adapters.index import arrow
from omni_lsp.adapters.index.faults import faults
from omni_lsp.adapters.index.manifest import Version
from omni_lsp.adapters.index.recent import Corpus, corpus_of
from omni_lsp.adapters.index.rows import Light, Row
from omni_lsp.model.errors import AgentError
from omni_lsp.model.retrieval import Chunk

_NAME = "chunks"
_MERGE_ROWS = 500
_DELETE_VERSIONS = 100
# More than that and reading all rows is quicker than looking for them.
_FEW_VERSIONS = 200
_COUNTED_ROWS = 25_000
_INDEX_CACHE_BYTES, _METADATA_CACHE_BYTES = 64 << 20, 16 << 20
# Zero would do the same with a warning: no other writer is there, and a reader that comes too late asks again.
_AT_ONCE = timedelta(milliseconds=1)

T = TypeVar("T")


class LanceTable:
    """An open table; `open_table` makes one."""

    def __init__(self, folder: Path, connection: AsyncConnection, table: AsyncTable) -> None:
        self._folder = folder
        self._connection = connection
        self._table = table

    async def write(self, rows: Sequence[Row]) -> None:
        with faults("write rows"):
            schema = await self._table.schema()
            for start in range(0, len(rows), _MERGE_ROWS):
                data = arrow.table_of(rows[start : start + _MERGE_ROWS], schema)
                # Rows without vectors are as good as others.
                merge = self._table.merge_insert("id").when_not_matched_insert_all()
                await merge.execute(data, on_bad_vectors="null")

    async def light(self, versions: Iterable[Version] | None = None) -> Light:
        wanted = None if versions is None else frozenset(versions)
        if wanted is not None and not wanted:
            return Light((), (), None)

        async def read() -> Light:
            columns = [*arrow.LIGHT, "text", "terms", *(["vector"] if await self._has_vectors() else [])]
            query = _restricted(self._table.query(), wanted).select(columns).with_row_id()
            return arrow.light_of(await query.to_arrow(), wanted)

        return await _read(read)

    async def numbers(self) -> dict[str, int]:
        async def read() -> dict[str, int]:
            found = await self._table.query().select(["id"]).with_row_id().to_arrow()
            return dict(zip(found["id"].to_pylist(), found["_rowid"].to_pylist(), strict=True))

        return await _read(read)

    async def full(self, versions: Iterable[Version]) -> Sequence[Chunk]:
        wanted = frozenset(versions)

        async def read() -> Sequence[Chunk]:
            query = _restricted(self._table.query(), wanted).select([*arrow.LIGHT, "text", "terms"])
            return arrow.chunks_of(await query.to_arrow(), wanted)

        return await _read(read) if wanted else ()

    async def indexed(self, terms: str, limit: int) -> Sequence[tuple[int, float]]:
        async def read() -> Sequence[tuple[int, float]]:
            # Without the index it would be a scan, in which numbers are as good.
            query = self._table.query().nearest_to_text(terms, columns=["terms"]).fast_search()
            found = await query.limit(limit).with_row_id().select(["_score"]).to_arrow()
            return arrow.pairs_of(found, "_rowid")

        return await _read(read)

    async def scanned(self, terms: str, limit: int) -> Sequence[tuple[str, float]]:
        async def read() -> Sequence[tuple[str, float]]:
            query = self._table.query().nearest_to_text(terms, columns=["terms"])
            return arrow.pairs_of(await query.limit(limit).select(["id", "_score"]).to_arrow(), "id")

        return await _read(read)

    async def texts(self, numbers: Sequence[int]) -> dict[str, str]:
        async def read() -> dict[str, str]:
            found = await self._table.take_row_ids(list(numbers)).select(["id", "text"]).to_arrow()
            return dict(zip(found["id"].to_pylist(), found["text"].to_pylist(), strict=True))

        return await _read(read) if numbers else {}

    async def delete(self, versions: Sequence[Version]) -> None:
        with faults("delete rows"):
            for start in range(0, len(versions), _DELETE_VERSIONS):
                await self._table.delete(_either(versions[start : start + _DELETE_VERSIONS]))

    async def optimize(self) -> None:
        with faults("optimize the index"):
            if await self._table.list_indices():
                await self._table.optimize(cleanup_older_than=_AT_ONCE, delete_unverified=True)
                # Another session, or what the last one remembers of indices that are gone would stay.
                connection = await _connected(self._folder)
                self._connection, self._table = connection, await connection.open_table(_NAME)
            else:
                await self._create_indices()

    async def count(self) -> int:
        return await _read(self._table.count_rows)

    async def corpus(self) -> Corpus:
        total = await self.count()
        step = max(1, -(-total // _COUNTED_ROWS))

        async def read() -> list[str]:
            query = self._table.query() if step == 1 else self._table.take_offsets(list(range(0, total, step)))
            terms: list[str] = (await query.select(["terms"]).to_arrow())["terms"].to_pylist()
            return terms

        documents = await _read(read)
        return await asyncio.to_thread(corpus_of, documents, float(step))

    async def count_without_vectors(self) -> int:
        return await _read(lambda: self._table.count_rows("vector IS NULL"))

    async def without_vectors(self, limit: int) -> Sequence[Chunk]:
        async def read() -> Sequence[Chunk]:
            if not await self._has_vectors():
                return ()
            query = self._table.query().where("vector IS NULL").limit(limit).select([*arrow.LIGHT, "text", "terms"])
            return arrow.chunks_of(await query.to_arrow())

        return await _read(read)

    async def set_vectors(self, rows: Sequence[Row]) -> None:
        with faults("write vectors"):
            data = arrow.vectors_of(rows, await self._table.schema())
            await self._table.merge_insert("id").when_matched_update_all().execute(data)

    async def set_dimensions(self, dimensions: int) -> None:
        with faults("write vectors"):
            if await self._has_vectors():
                await self._table.drop_columns(["vector"])
            if dimensions:
                await self._table.add_columns(arrow.vector_field(dimensions))

    def close(self) -> None:
        self._table.close()  # type: ignore[no-untyped-call]
        self._connection.close()  # type: ignore[no-untyped-call]

    async def _has_vectors(self) -> bool:
        return "vector" in (await self._table.schema()).names

    async def _create_indices(self) -> None:
        # The terms are words already: nothing is to be made of them but counted.
        words = FTS(
            base_tokenizer="whitespace",
            stem=False,
            remove_stop_words=False,
            lower_case=False,
            ascii_folding=False,
            max_token_length=64,
        )
        await self._table.create_index("terms", config=words)
        await self._table.create_index("id", config=BTree())


async def open_table(folder: Path, dimensions: int) -> LanceTable:
    """The table in a folder, made if there is none; the lock on writing is to be held. Raises what `faults` does."""
    with faults("open the index"):
        connection = await _connected(folder)
        if _NAME in (await connection.list_tables()).tables:
            table = await connection.open_table(_NAME)
        else:
            table = await connection.create_table(_NAME, schema=arrow.schema(dimensions))
        if not await _has_key(table):
            await table.set_unenforced_primary_key(["id"])
        return LanceTable(folder, connection, table)


async def _connected(folder: Path) -> AsyncConnection:
    session = lancedb.Session(_INDEX_CACHE_BYTES, _METADATA_CACHE_BYTES)
    # The path is absolute: a relative one may be taken for the name of a cloud database.
    return await lancedb.connect_async(str(folder), read_consistency_interval=timedelta(0), session=session)


async def _has_key(table: AsyncTable) -> bool:
    """Whether the key was set; a process that is killed right after the table was made leaves one without."""
    return bool((await table.schema()).field("id").metadata)


async def _read(read: Callable[[], Awaitable[T]]) -> T:
    """Once more after a failure: another process may have let go of the version that was being read."""
    try:
        with faults("read the index"):
            return await read()
    except AgentError:
        with faults("read the index"):
            return await read()


def _restricted(query: Any, versions: frozenset[Version] | None) -> Any:  # of any of LanceDB's classes for queries
    if versions is None or len(versions) > _FEW_VERSIONS:
        return query
    return query.where(f"hash IN ({', '.join(sorted({_literal(each.hash) for each in versions}))})")


def _either(versions: Sequence[Version]) -> str:
    return " OR ".join(f"(path = {_literal(each.path)} AND hash = {_literal(each.hash)})" for each in versions)


def _literal(text: str) -> str:
    """A string in SQL, in which only the quote has a meaning."""
    return "'" + text.replace("'", "''") + "'"
