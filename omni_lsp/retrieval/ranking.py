"""Files in the order in which they answer a question, each with its best piece.

Evidence is brought to the range from 0 to 1 by the best file and added up; `docs/retrieval.md` tells how the weights were found.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from omni_lsp.model.retrieval import Chunk, Domain
from omni_lsp.retrieval.bm25 import Bm25
from omni_lsp.retrieval.kinds import is_aside, kind_of
from omni_lsp.retrieval.question import Question
from omni_lsp.retrieval.terms import terms

CANDIDATES = 200
"""Pieces by words, and as many by meaning, that are looked at."""
_NEIGHBOURS = 50
_ALSO = {Domain.SECURITY: Domain.CODE, Domain.CONFIGURATION: Domain.DEPENDENCIES}
"""Where else an answer can be: input is checked in code, and manifests hold the settings of tools."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What evidence is worth: the first group is added up, the second multiplies the sum.

    `piece`, `file` and `defined` are for words in a piece, in a file and in the names that it defines, `meaning` is for
    vectors; `named` and `folder` for words in the file's name and in the path above it, `named_in_full` for a name of
    which all words are asked for. `defines_the_name` is for a question that is a name, `defines_a_name` for one that has
    a name in it, and both are multiplied by `is_the_name` in the file that is called so.
    """

    piece: float = 0.5
    file: float = 1.0
    defined: float = 0.6
    meaning: float = 0.6
    named: float = 1.0
    folder: float = 0.5
    named_in_full: float = 0.3
    defines_the_name: float = 3.0
    defines_a_name: float = 1.2
    is_the_name: float = 1.4

    other_domain: float = 0.3
    aside: float = 0.4
    package_file: float = 0.6


class Place(NamedTuple):
    """A piece of a file: lines `start` to before `end`, from 0, and the names that it defines."""

    path: str
    start: int
    end: int
    definitions: tuple[str, ...] = ()


class Scored(NamedTuple):
    place: Place
    score: float


@dataclass(slots=True)
class _File:
    """What is known of a file without its text."""

    places: tuple[Place, ...]
    name: frozenset[str]
    folder: frozenset[str]
    stem: str
    prior: float
    kind: Domain


@dataclass(slots=True)
class Catalogue:
    """The files that can be found, their words and definitions; one writer."""

    weights: Weights = field(default_factory=Weights)
    _files: dict[str, _File] = field(default_factory=dict)
    _words: Bm25[str] = field(default_factory=Bm25)
    _definitions: Bm25[str] = field(default_factory=Bm25)
    _defining: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def put(self, path: str, chunks: Sequence[Chunk]) -> None:
        """Takes a file in, instead of what was known of it."""
        self.remove(path)
        places = tuple(Place(path, chunk.start, chunk.end, chunk.definitions) for chunk in chunks)
        names = [name for place in places for name in place.definitions]
        self._files[path] = _known(path, places, self.weights)
        self._words.put(path, (term for chunk in chunks for term in chunk.terms.split()))
        self._definitions.put(path, terms(" ".join(names)))
        for name in names:
            self._defining[name].add(path)

    def remove(self, path: str) -> None:
        gone = self._files.pop(path, None)
        if gone is None:
            return
        self._words.remove(path)
        self._definitions.remove(path)
        for name in {name for place in gone.places for name in place.definitions}:
            self._defining[name].discard(path)
            if not self._defining[name]:
                del self._defining[name]

    def rank(
        self,
        asked: Question,
        domain: Domain,
        by_words: Sequence[Scored],
        by_meaning: Sequence[Scored],
    ) -> list[Scored]:
        """All files with any evidence, the best first; ties in the order of their paths."""
        evidence = _Evidence()
        evidence.add(self.weights.file, self._words.scores(asked.weights))
        evidence.add(self.weights.defined, self._definitions.scores(asked.weights))
        evidence.add(self.weights.piece, _best(by_words, evidence.places))
        if not asked.is_name:
            evidence.add(self.weights.meaning, _above_the_rest(_best(by_meaning, evidence.places)))
        total = sum(map(self._words.rarity, asked.weights)) or 1.0
        for path in evidence.scores:
            evidence.scores[path] += self._by_path(self._files.get(path), asked, total)
        self._look_up(asked, evidence)
        found = [
            Scored(evidence.places.get(path) or file.places[0], score * self._prior(file, domain))
            for path, score in evidence.scores.items()
            if score > 0 and (file := self._files.get(path)) is not None and file.places
        ]
        return sorted(found, key=lambda scored: (-scored.score, scored.place.path))

    def _by_path(self, file: _File | None, asked: Question, total: float) -> float:
        if file is None:
            return 0.0
        named = sum(self._words.rarity(term) for term in asked.weights if term in file.name)
        above = sum(self._words.rarity(term) for term in asked.weights if term in file.folder)
        in_full = bool(file.name) and file.name <= asked.weights.keys()
        worth = self.weights
        return (worth.named * named + worth.folder * above) / total + worth.named_in_full * in_full

    def _look_up(self, asked: Question, evidence: "_Evidence") -> None:
        """Files that define what is asked for by name; the first name that a file defines counts."""
        done: set[str] = set()
        for name in asked.names:
            for path in self._defining.get(name, set()) - done:
                file = self._files[path]
                worth = self.weights.defines_the_name if asked.is_name else self.weights.defines_a_name
                worth *= self.weights.is_the_name if file.stem == _folded(name) else 1.0
                evidence.scores[path] = evidence.scores.get(path, 0.0) + worth
                evidence.places[path] = next(place for place in file.places if name in place.definitions)
                done.add(path)

    def _prior(self, file: _File, domain: Domain) -> float:
        return file.prior * (1.0 if file.kind in {domain, _ALSO.get(domain)} else self.weights.other_domain)


@dataclass(slots=True)
class _Evidence:
    """Scores and best places by path."""

    scores: dict[str, float] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def add(self, weight: float, found: Mapping[str, float]) -> None:
        best = max(found.values(), default=0.0)
        if best > 0:
            for path, score in found.items():
                self.scores[path] = self.scores.get(path, 0.0) + weight * score / best


def _best(pieces: Iterable[Scored], places: dict[str, Place]) -> dict[str, float]:
    """The best score of each file; where it is, is noted unless there is a place already."""
    best: dict[str, Scored] = {}
    for piece in sorted(pieces, key=lambda piece: (-piece.score, piece.place)):
        best.setdefault(piece.place.path, piece)
    for path, piece in best.items():
        places.setdefault(path, piece.place)
    return {path: piece.score for path, piece in best.items()}


def _above_the_rest(scores: Mapping[str, float]) -> dict[str, float]:
    """By how much each is nearer than the fiftieth: all texts about code are near to each other."""
    ordered = sorted(scores.values(), reverse=True)
    floor = ordered[min(len(ordered) - 1, _NEIGHBOURS)] if len(ordered) > 1 else 0.0
    return {path: max(0.0, score - floor) for path, score in scores.items()}


def _known(path: str, places: tuple[Place, ...], weights: Weights) -> _File:
    pure = PurePosixPath(path)
    prior = (weights.aside if is_aside(path) else 1.0) * (weights.package_file if pure.name == "__init__.py" else 1.0)
    folder = frozenset(terms(pure.parent.as_posix()))
    return _File(places, frozenset(terms(pure.stem)), folder, _folded(pure.stem), prior, kind_of(path))


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()
