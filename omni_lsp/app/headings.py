"""What findings of a rule are gathered under: its category of the OWASP Top Ten, else its weakness, else itself."""

from functools import cache

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.model.controls import Control
from omni_lsp.model.finding import Rule
from omni_lsp.model.status import Heading

_TOP_TEN = ("owasp-top10-2021", "owasp-top10-2025")
"""The editions that rules name, that of most of them first."""


def heading(rule: Rule) -> Heading:
    """One look-up a rule after the first time."""
    return _heading(rule.id, rule.title, rule.owasp[:1], rule.cwe)


@cache
def _heading(rule: str, title: str, named: tuple[str, ...], cwe: tuple[str, ...]) -> Heading:
    """By what it depends on: the rules of a user can change while the server runs."""
    category = _category(named, cwe)
    if category is not None:
        return Heading(category.id, f"{category.id} {category.title}", f"OWASP Top Ten\n{category.url}")
    if named or cwe:
        first = (named or cwe)[0]
        return Heading(first, first)
    return Heading(rule, title or rule, rule)


def _category(named: tuple[str, ...], cwe: tuple[str, ...]) -> Control | None:
    known = bundled()
    about = known.controls if named else known.controls_of(cwe)
    found = [each for edition in _TOP_TEN for each in about if each.framework == edition]
    return next((each for each in found if not named or each.id == named[0]), None)
