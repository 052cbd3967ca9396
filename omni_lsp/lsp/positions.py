"""Places between the client's units and ours: UTF-8 bytes, UTF-16 units or code points a column (LSP 3.17)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from cattrs import Converter
from lsprotocol import types
from lsprotocol.validators import UINTEGER_MAX_VALUE

from omni_lsp.model.text import Change, Lines, Snapshot, Span

_CHUNK = 4_096


class Encoding(StrEnum):
    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"

    def units(self, text: str) -> int:
        """Length of a text in the client's units."""
        if self is Encoding.UTF32 or text.isascii():
            return len(text)
        if self is Encoding.UTF8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def column(self, text: str, units: int) -> int:
        """Code points of `text` before a client's column; one inside a character means its start, beyond the end the end."""
        if self is Encoding.UTF32 or text.isascii():
            return min(units, len(text))
        if self is Encoding.UTF8:
            return _utf8_column(text, units)
        return _utf16_column(text, units)


def offset_of(position: types.Position, lines: Lines, encoding: Encoding) -> int:
    """Offset of a client's place. One before the text is its start, before a line the line's start."""
    if position.line < 0:
        return 0
    span, units = lines.span(position.line), max(position.character, 0)
    # No character is shorter than a unit, so that the rest of the line, which may be megabytes, needs no look.
    before = lines.slice(span.start, min(span.end, span.start + units))
    return span.start + encoding.column(before, units)


def span_of(range_: types.Range, lines: Lines, encoding: Encoding) -> Span:
    """A client's range in code points; one that ends before it starts is turned round."""
    ends = offset_of(range_.start, lines, encoding), offset_of(range_.end, lines, encoding)
    return Span(min(ends), max(ends))


def position_of(offset: int, lines: Lines, encoding: Encoding) -> types.Position:
    line, column = lines.position(offset)
    start = lines.span(line).start
    return types.Position(line, encoding.units(lines.slice(start, start + column)))


def range_of(span: Span, lines: Lines, encoding: Encoding) -> types.Range:
    return types.Range(position_of(span.start, lines, encoding), position_of(span.end, lines, encoding))


def edited(
    snapshot: Snapshot, events: Sequence[types.TextDocumentContentChangeEvent], encoding: Encoding
) -> tuple[Lines, tuple[Change, ...]]:
    """The lines after a client's changes, and the changes in our units, each about the text after those before it."""
    lines, changes = snapshot.lines, []
    for event in events:
        if isinstance(event, types.TextDocumentContentChangePartial):
            # Its `rangeLength` says the same once more, counted in whatever the client likes.
            change = Change(span_of(event.range, lines, encoding), event.text)
            change = _paired(change, lines) if encoding is Encoding.UTF16 else change
        else:
            change = _difference(lines.whole, event.text)
        lines = lines.edited(change)
        changes.append(change)
    return lines, tuple(changes)


def read_as_sent(converter: Converter) -> None:
    """Make a converter take places out of all range, and changes whose optional members are `null` or nonsense.

    lsprotocol refuses such a message as a whole, and without its changes our text would no longer be the client's.
    """

    def place(raw: Mapping[str, Any], _: object) -> types.Position:
        return types.Position(_in_range(raw["line"]), _in_range(raw["character"]))

    def event(raw: Mapping[str, Any], _: object) -> types.TextDocumentContentChangeEvent:
        if raw.get("range") is None:
            return types.TextDocumentContentChangeWholeDocument(raw["text"])
        return types.TextDocumentContentChangePartial(converter.structure(raw["range"], types.Range), raw["text"])

    converter.register_structure_hook(types.Position, place)
    kinds = types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument
    converter.register_structure_hook(kinds, event)


def _in_range(number: float) -> int:
    """The nearest number that a place can have."""
    return int(min(max(number, 0), UINTEGER_MAX_VALUE))


def _utf8_column(text: str, units: int) -> int:
    data = text.encode("utf-8", "surrogatepass")
    if units >= len(data):
        return len(text)
    while data[units] & 0xC0 == 0x80:
        units -= 1
    return len(data[:units].decode("utf-8", "surrogatepass"))


def _utf16_column(text: str, units: int) -> int:
    data = text.encode("utf-16-le", "surrogatepass")
    if 2 * units >= len(data):
        return len(text)
    before = data[: 2 * units].decode("utf-16-le", "surrogatepass")
    # Inside a pair its first half, cut off, stands where the text has the whole character.
    return len(before) - (before[-1:] != text[len(before) - 1 : len(before)])


def _paired(change: Change, lines: Lines) -> Change:
    """The change with the neighbours that it makes whole.

    In UTF-16 two halves of a character that come to stand side by side are that character, to the client as to us.
    """
    start, end = change.span.start, change.span.end
    before, after = lines.slice(max(0, start - 1), start), lines.slice(end, end + 1)
    takes_before = _is_first(before) and _is_second((change.text + after)[:1])
    takes_after = _is_second(after) and _is_first((before + change.text)[-1:])
    if not takes_before and not takes_after:
        return change
    halves = before * takes_before + change.text + after * takes_after
    text = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return Change(Span(start - takes_before, end + takes_after), text)


def _is_first(char: str) -> bool:
    return "\ud800" <= char <= "\udbff"


def _is_second(char: str) -> bool:
    return "\udc00" <= char <= "\udfff"


def _difference(old: str, new: str) -> Change:
    """The one change from the first to the last character that differs, so that a full sync moves findings too."""
    start = _alike(old, new)
    if start == len(old) == len(new):
        return Change(Span(start, start), "")
    tail = _alike(old[start:][::-1], new[start:][::-1])
    return Change(Span(start, len(old) - tail), new[start : len(new) - tail])


def _alike(one: str, other: str) -> int:
    """How many characters the two begin with alike; most of a large text is compared by the chunk."""
    at, limit = 0, min(len(one), len(other))
    while at + _CHUNK <= limit and other.startswith(one[at : at + _CHUNK], at):
        at += _CHUNK
    return next((index for index in range(at, limit) if one[index] != other[index]), limit)
