"""Text and places in it: spans, lines as LSP counts them, snapshots of documents, edits.

Every offset and column in this package counts code points from 0; ranges are half open.
Other units (UTF-16, UTF-8 bytes) exist only at the edges: `lsp/convert.py` and the engines' adapters.
"""

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, count
from operator import add
from pathlib import Path
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


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


class Lines:
    r"""Line table of a text; lines end at `\n`, `\r\n` or `\r` and at nothing else (LSP 3.17, text documents)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = _line_starts(text)

    def __len__(self) -> int:
        return len(self._starts)

    def span(self, line: int) -> Span:
        """The line without its line end; a line beyond the last one is empty, at the end of the text."""
        if line >= len(self._starts):
            return Span(len(self._text), len(self._text))
        start = self._starts[line]
        if line + 1 == len(self._starts):
            return Span(start, len(self._text))
        end = self._starts[line + 1]
        return Span(start, end - (2 if self._text.endswith("\r\n", start, end) else 1))

    def text(self, line: int) -> str:
        span = self.span(line)
        return self._text[span.start : span.end]

    def position(self, offset: int) -> Position:
        """Place of an offset; one inside or after a line end counts as the end of that line."""
        line = bisect_right(self._starts, offset) - 1
        span = self.span(line)
        return Position(line, min(offset, span.end) - span.start)

    def offset(self, line: int, column: int) -> int:
        """Offset of a place; a column beyond the line is its end, a line beyond the text the end of the text."""
        span = self.span(line)
        return min(span.start + column, span.end)


@dataclass(frozen=True)
class Snapshot:
    """One version of one document, as it was when a message or the disk gave it to us.

    `version` is the client's number, `None` for a file read from disk.
    `language` is the LSP language id.
    `path` is `None` for documents without a file; `root` is the workspace folder that holds the file.
    """

    uri: str
    version: int | None
    language: str
    text: str
    path: Path | None = None
    root: Path | None = None
    digest: str = field(default="")

    def __post_init__(self) -> None:
        if not self.digest:
            object.__setattr__(self, "digest", digest(self.text))

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @property
    def name(self) -> str:
        """Path below the workspace folder with `/`, the whole path outside of one, the URI without a file."""
        if self.path is None:
            return self.uri
        if self.root is not None and self.path.is_relative_to(self.root):
            return self.path.relative_to(self.root).as_posix()
        return self.path.as_posix()


def _line_starts(text: str) -> list[int]:
    if text.count("\r") == text.count("\r\n"):
        # Ten times as fast as searching, which tells on a file of megabytes.
        return [0, *map(add, accumulate(map(len, text.split("\n")[:-1])), count(1))]
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def digest(text: str) -> str:
    """Content hash, 32 hex digits; lone surrogates, which clients may send, are hashed as they are."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """Replace `span` by `text`; offsets are those of the text before any change."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes to one document, valid for exactly the version they were made for; spans do not overlap."""

    uri: str
    version: int | None
    changes: tuple[Change, ...]


def apply(text: str, changes: tuple[Change, ...]) -> str:
    """The text after non-overlapping changes; insertions at the same offset keep their order."""
    parts: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda c: (c.span.start, c.span.end)):
        parts += [text[at : change.span.start], change.text]
        at = change.span.end
    return "".join([*parts, text[at:]])
