"""Rules as SARIF 2.1.0 describes them, with the weaknesses (CWE) they stand for as a taxonomy."""

import re
from collections.abc import Iterable, Sequence

from omni_lsp.model.finding import Rule, Severity

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

# Code scanning on GitHub sorts alerts by this number, on the scale of CVSS: from 7.0 high, from 4.0 medium.
_SECURITY_SEVERITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "2.0"}
_PROBLEM_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_PRECISIONS = frozenset({"low", "medium", "high", "very-high"})
_CWE_PAGE = "https://cwe.mitre.org/data/definitions/{}.html"
_WEB = ("https://", "http://")


def descriptor(rule: Rule, weaknesses: Sequence[str]) -> dict[str, object]:
    """The rule as a reportingDescriptor; `weaknesses` is the order of `taxonomy`."""
    described: dict[str, object] = {
        "id": rule.id,
        "name": "".join(word[0].upper() + word[1:] for word in re.findall(r"\w+", rule.id.replace("_", " "))),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.message or rule.title},
        "help": {"text": _help(rule, "{}:\n{}"), "markdown": _help(rule, "**{}**\n\n{}", fence="```")},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _properties(rule),
    }
    if page := _page(rule):
        described["helpUri"] = page
    if rule.cwe:
        described["relationships"] = [_relationship(cwe, weaknesses) for cwe in rule.cwe]
    return described


def taxonomy(weaknesses: Sequence[str]) -> dict[str, object]:
    """The weaknesses (`CWE-89`) as a SARIF taxonomy, ids as in MITRE's own."""
    return {
        "name": "CWE",
        "organization": "MITRE",
        "shortDescription": {"text": "The MITRE Common Weakness Enumeration"},
        "informationUri": "https://cwe.mitre.org/",
        "taxa": [{"id": _number(cwe), "name": cwe, "helpUri": _CWE_PAGE.format(_number(cwe))} for cwe in weaknesses],
    }


def weaknesses_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Every CWE id the rules carry, once, by number."""
    return tuple(sorted({cwe for rule in rules for cwe in rule.cwe}, key=lambda cwe: (len(cwe), cwe)))


def _properties(rule: Rule) -> dict[str, object]:
    properties: dict[str, object] = {
        "precision": rule.confidence if rule.confidence in _PRECISIONS else "medium",
        "problem.severity": _PROBLEM_SEVERITY[rule.severity],
        "tags": [],
    }
    if rule.cwe or rule.owasp:
        tags = [f"external/cwe/{cwe.lower()}" for cwe in rule.cwe] + [f"owasp/{owasp.lower()}" for owasp in rule.owasp]
        properties |= {"security-severity": _SECURITY_SEVERITY[rule.severity], "tags": ["security", *tags]}
    return properties


def _help(rule: Rule, section: str, fence: str = "") -> str:
    parts = [rule.message or rule.title]
    if rule.remedy:
        parts.append(section.format("What to do", rule.remedy))
    if rule.example:
        parts.append(section.format("Example", f"{fence}\n{rule.example.rstrip()}\n{fence}".strip("\n")))
    if rule.references:
        parts.append(section.format("Read more", "\n".join(f"- {reference}" for reference in rule.references)))
    return "\n\n".join(parts)


def _page(rule: Rule) -> str | None:
    pages = [reference for reference in rule.references if reference.startswith(_WEB) and " " not in reference]
    pages += [_CWE_PAGE.format(_number(cwe)) for cwe in rule.cwe]
    return pages[0] if pages else None


def _relationship(cwe: str, weaknesses: Sequence[str]) -> dict[str, object]:
    component = {"name": "CWE", "index": 0}
    target = {"id": _number(cwe), "index": weaknesses.index(cwe), "toolComponent": component}
    return {"target": target, "kinds": ["superset"]}


def _number(cwe: str) -> str:
    return cwe.rpartition("-")[2]
