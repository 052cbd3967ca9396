"""Where a value stands in a JSON text, so that it can be replaced and all the rest stays byte for byte."""

import json
import re
from collections.abc import Iterator

from pydantic import JsonValue

from omni_lsp.config.wording import KeyPath
from omni_lsp.model.text import Span

_SPACE = re.compile(r"[ \t\r\n]*")  # RFC 8259, section 2.
_DECODER = json.JSONDecoder()


def replaced(text: str, path: KeyPath, value: JsonValue) -> str:
    """The text with another value at the path, written and indented as the text is.

    Raises ValueError for a text that is no JSON, KeyError when there is nothing at the path.
    """
    span = value_place(text, path)
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    unit = re.search(r"\n([ \t]+)", text)
    written = json.dumps(value, indent=unit[1] if unit else 2, ensure_ascii=False)
    return text[: span.start] + written.replace("\n", f"\n{indent}") + text[span.end :]


def value_place(text: str, path: KeyPath) -> Span:
    """Raises ValueError for a text that is no JSON, KeyError when there is nothing at the path."""
    json.loads(text)  # From here on the text is known to be right.
    span = _value(text, 0)
    for step in path:
        inner = dict(_members(text, span))
        if step not in inner:
            raise KeyError(f"there is no {step!r} on the way {path!r}")
        span = inner[step]
    return span


def _members(text: str, span: Span) -> Iterator[tuple[str | int, Span]]:
    """The values directly inside of an object or a list, by key or number."""
    opening, at, number = text[span.start], span.start + 1, 0
    while opening in "{[" and (at := _after_space(text, at)) < span.end - 1:
        step: str | int = number
        if opening == "{":
            step, colon = _DECODER.raw_decode(text, at)
            at = _after_space(text, colon) + 1
        value = _value(text, at)
        yield step, value
        at, number = _after_space(text, value.end) + 1, number + 1  # Behind the comma, or the end.


def _value(text: str, at: int) -> Span:
    start = _after_space(text, at)
    return Span(start, _DECODER.raw_decode(text, start)[1])


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
