"""The embedder that is shipped: a vector for each piece of a word, and the mean of those in a text."""

import asyncio
import hashlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from omni_lsp.model.errors import AgentFatalError
from omni_lsp.retrieval.terms import words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

TABLE = Path(__file__).with_name("table.npz")
_LONGEST = 64
_WORDS = 2
"""Counted up when `words` takes texts apart in another way, as that changes vectors, too."""


class StaticEmbedder:
    """Made by `distil.py` from an encoder of sentences under Apache-2.0; see NOTICE. numpy is imported by the first text."""

    dimensions = 256

    def __init__(self, table: Path = TABLE) -> None:
        self._table = table
        self._pieces = lru_cache(maxsize=50_000)(self._split)

    @cached_property
    def id(self) -> str:
        """Of the table's content. Raises AgentFatalError when it cannot be read."""
        try:
            digest = hashlib.sha256(self._table.read_bytes()).hexdigest()
        except OSError as error:
            raise self._unusable(error) from error
        return f"static-{self.dimensions}-{_WORDS}-{digest[:12]}"

    async def prepare(self) -> None:
        await asyncio.to_thread(lambda: self.id)

    async def embed(self, texts: Sequence[str], seconds: float | None = None) -> "npt.NDArray[np.float32]":  # noqa: ARG002 - it waits for nobody
        # A question takes half a millisecond, and hardly more than a thread.
        return self.vectors(texts) if len(texts) == 1 else await asyncio.to_thread(self.vectors, texts)

    def vectors(self, texts: Sequence[str]) -> "npt.NDArray[np.float32]":
        """One row of unit norm for each text, zeros for one without known words.

        Raises AgentFatalError when the table cannot be read or is none.
        """
        import numpy as np  # noqa: PLC0415 - 100 ms that only an index is worth

        rows, scales, _ = self._loaded
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            numbers = [number for word in words(text) for number in self._pieces(word)]
            if numbers:
                # A byte a number in memory: as floats the table would take four times the room.
                vectors[row] = scales[numbers] @ rows[numbers]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)

    @cached_property
    def _loaded(self) -> "tuple[npt.NDArray[np.int8], npt.NDArray[np.float32], dict[str, int]]":
        import numpy as np  # noqa: PLC0415 - see above

        try:
            with self._table.open("rb") as file, np.load(file, allow_pickle=False) as table:
                rows, scales = table["rows"], table["scales"].astype(np.float32)
                tokens = table["words"].tobytes().decode("utf-8").split("\n")
        except (OSError, ValueError, TypeError, KeyError, EOFError, BadZipFile) as error:
            raise self._unusable(error) from error
        return rows, scales, {token: number for number, token in enumerate(tokens)}

    def _unusable(self, error: Exception) -> AgentFatalError:
        return AgentFatalError("load vectors", self._table.name, str(error))

    def _split(self, word: str) -> tuple[int, ...]:
        """The longest known pieces from the left, as WordPiece has it (Wu et al. 2016); none when one is unknown."""
        numbers = self._loaded[2]
        pieces: list[int] = []
        start = 0
        while start < len(word) <= _LONGEST:
            prefix = "##" if start else ""
            ends = range(len(word), start, -1)
            found = next(((end, numbers[key]) for end in ends if (key := prefix + word[start:end]) in numbers), None)
            if found is None:
                return ()
            start, number = found
            pieces.append(number)
        return tuple(pieces)
