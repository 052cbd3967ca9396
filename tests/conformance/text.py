r"""A text as lines and columns of LSP 3.17: lines end at \n, \r\n and \r alone, columns count in the agreed encoding."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_END = re.compile("\r\n|\n|\r")


class InsideError(ValueError):
    """A place in the middle of a character: the standard does not say what is meant."""


def replaced(text: str, range_: Mapping[str, Any], new: str, encoding: str) -> str:
    """The text after an edit of the client. Raises InsideError."""
    start, end = (_offset(text, range_[name], encoding) for name in ("start", "end"))
    if end < start:
        raise InsideError("the end is before the start")
    return text[:start] + new + text[end:]


def outside(text: str, place: Mapping[str, Any], encoding: str) -> str:
    """Why a text does not have this place, empty when it has."""
    lines = _lines(text)
    if place["line"] >= len(lines):
        return f"line {place['line']} of {len(lines)}"
    size = _units(lines[place["line"]], encoding)
    return f"column {place['character']} of {size} in line {place['line']}" if place["character"] > size else ""


def splits(text: str, place: Mapping[str, Any], encoding: str) -> bool:
    """Whether a place of the text is inside a character."""
    line = _lines(text)[place["line"]]
    if line.isascii():
        return False
    at = 0
    for character in line:
        if at >= place["character"]:
            break
        at += _units(character, encoding)
    return at != place["character"]


def _offset(text: str, place: Mapping[str, Any], encoding: str) -> int:
    """A line beyond the last means the end of the text, a column beyond the end of its line the end of that line."""
    lines = _lines(text)
    if place["line"] >= len(lines):
        return len(text)
    line = lines[place["line"]]
    start = _starts(text)[place["line"]]
    if place["character"] >= _units(line, encoding):
        return start + len(line)
    if splits(text, place, encoding):
        raise InsideError(f"column {place['character']} is inside a character")
    at = 0
    for count, character in enumerate(line):
        if at == place["character"]:
            return start + count
        at += _units(character, encoding)
    return start + len(line)


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    return [0, *(end.end() for end in _END.finditer(text))]


def _units(text: str, encoding: str) -> int:
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)
