"""Bidirectional controls that show code in another order than the one in which it runs (Trojan Source, CVE-2021-42574).

By Unicode Standard Annex #9 embeddings, overrides and isolates end with their line at the latest. What opens and closes
inside one comment or string moves nothing outside of it; what stays open reaches over its end, to that of the line.
"""

from collections.abc import Iterator
from itertools import groupby

from omni_lsp.adapters.hidden.characters import (
    BIDI,
    EMBEDDINGS,
    ISOLATES,
    LEFT_TO_RIGHT,
    OVERRIDES,
    POP_ISOLATE,
    RIGHT_TO_LEFT,
)
from omni_lsp.adapters.hidden.regions import Kind, Part, Regions
from omni_lsp.model.text import Lines, Span

_NEUTRAL_ISOLATES = frozenset("\u2066\u2068")
_AS_CODE_RUNS = frozenset("\u202a\u2066")
"""What makes the text behind it go from left to right, as it does anyway."""


def reordering(text: str, parts: Regions, lines: Lines) -> Iterator[list[int]]:
    """Offsets of the controls that should not be there, together where they share a line and a comment or string."""
    places = (match.start() for match in BIDI.finditer(text))
    segments = ((_segment(offset, parts.at(offset), lines), offset) for offset in places)
    for (kind, span), group in groupby(segments, key=lambda pair: pair[0]):
        offsets = [offset for _, offset in group]
        wrong = offsets if kind is Kind.CODE else sorted(_wrong(text, offsets, span, lines))
        if wrong:
            yield wrong


def _segment(offset: int, part: Part, lines: Lines) -> tuple[Kind, Span]:
    line = lines.span(lines.position(offset).line)
    return part.kind, Span(max(line.start, part.span.start), min(line.end, part.span.end))


def _wrong(text: str, offsets: list[int], segment: Span, lines: Lines) -> set[int]:
    """What is never closed, closes nothing, or has no text from right to left to order."""
    has_reason = RIGHT_TO_LEFT.search(text, segment.start, segment.end) is not None
    wrong: set[int] = set()
    opened: list[int] = []
    for offset in offsets:
        control = text[offset]
        if control in OVERRIDES or control in EMBEDDINGS or control in ISOLATES:
            opened.append(offset)
            continue
        closes = ISOLATES if control == POP_ISOLATE else EMBEDDINGS | OVERRIDES
        if not opened or text[opened[-1]] not in closes:
            wrong.add(offset)
            continue
        start = opened.pop()
        if text[start] in OVERRIDES or not (has_reason or text[start] in _NEUTRAL_ISOLATES):
            wrong |= {start, offset}
    wrong |= {offset for offset in opened if not (has_reason and _moves_nothing(text, offset, lines))}
    # Without text from right to left none of them is of use, and what is left would only look suspicious.
    return set(offsets) if wrong and not has_reason else wrong


def _moves_nothing(text: str, offset: int, lines: Lines) -> bool:
    """It goes the way of the line, and there are no words behind it that a sentence from right to left could draw in."""
    end = lines.span(lines.position(offset).line).end
    return text[offset] in _AS_CODE_RUNS and LEFT_TO_RIGHT.search(text, offset, end) is None
