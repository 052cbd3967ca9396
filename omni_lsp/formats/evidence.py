"""Evidence of checks: which control was looked after by which rules in which files, and what came of it.

As JSON, a document whose shape is a promise, version 1:

    {"version": 1, "statement",
     "tool": {"name", "version"},
     "policy": {"name", "digest"}, "ruleset": {"digest", "rules": [id, …]}, "mapping": {"digest"},
     "frameworks": [{"id", "name", "version", "url"}, …],
     "files": [path, …],
     "incomplete": [{"path", "agent", "status", "reason"}, …], "unread": [{"path", "reason"}, …],
     "controls": [{"framework", "id", "title", "url",
                   "rules": [{"id", "files_checked", "findings": [finding, …]}, …],
                   "waivers": [number, …]}, …],
     "other_findings": [finding, …],
     "waivers": [{"path", "line", "rules": [id, …], "reason", "expires"}, …],
     "declarations": [{"path", "line", "purpose", "retention", "basis", "consent"}, …],
     "summary": {"controls", "controls_with_findings", "findings", "waivers", "complete"}}

A finding is {"path", "line", "rule", "severity", "fingerprint"}; lines count from 1; `waivers` of a control are places
in the list of all. `files_checked` counts the files in a language of the rule. The same check gives the same bytes:
everything is sorted, nothing holds a time of day, and nothing is copied from the text of a file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from omni_lsp.formats.printable import encodable
from omni_lsp.formats.result import CheckResult, Located
from omni_lsp.model.compliance import ComplianceFacts, Waiver
from omni_lsp.model.controls import Control, ControlMap
from omni_lsp.model.finding import Rule
from omni_lsp.model.languages import language_of

STATEMENT = (
    "This is evidence of checks that a program made, not a certification: a control without findings was not broken in "
    "the ways that these rules know, in these files; whether it is met is for people to judge."
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the report is made of: a check, the rules in force by id, and the controls of the frameworks in force."""

    result: CheckResult
    rules: Mapping[str, Rule]
    controls: ControlMap
    policy_name: str
    policy_digest: str
    ruleset_digest: str
    waivers: tuple[Waiver, ...] = ()
    declared: tuple[ComplianceFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and its file; `line` from 0."""

    path: str
    line: int
    place: Located

    @property
    def rule(self) -> Rule:
        return self.place.finding.rule


@dataclass(frozen=True, slots=True)
class Checked:
    """What one rule did for a control."""

    rule: Rule
    files_checked: int
    findings: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A control, the rules in force that look after it, and the places in the list of waivers that have to do with it."""

    control: Control
    rules: tuple[Checked, ...]
    waivers: tuple[int, ...]

    @property
    def findings(self) -> int:
        return sum(len(each.findings) for each in self.rules)


def evidence_json(evidence: Evidence) -> str:
    """The document described above, indented, with a line end at its end."""
    covered = covered_controls(evidence)
    waivers = sorted_waivers(evidence)
    files = evidence.result.files
    document = {
        "version": 1,
        "statement": STATEMENT,
        "tool": {"name": "omni-lsp", "version": evidence.result.tool_version},
        "policy": {"name": evidence.policy_name, "digest": evidence.policy_digest},
        "ruleset": {"digest": evidence.ruleset_digest, "rules": sorted(evidence.rules)},
        "mapping": {"digest": evidence.controls.digest},
        "frameworks": [
            {"id": each.id, "name": each.name, "version": each.version, "url": each.url}
            for each in evidence.controls.frameworks
        ],
        "files": [run.path for run in files],
        "incomplete": [
            {"path": run.path, "agent": gap.agent, "status": gap.status, "reason": gap.reason}
            for run in files
            for gap in run.gaps
        ],
        "unread": [{"path": each.path, "reason": each.reason} for each in evidence.result.unread_files],
        "controls": [_control(each) for each in covered],
        "other_findings": [_finding(each) for each in other_findings(evidence)],
        "waivers": [_waiver(each) for each in waivers],
        "declarations": list(_declarations(evidence)),
        "summary": {
            "controls": len(covered),
            "controls_with_findings": sum(each.findings > 0 for each in covered),
            "findings": len(findings_of(evidence)),
            "waivers": len(waivers),
            "complete": evidence.result.is_complete,
        },
    }
    return encodable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def covered_controls(evidence: Evidence) -> tuple[Covered, ...]:
    """Every control that a rule in force leads to, by framework."""
    rules_of: dict[Control, list[Rule]] = {}
    for name in sorted(evidence.rules):
        for control in evidence.controls.of_rule(evidence.rules[name]):
            rules_of.setdefault(control, []).append(evidence.rules[name])
    by_rule: dict[str, list[Found]] = {}
    for found in findings_of(evidence):
        by_rule.setdefault(found.rule.id, []).append(found)
    waivers = sorted_waivers(evidence)
    counted = _files_by_language(evidence)
    return tuple(
        Covered(
            control,
            tuple(Checked(rule, _count(rule, counted), tuple(by_rule.get(rule.id, ()))) for rule in rules_of[control]),
            tuple(at for at, waiver in enumerate(waivers) if _concerns(waiver, rules_of[control])),
        )
        for control in evidence.controls.controls
        if control in rules_of
    )


def findings_of(evidence: Evidence) -> tuple[Found, ...]:
    """All findings by path and place."""
    return tuple(Found(run.path, place.start.line, place) for run in evidence.result.files for place in run.located)


def other_findings(evidence: Evidence) -> tuple[Found, ...]:
    """Those that lead to no control of the frameworks in force, or that no rule in force explains."""
    return tuple(
        each
        for each in findings_of(evidence)
        if each.rule.id not in evidence.rules or not evidence.controls.of_rule(evidence.rules[each.rule.id])
    )


def sorted_waivers(evidence: Evidence) -> tuple[Waiver, ...]:
    return tuple(sorted(evidence.waivers, key=lambda each: (each.path, each.line, each.rules, each.reason)))


def _files_by_language(evidence: Evidence) -> dict[str, int]:
    counted: dict[str, int] = {}
    for run in evidence.result.files:
        language = language_of(PurePosixPath(run.path))
        counted[language] = counted.get(language, 0) + 1
    return counted


def _count(rule: Rule, counted: Mapping[str, int]) -> int:
    """Files in a language of the rule: one without a language looks at them all; dialects count for their language."""
    if not rule.languages:
        return sum(counted.values())
    return sum(number for language, number in counted.items() if language.removesuffix("react") in rule.languages)


def _concerns(waiver: Waiver, rules: Sequence[Rule]) -> bool:
    if not waiver.rules:
        return True
    return any(rule.id == name or rule.id.endswith(f".{name}") for rule in rules for name in waiver.rules)


def _control(each: Covered) -> dict[str, object]:
    return {
        "framework": each.control.framework,
        "id": each.control.id,
        "title": each.control.title,
        "url": each.control.url,
        "rules": [
            {
                "id": rule.rule.id,
                "files_checked": rule.files_checked,
                "findings": [_finding(one) for one in rule.findings],
            }
            for rule in each.rules
        ],
        "waivers": list(each.waivers),
    }


def _finding(found: Found) -> dict[str, object]:
    return {
        "path": found.path,
        "line": found.line + 1,
        "rule": found.rule.id,
        "severity": found.rule.severity.name.lower(),
        "fingerprint": found.place.finding.fingerprint,
    }


def _waiver(each: Waiver) -> dict[str, object]:
    return {
        "path": each.path,
        "line": each.line + 1,
        "rules": list(each.rules),
        "reason": each.reason,
        "expires": each.expires,
    }


def _declarations(evidence: Evidence) -> Iterator[dict[str, object]]:
    for facts in sorted(evidence.declared, key=lambda each: each.path):
        for each in facts.declarations:
            yield {
                "path": facts.path,
                "line": each.line + 1,
                "purpose": each.purpose,
                "retention": each.retention,
                "basis": each.basis,
                "consent": each.consent,
            }
