"""Rows of the table, and what of them is kept in memory."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from omni_lsp.adapters.index.manifest import Version
from omni_lsp.adapters.index.recent import Corpus
from omni_lsp.model.retrieval import Chunk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vector = Sequence[float]


@dataclass(frozen=True, slots=True)
class Row:
    """A chunk with all of its text, and its vector where there is an embedder."""

    chunk: Chunk
    vector: Vector | None = None


@dataclass(frozen=True, slots=True)
class Light:
    """Rows as they are read back; `numbers` say where each row is, `vectors` has a line for each."""

    chunks: Sequence[Chunk]
    numbers: Sequence[int]
    vectors: "NDArray[np.float32] | None"

    @property
    def places(self) -> dict[str, int]:
        """Where the row of each id is."""
        return {chunk.id: number for chunk, number in zip(self.chunks, self.numbers, strict=True)}

    def of(self, versions: Collection[Version]) -> "Light":
        """Those rows of it that are of these versions."""
        kept = [at for at, chunk in enumerate(self.chunks) if Version(chunk.path, chunk.file_hash) in versions]
        vectors = self.vectors[kept] if self.vectors is not None else None
        return Light([self.chunks[at] for at in kept], [self.numbers[at] for at in kept], vectors)


class Table(Protocol):
    """Rows on the disk, or nowhere. Every method raises what `faults` does."""

    async def write(self, rows: Sequence[Row]) -> None:
        """Rows whose id is there already are left as they are."""
        ...

    async def light(self, versions: Iterable[Version] | None = None) -> Light:
        """All rows, or those of some versions."""
        ...

    async def numbers(self) -> dict[str, int]:
        """Where the row of each id is."""
        ...

    async def full(self, versions: Iterable[Version]) -> Sequence[Chunk]:
        """The chunks of some versions with text and terms."""
        ...

    async def indexed(self, terms: str, limit: int) -> Sequence[tuple[int, float]]:
        """Numbers and BM25 scores of rows that the index of words has."""
        ...

    async def scanned(self, terms: str, limit: int) -> Sequence[tuple[str, float]]:
        """Ids and BM25 scores, of rows that the index does not have, too; slower with each commit."""
        ...

    async def texts(self, numbers: Sequence[int]) -> dict[str, str]:
        """Texts by id of the rows that are still at these numbers."""
        ...

    async def delete(self, versions: Sequence[Version]) -> None: ...

    async def optimize(self) -> None:
        """Has all rows in the index of words and lets go of what is not needed; row numbers change."""
        ...

    async def count(self) -> int: ...

    async def corpus(self) -> Corpus:
        """How many rows have which word, estimated from a part of them where there are very many."""
        ...

    async def count_without_vectors(self) -> int: ...

    async def without_vectors(self, limit: int) -> Sequence[Chunk]:
        """Chunks with their texts that have no vector."""
        ...

    async def set_vectors(self, rows: Sequence[Row]) -> None: ...

    async def set_dimensions(self, dimensions: int) -> None:
        """Vectors have this length from now on and are all to be made; none with 0."""
        ...

    def close(self) -> None: ...


def light(chunk: Chunk) -> Chunk:
    """Without what takes memory."""
    return replace(chunk, text="", terms="")
