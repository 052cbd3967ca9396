"""Secrets told by the names they are given."""

import re
from collections.abc import Iterator

from omni_lsp.adapters.secrets.bindings import Binding, binding, name_around
from omni_lsp.adapters.secrets.calls import call_secrets
from omni_lsp.adapters.secrets.checks import decoded
from omni_lsp.adapters.secrets.formats import is_plausible, rule_for_name
from omni_lsp.adapters.secrets.found import Evidence, Found, Source
from omni_lsp.adapters.secrets.names import is_question, kind_of, takes_uuid
from omni_lsp.adapters.secrets.places import Place
from omni_lsp.adapters.secrets.values import Kind, is_secret, looks_random
from omni_lsp.model.text import Span

# The prefilter: one of these is in the name of everything that is a secret by its name, and in calls that take one.
# Searches for single words are faster than one for any of them.
_NAMES = ("pass", "pw", "secret", "token", "key", "salt", "auth", "cred", "bearer", "securestring", "identified by")
_CALLS = ("login", "connect", "mysqli", "pdo(", "curl ")
_NAMES_AND_CALLS = frozenset({"pass", "auth", "cred"})
_HEADER = re.compile(
    r"""\\{0,3}["'`]?\]?\s{0,3}(?::|=>|=|,)\s{0,9}\\{0,3}["'`]?\s{0,2}(?P<scheme>bearer|basic|token|apikey|jwt)[ ]{1,3}
    (?P<secret>[A-Za-z0-9+/=._~|:-]{8,2000})""",
    re.VERBOSE | re.IGNORECASE,
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LONG_WORD = 128
_RULES = {Kind.PASSWORD: "secret.password", Kind.KEY: "secret.key", Kind.TOKEN: "secret.token"}


def named_secrets(source: Source, place: Place) -> Iterator[Found]:
    """Values under names of passwords, keys and tokens, in headers, and in calls and commands that take passwords."""
    done = 0
    for at, mark in _occurrences(source.low):
        is_call = mark in _CALLS
        if is_call or mark in _NAMES_AND_CALLS:
            yield from call_secrets(source, at)
        if is_call or at < done:
            continue
        name = name_around(source, Span(at, at + len(mark)))
        done = name.end
        if source.low.endswith("authorization", name.start, name.end):
            yield from _header(source, name.end)
        elif bound := binding(source, place, name):
            yield from _judged(source, bound)
            done = max(done, _done(source, bound.span))


def _occurrences(low: str) -> list[tuple[int, str]]:
    """Where the marks are, in order."""
    found: list[tuple[int, str]] = []
    for word in (*_NAMES, *_CALLS):
        at = low.find(word)
        while at >= 0:
            found.append((at, word))
            at = low.find(word, at + len(word))
    return sorted(found)


def _done(source: Source, span: Span) -> int:
    """Up to where no other name is looked for: to the end of something long without quotes and white space."""
    is_long_word = span.end - span.start > _LONG_WORD and source.flat[span.start - 1] not in "\"'`"
    return span.end if is_long_word else 0


def _judged(source: Source, bound: Binding) -> Iterator[Found]:
    value = source.text[bound.span.start : bound.span.end]
    name = bound.name.strip("-$.")
    if rule := rule_for_name(name.lower(), value):
        yield Found(rule, bound.span, Evidence.NAME)
        return
    kind = kind_of(name)
    if kind is None or (bound.is_loose and is_question(name)):
        return
    is_one = _UUID.fullmatch(value) and takes_uuid(name) and is_plausible(value)
    if is_one or is_secret(value, kind, strict=bound.is_loose):
        yield Found(_RULES[kind], bound.span, Evidence.NAME)


def _header(source: Source, at: int) -> Iterator[Found]:
    """The credentials of an `Authorization` header (RFC 9110, section 11.6.2)."""
    match = _HEADER.match(source.flat, at)
    if match is None:
        return
    span = Span(*match.span("secret"))
    value = match["secret"]
    if match["scheme"].lower() == "basic":
        user, colon, password = decoded(value).partition(":")
        is_one = bool(colon) and password != user and is_secret(password, Kind.PASSWORD)
    else:
        is_one = is_secret(value, Kind.TOKEN) and looks_random(value)
    if is_one and is_plausible(value):
        yield Found("secret.authorization", span, Evidence.NAME)
