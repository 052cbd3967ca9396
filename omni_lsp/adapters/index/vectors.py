"""Vectors in memory, a byte for each number: nearest neighbours of one among 20,000 take a millisecond.

LanceDB takes 15 ms for the same, and 50 ms after a few hundred commits. To be imported when it is needed: numpy.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

_FIRST_SLOTS = 1024
# Small enough for the processor's cache; and a library that multiplies with several threads leaves it to one, as the
# others, where processors are busy, make it ten times as slow.
_BLOCK = 512


class Vectors:
    """Vectors of one length by name; adding one that is there replaces it."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._matrix: NDArray[np.int8] = np.zeros((_FIRST_SLOTS, dimensions), dtype=np.int8)
        # What a line has to be multiplied with; 0 for those that are not in use.
        self._scales: NDArray[np.float32] = np.zeros(_FIRST_SLOTS, dtype=np.float32)
        self._names: list[str] = []
        self._slots: dict[str, int] = {}
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._slots)

    def put(self, names: Sequence[str], vectors: NDArray[np.float32]) -> None:
        slots = [self._slot(name) for name in names]
        largest = np.abs(vectors).max(axis=1, initial=0.0)
        scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
        self._matrix[slots] = np.rint(vectors / scales[:, None])
        self._scales[slots] = scales

    def drop(self, name: str) -> None:
        slot = self._slots.pop(name, None)
        if slot is not None:
            self._scales[slot] = 0
            self._names[slot] = ""
            self._free.append(slot)

    def nearest(
        self, vector: Sequence[float], limit: int, admits: Callable[[str], bool] | None = None
    ) -> list[tuple[str, float]]:
        """At most `limit` names and cosines, the greatest first, none below or at 0."""
        scores = self._scores(np.asarray(vector, dtype=np.float32))
        if admits is not None:
            scores[[slot for slot, name in enumerate(self._names) if not (name and admits(name))]] = 0
        best = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
        found = [(self._names[slot], float(scores[slot])) for slot in best.tolist() if scores[slot] > 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        used = len(self._names)
        scores = np.empty(used, dtype=np.float32)
        for start in range(0, used, _BLOCK):
            end = min(start + _BLOCK, used)
            scores[start:end] = self._matrix[start:end].astype(np.float32) @ vector
        scores *= self._scales[:used]
        return scores

    def _slot(self, name: str) -> int:
        if name in self._slots:
            return self._slots[name]
        if self._free:
            slot = self._free.pop()
            self._names[slot] = name
        else:
            slot = len(self._names)
            self._names.append(name)
            self._grow(slot + 1)
        self._slots[name] = slot
        return slot

    def _grow(self, slots: int) -> None:
        if slots > len(self._matrix):
            more = 2 * len(self._matrix)
            self._matrix = np.resize(self._matrix, (more, self.dimensions))
            self._scales = np.concatenate([self._scales, np.zeros(more - len(self._scales), dtype=np.float32)])
