"""SPDX licence expressions: what is one, and which licences somebody may choose by it (SPDX 3.0, annex B)."""

import re
from collections.abc import Collection
from functools import lru_cache

_TOKEN = re.compile(r"\(|\)|[^\s()]+")
_GNU = re.compile(r"((?:A|L)?GPL-\d\.\d|GFDL-\d\.\d)(\+?)")
_CHOICE = frozenset({"AND", "OR", "(", ")"})
_SYNTAX = _CHOICE | {"WITH"}
_LONGEST = 400  # Characters of an expression that is read; longer ones are texts, not expressions.


@lru_cache(maxsize=256)
def normalised_expression(text: str) -> str | None:
    """The expression in the spelling of the SPDX list, `None` for what is none or names a licence that is not on it."""
    # 20 ms that only texts with a licence are worth.
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression  # noqa: PLC0415

    if len(text) > _LONGEST:
        return None
    try:
        return str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        return None


def is_licence_id(text: str) -> bool:
    """Whether it names one licence, perhaps with an exception."""
    known = normalised_expression(text)
    return known is not None and _CHOICE.isdisjoint(_TOKEN.findall(known))


def is_allowed(expression: str, allowed: Collection[str]) -> bool:
    """Whether one of the choices that a normalised expression leaves is made of allowed licences alone.

    `MIT OR GPL-3.0-only` leaves two choices, `MIT AND GPL-3.0-only` one of both; an exception only adds permissions.
    """
    return _Choices(expression, frozenset(map(_current, allowed))).any()


def licences_of(expression: str) -> frozenset[str]:
    """The licences and exceptions that a normalised expression names, each of which has a text."""
    words = (word for word in _TOKEN.findall(expression) if word not in _SYNTAX)
    return frozenset(word.removesuffix("+") for word in words)


def _current(licence: str) -> str:
    """The id that replaced an outdated one of the GNU licences."""
    known = normalised_expression(licence) or licence
    return _GNU.sub(lambda match: match[1] + ("-or-later" if match[2] else "-only"), known) if _is_old(known) else known


def _is_old(licence: str) -> bool:
    return _GNU.fullmatch(licence.partition(" ")[0]) is not None


class _Choices:
    """Reads `any = all {OR all}`, `all = one {AND one}`, `one = "(" any ")" | id ["WITH" exception]`."""

    def __init__(self, expression: str, allowed: frozenset[str]) -> None:
        self._tokens = _TOKEN.findall(expression)[::-1]
        self._allowed = allowed

    def any(self) -> bool:
        result = self._all()
        while self._tokens and self._tokens[-1] == "OR":
            self._tokens.pop()
            # Both sides are read in any case: the place in the text must move on.
            result = self._all() or result
        return result

    def _all(self) -> bool:
        result = self._one()
        while self._tokens and self._tokens[-1] == "AND":
            self._tokens.pop()
            result = self._one() and result
        return result

    def _one(self) -> bool:
        licence = self._tokens.pop()
        if licence == "(":
            result = self.any()
            self._tokens.pop()
            return result
        whole = licence
        if self._tokens and self._tokens[-1] == "WITH":
            self._tokens.pop()
            whole = f"{licence} WITH {self._tokens.pop()}"
        return any(_current(each) in self._allowed for each in (whole, licence, licence.removesuffix("+")))
