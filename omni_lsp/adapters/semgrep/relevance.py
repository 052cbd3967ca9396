"""Which rules can match a text at all, by the words it must contain: most files need no engine.

The engine has such a filter too, but searches every file once a rule, which is most of its work on a clean one.
Everything here errs on one side: what is not understood asks for nothing, and a rule that asks for nothing always counts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

# A pattern as it is in the rule's YAML: mappings, sequences and text.
Pattern = object

_STRING = re.compile(
    r"""(?:\b[A-Za-z]{1,3})?("{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|`[^`]*`""", re.DOTALL
)
_COMMENT = re.compile(r"(?:#|//)[^\n]*|/\*.*?\*/", re.DOTALL)
_BRACES = re.compile(r"\{([^{}]*)\}")
_METAVARIABLE = re.compile(r"\$(?:\.\.\.)?\w+")
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_WORD = re.compile(r"\w+")
_WHOLE_FILE = re.compile(r"\(\?(i?)s\)\\A\.\*(.*)\.\*\\Z")
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


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its words, those in strings and comments included."""

    text: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Need:
    """What a text must have: these words and a match of these expressions, all of `every` and, if any, one of `one_of`."""

    words: frozenset[str] = frozenset()
    searches: tuple[re.Pattern[str], ...] = ()
    every: tuple["Need", ...] = ()
    one_of: tuple["Need", ...] = ()

    def is_met(self, text: Text) -> bool:
        return (
            self.words <= text.words
            and all(need.is_met(text) for need in self.every)
            and (not self.one_of or any(need.is_met(text) for need in self.one_of))
            and all(search.search(text.text) for search in self.searches)
        )


def text_of(text: str) -> Text:
    return Text(text, frozenset(_WORD.findall(text)))


def concerns(languages: Sequence[str], analyzer: str) -> bool:
    """Whether a rule for these languages looks at files of this analyzer; one with a name we do not know may."""
    return any(analyzer in _ANALYZERS.get(language, (analyzer,)) for language in languages)


def need_of(rule: Mapping[str, Pattern]) -> Need:
    """What a rule's patterns spell out; nothing for a kind of rule whose patterns are not in one of our languages."""
    languages = rule.get("languages")
    if not isinstance(languages, Sequence) or not all(language in _ANALYZERS for language in languages):
        return Need()
    mode = rule.get("mode", "search")
    if mode == "taint":
        return Need(every=(_one_of(rule.get("pattern-sources")), _one_of(rule.get("pattern-sinks"))))
    return _every(rule) if mode == "search" else Need()


def _every(pattern: Pattern) -> Need:
    """The keys of a mapping that each have to match; negations, conditions on metavariables and the rest ask for nothing."""
    parts: list[Need] = []
    for key, value in pattern.items() if isinstance(pattern, Mapping) else ():
        if key in ("pattern", "pattern-inside"):
            parts.append(_spelled(value) if isinstance(value, str) else _every(value))
        elif key == "pattern-regex" and isinstance(value, str):
            parts.append(_search(value))
        elif key == "patterns" and isinstance(value, Sequence):
            parts += [_every(each) for each in value]
        elif key == "pattern-either":
            parts.append(_one_of(value))
    return Need(every=tuple(parts))


def _one_of(patterns: Pattern) -> Need:
    return Need(one_of=tuple(_every(each) for each in patterns) if isinstance(patterns, Sequence) else ())


def _spelled(code: str) -> Need:
    """The identifiers of a pattern, without its strings: those can be put together from others in the code."""
    names = _IDENTIFIER.findall(_METAVARIABLE.sub(" ", _COMMENT.sub(" ", _STRING.sub(_filled_in, code))))
    return Need(words=frozenset(names) - _NO_NAMES)


def _filled_in(string: re.Match[str]) -> str:
    """The code in the braces of a string that has such."""
    return " ".join(_BRACES.findall(string[0]))


def _search(expression: str) -> Need:
    flags, inner = re.MULTILINE, expression
    if whole := _WHOLE_FILE.fullmatch(expression):
        # Asks whether something is anywhere in the file, which a plain search tells a hundred times as fast.
        flags, inner = re.MULTILINE | re.DOTALL | (re.IGNORECASE if whole[1] else 0), whole[2]
    try:
        return Need(searches=(re.compile(inner, flags),))
    except re.error:  # The engine's dialect has more than Python's.
        return Need()
