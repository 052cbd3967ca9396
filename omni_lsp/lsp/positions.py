"""Places between the client's units and ours: UTF-8 bytes, UTF-16 units or code points a column (LSP 3.17)."""

from collections.abc import Sequence
from enum import StrEnum

from lsprotocol import types

from omni_lsp.model.text import Change, Lines, Snapshot, Span


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
        return len(text) + sum(char > "\uffff" for char in text)

    def column(self, text: str, units: int) -> int:
        """Code points of `text` before a client's column; one inside a character means its start, beyond the end the end."""
        if self is Encoding.UTF32 or text.isascii():
            return min(units, len(text))
        at = 0
        for index, char in enumerate(text):
            at += self.units(char)
            if at > units:
                return index
        return len(text)


def offset_of(position: types.Position, lines: Lines, encoding: Encoding) -> int:
    return lines.offset(position.line, encoding.column(lines.text(position.line), position.character))


def span_of(range_: types.Range, lines: Lines, encoding: Encoding) -> Span:
    """A client's range in code points; one that ends before it starts is turned round."""
    ends = offset_of(range_.start, lines, encoding), offset_of(range_.end, lines, encoding)
    return Span(min(ends), max(ends))


def position_of(offset: int, lines: Lines, encoding: Encoding) -> types.Position:
    line, column = lines.position(offset)
    return types.Position(line, encoding.units(lines.text(line)[:column]))


def range_of(span: Span, lines: Lines, encoding: Encoding) -> types.Range:
    return types.Range(position_of(span.start, lines, encoding), position_of(span.end, lines, encoding))


def edited(
    snapshot: Snapshot, events: Sequence[types.TextDocumentContentChangeEvent], encoding: Encoding
) -> tuple[str, tuple[Change, ...]]:
    """The text after a client's changes, and the changes in our units, each about the text after those before it."""
    text, changes = snapshot.text, []
    for event in events:
        if isinstance(event, types.TextDocumentContentChangePartial):
            change = Change(span_of(event.range, Lines(text), encoding), event.text)
        else:
            change = _difference(text, event.text)
        text = text[: change.span.start] + change.text + text[change.span.end :]
        changes.append(change)
    return text, tuple(changes)


def _difference(old: str, new: str) -> Change:
    """The one change from the first to the last character that differs, so that a full sync moves findings too."""
    if old == new:
        return Change(Span(len(old), len(old)), "")
    limit = min(len(old), len(new))
    start = next((i for i in range(limit) if old[i] != new[i]), limit)
    tail = next((i for i in range(limit - start) if old[-1 - i] != new[-1 - i]), limit - start)
    return Change(Span(start, len(old) - tail), new[start : len(new) - tail])
