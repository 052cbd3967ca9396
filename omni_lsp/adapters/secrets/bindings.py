"""Values that are given a name: by assignment, in tables, arguments, attributes, elements, flags and query strings."""

import re
import string
from dataclasses import dataclass

from omni_lsp.adapters.secrets.found import Source
from omni_lsp.adapters.secrets.places import Place
from omni_lsp.model.text import Span

_NAME_LENGTH = 64
_LONGEST_LINE_PREFIX = 400
_NAME_LETTERS = string.ascii_letters + string.digits + "_$.-"
_NAME_AFTER = re.compile(r"[\w$.-]{0,64}", re.ASCII)
_ESCAPED_QUOTE = r"""(?:\\{0,3}["'`])"""
_WRAPPERS = r"""(?:(?:new[ ])?(?:String(?:::from|\.valueOf|\.new)?|str|bytes|bytearray|SecretStr|Secret|Some|sensitive|Buffer\.from
    |base64\.b64decode|b64decode|\[\]byte|SecureString|unescape|to_string|ConvertTo-SecureString(?:[ ]-String)?[ ])[ ]?\(?\s{0,8})?"""
_OPERATOR = re.compile(
    rf"""
    (?P<close>{_ESCAPED_QUOTE}?[ \t]?[\])]{{0,2}}(?:\[\d{{0,5}}\])?[!?]?)
    (?:
      (?P<pair> \s{{0,9}},?\s{{0,40}}{_ESCAPED_QUOTE}?(?:value|default|currentValue|initialValue){_ESCAPED_QUOTE}?
          [ ]{{0,9}}[=:]\s{{0,9}})
    | (?P<assign>
          (?: (?<!["'`])\s{{0,4}}:?[ ]{{0,4}}(?:&(?:'\w+[ ])?(?:mut[ ])?|\*)?[\w\[][\w<>\[\]|?&.,*]{{0,40}}(?:[ ]\|[ ][\w.\[\]]{{1,30}}){{0,3}}
            | [ ]\{{[^{{}}"'\n]{{0,40}}\}}
          )?
          \s{{0,20}}(?:={{1,3}}|!={{1,2}}|:=|=>|->|<-|\|\|=?|\?\?=?|\?:|\?=|:-|or[ ]|:)\s{{0,40}}{_WRAPPERS}\(?\s{{0,8}}
          (?={_ESCAPED_QUOTE}|[rbufRBUF@$]{{1,2}}["'])
        | \s{{0,4}}(?:={{1,3}}|:=|=>|\?=|:-|:)[ \t]{{0,20}}
      )
    | (?P<comma> [ ]{{0,4}},\s{{0,40}}(?:default[ ]?=[ ]?)?(?={_ESCAPED_QUOTE}))
    | (?P<call> \(\s{{0,40}}(?=[rbuf@]?{_ESCAPED_QUOTE}))
    | (?P<element> [ ]?>)
    | (?P<space> [ \t]{{1,8}}(?![ \t=:]))
    )
    """,
    re.VERBOSE | re.ASCII,
)
_QUOTED = re.compile(
    r"""
    [rbufRBUF@$]{0,2}
    (?: \\{1,3}(?P<q1>["'`]) (?P<escaped>[^"'`\\\n]{1,600}) \\{1,3}(?P=q1)
      | (?P<triple>\"\"\"|''') (?P<long>[^"'\n]{1,600}) (?P=triple)
      | " (?P<double>(?:[^"\\\n]|\\.){1,600}+) "
      | ' (?P<single>(?:[^'\\\n]|\\.){1,600}+) '
      | ` (?P<back>[^`\\\n]{1,600}) `
    )
    """,
    re.VERBOSE,
)
_GROUPS = ("escaped", "long", "double", "single", "back")
_BARE = re.compile(r"""[^\s"'`<>]{1,2000}""")
_IN_STRING = re.compile(r"""[^\s"'`;&,<>\\]{1,2000}""")
_ELEMENT = re.compile(r"[^<>\n]{1,600}(?=<)")
_PREFIX = re.compile(r"(?:base64:|hex:|plain:)")
_ENV = ("ENV", "ARG")
_TRAILING = ",;)]}|"


@dataclass(frozen=True, slots=True)
class Binding:
    """A value under a name; `is_loose` says that the name need not be that of the value."""

    name: str
    span: Span
    is_loose: bool = False


def binding(source: Source, place: Place, name: Span) -> Binding | None:
    """The value that a name is given, `None` when it is given none that can be read."""
    operator = _OPERATOR.match(source.flat, name.end)
    if operator is None:
        return None
    how, at = operator.lastgroup, operator.end()
    loose = how in ("comma", "call") or (how == "space") or place.is_prose
    if how == "comma" and not operator["close"].strip("\\ \t])"):
        return None
    if how == "space":
        span = _after_space(source, place, name, at)
    elif how == "element":
        span = _element(source, name, operator)
    else:
        span = _quoted(source, at) or (_bare(source, place, name, at) if how in ("assign", "pair") else None)
    if span is None:
        return None
    return Binding(source.text[name.start : name.end], _without_prefix(source, span), loose)


def name_around(source: Source, mark: Span) -> Span:
    """The name that a mark is in; not more of it than 64 characters on either side."""
    left = source.flat[max(0, mark.start - _NAME_LENGTH) : mark.start]
    after = _NAME_AFTER.match(source.flat, mark.end)
    return Span(mark.start - len(left) + len(left.rstrip(_NAME_LETTERS)), after.end() if after else mark.end)


def _quoted(source: Source, at: int) -> Span | None:
    match = _QUOTED.match(source.flat, at)
    if match is None:
        return None
    return next(Span(*match.span(group)) for group in _GROUPS if match[group] is not None)


def _bare(source: Source, place: Place, name: Span, at: int) -> Span | None:
    in_string = _is_in_string(source.flat, name.start)
    if not (place.has_bare_values or in_string):
        return None
    match = (_IN_STRING if in_string else _BARE).match(source.flat, at)
    if match is None or source.flat[at] in "$%{[(*&!|@#\\":
        return None
    end = match.end()
    if not place.has_bare_values and source.flat[end : end + 1] not in "\"'`;&, \\})":
        return None
    # Another name, as in lists of words to complete.
    if match[0].endswith("=") and match[0][:-1].isidentifier():
        return None
    # A call: `token=make(x)` in a shell script or a template.
    if "(" in match[0] and match[0].endswith(")"):
        return None
    while end > at and source.flat[end - 1] in _TRAILING:
        end -= 1
    return Span(at, end) if end > at else None


def _after_space(source: Source, place: Place, name: Span, at: int) -> Span | None:
    """The value of a flag, an `ENV` line or a clause of SQL."""
    flat, word = source.flat, source.low[name.start : name.end]
    line = _line_before(flat, name.start).strip()
    takes_text = line in ("", "#define") or word == "password" or word.endswith((" by", "securestring"))
    takes_word = word.startswith("--") or line.endswith("configure set") or (place.is_dockerfile and line in _ENV)
    quoted = _quoted(source, at)
    if quoted is not None:
        return quoted if (takes_text or takes_word) and flat[quoted.start] != "-" else None
    bare = _BARE.match(flat, at) if takes_word else None
    return Span(at, bare.end()) if bare and bare[0][0] not in "-$<|>&({" else None


def _element(source: Source, name: Span, operator: re.Match[str]) -> Span | None:
    is_tag = source.flat[name.start - 1 : name.start] == "<"
    if not (is_tag or operator["close"].strip()):
        return None
    match = _ELEMENT.match(source.flat, operator.end())
    return Span(*match.span()) if match else None


def _is_in_string(flat: str, at: int) -> bool:
    line = _line_before(flat, at)
    return any(line.count(quote) % 2 for quote in "\"'`")


def _line_before(flat: str, at: int) -> str:
    """What is before an offset on its line, at most 400 characters."""
    begin = max(0, at - _LONGEST_LINE_PREFIX)
    return flat[max(begin, flat.rfind("\n", begin, at) + 1) : at]


def _without_prefix(source: Source, span: Span) -> Span:
    match = _PREFIX.match(source.flat, span.start, span.end)
    return Span(match.end(), span.end) if match else span
