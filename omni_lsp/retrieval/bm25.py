"""Okapi BM25 over documents of terms, in memory."""

import math
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from heapq import nlargest
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

K1 = 1.2
B = 0.75
"""The usual values of Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond"."""


class _Postings(NamedTuple):
    """The documents that hold a term, in the order of their numbers, and how often each does."""

    documents: "array[int]"
    counts: "array[int]"


class Bm25(Generic[Key]):
    """Documents are known by keys; one that is put again is replaced. Nothing stays of one that is removed."""

    def __init__(self) -> None:
        self._keys: list[Key | None] = []
        self._numbers: dict[Key, int] = {}
        self._lengths = array("I")
        self._terms: list[tuple[str, ...]] = []
        self._postings: dict[str, _Postings] = {}
        self._free: list[int] = []
        self._total = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def put(self, key: Key, terms: Iterable[str]) -> None:
        self.remove(key)
        counts = Counter(map(sys.intern, terms))
        number = self._number()
        for term, count in counts.items():
            postings = self._postings.get(term)
            if postings is None:
                postings = self._postings[term] = _Postings(array("I"), array("H"))
            at = bisect_left(postings.documents, number)
            postings.documents.insert(at, number)
            postings.counts.insert(at, min(count, 65_535))
        self._keys[number] = key
        self._numbers[key] = number
        self._terms[number] = tuple(counts)
        self._lengths[number] = counts.total()
        self._total += counts.total()

    def remove(self, key: Key) -> None:
        number = self._numbers.pop(key, None)
        if number is None:
            return
        for term in self._terms[number]:
            documents, counts = self._postings[term]
            at = bisect_left(documents, number)
            del documents[at], counts[at]
            if not documents:
                del self._postings[term]
        self._total -= self._lengths[number]
        self._keys[number], self._terms[number] = None, ()
        self._free.append(number)

    def _number(self) -> int:
        """One that no document has."""
        if self._free:
            return self._free.pop()
        self._keys.append(None)
        self._terms.append(())
        self._lengths.append(0)
        return len(self._keys) - 1

    def rarity(self, term: str) -> float:
        """The inverse document frequency of a term, above 0."""
        postings = self._postings.get(term)
        holding = len(postings.documents) if postings is not None else 0
        return math.log(1 + (len(self) - holding + 0.5) / (holding + 0.5))

    def scores(self, query: Mapping[str, float]) -> dict[Key, float]:
        """The score of each document with any of the terms, each of which has a weight."""
        scores: dict[int, float] = {}
        average = self._total / max(1, len(self)) or 1.0
        for term, weight in query.items():
            postings = self._postings.get(term)
            if postings is None:
                continue
            rarity = weight * self.rarity(term) * (K1 + 1)
            for number, count in zip(postings.documents, postings.counts, strict=True):
                norm = K1 * (1 - B + B * self._lengths[number] / average)
                scores[number] = scores.get(number, 0.0) + rarity * count / (count + norm)
        return {key: score for number, score in scores.items() if (key := self._keys[number]) is not None}

    def best(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[Key, float]]:
        return nlargest(limit, self.scores(query).items(), key=lambda pair: pair[1])
