"""What agents report: rules, findings, explanations and offers to act on a finding."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from omni_lsp.model.text import Span


class Severity(IntEnum):
    INFO = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known about a kind of finding, apart from any place where it was found.

    `cwe` holds ids like `CWE-89`, `owasp` ids like `A03:2021`; `fixable` says that the rule has a deterministic fix,
    `deprecated` that it finds what the documentation of a language or library calls deprecated.
    """

    id: str
    title: str
    severity: Severity
    message: str = ""
    languages: tuple[str, ...] = ()
    cwe: tuple[str, ...] = ()
    owasp: tuple[str, ...] = ()
    remedy: str = ""
    example: str = ""
    references: tuple[str, ...] = ()
    confidence: str = "medium"
    fixable: bool = False
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """Another place in the same document that has to do with the matter, and what it has to do with it."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that matched at a place; `stale` when a newer run could not finish and this is from an older one.

    `trace` is the id of the run that reported it, empty for what no run did.
    `quick` says that the look at unsaved text finds it too, so that it is gone when that look finds it no more.
    `unfixable` says that the fix of its rule was tried here and does not hold.
    """

    rule: Rule
    agent: str
    message: str
    span: Span
    fingerprint: str
    stale: bool = False
    related: tuple[Related, ...] = ()
    trace: str = ""
    quick: bool = False
    unfixable: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Markdown for a hover and the span it speaks about."""

    markdown: str
    span: Span


@dataclass(frozen=True, slots=True)
class Offer:
    """Something an agent can do about a finding: cheap to list, worked out by `Remedies.resolve`.

    `kind` is the agent's own name for the act, `is_preferred` marks the one right fix. `refused` says why it cannot be had,
    where that was found out: people are shown it with the reason, or not at all. One with a `command` is done by that, and
    not resolved.
    """

    agent: str
    kind: str
    title: str
    fingerprint: str
    is_preferred: bool = False
    refused: str = ""
    command: str = ""


def findings_of(agent: str, text: str, matches: Iterable[tuple[Rule, Span, str]]) -> tuple[Finding, ...]:
    """Each `(rule, span, message)` as a finding of an agent in a text, in document order and with its identity."""
    ordered = sorted(matches, key=lambda match: (match[1], match[0].id))
    marks = fingerprints((rule.id, text[span.start : span.end]) for rule, span, _ in ordered)
    return tuple(
        Finding(rule, agent, message, span, mark) for (rule, span, message), mark in zip(ordered, marks, strict=True)
    )


def fingerprints(matches: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Identity of each `(rule id, matched text)` in document order, 32 hex digits.

    White space and line numbers are left out, so a finding keeps its identity when code moves or is re-indented;
    equal matches in one document are told apart by their order.
    """
    seen: Counter[tuple[str, str]] = Counter()
    result: list[str] = []
    for rule, text in matches:
        key = (rule, "".join(text.split()))
        material = f"{rule}\0{key[1]}\0{seen[key]}".encode("utf-8", "surrogatepass")
        result.append(hashlib.blake2b(material, digest_size=16).hexdigest())
        seen[key] += 1
    return tuple(result)
