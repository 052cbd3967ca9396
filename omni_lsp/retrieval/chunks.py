"""Files cut into pieces that a question is answered with: whole lines, along the definitions."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from omni_lsp.model.facts import Symbol
from omni_lsp.model.retrieval import Chunk
from omni_lsp.retrieval.definitions import definitions
from omni_lsp.retrieval.terms import terms

LARGEST = 1_500
"""Code points of a piece, unless one line alone has more."""
_PATH_WEIGHT = 2
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition on lines `start` to before `end`, from 0; `name` is its own."""

    name: str
    start: int
    end: int


def chunks(path: str, language: str, text: str, file_hash: str, symbols: Sequence[Symbol] = ()) -> tuple[Chunk, ...]:
    """The pieces of a file in its order; all its lines but those at the ends of pieces that are empty.

    Where a grammar told no symbols, definitions are found by their first words.
    """
    lines = _LINE.findall(text)
    offsets = [0, *accumulate(map(len, lines))]
    defined = sorted(_defined(symbols, offsets) if symbols else _guessed(path, offsets, text), key=_outer_first)
    cut = _Cut(lines, offsets, defined, [each.start for each in defined])
    return tuple(
        _chunk(path, language, file_hash, _Piece("".join(lines[start:end]), start, end, cut.names(start, end)))
        for start, end in (_trimmed(lines, *piece) for piece in _merged(_pieces(cut), offsets))
        if start < end
    )


def meaning(chunk: Chunk) -> str:
    """What an embedder is given for a piece: where it is says what it is about, too."""
    return f"{PurePosixPath(chunk.path).with_suffix('')} {chunk.text}"


def _outer_first(each: Defined) -> tuple[int, int]:
    return each.start, -each.end


@dataclass(frozen=True, slots=True)
class _Cut:
    """A file to be cut; `starts` are those of what is defined, in the same order."""

    lines: Sequence[str]
    offsets: Sequence[int]
    defined: Sequence[Defined]
    starts: Sequence[int]

    def size(self, start: int, end: int) -> int:
        return self.offsets[end] - self.offsets[start]

    def names(self, start: int, end: int) -> tuple[str, ...]:
        """What begins on lines `start` to before `end`."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return tuple(dict.fromkeys(each.name for each in self.defined[first:last]))


class _Piece(NamedTuple):
    text: str
    start: int
    end: int
    names: tuple[str, ...]


def _chunk(path: str, language: str, file_hash: str, piece: _Piece) -> Chunk:
    words = " ".join(_terms(path, piece.text, piece.names))
    return Chunk(path, file_hash, piece.start, piece.end, language, piece.text, piece.names, words)


def _terms(path: str, text: str, names: Sequence[str]) -> Iterator[str]:
    """Text, what it defines once more, and where it is twice: a file is often named after what it is about."""
    yield from terms(text)
    yield from terms(" ".join(names))
    yield from terms(str(PurePosixPath(path).with_suffix(""))) * _PATH_WEIGHT


def _defined(symbols: Sequence[Symbol], offsets: Sequence[int]) -> list[Defined]:
    spans = ((symbol.name, symbol.span.start, symbol.span.end) for symbol in symbols)
    return [Defined(name, _line(offsets, start), _line(offsets, max(start, end - 1)) + 1) for name, start, end in spans]


def _guessed(path: str, offsets: Sequence[int], text: str) -> list[Defined]:
    """Each reaches to the next one, as nobody knows where it ends."""
    found = definitions(text, PurePosixPath(path).suffix.removeprefix(".").lower())
    starts = [*(_line(offsets, each.start) for each in found), len(offsets) - 1]
    return [
        Defined(each.name, start, max(end, start + 1))
        for each, (start, end) in zip(found, pairwise(starts), strict=True)
    ]


def _line(offsets: Sequence[int], offset: int) -> int:
    return max(0, min(bisect_right(offsets, offset) - 1, len(offsets) - 2))


def _pieces(cut: _Cut) -> Iterator[tuple[int, int]]:
    """Line ranges that cover the file: cut at what is defined on its top level, and inside of that where it is long."""
    # Not by recursion: code is generated that is nested deeper than the interpreter's stack.
    waiting = [(0, len(cut.lines))]
    while waiting:
        start, end = waiting.pop()
        if cut.size(start, end) <= LARGEST:
            yield start, end
            continue
        edges = sorted({start, end, *_edges(cut, start, end)})
        if len(edges) == 2:
            yield from _by_paragraphs(cut, start, end)
        else:
            waiting.extend(reversed(list(pairwise(edges))))


def _edges(cut: _Cut, start: int, end: int) -> Iterator[int]:
    """Where definitions of the outermost level inside a range begin and end."""
    at = bisect_left(cut.starts, start)
    while at < len(cut.defined) and cut.starts[at] < end:
        each = cut.defined[at]
        if each.end > end or (each.start, each.end) == (start, end):
            at += 1
            continue
        yield each.start
        yield each.end
        at = bisect_left(cut.starts, each.end, lo=at + 1)


def _by_paragraphs(cut: _Cut, start: int, end: int) -> Iterator[tuple[int, int]]:
    """As many lines as fit, cut behind the last empty line among them, if there is one in their second half."""
    while start < end:
        last = max(start + 1, min(end, bisect_right(cut.offsets, cut.offsets[start] + LARGEST) - 1))
        if last < end:
            empty = (line for line in range(last, (start + last) // 2, -1) if not cut.lines[line - 1].strip())
            last = next(empty, last)
        yield start, last
        start = last


def _merged(pieces: Iterator[tuple[int, int]], offsets: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbours that fit into one."""
    first = next(pieces, None)
    if first is None:
        return
    start, end = first
    for following, until in pieces:
        if offsets[until] - offsets[start] > LARGEST:
            yield start, end
            start = following
        end = until
    yield start, end


def _trimmed(lines: Sequence[str], start: int, end: int) -> tuple[int, int]:
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return start, end
