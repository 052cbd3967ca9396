"""Marker comments that say what personal data is for: `# omni: personal-data purpose="billing" retention=10y`.

The values are words or stand in quotes; keys are `purpose`, `retention`, `basis` and `consent`.
"""

import re
from collections.abc import Iterator

from omni_lsp.model.compliance import Declaration
from omni_lsp.model.text import Lines

_MARK = "personal-data"
_MARKER = re.compile(
    r"(?P<sign>#|//|/\*|\*|<!--|--|;)[ \t]{0,8}omni:[ \t]{0,8}personal-data\b(?![\w.-])(?P<rest>[^\n]*)"
)
_FIELD = re.compile(
    r"""\b(purpose|retention|basis|consent)[ \t]?=[ \t]?(?:"([^"]{0,200})"|'([^']{0,200})'|([^\s"'*]{1,200}))"""
)


def declarations(lines: Lines) -> tuple[Declaration, ...]:
    """All of a text, in document order."""
    if _MARK not in lines.whole:
        return ()
    return tuple(_found(lines))


def _found(lines: Lines) -> Iterator[Declaration]:
    for number in range(len(lines)):
        text = lines.text(number)
        marker = _MARKER.search(text) if _MARK in text else None
        if marker is None:
            continue
        said = {found[1]: (found[2] or found[3] or found[4] or "").strip() for found in _FIELD.finditer(marker["rest"])}
        speaks_of = _next_code(lines, number) if not text[: marker.start()].strip() else number
        yield Declaration(number, speaks_of, **said)


def _next_code(lines: Lines, line: int) -> int:
    """The next line that is neither blank nor a comment."""
    for number in range(line + 1, min(line + 10, len(lines))):
        text = lines.text(number).strip()
        if text and not text.startswith(("#", "//", "*", "/*", "--", "<!--")):
            return number
    return line
