"""Rows as Arrow tables and back. Imported with LanceDB only: it takes a while."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from omni_lsp.adapters.index.manifest import Version
from omni_lsp.adapters.index.rows import Light, Row
from omni_lsp.model.retrieval import Chunk

LIGHT = ("id", "path", "start", "end", "language", "hash", "defs")


def schema(dimensions: int) -> pa.Schema:
    """Columns of the table; without dimensions there is none for vectors. Names in `defs` end at line ends."""
    columns = [
        # A primary key must not be null, nor may its column say that it could.
        pa.field("id", pa.string(), nullable=False),
        pa.field("path", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
        pa.field("language", pa.string()),
        pa.field("hash", pa.string()),
        pa.field("defs", pa.string()),
        pa.field("text", pa.string()),
        pa.field("terms", pa.string()),
    ]
    return pa.schema([*columns, *([vector_field(dimensions)] if dimensions else [])])


def vector_field(dimensions: int) -> pa.Field:
    return pa.field("vector", pa.list_(pa.float16(), dimensions))


def table_of(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    chunks = [row.chunk for row in rows]
    columns: dict[str, object] = {
        "id": [chunk.id for chunk in chunks],
        "path": [chunk.path for chunk in chunks],
        "start": [chunk.start for chunk in chunks],
        "end": [chunk.end for chunk in chunks],
        "language": [chunk.language for chunk in chunks],
        "hash": [chunk.file_hash for chunk in chunks],
        "defs": [_storable("\n".join(chunk.definitions)) for chunk in chunks],
        "text": [_storable(chunk.text) for chunk in chunks],
        "terms": [_storable(chunk.terms) for chunk in chunks],
    }
    if "vector" in schema.names:
        columns["vector"] = _vectors(rows, schema.field("vector").type)
    # What is set on a column of the stored table is not part of what is written.
    return pa.table(columns, schema=pa.schema([field.remove_metadata() for field in schema]))


def vectors_of(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """Only the ids and vectors."""
    vector = schema.field("vector")
    columns = {"id": [row.chunk.id for row in rows], "vector": _vectors(rows, vector.type)}
    return pa.table(columns, schema=pa.schema([pa.field("id", pa.string(), nullable=False), vector]))


def light_of(found: pa.Table, versions: frozenset[Version] | None) -> Light:
    """Rows of a table with the columns `LIGHT`, `text` and `terms`, row numbers and maybe vectors; only those of `versions`."""
    chunks, numbers = _chunks(found), found["_rowid"].to_pylist()
    vectors = _matrix(found["vector"].combine_chunks()) if "vector" in found.column_names else None
    light = Light(chunks, numbers, vectors)
    return light if versions is None else light.of(versions)


def chunks_of(found: pa.Table, versions: frozenset[Version] | None = None) -> list[Chunk]:
    """Rows of a table with the columns `LIGHT`, `text` and `terms`; only those of `versions`."""
    full = _chunks(found)
    return [each for each in full if versions is None or Version(each.path, each.file_hash) in versions]


def pairs_of(found: pa.Table, key: str) -> list[tuple[Any, float]]:
    """Key and score of each row, the best first; those of one score in the order of their keys."""
    pairs = zip(found[key].to_pylist(), found["_score"].to_pylist(), strict=True)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _chunks(found: pa.Table) -> list[Chunk]:
    names = ("path", "hash", "start", "end", "language", "defs", "text", "terms")
    columns = (found[name].to_pylist() for name in names)
    return [
        Chunk(path, hash_, start, end, language, text, tuple(defs.split("\n")) if defs else (), words)
        for path, hash_, start, end, language, defs, text, words in zip(*columns, strict=True)
    ]


def _vectors(rows: Sequence[Row], kind: pa.DataType) -> pa.Array:
    if any(row.vector is None for row in rows):
        return pa.nulls(len(rows), kind)
    flat = np.asarray([row.vector for row in rows], dtype=np.float16).ravel()
    return pa.FixedSizeListArray.from_arrays(pa.array(flat), kind.list_size)


def _matrix(column: pa.Array) -> "np.ndarray[Any, np.dtype[np.float32]]":
    """A line for each vector, zeros where there is none."""
    matrix = np.zeros((len(column), column.type.list_size), dtype=np.float32)
    # Flattening leaves out those that are null.
    values = column.flatten().to_numpy(zero_copy_only=False)
    matrix[column.is_valid().to_numpy(zero_copy_only=False)] = values.reshape(-1, column.type.list_size)
    return matrix


def _storable(text: str) -> str:
    """Lone surrogates, which some declared encodings let through, replaced: Arrow holds UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
