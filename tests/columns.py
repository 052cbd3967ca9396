"""Offsets in code points to and from LSP positions, for the editor's side; independent of the server's own code."""

import re

from lsprotocol import types

_LINE_END = re.compile("\r\n|\n|\r")


def position(text: str, offset: int, encoding: str) -> types.Position:
    before = text[:offset]
    # Between the two halves of a line end is still the line before.
    ends = [end for end in _LINE_END.finditer(text) if end.end() <= offset]
    return types.Position(len(ends), units(before[ends[-1].end() if ends else 0 :], encoding))


def offset(text: str, place: types.Position, encoding: str) -> int:
    """Raises AssertionError for a place the text does not have, or in the middle of a character."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    assert place.line < len(starts), f"there is no line {place.line}"
    at, column = starts[place.line], 0
    while column < place.character:
        assert at < len(text), f"there is no column {place.character} in line {place.line}"
        assert text[at] not in "\r\n", f"there is no column {place.character} in line {place.line}"
        column += units(text[at], encoding)
        at += 1
    assert column == place.character, f"column {place.character} of line {place.line} is inside a character"
    return at


def units(text: str, encoding: str) -> int:
    """The length of a text in the units of an encoding's name: bytes, UTF-16 units or code points."""
    if encoding == "utf-32":
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
