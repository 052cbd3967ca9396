"""Findings as the tools answer them: the most severe first, each with its weaknesses and controls."""

from collections.abc import Iterable, Mapping

from omni_lsp.app import tools_safe as safe
from omni_lsp.app.tools_answers import Broken, FindingsAnswer, Fix, Problem, Undone
from omni_lsp.formats.result import CheckResult, Located, located
from omni_lsp.model.controls import ControlMap
from omni_lsp.model.finding import Finding, Severity
from omni_lsp.model.text import Edit, Snapshot

_MESSAGE = 500


def of_check(result: CheckResult, controls: ControlMap, least: Severity) -> FindingsAnswer:
    """What a check found that is at least so severe, and what it did not look at."""
    chosen = [
        (run.path, place) for run in result.files for place in run.located if place.finding.rule.severity >= least
    ]
    gaps = [
        Undone(safe.line(run.path), gap.agent, gap.status.value, safe.without_folders(gap.reason))
        for run in result.files
        for gap in run.gaps
    ]
    unread = [Undone(safe.line(one.path), "check", "unread", safe.without_folders(one.reason)) for one in result.unread]
    return FindingsAnswer(
        _ordered(_problem(path, place) for path, place in chosen),
        rules_of((place.finding for _, place in chosen), controls),
        total=len(chosen),
        ignored=result.silenced,
        files=len(result.runs),
        complete=result.is_complete,
        incomplete=(*sorted(unread, key=lambda one: one.path), *gaps),
    )


def of_code(snapshot: Snapshot, findings: Iterable[Finding], fixes: Mapping[str, Edit]) -> tuple[Problem, ...]:
    """Findings in a text, with the edits that remove them, by fingerprint; one that would repeat a secret is left out."""
    return _ordered(
        _problem(snapshot.name, place, _fix(snapshot, fixes.get(place.finding.fingerprint)))
        for place in located(snapshot, findings)
    )


def rules_of(findings: Iterable[Finding], controls: ControlMap) -> tuple[Broken, ...]:
    """The rules of findings by their ids, with the controls that they touch."""
    rules = {finding.rule.id: finding.rule for finding in findings}
    return tuple(
        Broken(
            safe.line(rule.id),
            safe.line(rule.title),
            tuple(map(safe.line, rule.cwe)),
            tuple(each.key for each in controls.of_rule(rule)),
        )
        for _, rule in sorted(rules.items())
    )


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (-Severity[one.severity.upper()], one.path, one.line, one.rule)))


def _problem(path: str, place: Located, fix: Fix | None = None) -> Problem:
    finding, rule = place.finding, place.finding.rule
    return Problem(
        safe.line(rule.id),
        rule.severity.name.lower(),
        safe.line(path),
        place.start.line + 1,
        # The end is exclusive: of a finding that takes in its line end, the line behind is no part.
        max(place.start.line, place.end.line - (place.end.column == 0)) + 1,
        safe.line(finding.message, _MESSAGE),
        finding.fingerprint,
        fix,
    )


def _fix(snapshot: Snapshot, edit: Edit | None) -> Fix | None:
    """One change for the whole edit, also where it changes several places: what lies between stays as it is."""
    if edit is None or not edit.changes:
        return None
    changes = sorted(edit.changes, key=lambda change: change.span)
    first, last = changes[0].span.start, changes[-1].span.end
    text, at = "", first
    for change in changes:
        text += snapshot.text[at : change.span.start] + change.text
        at = change.span.end
    if safe.code(text) != text:
        return None
    start, end = snapshot.lines.position(first), snapshot.lines.position(last)
    return Fix(start.line + 1, start.column + 1, end.line + 1, end.column + 1, text)
