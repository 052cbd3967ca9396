"""What is current, in memory: the chunks of each file without their texts, where their rows are, their vectors."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from omni_lsp.adapters.index.rows import Light, Row, light
from omni_lsp.adapters.index.texts import Texts
from omni_lsp.model.retrieval import Chunk, Scored
from omni_lsp.ports.retrieval import Ranking

if TYPE_CHECKING:
    from omni_lsp.adapters.index.vectors import Vectors


class Catalogue:
    """Chunks of current files; `ranking` is told of each, `vectors` is `None` where there is no embedder."""

    def __init__(self, ranking: Ranking, vectors: "Vectors | None" = None) -> None:
        self.ranking = ranking
        self._vectors = vectors
        self._texts = Texts()
        self._files: dict[str, tuple[Chunk, ...]] = {}
        self._chunks: dict[str, Chunk] = {}
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._placed = 0

    @property
    def files(self) -> Mapping[str, Sequence[Chunk]]:
        return self._files

    @property
    def stale_rows(self) -> int:
        """How many rows the index of words has of what is not current."""
        return max(0, self._placed - len(self._numbers))

    def chunk(self, name: str) -> Chunk | None:
        return self._chunks.get(name)

    def at(self, number: int) -> Chunk | None:
        """The chunk whose row is there, `None` for one that is not current."""
        return self._chunks.get(self._names.get(number, ""))

    def text(self, name: str) -> str | None:
        """`None` where it is not in memory."""
        return self._texts.text(name)

    def number(self, name: str) -> int | None:
        """Where the row of a chunk is, `None` where nobody knows yet."""
        return self._numbers.get(name)

    def put_rows(self, rows: Sequence[Row]) -> None:
        """Files as they have just been written; all rows of a file come together."""
        chunks = [row.chunk for row in rows]
        self._put(chunks)
        if self._vectors is not None and all(row.vector is not None for row in rows) and rows:
            import numpy as np  # noqa: PLC0415 - there already, with the vectors

            self._vectors.put([chunk.id for chunk in chunks], np.asarray([row.vector for row in rows], np.float32))

    def put_light(self, read: Light) -> None:
        """Files as they were read; all rows of a file come together."""
        self._put(read.chunks)
        self._set_numbers(zip((chunk.id for chunk in read.chunks), read.numbers, strict=True))
        if self._vectors is not None and read.vectors is not None and read.chunks:
            self._vectors.put([chunk.id for chunk in read.chunks], read.vectors)

    def place(self, numbers: Mapping[str, int]) -> None:
        """Where each row is now, that of what is not current, too; what was known is not so any more."""
        self._numbers.clear()
        self._names.clear()
        self._placed = len(numbers)
        self._set_numbers((name, number) for name, number in numbers.items() if name in self._chunks)

    def put_vectors(self, rows: Sequence[Row]) -> None:
        """Vectors that were made anew, of whatever of it is current."""
        known = [row for row in rows if row.chunk.id in self._chunks]
        if self._vectors is not None and known:
            import numpy as np  # noqa: PLC0415 - there already, with the vectors

            self._vectors.put([row.chunk.id for row in known], np.asarray([row.vector for row in known], np.float32))

    def drop(self, path: str) -> Sequence[Chunk]:
        """Forgets a file; what it had."""
        gone = self._files.pop(path, ())
        if gone:
            self.ranking.remove(path)
        for chunk in gone:
            self._texts.drop(chunk.id)
            self._chunks.pop(chunk.id, None)
            self._names.pop(self._numbers.pop(chunk.id, -1), None)
            if self._vectors is not None:
                self._vectors.drop(chunk.id)
        return gone

    def nearest(self, vector: Sequence[float], limit: int, among: Container[str] | None) -> list[Scored]:
        if self._vectors is None or len(vector) != self._vectors.dimensions:
            return []  # The next run makes the vectors anew for an embedder that has changed.

        def admits(name: str) -> bool:
            return among is not None and self._chunks[name].path in among

        found = self._vectors.nearest(vector, limit, None if among is None else admits)
        return [Scored(self._chunks[name], score) for name, score in found]

    def _put(self, chunks: Iterable[Chunk]) -> None:
        files: dict[str, list[Chunk]] = {}
        for chunk in chunks:
            files.setdefault(chunk.path, []).append(chunk)
        for path, found in files.items():
            self.drop(path)
            found.sort(key=lambda chunk: chunk.start)
            self.ranking.put(path, found)
            for chunk in found:
                self._texts.put(chunk)
            self._files[path] = tuple(light(chunk) for chunk in found)
            self._chunks |= {chunk.id: chunk for chunk in self._files[path]}

    def _set_numbers(self, numbers: Iterable[tuple[str, int]]) -> None:
        for name, number in numbers:
            self._numbers[name] = number
            self._names[number] = name
