"""Definitions in languages without a grammar here, by the words that begin them.

Each pattern is anchored at the start of a line and takes time linear in the text: within a line nothing that may repeat
can be divided in two ways, and beyond it no more is looked at than the longest list of parameters.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

_LONGEST_PARAMETERS = 600
_LONGEST_TAIL = 80
"""Code points between the parameters and the body: `const noexcept override`, `throws IOException`, `async`."""
_MOST = 4_000


class Definition(NamedTuple):
    """`name` without what it is in, and the code points from the start of its line to the end of its name."""

    name: str
    start: int
    end: int


def definitions(text: str, ending: str) -> list[Definition]:
    """What a text defines, in document order; `ending` is that of its file, without the dot and in lower case.

    Values that are no functions count only where they begin their line. Prose and data define nothing.
    """
    found: dict[int, Definition] = {}
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for pattern, accepts in _BY_ENDING.get(ending, _ANY):
        for match in pattern.finditer(text):
            full = match["name"].rstrip("?!:.")
            name = re.split(r"[:.]+", full)[-1]
            if name and accepts(match):
                found[match.start()] = Definition(name, match.start(), match.start("name") + len(full))
    return [found[start] for start in sorted(found)][:_MOST]


def _always(match: re.Match[str]) -> bool:
    return bool(match)


def _is_outermost_or_no_value(match: re.Match[str]) -> bool:
    return match["keyword"] not in _VALUES or not match[0][0].isspace()


def _has_body(match: re.Match[str]) -> bool:
    """Whether what looks like the head of a function in C is followed by its body, and is no statement."""
    words = match["before"].split(maxsplit=1)
    if words[0] in _STATEMENTS or match["name"] in _STATEMENTS:
        return False
    text, start = match.string, match.end()
    stop = _STOP.search(text, start, start + _LONGEST_PARAMETERS)
    if stop is None or stop[0] not in {"{", "=>"}:
        return False
    inside = text[start : stop.start()]
    tail = inside.rpartition(")")[2]
    return inside.count(")") == inside.count("(") + 1 and len(tail) <= _LONGEST_TAIL


_VALUES = frozenset({"let", "const", "val", "data"})
_STATEMENT_WORDS = (
    "return else if for while switch case throw new delete goto do using import typedef await yield assert foreach "
    "catch lock try in not and or package"
)
_STATEMENTS = frozenset(_STATEMENT_WORDS.split())
_STOP = re.compile(r"[;{}]|=>")

_ATTRIBUTE = r"(?:(?:@\w+(?:\([^()\n]*\))?|#\[[^\]\n]*\])[ \t]+)*"
_MODIFIER = (
    r"(?:pub(?:\([^()\n]*\))?|public|(?:private|protected)(?:\[\w+\])?|internal|static|final|abstract|async|export|default|"
    r"override|open|sealed|partial|inline|extern(?:[ \t]+\"[^\"\n]*\")?|unsafe|virtual|case|data|companion|suspend|local|"
    r"mutating|readonly|required|comptime|implicit|lazy|inner|value|annotation|operator|infix|tailrec|external|indirect|"
    r"fileprivate|const(?=[ \t]+(?:fn|unsafe|async|extern|class|struct|enum)\b)|class(?=[ \t]+(?:func|var|let)\b)|rec)"
)
_KEYWORD = (
    "class|struct|interface|trait|protocol|enum|union|record|object|module|namespace|package|extension|actor|mixin|"
    "defmodule|defprotocol|defimpl|defmacrop|defmacro|defguard|defdelegate|defp|def|function|func|fun|fn|subroutine|sub|"
    "procedure|proc|method|type|typedef|typealias|newtype|data|instance|macro_rules!|macro|const|let|val|contract|library|"
    "modifier|event|theorem|lemma|message|service|rpc"
)
_NAMED = re.compile(
    rf"^[ \t]*{_ATTRIBUTE}(?:{_MODIFIER}[ \t]+)*(?P<keyword>{_KEYWORD})(?:[ \t]+class)?[ \t]+(?:rec[ \t]+)?"
    r"(?:\([^()\n]*\)[ \t]*|<[^>\n]*>[ \t]*)?(?:[\w.]*<[^>\n]*>\??\.)?(?P<name>[A-Za-z_$][\w$:.]*[?!]?)",
    re.MULTILINE,
)
_IMPLEMENTED = re.compile(
    r"^[ \t]*(?:unsafe[ \t]+)?impl(?:<[^\n{]{0,200}?>(?=[ \t]))?[ \t]+(?:!?[\w:]+(?:<[^\n{]{0,200}?>)?[ \t]+for[ \t]+)?[&*]?(?P<name>[A-Za-z_][\w:]*)",
    re.MULTILINE,
)
_BOUND = re.compile(
    r"^[ \t]*(?:local[ \t]+)?(?P<name>[A-Za-z_][\w.:]*)[ \t]*(?:=|<-)[ \t]*(?:async[ \t]+)?function\b", re.MULTILINE
)
_SHELL = re.compile(r"^[ \t]*(?P<name>[A-Za-z_][\w-]*)[ \t]*\(\)[ \t]*\n?[ \t]*[{(]", re.MULTILINE)
_C_TYPE = re.compile(
    r"^[ \t]*(?:@?\w+(?:[ \t]+|<[^>\n]*>[ \t]*))*?(?:class|struct|interface|enum|union|namespace|record|mixin|extension|trait|protocol)"
    r"[ \t]+(?:class[ \t]+|struct[ \t]+)?(?P<name>[A-Za-z_][\w:.]*)(?=[^;()=*&{\n]{0,200}(?:\{|$))",
    re.MULTILINE,
)
_C_NAMESPACE = re.compile(r"^namespace[ \t]+(?P<name>[A-Za-z_][\w.]*)[ \t]*;", re.MULTILINE)
_C_FUNCTION = re.compile(
    r"^[ \t]*(?P<before>[A-Za-z_][\w:<>,*&\[\]~? \t]*[ \t*&\n])(?P<name>~?[A-Za-z_][\w:~]*)[ \t]*(?:<[^>()\n]{0,200}>)?\(",
    re.MULTILINE,
)
_C_MEMBER = re.compile(r"^(?P<before>(?P<of>[A-Za-z_]\w*)::)(?P<name>~?(?P=of))[ \t]*\(", re.MULTILINE)
_C_MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(?P<name>[A-Za-z_]\w*)[( \t][^\n]", re.MULTILINE)
_OBJECTIVE = re.compile(
    r"^(?:[-+][ \t]*\([^()\n]*\)[ \t]*|@(?:interface|implementation|protocol)[ \t]+)(?P<name>[A-Za-z_]\w*)",
    re.MULTILINE,
)
_SIGNATURE = re.compile(r"^(?P<name>[a-z_][\w']*)[ \t]*::?[ \t]", re.MULTILINE)
_HASKELL = re.compile(
    r"^(?:data|newtype|type|class|module|port module|foreign import)[ \t]+(?:(?:alias|family|instance)[ \t]+)?"
    r"(?:[^\n=]*=>[ \t]*)?(?P<name>[A-Za-z_][\w.']*)",
    re.MULTILINE,
)
_LISP = re.compile(
    r"^[ \t]*\((?:defn-?|defun|defmacro|defmethod|defprotocol|defrecord|define|def)[ \t]+\(?(?P<name>[\w*+!?<>=/-]+)",
    re.MULTILINE,
)
_SQL = re.compile(
    r"^[ \t]*create[ \t]+(?:or[ \t]+replace[ \t]+)?(?:unique[ \t]+)?(?:table|view|function|procedure|trigger|index|type)[ \t]+"
    r"(?:if[ \t]+not[ \t]+exists[ \t]+)?[\"`\[]?(?P<name>[A-Za-z_][\w.]*)",
    re.MULTILINE | re.IGNORECASE,
)

_Accepts = Callable[[re.Match[str]], bool]
_ANY: tuple[tuple[re.Pattern[str], _Accepts], ...] = (
    (_NAMED, _is_outermost_or_no_value),
    (_IMPLEMENTED, _always),
)
_C = (
    (_C_MACRO, _always),
    (_C_NAMESPACE, _always),
    (_C_TYPE, _always),
    (_C_FUNCTION, _has_body),
    (_C_MEMBER, _has_body),
)
_HASKELL_LIKE = ((_HASKELL, _always), (_SIGNATURE, _always))
_NOTHING = "md mdx markdown rst txt adoc asciidoc tex json jsonc yaml yml toml ini cfg conf properties xml html htm css csv tsv lock log svg"
_BY_ENDING: dict[str, tuple[tuple[re.Pattern[str], _Accepts], ...]] = {
    ending: patterns
    for endings, patterns in (
        ("c h cc cpp cxx hh hpp hxx cs dart java groovy ino", _C),
        ("d", (*_ANY, *_C)),
        ("m mm", (*_C, (_OBJECTIVE, _always))),
        ("hs elm purs", _HASKELL_LIKE),
        ("sh bash zsh ksh", (*_ANY, (_SHELL, _always))),
        ("lua js ts vue svelte r", (*_ANY, (_BOUND, _always))),
        ("clj cljs cljc el lisp scm rkt", ((_LISP, _always),)),
        ("sql", ((_SQL, _always),)),
        ("", ((_SHELL, _always),)),
        (_NOTHING, ()),
    )
    for ending in endings.split(" ")
}
