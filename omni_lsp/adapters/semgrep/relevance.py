"""Which rules can match a text at all, by the words it must contain: most files need no engine.

The engine has such a filter too, but searches every file once a rule, which is most of its work on a clean one.
Everything here errs on one side: what is not understood asks for nothing, and a rule that asks for nothing always counts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import re2

from omni_lsp.adapters.expressions.relaxed import relaxed

# A pattern as it is in the rule's YAML: mappings, sequences and text.
Pattern = object
# One that is compiled; the library does not name its type.
Expression = Any

_STRING = re.compile(
    r"""(?:\b[A-Za-z]{1,3})?("{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|`[^`]*`""", re.DOTALL
)
_COMMENT = re.compile(r"(?:#|//)[^\n]*|/\*.*?\*/", re.DOTALL)
_BRACES = re.compile(r"\{([^{}]*)\}")
_METAVARIABLE = re.compile(r"\$(?:\.\.\.)?\w+")
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_WORD = re.compile(r"\w+")
_WHOLE_FILE = re.compile(r"\(\?(i?)s\)\\A\.\*(.*)\.\*\\Z")
_MAX_MEMORY = 1 << 20  # Bytes an expression may take; one that needs more is searched for more slowly.
# Keywords and literals of any of the languages: the engine matches some of them with code that spells it differently.
_NO_NAMES = frozenset(
    [
        "True",
        "False",
        "None",
        "true",
        "false",
        "null",
        "undefined",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "default",
        "def",
        "del",
        "do",
        "elif",
        "else",
        "except",
        "export",
        "extends",
        "finally",
        "for",
        "from",
        "func",
        "function",
        "global",
        "go",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "is",
        "lambda",
        "let",
        "map",
        "new",
        "nonlocal",
        "not",
        "of",
        "or",
        "package",
        "pass",
        "private",
        "protected",
        "public",
        "raise",
        "range",
        "return",
        "self",
        "static",
        "struct",
        "super",
        "switch",
        "this",
        "throw",
        "try",
        "type",
        "typeof",
        "var",
        "void",
        "while",
        "with",
        "yield",
        "any",
        "bool",
        "boolean",
        "bytes",
        "dict",
        "float",
        "int",
        "list",
        "number",
        "object",
        "str",
        "string",
        "tuple",
    ]
)


# The names that rules have for languages -> what the engine calls what looks at their files.
_ANALYZERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "python": ("python",),
        "py": ("python",),
        "javascript": ("js",),
        "js": ("js",),
        "typescript": ("ts",),
        "ts": ("ts",),
        "go": ("go",),
        "golang": ("go",),
        "java": ("java",),
    }
)


@dataclass(frozen=True)
class Text:
    """A text in UTF-8 and its words, those in strings and comments included.

    `met` remembers the answers: rules share most of what they need.
    """

    data: bytes
    words: frozenset[str]
    met: "dict[Need, bool]" = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """What a text must have: these words and a match of these expressions, all of `every` and, if any, one of `one_of`.

    The expressions are compiled by RE2, so a search takes linear time.

    Made by `need`, so that there is one of each.
    """

    words: frozenset[str] = frozenset()
    searches: tuple[Expression, ...] = ()
    every: tuple["Need", ...] = ()
    one_of: tuple["Need", ...] = ()

    def searched(self) -> int:
        """How many expressions it may take to decide."""
        return len(self.searches) + sum(need.searched() for need in (*self.every, *self.one_of))

    def is_met(self, text: Text) -> bool:
        known = text.met.get(self)
        if known is None:
            known = text.met[self] = self._is_met(text)
        return known

    def _is_met(self, text: Text) -> bool:
        return (
            self.words <= text.words
            and all(need.is_met(text) for need in self.every)
            and (not self.one_of or any(need.is_met(text) for need in self.one_of))
            and all(search.search(text.data) for search in self.searches)
        )


@lru_cache(maxsize=20_000)
def need(
    words: frozenset[str] = frozenset(),
    searches: tuple[Expression, ...] = (),
    every: tuple[Need, ...] = (),
    one_of: tuple[Need, ...] = (),
) -> Need:
    """The one that there is of this kind."""
    return Need(words, searches, every, one_of)


@lru_cache(maxsize=4)
def text_of(text: str) -> Text:
    """Remembered for those who ask about the same text at the same time."""
    return Text(text.encode("utf-8", "replace"), frozenset(_WORD.findall(text)))


def concerns(languages: Sequence[str], analyzer: str) -> bool:
    """Whether a rule for these languages looks at files of this analyzer; one with a name we do not know may."""
    return any(analyzer in _ANALYZERS.get(language, (analyzer,)) for language in languages)


def need_of(rule: Mapping[str, Pattern]) -> Need:
    """What a rule's patterns spell out; nothing for a kind of rule whose patterns are not in one of our languages."""
    languages = rule.get("languages")
    if not isinstance(languages, Sequence) or not all(language in _ANALYZERS for language in languages):
        return need()
    mode = rule.get("mode", "search")
    if mode == "taint":
        return need(every=(_one_of(rule.get("pattern-sources")), _one_of(rule.get("pattern-sinks"))))
    return _every(rule) if mode == "search" else need()


def _every(pattern: Pattern) -> Need:
    """The keys of a mapping that each have to match; negations, conditions on metavariables and the rest ask for nothing."""
    parts: list[Need] = []
    for key, value in pattern.items() if isinstance(pattern, Mapping) else ():
        if key in ("pattern", "pattern-inside"):
            parts.append(words_of(value) if isinstance(value, str) else _every(value))
        elif key == "pattern-regex" and isinstance(value, str):
            parts.append(_search(value))
        elif key == "patterns" and isinstance(value, Sequence):
            parts += [_every(each) for each in value]
        elif key == "pattern-either":
            parts.append(_one_of(value))
    return need(every=_cheapest_first(parts))


def _one_of(patterns: Pattern) -> Need:
    return need(one_of=_cheapest_first(map(_every, patterns)) if isinstance(patterns, Sequence) else ())


def _cheapest_first(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Words are looked up, expressions have to be searched for."""
    return tuple(sorted(needs, key=Need.searched))


def words_of(code: str) -> Need:
    """The identifiers of a pattern, without its strings: those can be put together from others in the code."""
    names = _IDENTIFIER.findall(_METAVARIABLE.sub(" ", _COMMENT.sub(" ", _STRING.sub(_filled_in, code))))
    return need(words=frozenset(names) - _NO_NAMES)


def _filled_in(string: re.Match[str]) -> str:
    """The code in the braces of a string that has such."""
    return " ".join(_BRACES.findall(string[0]))


def _search(expression: str) -> Need:
    flags, inner = "m", expression
    if whole := _WHOLE_FILE.fullmatch(expression):
        # Asks whether something is anywhere in the file, which a plain search tells a hundred times as fast.
        flags, inner = f"ms{whole[1]}", whole[2]
    try:
        return need(searches=(re2.compile(f"(?{flags}){relaxed(inner)}", _options()),))
    except re2.error:  # The engine's dialect has more than can be relaxed.
        return need()


@cache
def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    options.log_errors = False
    options.never_capture = True
    return options
