"""A secret that was found in a text, and the text as it is searched."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from omni_lsp.model.text import Span


class Evidence(IntEnum):
    """How a secret was told, surest first."""

    FORMAT = 0
    FILE = 1
    NAME = 2


@dataclass(frozen=True, slots=True)
class Found:
    """`span` is exactly the secret; `shown` are the characters at its start that only name the provider."""

    rule: str
    span: Span
    evidence: Evidence
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text in three forms of one length: as it is, with `?` for all that is not ASCII, and that in small letters.

    Searching ASCII is several times faster than searching wider strings.
    """

    text: str
    flat: str
    low: str


def source(text: str) -> Source:
    flat = text if text.isascii() else text.encode("ascii", "replace").decode("ascii")
    return Source(text, flat, flat.lower())


def settled(found: Iterable[Found]) -> list[Found]:
    """In document order and without overlaps: what was told by better evidence stays, then what begins first."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.evidence, one.span)):
        at = bisect_left(kept, one.span, key=lambda other: other.span)
        is_behind = at == 0 or kept[at - 1].span.end <= one.span.start
        if is_behind and (at == len(kept) or one.span.end <= kept[at].span.start):
            kept.insert(at, one)
    return kept
