r"""Between our text and the engine's view of it: UTF-8 bytes, `\n` only, no byte order mark.

The engine counts columns in UTF-8 bytes, and its metavariables go wrong on carriage returns and byte order marks.
So it gets a copy whose lines are those of LSP; line numbers and bytes within a line stay what they were.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten

from omni_lsp.adapters.secrets.redaction import redacted, redacted_part
from omni_lsp.model.finding import Related
from omni_lsp.model.text import Lines, Snapshot, Span
from omni_lsp.ports.engine import Match

_MARK = "\ufeff"
_LONGEST_FLOW = 20
_LONGEST_CODE = 60
_AROUND = 200  # A minified file is one line.


@dataclass(frozen=True, slots=True)
class RawPlace:
    """Line and column from 0, the column in UTF-8 bytes."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class RawStep:
    """A place that data comes from or through."""

    start: RawPlace
    end: RawPlace


@dataclass(frozen=True, slots=True)
class RawMatch:
    """A match as the engine tells it.

    If it was asked for: `fix` is the rendered replacement of the whole match, `flow` the way of the data to it.
    """

    rule: str
    message: str
    start: RawPlace
    end: RawPlace
    fix: str | None = None
    flow: tuple[RawStep, ...] = ()


def engine_text(text: str) -> bytes:
    """The copy the engine gets; a lone surrogate, which UTF-8 cannot hold, becomes `?`."""
    plain = text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")
    return plain.encode("utf-8", "replace")


def located(snapshot: Snapshot, raw: RawMatch) -> Match:
    """The match in code points of the snapshot's own text, its message on one line."""
    span = _span(snapshot.lines, raw.start, raw.end)
    return Match(raw.rule, span, _message(raw.message), tuple(_steps(snapshot, raw, span)))


@lru_cache(maxsize=512)  # Most rules say the same each time.
def _message(text: str) -> str:
    """On one line; a rule may quote what it found, and that may be a secret."""
    return redacted(" ".join(text.split()))


def _steps(snapshot: Snapshot, raw: RawMatch, end: Span) -> Iterator[Related]:
    """Nothing where data comes from the very place that is reported."""
    for number, step in enumerate(raw.flow[:_LONGEST_FLOW]):
        span = _span(snapshot.lines, step.start, step.end)
        if span != end:
            code = shorten(_shown(snapshot, span), _LONGEST_CODE, placeholder="…")
            yield Related(span, f"{'Goes through' if number else 'Comes from'} {code}")


def _shown(snapshot: Snapshot, span: Span) -> str:
    """The code of a step without secrets: the lines around it tell which of its texts are some."""
    lines = snapshot.lines
    start, end = (lines.span(lines.position(offset).line) for offset in (span.start, span.end))
    around = Span(max(start.start, span.start - _AROUND), min(end.end, span.end + _AROUND))
    here = Span(span.start - around.start, span.end - around.start)
    return redacted_part(snapshot.text[around.start : around.end], here)


def _span(lines: Lines, first: RawPlace, last: RawPlace) -> Span:
    start = _offset(lines, first)
    return Span(start, max(start, _offset(lines, last)))


def _offset(lines: Lines, place: RawPlace) -> int:
    text = lines.text(place.line)
    mark = 1 if place.line == 0 and text.startswith(_MARK) else 0
    if text.isascii():
        return lines.offset(place.line, place.column)
    # A place inside a character counts as before it.
    before = text[mark:].encode("utf-8", "replace")[: place.column].decode("utf-8", "ignore")
    return lines.offset(place.line, mark + len(before))
