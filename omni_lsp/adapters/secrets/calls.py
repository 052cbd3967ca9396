"""Passwords that their position tells: arguments of calls that log in, and of commands."""

import re
from collections.abc import Iterator

from omni_lsp.adapters.secrets.found import Evidence, Found, Source
from omni_lsp.adapters.secrets.values import Kind, is_secret
from omni_lsp.model.text import Span

_ARGUMENT = r"""(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|[\w.$@>\[\]-]{1,80})\s{0,9},\s{0,20}"""
_LITERAL = r"""(?:"(?P<a>[^"\n\\]{4,200})"|'(?P<b>[^'\n\\]{4,200})')"""
_SECOND = rf"\(\s{{0,20}}{_ARGUMENT}{_LITERAL}"
_THIRD = rf"\(\s{{0,20}}{_ARGUMENT}{_ARGUMENT}{_LITERAL}"
# In small letters, by the mark that they begin with.
_CALLS = {
    "login": (re.compile(rf"login{_SECOND}"),),
    "auth": (re.compile(rf"auth(?:entication)?\s?=?\s?{_SECOND}"), re.compile(rf"authenticate{_SECOND}")),
    "conn": (re.compile(rf"connect(?:ion)?{_THIRD}"),),
    "mysq": (re.compile(rf"mysqli(?:_real)?(?:_p?connect)?{_THIRD}"),),
    "pdo(": (re.compile(rf"pdo{_THIRD}"),),
    "cred": (re.compile(rf"credentials?{_SECOND}"),),
    "curl": (
        re.compile(r"""curl(?=\s)[^\n]{0,200}?(?:\s-u|\s--user)[ =]?["']?[^\s:"'$]{1,80}:(?P<a>[^\s"'$]{4,200})"""),
    ),
    "pass": (re.compile(r"""pass\s{1,4}-p\s?["']?(?P<a>[^\s"'$]{4,200})"""),),
}


def call_secrets(source: Source, at: int) -> Iterator[Found]:
    """The password of a call or command whose mark is at an offset."""
    for pattern in _CALLS.get(source.low[at : at + 4], _CALLS.get(source.low[at : at + 5], ())):
        match = pattern.match(source.low, at)
        if match is None:
            continue
        group = "a" if match["a"] is not None else "b"
        span = Span(*match.span(group))
        if is_secret(source.text[span.start : span.end], Kind.PASSWORD, strict=True):
            yield Found("secret.password", span, Evidence.NAME)
