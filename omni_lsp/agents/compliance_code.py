"""A text without its comments and the words of its strings: what is left is code, at the same places.

Strings keep what is code in them (`f"{…}"`, `${…}`) and stay whole where they name a field: `row["email"]`,
`form.get("email")`. The work grows with the length of the text alone; broken texts give a broken answer, not an error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, takewhile

from omni_lsp.model.text import Span

_C_LIKE = r"//[^\n]*|/\*"
# Where a slash begins an expression: right behind an operator or a bracket.
# Bounded, or a hostile line would take hours.
_REGEX = r"(?<=[(,=:\[!&|?{};])[ \t]{0,4}/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n]){0,80}\]|[^/\\\n\[]){1,160}/"
_STARTS: Mapping[str, str] = {
    "python": r"""#[^\n]*|(?:(?<!\w)[A-Za-z]{1,2})?(?:"{3}|'{3}|"|')""",
    "javascript": rf"""{_C_LIKE}|["'`]|{_REGEX}""",
    "go": rf"""{_C_LIKE}|["`]|'(?:\\.|[^'\\\n])+'""",
    "java": rf"""{_C_LIKE}|\"\"\"|["']""",
}
_FAMILIES = {
    "python": "python",
    "javascript": "javascript",
    "javascriptreact": "javascript",
    "typescript": "javascript",
    "typescriptreact": "javascript",
    "go": "go",
    "java": "java",
}
LANGUAGES = frozenset(_FAMILIES)
"""The languages whose texts can be read so."""

_DEEPEST = 6  # Strings in code in strings; people write two.
_KEY = re.compile(r"[\w.$-]{1,60}")
_NAMES_A_FIELD = re.compile(
    r"(?:[\w$)\]]\s?(?:\?\.)?\[|\.\s?(?:get|pop|getString|getParameter|FormValue|Get|getAttribute)\()\s?$"
)
_LOOK_BACK = 30  # Characters; the longest of the words above, with room.
_NOT_LINE_END = re.compile(r"[^\n]")
_CONVERSION = re.compile(r"![rsa](?![=\w])")


@dataclass(frozen=True, slots=True)
class Literal:
    """A string: `inner` is what stands between its quotes, `holes` the code in it."""

    span: Span
    inner: Span
    holes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """`text` is as long as the original, `literals` are in document order, those in holes included."""

    original: str
    text: str
    family: str
    literals: tuple[Literal, ...] = ()


def code_of(text: str, language: str) -> Code:
    """`language` is one of `LANGUAGES`."""
    scanner = _Scanner(text, _FAMILIES[language])
    scanner.code(0, len(text), depth=0)
    parts: list[str] = []
    at = 0
    for blank in sorted(scanner.blanks):
        parts += [text[at : blank.start], _NOT_LINE_END.sub(" ", text[blank.start : blank.end])]
        at = blank.end
    literals = tuple(sorted(scanner.literals, key=lambda literal: literal.span))
    return Code(text, "".join([*parts, text[at:]]), scanner.family, literals)


@dataclass(slots=True)
class _Scanner:
    """Collects what is no code; `blanks` do not overlap, `tails` are ends of formats in holes by their starts."""

    original: str
    family: str
    blanks: list[Span] = field(default_factory=list)
    literals: list[Literal] = field(default_factory=list)
    tails: dict[int, int] = field(default_factory=dict)

    def code(self, at: int, limit: int, *, depth: int) -> int:
        """Reads code up to the limit or, in a hole, up to the bracket that closes it: the offset where that is."""
        starts = _starts(self.family, is_hole=depth > 0)
        opened = 0
        while (found := starts.search(self.original, at, limit)) is not None:
            match found[0]:
                case "{":
                    opened += 1
                    at = found.end()
                case "}":
                    if opened == 0:
                        return found.start()
                    opened -= 1
                    at = found.end()
                case _:
                    at = self._token(found, limit, depth)
        return limit

    def _token(self, found: re.Match[str], limit: int, depth: int) -> int:
        start, mark = found.start(), found[0].lstrip()
        quote = mark.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if quote in ('"', "'", "`", '"""', "'''"):
            return self._string(found, quote, limit, depth)
        end = found.end()
        if mark == "/*":
            closed = self.original.find("*/", end, limit)
            end = limit if closed < 0 else closed + 2
        self.blanks.append(Span(start, end))
        return end

    def _string(self, found: re.Match[str], quote: str, limit: int, depth: int) -> int:
        prefix = found[0].removesuffix(quote).lower()
        opener = self._opener(prefix, quote)
        at = begun = found.end()
        holes: list[Span] = []
        line_end = limit
        if len(quote) == 1 and quote != "`":
            closed = self.original.find("\n", at, limit)
            line_end = limit if closed < 0 else closed
        stops = _stops(quote, opener)
        end = inner_end = line_end
        while (stop := stops.search(self.original, at, line_end)) is not None:
            at = stop.end()
            if stop[0] == quote:
                inner_end, end = stop.start(), at
                break
            if stop[0] == opener and depth < _DEEPEST:
                closing = self.code(at, line_end, depth=depth + 1)
                holes.append(self._hole(at, closing))
                at = min(closing + 1, line_end)
        literal = Literal(Span(found.start(), end), Span(begun, inner_end), tuple(holes))
        self.literals.append(literal)
        if holes or not self._names_field(literal):
            self._blank(literal)
        return end

    def _opener(self, prefix: str, quote: str) -> str:
        """What begins a hole in a string of this kind, empty when nothing does."""
        if self.family == "python":
            return "{" if "f" in prefix or "t" in prefix else ""
        return "${" if self.family == "javascript" and quote == "`" else ""

    def _hole(self, start: int, end: int) -> Span:
        """The expression in a hole, without the conversion and format that Python has there."""
        if self.family != "python":
            return Span(start, end)
        strings = (literal.span for literal in reversed(self.literals))
        inside = chain(
            *(takewhile(lambda span: span.start >= start, spans) for spans in (strings, reversed(self.blanks)))
        )
        no_code = {span.start: span.end for span in inside}
        nested, after = 0, start
        for offset in range(start, end):
            after = max(after, no_code.get(offset, offset))
            if offset < after:
                continue  # A colon in a string or a comment begins no format.
            character = self.original[offset]
            nested += (character in "([{") - (character in ")]}")
            if nested == 0 and (character == ":" or _CONVERSION.match(self.original, offset)):
                self._blank_tail(offset, end)
                return Span(start, offset)
        return Span(start, end)

    def _blank_tail(self, start: int, end: int) -> None:
        """A format may hold holes of its own, whose strings are blanked already."""
        while self.blanks and self.blanks[-1].start >= start:
            self.blanks.pop()
        self.blanks.append(Span(start, end))
        self.tails[start] = end

    def _names_field(self, literal: Literal) -> bool:
        start, end = literal.span.start, literal.span.end
        if not _KEY.fullmatch(self.original, literal.inner.start, literal.inner.end):
            return False
        if not _NAMES_A_FIELD.search(self.original, max(0, start - _LOOK_BACK), start):
            return False
        return self.original[end : end + 2].lstrip()[:1] in ("]", ")", ",")

    def _blank(self, literal: Literal) -> None:
        at = literal.inner.start
        for hole in literal.holes:
            self.blanks.append(Span(at, hole.start))
            at = self.tails.get(hole.end, hole.end)
        self.blanks.append(Span(at, literal.inner.end))


@cache
def _starts(family: str, *, is_hole: bool) -> re.Pattern[str]:
    return re.compile(rf"[{{}}]|{_STARTS[family]}" if is_hole else _STARTS[family])


@cache
def _stops(quote: str, opener: str) -> re.Pattern[str]:
    """What may end a string or begin a hole; doubled braces are braces."""
    hole = rf"|\{{\{{|{re.escape(opener)}" if opener else ""
    escape = "" if quote == "`" and not opener else r"\\.|"
    if opener == "{":  # Python: a brace cannot be escaped so, but a character can be named in braces.
        escape = r"\\N\{[^{}\n]{1,80}\}|\\[^{]|"
    return re.compile(rf"{escape}{re.escape(quote)}{hole}", re.DOTALL)
