"""What a guest answered, looked at before anything else sees it: nothing of it is believed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from omni_lsp.adapters.guests.wire import Answer
from omni_lsp.model.finding import Finding, Offer, Related, Rule, Severity
from omni_lsp.model.text import Change, Span

MOST_FINDINGS = 1_000
LONGEST_MESSAGE = 1_000
LONGEST_TITLE = 200
LONGEST_HOVER = 10_000
MOST_RELATED = 50

_FINGERPRINT = re.compile(r"[0-9a-f]{32}")
_KIND = re.compile(r"[a-z][a-z0-9:_-]{0,63}")
# Control characters but for line ends and tabs, what turns the direction of text (Unicode TR 9, TR 36), half characters.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_REFERENCE = re.compile(r"https?://[^\s<>\"]{1,300}")
_CWE = re.compile(r"CWE-\d{1,5}")
_OWASP = re.compile(r"A\d\d:\d{4}")
# Fenced blocks and code spans, in which nothing is a link, an image or HTML.
_CODE = re.compile(r"^(`{3,}).*?^\1`*[ \t]*$|(`+)(?!`).+?(?<!`)\2(?!`)", re.MULTILINE | re.DOTALL)
_UNSAFE = re.compile(r"!\[|<(?!https?://)[a-zA-Z/!?]|\]\((?!https?://)|^ {0,3}\[[^\]]*\]:", re.MULTILINE)


class AnswerError(ValueError):
    """What is wrong with an answer, in words for whoever wrote the agent."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an agent said about a text: `hovers` has Markdown, and `offers` what can be done, by fingerprint."""

    findings: tuple[Finding, ...] = ()
    hovers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=lambda: MappingProxyType({}))
    is_cut: bool = False


def rule_pattern(agent: str) -> re.Pattern[str]:
    """What the ids of an agent's rules look like: they begin with its own name, so none passes for another's."""
    return re.compile(rf"{re.escape(agent)}\.[a-z0-9][a-z0-9._-]{{0,99}}")


def is_safe(markdown: str) -> bool:
    """Whether Markdown neither shows images or HTML nor leads anywhere but to the web."""
    return not _UNSAFE.search(_CODE.sub("", markdown))


def said_of(answer: Answer, agent: str, text: str) -> Said:
    """The first thousand findings; long or odd messages are cut and cleaned, as they may quote a hostile text.

    Raises AnswerError for what only a mistake in the agent can lead to: the whole answer is refused then.
    """
    rules = [_rule(_object(one, "a rule"), agent) for one in _list(answer.get("rules"), "its rules")]
    told = _list(answer.get("findings"), "its findings")
    findings: dict[str, Finding] = {}
    hovers, offers = {}, {}
    for number, one in enumerate(told[:MOST_FINDINGS], start=1):
        row = _object(one, f"finding {number}")
        finding = _finding(row, number, agent, rules, len(text))
        if findings.setdefault(finding.fingerprint, finding) is not finding:
            raise AnswerError(f"finding {number} has the fingerprint of another one: make them with findings_of")
        hover = _text(row.get("hover"), "a hover")
        if hover and len(hover) <= LONGEST_HOVER and is_safe(hover):
            hovers[finding.fingerprint] = CONTROLS.sub("\ufffd", hover)
        offers[finding.fingerprint] = _offers(row.get("offers"), agent, finding.fingerprint)
    ordered = tuple(sorted(findings.values(), key=lambda finding: (finding.span, finding.rule.id)))
    return Said(ordered, hovers, offers, len(told) > MOST_FINDINGS)


def changes_of(answer: Answer, length: int) -> tuple[Change, ...]:
    """The changes of an edit of a text with so many code points, in order. Raises AnswerError."""
    changes = []
    for one in _list(answer.get("changes"), "its changes"):
        start, end, text = _three(one, "a change")
        changes.append(Change(_span(start, end, length, "a change"), _text(text, "a change")))
    changes.sort(key=lambda change: change.span)
    if any(before.span.end > after.span.start for before, after in pairwise(changes)):
        raise AnswerError("its changes overlap")
    if not changes:
        raise AnswerError("its edit changes nothing")
    return tuple(changes)


def _finding(row: Mapping[str, object], number: int, agent: str, rules: Sequence[Rule], length: int) -> Finding:
    what = f"finding {number}"
    at = _number(row.get("rule"), f"the rule of {what}")
    if not 0 <= at < len(rules):
        raise AnswerError(f"{what} has no rule")
    if row.get("agent") != agent:
        raise AnswerError(f"{what} says it is of another agent: its `agent` must be {agent!r}")
    message = _line(row.get("message"), f"the message of {what}")
    fingerprint = _text(row.get("fingerprint"), f"the fingerprint of {what}")
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise AnswerError(f"the fingerprint of {what} is not 32 hex digits: make findings with findings_of")
    span = _span(row.get("start"), row.get("end"), length, what)
    related = []
    for one in _list(row.get("related"), f"the related places of {what}")[:MOST_RELATED]:
        start, end, said = _three(one, f"a related place of {what}")
        place = _span(start, end, length, f"a related place of {what}")
        related.append(Related(place, _line(said, f"a related place of {what}")))
    return Finding(rules[at], agent, message, span, fingerprint, related=tuple(related))


def _rule(row: Mapping[str, object], agent: str) -> Rule:
    name = _text(row.get("id"), "the id of a rule")
    if not rule_pattern(agent).fullmatch(name):
        raise AnswerError(f"the rule {name[:80]!r} is not called `{agent}.` and a name in small letters")
    severity = _number(row.get("severity"), f"the severity of {name}")
    if severity not in tuple(Severity):
        raise AnswerError(f"the severity of {name} is none")
    return Rule(
        name,
        _line(row.get("title"), f"the title of {name}", LONGEST_TITLE),
        Severity(severity),
        _cleaned(row.get("message"), f"the message of {name}"),
        cwe=_matching(row.get("cwe"), _CWE, f"the weaknesses of {name}"),
        owasp=_matching(row.get("owasp"), _OWASP, f"the categories of {name}"),
        remedy=_cleaned(row.get("remedy"), f"the remedy of {name}"),
        example=_cleaned(row.get("example"), f"the example of {name}"),
        references=_matching(row.get("references"), _REFERENCE, f"the references of {name}"),
        confidence=_cleaned(row.get("confidence"), f"the confidence of {name}"),
        fixable=row.get("fixable") is True,
        deprecated=row.get("deprecated") is True,
    )


def _offers(value: object, agent: str, fingerprint: str) -> tuple[Offer, ...]:
    offers = []
    for one in _list(value, "the offers of a finding")[:10]:
        kind, title, is_preferred = _three(one, "an offer")
        name = _text(kind, "the kind of an offer")
        # The comments that ignore a finding are offered by us.
        if not _KIND.fullmatch(name) or name.startswith("ignore:"):
            raise AnswerError(f"the kind of an offer, {name[:80]!r}, is not a name in small letters, or is one of ours")
        shown = _line(title, "the title of an offer", LONGEST_TITLE)
        offers.append(Offer(agent, name, shown, fingerprint, is_preferred=is_preferred is True))
    return tuple(offers)


def _span(start: object, end: object, length: int, what: str) -> Span:
    first, last = _number(start, f"the span of {what}"), _number(end, f"the span of {what}")
    if not 0 <= first <= last <= length:
        raise AnswerError(f"the span of {what}, {first} to {last}, is not inside of the text of {length} code points")
    return Span(first, last)


def _matching(value: object, pattern: re.Pattern[str], what: str) -> tuple[str, ...]:
    return tuple(one for one in _list(value, what)[:20] if isinstance(one, str) and pattern.fullmatch(one))


def _line(value: object, what: str, longest: int = LONGEST_MESSAGE) -> str:
    text = " ".join(_cleaned(value, what).split())
    if not text:
        raise AnswerError(f"{what} is empty")
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _cleaned(value: object, what: str) -> str:
    return CONTROLS.sub("\ufffd", _text(value, what))[:LONGEST_HOVER]


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise AnswerError(f"{what} is no text")
    return value


def _number(value: object, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise AnswerError(f"{what} is no whole number")
    return value


def _list(value: object, what: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise AnswerError(f"{what} are no list")
    return value


def _three(value: object, what: str) -> tuple[object, object, object]:
    if not isinstance(value, list) or len(value) != 3:
        raise AnswerError(f"{what} does not have three parts")
    return value[0], value[1], value[2]


def _object(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise AnswerError(f"{what} is no object")
    return value
