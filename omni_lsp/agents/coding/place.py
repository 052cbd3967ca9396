"""Where new code goes: in place of a selection or of a comment that asks for it, into a blank line, or below a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from omni_lsp.agents.coding.region import LONGEST_HEAD, import_statements
from omni_lsp.model.facts import Symbol
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.text import Snapshot, Span

_MOST_LINES = 200
"""Of a selection that are looked through for a comment, and of a comment that are read."""
_INDENT = re.compile(r"[ \t]*")
_OPENS = (":", "{", "(", "[")
_DOCSTRING = re.compile(r"[rRuU]?(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"[^\"\n]*\"|'[^'\n]*')[ \t]*(?:\n|\Z)")
_PACKAGE = re.compile(r"^package\b[^\n]*(?:\n|\Z)", re.MULTILINE)
_LEADING = {
    "#": re.compile(r"(?:[ \t]*#[^\n]*\n)*"),
    "//": re.compile(r"(?:\s*(?://[^\n]*\n|/\*[\s\S]*?\*/[ \t]*\n))*"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A comment that asks for code: its words, and its lines, from 0."""

    words: str
    lines: range


@dataclass(frozen=True, slots=True)
class Place:
    """`span` are whole lines, with the line end of the last, that the code replaces; empty where it goes in between.

    `indent` is what its lines begin with, `apart` how many empty lines come first. `replaces` says that people selected
    code there, which it takes the place of.
    """

    span: Span
    indent: str = ""
    replaces: bool = False
    apart: int = 0


def asked_at(snapshot: Snapshot, selection: Span) -> Asked | None:
    """The comment `omni: …` at a cursor or in a selection, with the comment lines right below it."""
    if snapshot.language not in LANGUAGES:
        return None
    mark = re.escape(LANGUAGES[snapshot.language].comment)
    wanted = re.compile(rf"[ \t]*(?:{mark})+[ \t]*omni:[ \t]*(?!ignore\b)(\S.*)", re.IGNORECASE)
    comment = re.compile(rf"[ \t]*(?:{mark})+(?![ \t]*omni:)[ \t]*(.*)", re.IGNORECASE)
    first, last = _lines_of(snapshot, selection)
    above = first
    while first == last and above > 0 and first - above < _MOST_LINES and comment.fullmatch(_text(snapshot, above)):
        above -= 1
    for line in range(above, min(last, above + _MOST_LINES) + 1):
        if (match := wanted.fullmatch(_text(snapshot, line))) is None:
            continue
        words, stop = [match[1]], line + 1
        while stop - line < _MOST_LINES and (more := comment.fullmatch(_text(snapshot, stop))) is not None:
            words.append(more[1])
            stop += 1
        if stop > first:
            return Asked(" ".join(" ".join(words).split()), range(line, stop))
    return None


def place_of(snapshot: Snapshot, selection: Span, asked: Asked | None, symbols: Sequence[Symbol]) -> Place:
    """`asked` is the comment there, if any; an empty selection is a cursor."""
    first, last = _lines_of(snapshot, selection)
    if snapshot.text[selection.start : selection.end].strip():
        if asked is not None:
            first, last = min(first, asked.lines.start), max(last, asked.lines.stop - 1)
        indents = [_indent(snapshot, line) for line in range(first, last + 1) if snapshot.lines.text(line).strip()]
        rest = set(range(first, last + 1)) - set(asked.lines if asked is not None else ())
        is_code = any(snapshot.lines.text(line).strip() for line in rest)
        return Place(_whole(snapshot, first, last), indents[0], is_code)
    if asked is not None:
        return Place(_whole(snapshot, asked.lines.start, asked.lines.stop - 1), _indent(snapshot, asked.lines.start))
    if not snapshot.lines.text(last).strip():
        return Place(_whole(snapshot, last, last), _expected(snapshot, last, symbols))
    below = _whole(snapshot, last, last).end
    return Place(Span(below, below), _expected(snapshot, last + 1, symbols, is_below=True))


def end_of(snapshot: Snapshot) -> Place:
    """Behind all that a file has."""
    apart = (2 if snapshot.language == "python" else 1) if snapshot.text.strip() else 0
    return Place(Span(len(snapshot.text), len(snapshot.text)), apart=apart)


def imports_at(snapshot: Snapshot, limit: int) -> tuple[int, bool]:
    """The offset, at most `limit`, that new imports go to, and whether other imports stand right before it."""
    text = snapshot.text[: min(limit, LONGEST_HEAD)]
    found = import_statements(snapshot.language, text)
    if found:
        line = snapshot.lines.position(found[-1].end()).line
        return min(_whole(snapshot, line, line).end, limit), True
    mark = LANGUAGES[snapshot.language].comment if snapshot.language in LANGUAGES else "#"
    plain = text.replace("\r\n", " \n").replace("\r", "\n")
    package = _PACKAGE.search(plain) if snapshot.language in {"go", "java"} else None
    if package is not None:
        return package.end(), False
    leading = _LEADING[mark].match(plain)
    at = leading.end() if leading is not None else 0
    docstring = _DOCSTRING.match(plain, at) if mark == "#" else None
    return (docstring.end() if docstring is not None else at), False


def _expected(snapshot: Snapshot, line: int, symbols: Sequence[Symbol], *, is_below: bool = False) -> str:
    """Of a blank line or one in between: its own indentation, inside of a definition that of what stands above it.

    `is_below` says that the line above is where people are; a blank line behind a definition is not in it any more.
    """
    own = _indent(snapshot, line) if not _text(snapshot, line).strip() else ""
    at = snapshot.lines.span(line).start
    inside = any(one.span.start < at < one.span.end for one in symbols)
    if own:
        return own
    above = next((number for number in range(line - 1, -1, -1) if snapshot.lines.text(number).strip()), None)
    if above is None:
        return ""
    text, indent = snapshot.lines.text(above), _indent(snapshot, above)
    if text.rstrip().endswith(_OPENS):
        return indent + ("\t" if snapshot.language == "go" or "\t" in indent else "    ")
    return indent if inside or (is_below and above == line - 1) else ""


def _lines_of(snapshot: Snapshot, selection: Span) -> tuple[int, int]:
    """First and last line; one that a selection ends at the start of is not selected."""
    first, last = snapshot.lines.position(selection.start).line, snapshot.lines.position(selection.end)
    is_beyond = last.column == 0 and last.line > first
    return first, last.line - is_beyond


def _text(snapshot: Snapshot, line: int) -> str:
    return snapshot.lines.text(line) if line < len(snapshot.lines) else ""


def _indent(snapshot: Snapshot, line: int) -> str:
    match = _INDENT.match(_text(snapshot, line))
    return match[0] if match is not None else ""


def _whole(snapshot: Snapshot, first: int, last: int) -> Span:
    lines = snapshot.lines
    end = lines.span(last + 1).start if last + 1 < len(lines) else len(snapshot.text)
    return Span(lines.span(first).start, end)
