"""What a reader of manifests brings home, and where in the text it stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from omni_lsp.model.dependencies import Dependency
from omni_lsp.model.text import Span

_HASH = re.compile(r"[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """`dependencies` and `sources` in document order; `head` is where the dependencies begin.

    `declared` holds what a lock file has to repeat, requirements by name as written; `free` are names that other
    settings of the manifest decide about.
    """

    dependencies: tuple[Dependency, ...] = ()
    sources: tuple[tuple[str, Span], ...] = ()
    head: Span = Span(0, 0)
    wants_pins: bool = False
    declared: Mapping[str, str] = field(default_factory=dict)
    free: frozenset[str] = frozenset()


class Places:
    """Finds what a parser read in the text again: parsers of TOML and JSON do not tell places."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def string(self, value: str, start: int = 0) -> Span:
        """The next place, each time another, where the text stands between quotes; the start when there is none."""
        at = max(self._next.get(value, 0), start)
        # What needs escapes is not looked for: such requirements do not exist.
        found = re.compile(rf"""(?<!\\)(["']){re.escape(value)}\1""").search(self._text, at)
        if found is None:
            return self.line_at(start)
        self._next[value] = found.end()
        return Span(found.start() + 1, found.end() - 1)

    def section(self, *names: str) -> Span:
        """The lines of a TOML table, its header included; empty at the start when there is none of this spelling."""
        dotted = r"\s*\.\s*".join(rf"""["']?{re.escape(name)}["']?""" for name in names)
        found = re.compile(rf"^[ \t]*\[\[?\s*{dotted}\s*\]\]?", re.MULTILINE).search(self._text)
        if found is None:
            return Span(0, 0)
        after = re.compile(r"^[ \t]*\[", re.MULTILINE).search(self._text, found.end())
        return Span(found.start(), after.start() if after else len(self._text))

    def key(self, name: str, within: Span) -> Span:
        """The line of a TOML key in a section, the section's first line when it is not there."""
        pattern = re.compile(rf"""^[ \t]*["']?{re.escape(name)}["']?[ \t]*[=.][^\n]*""", re.MULTILINE)
        found = pattern.search(self._text, within.start, within.end)
        if found is None:
            return self.line_at(within.start)
        return _trimmed(self._text, found.start(), found.end())

    def member(self, name: str, value: str, start: int = 0) -> Span:
        """A member of a JSON object, key and value, behind an offset."""
        pattern = re.compile(rf'"{re.escape(name)}"\s*:\s*"{re.escape(value)}"')
        found = pattern.search(self._text, start)
        return Span(found.start(), found.end()) if found else self.line_at(start)

    def line_at(self, offset: int) -> Span:
        """The line that an offset lies on, without white space around."""
        start = self._text.rfind("\n", 0, offset) + 1
        end = self._text.find("\n", offset)
        return _trimmed(self._text, start, len(self._text) if end < 0 else end)


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Each line with the offset where it starts, without line ends."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, line.rstrip("\r\n")
        at += len(line)


def is_commit(revision: object) -> bool:
    """Whether it names a commit by its hash, in full or by enough of it."""
    return isinstance(revision, str) and _HASH.fullmatch(revision) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    line = text[start:end]
    return Span(start + len(line) - len(line.lstrip()), max(start, start + len(line.rstrip())))
