"""Words of code, told from strings and comments: enough to compare two versions of a function, for any text at all."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from omni_lsp.agents.coding.region import family
from omni_lsp.agents.coding.words import NO_CALLS


class Kind(Enum):
    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    COMMENT = "comment"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """`start` in code points of the text that it was read from."""

    kind: Kind
    text: str
    start: int


_QUOTED = r"\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?"
_REST = (
    r"|(?P<number>\d[\w.]*)|(?P<name>(?:[^\W\d]|\$)[\w$]*)"
    r"|(?P<mark>\.\.\.|===|!==|=>|->|:=|==|!=|<=|>=|&&|\|\||\?\.|\?\?|[^\s\w])"
)
_PATTERNS = {
    "python": re.compile(
        r"(?P<comment>\#[^\n]*)"
        r"|(?P<string>(?i:[rbuft]{1,2}(?=[\"']))?(?:\"\"\"[\s\S]*?(?:\"\"\"|\Z)|'''[\s\S]*?(?:'''|\Z)|"
        + _QUOTED
        + "))"
        + _REST,
    ),
    "": re.compile(
        r"(?P<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|\Z))"
        r"|(?P<string>\"\"\"[\s\S]*?(?:\"\"\"|\Z)|`(?:\\[\s\S]|[^`\\])*`?|" + _QUOTED + ")" + _REST,
    ),
}
_REGEX = re.compile(r"/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*")
_BEFORE_REGEX = frozenset("(,=:[!&|?{};") | {"=>", "&&", "||", "return", "typeof", "case", "==", "===", "!=", "!=="}
_INSIDE = re.compile(r"\{([^{}\n]*)\}")
_DEEPEST = 2


def tokens(text: str, language: str) -> tuple[Token, ...]:
    """In order, comments included; names in f-strings and templates follow their string."""
    return tuple(_read(text, family(language), 0, 0))


def code(all_of_them: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(token for token in all_of_them if token.kind is not Kind.COMMENT)


def called(words: Sequence[Token]) -> Iterator[Token]:
    """The names of what is called, the last of those that dots join."""
    for word, after in pairwise(words):
        if word.kind is Kind.NAME and after.text == "(" and word.text not in NO_CALLS:
            yield word


def joined(words: Sequence[Token]) -> str:
    """Code with one space between its words and every string as `""`, for patterns."""
    return " ".join('""' if word.kind is Kind.STRING else word.text for word in words)


def _read(text: str, kin: str, offset: int, depth: int) -> Iterator[Token]:
    pattern = _PATTERNS.get(kin, _PATTERNS[""])
    at, before = 0, ""
    while (match := pattern.search(text, at)) is not None:
        start = match.start()
        is_regex = kin == "javascript" and text[start] == "/" and (not before or before in _BEFORE_REGEX)
        regex = _REGEX.match(text, start) if is_regex else None
        if regex is not None:
            yield Token(Kind.STRING, regex[0], offset + start)
            at, before = regex.end(), ")"
            continue
        kind = Kind(match.lastgroup)
        yield Token(kind, match[0], offset + start)
        if kind is Kind.STRING and depth < _DEEPEST and _has_names(match[0], kin):
            for inner in _INSIDE.finditer(match[0]):
                yield from _read(inner[1], kin, offset + start + inner.start(1), depth + 1)
        if kind is not Kind.COMMENT:
            before = match[0]
        at = match.end()


def _has_names(string: str, kin: str) -> bool:
    if kin == "python":
        return "f" in string[: min(string.find('"') % len(string), string.find("'") % len(string))].lower()
    return kin == "javascript" and string.startswith("`")
