"""What is wrong with a user's rule that the engine would not mind, but those who wait for it would."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from omni_lsp.adapters.expressions.danger import Danger, danger
from omni_lsp.adapters.semgrep.rulefile import ParsedRule

# Ours are looked at by a test, so that nobody waits for it.
_OURS = Path(__file__).parents[2] / "rules"
_KEYS = frozenset({"pattern-regex", "pattern-not-regex", "regex"})
_IN_PATTERN = re.compile(r"=~/(.*?)/[a-z]*[\"'`]")
_SHOWN = 100
_PUMPS = 8


def complaint(rule: ParsedRule) -> str | None:
    """Why a rule must not run, and what to do about it, in words; `None` for a rule that may."""
    if is_ours(Path(rule.source)):
        return None
    for expression in expressions(rule.definition):
        found = danger(expression)
        if found is not None:
            return _words(expression, found)
    return None


def is_ours(file: Path) -> bool:
    """Whether a rule file came with us."""
    return file.is_relative_to(_OURS)


def expressions(definition: object, key: str = "") -> Iterator[str]:
    """The regular expressions of a rule, those in its code patterns included."""
    if isinstance(definition, Mapping):
        for name, value in definition.items():
            yield from expressions(value, str(name))
    elif isinstance(definition, list | tuple):
        for value in definition:
            yield from expressions(value, key)
    elif isinstance(definition, str):
        if key in _KEYS:
            yield definition
        elif key.startswith("pattern"):
            yield from _IN_PATTERN.findall(definition)


def _words(expression: str, found: Danger) -> str:
    shown = expression if len(expression) <= _SHOWN else expression[:_SHOWN] + "…"
    text = found.pump * _PUMPS
    if found.is_exponential:
        why = "takes twice the time for each more character"
        advice = "Use one repetition in place of one inside another, and alternatives that cannot match the same text"
    else:
        why = "takes a high power of the length in time"
        advice = "Of the repetitions that take the same characters keep one, or put between them what must be there"
    return (
        f"the regular expression {shown!r} {why} on text such as {text!r}. {advice}. Until then this rule does not run"
    )
