# ruff: noqa: ARG002 - it does nothing with what it is given
"""The table of an index that is in memory alone."""

from collections.abc import Iterable, Sequence

from omni_lsp.adapters.index.manifest import Version
from omni_lsp.adapters.index.recent import Corpus
from omni_lsp.adapters.index.rows import Light, Row
from omni_lsp.model.retrieval import Chunk


class NoTable:
    """Keeps nothing: everything that was written is found in memory alone."""

    async def write(self, rows: Sequence[Row]) -> None: ...

    async def light(self, versions: Iterable[Version] | None = None) -> Light:
        return Light((), (), None)

    async def numbers(self) -> dict[str, int]:
        return {}

    async def full(self, versions: Iterable[Version]) -> Sequence[Chunk]:
        return ()

    async def indexed(self, terms: str, limit: int) -> Sequence[tuple[int, float]]:
        return ()

    async def scanned(self, terms: str, limit: int) -> Sequence[tuple[str, float]]:
        return ()

    async def texts(self, numbers: Sequence[int]) -> dict[str, str]:
        return {}

    async def delete(self, versions: Sequence[Version]) -> None: ...

    async def optimize(self) -> None: ...

    async def count(self) -> int:
        return 0

    async def corpus(self) -> Corpus:
        return Corpus()

    async def count_without_vectors(self) -> int:
        return 0

    async def without_vectors(self, limit: int) -> Sequence[Chunk]:
        return ()

    async def set_vectors(self, rows: Sequence[Row]) -> None: ...

    async def set_dimensions(self, dimensions: int) -> None: ...

    def close(self) -> None: ...
