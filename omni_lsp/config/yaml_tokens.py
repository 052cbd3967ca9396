"""Keys and values in YAML that is being written, each with the way to it.

By lines, indentation and brackets alone: what is half written, or wrong, takes nothing from what stands before and
after it. Text over several lines, anchors, aliases and tags are passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from omni_lsp.config.wording import KeyPath
from omni_lsp.config.yaml_source import MAX_DEPTH
from omni_lsp.model.text import Span

# Lines as LSP counts them, without the empty ones.
_LINES = re.compile(r"[^\r\n]+")
_SPACE = re.compile(r"[ \t]*")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_KEY = re.compile(
    r"""(?:"(?P<double>[^"]*)"[ \t]*|'(?P<single>[^']*)'[ \t]*"""
    r"""|(?P<plain>[^\s"'\[\]{}#,:](?:(?![ \t]\#|:(?:[ \t]|$)).)*)):(?=[ \t]|$)""",
    re.VERBOSE,
)
_VALUE = re.compile(r""""(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<plain>(?:(?![ \t]\#).)+)""", re.VERBOSE)
_FLOW = re.compile(
    r"""(?P<space>[ \t]+(?:\#.*)?|\#.*)|(?P<mark>[\[\]{},]|:(?=[\s\[\]{},]|$))"""
    r"""|"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?"""
    r"""|(?P<plain>(?:(?!:(?:[\s\[\]{},]|$)|[ \t]\#)[^\[\]{},])+)""",
    re.VERBOSE,
)
_SCALARS = ("double", "single", "plain")


class Token(NamedTuple):
    """A key or a value, `span` without quotes.

    `path` leads to the mapping that a key is in, and to a value itself; numbers of list items count from 0.
    `is_fresh` says of a value that it stands at the start of its line, but for dashes, so that it may become a key.
    """

    span: Span
    text: str
    path: KeyPath
    is_key: bool
    is_fresh: bool = False


@dataclass(slots=True)
class _Level:
    """Something that lines further right belong to: a key, or an item, in its column.

    `is_closed` says that its value stands on its own line already.
    """

    column: int
    step: str | int
    is_closed: bool = False


@dataclass(slots=True)
class _Bracket:
    """An open `[` with the number of its item, or `{` with its key, if that is known."""

    step: str | int | None


def tokens(text: str) -> Iterator[Token]:
    """In the order of the text; never raises."""
    scanner = _Scanner(text)
    for line in _LINES.finditer(text):
        yield from scanner.line(line.start(), line.end())


@dataclass(slots=True)
class _Scanner:
    text: str
    levels: list[_Level] = field(default_factory=list)
    brackets: list[_Bracket] = field(default_factory=list)
    literal: int | None = None
    """The column of the key or item whose value is text over several lines."""

    def line(self, start: int, end: int) -> Iterator[Token]:
        at = self._after_space(start, end)
        if at == end or self._is_inside(at - start):
            return
        if self.brackets and at - start > self._parent_column():
            yield from self._flow(at, end)
            return
        self.brackets.clear()  # It was never closed: what stands further left does not belong to it.
        if self.text.startswith(("---", "...", "%"), start, end):
            self.levels.clear()
        elif self.text[at] != "#":
            yield from self._block(start, at, end)

    def _is_inside(self, column: int) -> bool:
        """Whether the line is more of a text over several lines."""
        if self.literal is not None and column <= self.literal:
            self.literal = None
        return self.literal is not None

    def _block(self, start: int, at: int, end: int) -> Iterator[Token]:
        while dash := _DASH.match(self.text, at, end):
            self._item(at - start)
            at = dash.end()
        if at == end or self.text[at] == "#":
            return
        self._leave(at - start)
        key = _KEY.match(self.text, at, end)
        if key is None:
            if not (self.levels and self.levels[-1].is_closed):
                yield from self._value(at, end, is_fresh=True)
            return
        yield from self._token(key, is_key=True)
        at = self._after_space(key.end(), end)
        has_value = at < end and self.text[at] != "#"
        self.levels.append(_Level(key.start() - start, _scalar(key)[1], has_value))
        if has_value:
            yield from self._value(at, end, is_fresh=False)

    def _value(self, at: int, end: int, *, is_fresh: bool) -> Iterator[Token]:
        if self.text[at] in "[{":
            yield from self._flow(at, end)
        elif self.text[at] in "|>":
            self.literal = self._parent_column()
        elif value := _VALUE.match(self.text, at, end):
            yield from self._token(value, is_key=False, is_fresh=is_fresh)

    def _flow(self, at: int, end: int) -> Iterator[Token]:
        while at < end and (found := _FLOW.match(self.text, at, end)):
            at = found.end()
            if mark := found["mark"]:
                self._bracket(mark)
                if not self.brackets:
                    return
            elif found["space"] is None:
                top = self.brackets[-1]
                is_key = top.step is None
                yield from self._token(found, is_key=is_key)
                if is_key:
                    top.step = _scalar(found)[1]

    def _bracket(self, mark: str) -> None:
        if mark in "[{":
            self.brackets.append(_Bracket(0 if mark == "[" else None))
        elif mark in "]}":
            self.brackets.pop()
        elif mark == ",":
            top = self.brackets[-1]
            top.step = top.step + 1 if isinstance(top.step, int) else None

    def _item(self, column: int) -> None:
        """Another item of the list whose dashes stand in this column; its key may stand in the same one."""
        number = 0
        while self.levels and (
            self.levels[-1].column > column
            or (self.levels[-1].column == column and isinstance(self.levels[-1].step, int))
        ):
            last = self.levels.pop()
            number = last.step + 1 if last.column == column and isinstance(last.step, int) else 0
        self.levels.append(_Level(column, number))

    def _leave(self, column: int) -> None:
        while self.levels and self.levels[-1].column >= column:
            self.levels.pop()

    def _token(self, found: re.Match[str], *, is_key: bool, is_fresh: bool = False) -> Iterator[Token]:
        if len(self.levels) + len(self.brackets) <= MAX_DEPTH:  # Nothing of ours goes half as deep.
            span, text = _scalar(found)
            flow = (bracket.step for bracket in self.brackets if bracket.step is not None)
            path = (*(level.step for level in self.levels), *flow)
            yield Token(span, text, path, is_key, is_fresh)

    def _parent_column(self) -> int:
        return self.levels[-1].column if self.levels else -1

    def _after_space(self, at: int, end: int) -> int:
        space = _SPACE.match(self.text, at, end)
        return space.end() if space else at


def _scalar(found: re.Match[str]) -> tuple[Span, str]:
    """Key or value without its quotes, and where that is."""
    kind = next(name for name in _SCALARS if found[name] is not None)
    text = found[kind].rstrip()
    return Span(found.start(kind), found.start(kind) + len(text)), text
