"""A source line with the finding underlined, cut to the width of a terminal."""

from omni_lsp.formats.printable import columns, visible
from omni_lsp.formats.result import Located

_MARGIN = "…"


def underlined(place: Located, width: int) -> tuple[str, str]:
    """The line and, below it, carets under the finding; both fit into `width` cells, at least 8."""
    text = visible(place.excerpt)
    start = place.start.column - place.excerpt_column
    first = _first_shown(text, start, width)
    head = _MARGIN if first or place.excerpt_column else ""
    shown = _fitting(text[first:], width - len(head))
    before = head + shown[: start - first]
    marked = shown[start - first : _end(place, len(text)) - first]
    return head + shown, " " * _cells(before) + "^" * max(_cells(marked), 1)


def _end(place: Located, length: int) -> int:
    """Where the underlining ends in the excerpt; a finding of several lines is marked to the end of its first."""
    if place.end.line > place.start.line:
        return length
    return place.end.column - place.excerpt_column


def _first_shown(text: str, start: int, width: int) -> int:
    """Index from which to show the line so that the finding begins in its first half, 0 when the line fits."""
    if _cells(text) <= width:
        return 0
    first = start
    room = width // 2
    while first > 0 and (room := room - columns(text[first - 1])) > 0:
        first -= 1
    return first


def _fitting(text: str, width: int) -> str:
    """As much of the text as fits, with a mark where it was cut."""
    if _cells(text) <= width:
        return text
    end = 0
    room = width - len(_MARGIN)
    while (room := room - columns(text[end])) >= 0:
        end += 1
    return text[:end] + _MARGIN


def _cells(text: str) -> int:
    return sum(columns(character) for character in text)
