"""Which values of an expression are personal data as they are: not counted, compared, cut, masked or hashed.

Whatever is handed to a function is taken for changed by it, unless the function is known to pass it on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from omni_lsp.agents.compliance_names import Kind, kind_of, words_in
from omni_lsp.model.text import Span

_NAME = re.compile(r"(?<![\w$.@])[A-Za-z_$][\w$]*")
_STEP = re.compile(
    r"""!?(?:\?\.|\s{0,80}\.|->)\s?(?P<name>[A-Za-z_$][\w$]*)
    |(?P<call>\(\s?\))
    |(?:\?\.)?\[\s?(?P<quote>["'])(?P<key>[\w.$-]{1,60})(?P=quote)\s?\]
    |\(\s?(?P<open>["'])(?P<got>[\w.$-]{1,60})(?P=open)\s?(?:,[^(),]{0,60})?\)
    |\[\d{1,3}\]
    """,
    re.VERBOSE,
)
_GETTERS = words_in("get pop getString getParameter FormValue Get getAttribute")
# Steps after which a value is still what it was.
_HARMLESS = words_in(
    "lower upper strip trim toLowerCase toUpperCase toString String encode decode title capitalize isoformat "
    "toISOString format strftime toLocaleDateString toLocaleString join value orElse orElseThrow unwrap valueOf "
    "data trimmed lowercase strip_tags casefold"
)
# Steps that take how the value is to be written.
_FORMATS = words_in("format Format strftime toLocaleDateString toLocaleString toLocaleLowerCase encode isoformat")
# Functions that pass on what they are given.
_PASSES_ON = words_in(
    "str String repr format f Sprintf Sprint Sprintln stringify dumps toString valueOf of encodeURIComponent "
    "encodeURI quote quote_plus urlencode QueryEscape PathEscape byte bytes dict list tuple Fields Any Stringer "
    "put assign kv keyValue Error join concat append Cookie ResponseCookie asList Ptr Group escape text add entry "
    "encode isoformat strftime ljust rjust center print formatted URLSearchParams ToLower ToUpper TrimSpace trim"
)
_COMPARED_AFTER = re.compile(r"\s*(?:[=!]==?|[<>](?![<>])=?|(?:is|in|not|instanceof)\b|\?(?![.?])|&&|and\b)")
_COMPARED_BEFORE = re.compile(
    r"(?:[=!]=|[^=<>-][<>]=?|!|\b(?:is|in|not|if|typeof|instanceof|delete|void|lambda|for|del))\s*$"
)
_NAMED_AFTER = re.compile(r"\s*=(?![=>])|\s*\)?\s*=>")
_KEY_AFTER = re.compile(r"\s*\??:(?!:)")
_BRACKET = re.compile(r"[()\[\]{}]")
_LOOK_BACK = 16
_DEEPEST = 12  # Calls in calls; people write four.


@dataclass(frozen=True, slots=True)
class Value:
    """A name that stands for personal data, and where."""

    kind: Kind
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Chain:
    """Names joined by steps, such as `order.customer.email`, harmless steps at its end left out; `end` is behind all."""

    names: tuple[str, ...]
    start: int
    end: int
    is_called: bool


def values(code: str, start: int, end: int, depth: int = 0) -> Iterator[Value]:
    """Personal data in a part of a text without comments and strings (`Code.text`), in document order."""
    at = start
    while (found := _NAME.search(code, at, end)) is not None:
        chain = _chain(code, found, end)
        at = chain.end
        if value := _value(code, start, end, chain):
            yield value
        while chain.names and at < end and code.startswith("(", at):
            closing = closing_bracket(code, at, end)
            after = _suffix(code, closing + 1, end)
            if value := _formatted(code, start, end, _Chain(chain.names, chain.start, closing + 1, is_called=False)):
                yield value
            if _is_passed_on(chain, after) and depth < _DEEPEST:
                yield from values(code, at + 1, closing, depth + 1)
            elif after.names and (value := _value(code, start, end, after)):
                yield value
            chain, at = after, max(after.end, closing)


def closing_bracket(code: str, opening: int, end: int) -> int:
    """The bracket that closes the one at an offset, the end where none does."""
    nested = 0
    for found in _BRACKET.finditer(code, opening, end):
        nested += 1 if found[0] in "([{" else -1
        if nested == 0:
            return found.start()
    return end


def _chain(code: str, first: re.Match[str], limit: int) -> _Chain:
    return _stepped(code, [first[0]], first.start(), first.end(), limit)


def _suffix(code: str, start: int, limit: int) -> _Chain:
    """Steps behind a call: what is taken from its result."""
    return _stepped(code, [], start, start, limit)


def _stepped(code: str, names: list[str], start: int, at: int, limit: int) -> _Chain:
    is_called = False
    while (step := _STEP.match(code, at, limit)) is not None:
        if step["name"]:
            names.append(step["name"])
        elif step["key"]:
            names.append(step["key"])
        elif step["got"]:
            if not names or names[-1] not in _GETTERS:
                break
            names[-1] = step["got"]
        is_called = step["call"] is not None
        at = step.end()
    while len(names) > 1 and names[-1] in _HARMLESS and not code.startswith("(", at):
        names.pop()
    return _Chain(tuple(names), start, at, is_called)


def _is_passed_on(called: _Chain, after: _Chain) -> bool:
    """Whether what is given to a call comes out of it, and out of what is done with its result."""
    return called.names[-1] in _PASSES_ON and all(name in _HARMLESS | _PASSES_ON for name in after.names)


def _formatted(code: str, start: int, end: int, chain: _Chain) -> Value | None:
    """The value that a call writes in another form, as in `born.strftime("%d.%m.")`."""
    if len(chain.names) < 2 or chain.names[-1] not in _FORMATS:
        return None
    return _value(code, start, end, _Chain(chain.names[:-1], chain.start, chain.end, is_called=False))


def _value(code: str, start: int, end: int, chain: _Chain) -> Value | None:
    if chain.end < end and code[chain.end] in "([":
        return None  # Called with something, or cut.
    name = chain.names[-1]
    if chain.is_called and name.lower().startswith("get"):
        name = name[3:]
    kind = kind_of(name, chain.names[-2] if len(chain.names) > 1 else "")
    if kind is None or _is_compared(code, start, chain, end) or _is_label(code, start, chain, end):
        return None
    return Value(kind, chain.names[-1].strip("$"), Span(chain.start, chain.end))


def _is_compared(code: str, start: int, chain: _Chain, end: int) -> bool:
    if _COMPARED_AFTER.match(code, chain.end, end):
        return True
    return _COMPARED_BEFORE.search(code, max(start, chain.start - _LOOK_BACK), chain.start) is not None


def _is_label(code: str, start: int, chain: _Chain, end: int) -> bool:
    """Whether it names an argument, a parameter or a field, whose value comes behind it."""
    if len(chain.names) > 1:
        return False
    if _NAMED_AFTER.match(code, chain.end, end):
        return True
    before = code[max(start, chain.start - _LOOK_BACK) : chain.start].rstrip()
    return before.endswith(("{", ",", "(")) and _KEY_AFTER.match(code, chain.end, end) is not None
