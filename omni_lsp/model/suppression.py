"""Findings that people chose to ignore, by comments in the code: Semgrep's `nosemgrep` and our own with a reason.

    call()  # nosemgrep                                  all rules
    call()  # nosemgrep: rule-a, rule-b                  these rules
    call()  # omni: ignore[rule-a, rule-b] the reason    these rules; without a reason it does nothing

A comment alone on its line speaks of the next line that is not such a comment itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.text import Lines

_RULE = r"[\w./-]+"
_RULES = rf"{_RULE}(?:\s*,\s*{_RULE})*"
_THEIRS = re.compile(rf"(?:#|//|/\*)(?:.*\s)?nosemgrep\b(?:\s*:\s*({_RULES}))?")
_OUR_START = r"(?:#|//|/\*)\s*omni:\s*ignore\["
_OURS = re.compile(rf"{_OUR_START}\s*({_RULES})\s*\]((?:(?!{_OUR_START}).)*)")
_ALONE = re.compile(r"\s*(?:#|//|/\*|\{\s*/\*)")
_CLOSING = re.compile(r"\s*\*/\s*\}?\s*$")


@dataclass(frozen=True, slots=True)
class Suppression:
    """Rules whose findings are ignored when they begin on a line, counted from 0; all rules when there are none."""

    line: int
    rules: frozenset[str]
    reason: str = ""

    def covers(self, rule: str) -> bool:
        """Whether it names the rule: in full, or by the end of a dotted id."""
        return not self.rules or any(rule == name or rule.endswith(f".{name}") for name in self.rules)


def suppressions(lines: Lines) -> tuple[Suppression, ...]:
    """All that are in force in a text, in order of the lines they speak of."""
    result: list[Suppression] = []
    waiting: list[tuple[frozenset[str], str]] = []
    for line in range(len(lines)):
        text = lines.text(line)
        found = _comments(text)
        result += [Suppression(line, rules, reason) for rules, reason in found]
        if found and _ALONE.match(text):
            waiting += found
            continue
        result += [Suppression(line, rules, reason) for rules, reason in waiting]
        waiting = []
    return tuple(result)


def is_suppressed(found: Sequence[Suppression], line: int, rule: str) -> bool:
    """Whether a finding of this rule that begins on this line, counted from 0, is ignored."""
    return any(one.line == line and one.covers(rule) for one in found)


def ignore_comment(language: str, rules: Sequence[str], reason: str) -> str:
    """The comment that ignores these rules, without line end; `language` is one of `LANGUAGES`."""
    return f"{LANGUAGES[language].comment} omni: ignore[{', '.join(rules)}] {reason}"


def _comments(text: str) -> list[tuple[frozenset[str], str]]:
    """Rules and reasons of each ignoring comment in a line."""
    result: list[tuple[frozenset[str], str]] = []
    if "nosemgrep" in text:
        result += [(_names(match[1]), "") for match in _THEIRS.finditer(text)]
    if "omni:" in text:
        ours = [(_names(match[1]), _CLOSING.sub("", match[2]).strip()) for match in _OURS.finditer(text)]
        result += [(rules, reason) for rules, reason in ours if reason]
    return result


def _names(listed: str | None) -> frozenset[str]:
    return frozenset(re.split(r"\s*,\s*", listed)) if listed else frozenset()
