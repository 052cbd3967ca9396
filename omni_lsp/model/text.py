"""Text and places in it: spans, lines as LSP counts them, snapshots of documents, edits.

Every offset and column in this package counts code points from 0; ranges are half open.
Other units (UTF-16, UTF-8 bytes) exist only at the edges: `lsp/positions.py` and the engines' adapters.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, count
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from omni_lsp.model.blocks import BLOCK_SIZE, Block, cut, replaced

# Counts the snapshots of this process; taking the next number is one step for other threads.
_made = count(1)

_LENGTH: Callable[[Block], int] = attrgetter("length")
_LINE_ENDS: Callable[[Block], int] = attrgetter("line_ends")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code-point offsets, `start <= end`."""

    start: int
    end: int

    def touches(self, other: "Span") -> bool:
        """Whether the two share a character or one lies at an end of the other."""
        return self.start <= other.end and other.start <= self.end


class Position(NamedTuple):
    """Line and column, both from 0, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Change:
    """Replace `span` by `text`; offsets are those of the text before any change."""

    span: Span
    text: str


class Lines:
    r"""A text by its lines; they end at `\n`, `\r\n` or `\r` and at nothing else (LSP 3.17, text documents).

    It never changes; `edited` gives another one that shares most of its blocks, so an edit of a large text is quick.
    `block_size` is there for tests.
    """

    def __init__(self, text: str | Sequence[Block], *, block_size: int = BLOCK_SIZE) -> None:
        self._blocks = cut(text, block_size) if isinstance(text, str) else text
        self._block_size = block_size
        # For each block, what comes before it, and after all of them the sums. Without a loop in Python, because
        # this is most of what an edit costs.
        self._offsets = list(accumulate(map(_LENGTH, self._blocks), initial=0))
        self._ends = list(accumulate(map(_LINE_ENDS, self._blocks), initial=0))

    def __len__(self) -> int:
        return self._ends[-1] + 1

    @cached_property
    def whole(self) -> str:
        """The text."""
        return "".join(block.text for block in self._blocks)

    def span(self, line: int) -> Span:
        """The line without its line end; a line beyond the last one is empty, at the end of the text."""
        if line >= len(self):
            return Span(self._offsets[-1], self._offsets[-1])
        start = self._behind(line)[0]
        if line + 1 == len(self):
            return Span(start, self._offsets[-1])
        end, width = self._behind(line + 1)
        return Span(start, end - width)

    def text(self, line: int) -> str:
        span = self.span(line)
        return self.slice(span.start, span.end)

    def slice(self, start: int, end: int) -> str:
        """The text from one offset to another, neither of them before or behind it."""
        first, last = self._block(start), self._block(end)
        if first == last:
            before = self._offsets[first]
            return self._blocks[first].text[start - before : end - before]
        inner = (block.text for block in self._blocks[first + 1 : last])
        head = self._blocks[first].text[start - self._offsets[first] :]
        return "".join([head, *inner, self._blocks[last].text[: end - self._offsets[last]]])

    def position(self, offset: int) -> Position:
        """Place of an offset; one inside or after a line end counts as the end of that line."""
        at = self._block(offset)
        line = self._ends[at] + bisect_right(self._blocks[at].ends, offset - self._offsets[at])
        span = self.span(line)
        return Position(line, min(offset, span.end) - span.start)

    def offset(self, line: int, column: int) -> int:
        """Offset of a place; a column beyond the line is its end, a line beyond the text the end of the text."""
        span = self.span(line)
        return min(span.start + column, span.end)

    def edited(self, change: Change) -> "Lines":
        first, last = self._block(change.span.start), self._block(change.span.end)
        head = self._blocks[first].text[: change.span.start - self._offsets[first]]
        tail = self._blocks[last].text[change.span.end - self._offsets[last] :]
        blocks = replaced(self._blocks, first, last, head + change.text + tail, self._block_size)
        return Lines(blocks, block_size=self._block_size)

    def _block(self, offset: int) -> int:
        """The block an offset lies in; the end of the text belongs to the last one."""
        return max(0, bisect_right(self._offsets, offset, hi=len(self._blocks)) - 1)

    def _behind(self, line_end: int) -> tuple[int, int]:
        r"""The offset right behind a line end, and the length of that; the first one is number 1, 0 the start."""
        if line_end == 0:
            return 0, 0
        at = bisect_left(self._ends, line_end) - 1
        block = self._blocks[at]
        end = block.ends[line_end - self._ends[at] - 1]
        return self._offsets[at] + end, 2 if block.text.endswith("\r\n", 0, end) else 1


@dataclass(frozen=True)
class Snapshot:
    """One version of one document, as it was when a message or the disk gave it to us.

    `version` is the client's number, `None` for a file read from disk; clients may repeat numbers and go back.
    `language` is the LSP language id.
    `path` is `None` for documents without a file; `root` is the workspace folder that holds the file.
    `serial` grows with each snapshot made, so of two of a document it tells the newer one.
    """

    uri: str
    version: int | None
    language: str
    text: str
    path: Path | None = None
    root: Path | None = None
    serial: int = field(init=False, compare=False, repr=False, default_factory=lambda: next(_made))

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def digest(self) -> str:
        """Content hash of the text."""
        return digest(self.text)

    @property
    def name(self) -> str:
        """Path below the workspace folder with `/`, the whole path outside of one, the URI without a file."""
        if self.path is None:
            return self.uri
        if self.root is not None and self.path.is_relative_to(self.root):
            return self.path.relative_to(self.root).as_posix()
        return self.path.as_posix()

    def revised(self, version: int | None, lines: Lines) -> "Snapshot":
        """The document with another text, whose lines are known."""
        new = Snapshot(self.uri, version, self.language, lines.whole, self.path, self.root)
        # Where `cached_property` would put them: the lines of a large text are dear to work out.
        new.__dict__["lines"] = lines
        return new


def digest(text: str) -> str:
    """Content hash, 32 hex digits; lone surrogates, which clients may send, are hashed as they are."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes to one document, valid for exactly the version they were made for; spans do not overlap.

    `evidence` is what was seen to hold, in words.
    """

    uri: str
    version: int | None
    changes: tuple[Change, ...]
    evidence: tuple[str, ...] = ()


def apply(text: str, changes: tuple[Change, ...]) -> str:
    """The text after non-overlapping changes; insertions at the same offset keep their order."""
    parts: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda c: (c.span.start, c.span.end)):
        parts += [text[at : change.span.start], change.text]
        at = change.span.end
    return "".join([*parts, text[at:]])
