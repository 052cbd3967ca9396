"""BM25 in memory, for rows that the index of words does not have yet, or for all where nothing can be kept on the disk.

Scores are those of LanceDB (k1 = 1.2, b = 0.75, ln(1 + (N - n + 0.5) / (n + 0.5))), so that both go into one list.
"""

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from omni_lsp.model.retrieval import Chunk

_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Corpus:
    """How many documents there are, how many words in all, and how many documents have each word, if more than one."""

    documents: int = 0
    words: int = 0
    documents_with: Mapping[str, int] = field(default_factory=dict)


def corpus_of(documents: Iterable[str], scale: float = 1.0) -> Corpus:
    """What can be counted in some documents, as if there were `scale` times as many."""
    count, words, having = 0, 0, Counter[str]()
    for document in documents:
        split = document.split()
        count, words = count + 1, words + len(split)
        having.update(set(split))
    several = {word: round(number * scale) for word, number in having.items() if number > 1}
    return Corpus(round(count * scale), round(words * scale), several)


class Recent:
    """Chunks with their texts by id."""

    def __init__(self) -> None:
        self.corpus = Corpus()
        self._chunks: dict[str, Chunk] = {}
        self._lengths: dict[str, int] = {}
        self._counts: dict[str, dict[str, int]] = {}
        self._words = 0

    def __len__(self) -> int:
        return len(self._chunks)

    def __contains__(self, name: object) -> bool:
        return name in self._chunks

    def text(self, name: str) -> str | None:
        chunk = self._chunks.get(name)
        return None if chunk is None else chunk.text

    def put(self, chunk: Chunk) -> None:
        self.drop(chunk.id)
        counts = Counter(chunk.terms.split())
        self._chunks[chunk.id] = chunk
        self._lengths[chunk.id] = counts.total()
        self._words += counts.total()
        for word, count in counts.items():
            self._counts.setdefault(word, {})[chunk.id] = count

    def drop(self, name: str) -> None:
        chunk = self._chunks.pop(name, None)
        if chunk is None:
            return
        self._words -= self._lengths.pop(name)
        for word in set(chunk.terms.split()):
            having = self._counts[word]
            del having[name]
            if not having:
                del self._counts[word]

    def clear(self) -> None:
        self._chunks.clear()
        self._lengths.clear()
        self._counts.clear()
        self._words = 0

    def search(self, terms: str, limit: int, among: Container[str] | None = None) -> list[tuple[str, float]]:
        """At most `limit` ids and scores, the best first; `among` are the paths that may be in it."""
        scores: dict[str, float] = {}
        documents = self.corpus.documents + len(self._chunks)
        average = (self.corpus.words + self._words) / max(documents, 1)
        for word in terms.split():
            having = self._counts.get(word, {})
            number = self.corpus.documents_with.get(word, 0) + len(having)
            rarity = math.log(1 + (documents - number + 0.5) / (number + 0.5)) if having else 0.0
            for name, count in having.items():
                length = 1 - _B + _B * self._lengths[name] / average
                scores[name] = scores.get(name, 0.0) + rarity * count * (_K1 + 1) / (count + _K1 * length)
        found = [(name, score) for name, score in scores.items() if among is None or self._chunks[name].path in among]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]
