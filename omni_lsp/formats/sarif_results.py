"""Findings as SARIF 2.1.0 results: their places, how they compare with a baseline, and which of them are ignored.

Where there is a baseline, each result has a `baselineState` (3.27.24): known ones are `unchanged`, fixed ones `absent`.
Where the way of the data to a finding is known, it is a code flow (3.36) that ends at the finding.
Where comments ignore findings, each result has `suppressions` (3.27.23): those of the others are empty.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from omni_lsp.formats.result import CheckResult, FileRun, Located, Step
from omni_lsp.formats.sarif_rules import LEVELS
from omni_lsp.model.baseline import Entry
from omni_lsp.model.finding import Finding, Rule


def rules_of(result: CheckResult) -> dict[str, Rule]:
    """The rules of all results by id, in order; of one that counts differently by folder, the most severe."""
    rules: dict[str, Rule] = {}
    for run in result.files:
        for finding in _findings(run):
            known = rules.get(finding.rule.id)
            if known is None or finding.rule.severity > known.severity:
                rules[finding.rule.id] = finding.rule
    return dict(sorted(rules.items()))


def results(result: CheckResult, indexes: Mapping[str, int]) -> Iterator[dict[str, object]]:
    """All of them by file: reported ones, known ones, ignored ones; then those of the baseline that are no more."""
    compared, silenced = result.stale is not None, result.silenced > 0
    for run in result.files:
        shown = [(place, "new", None) for place in run.located]
        shown += [(place, "unchanged", None) for place in run.known]
        # What comments ignore is written to no baseline.
        hidden = [(one.place, "new", one.reason) for one in run.silenced]
        for place, state, reason in (*shown, *hidden):
            described = _result(run.path, place, indexes)
            if compared:
                described["baselineState"] = state
            if silenced:
                described["suppressions"] = [] if reason is None else [_suppression(reason)]
            yield described
    for entry in result.stale or ():
        described = _absent(entry, indexes)
        if silenced:
            described["suppressions"] = []
        yield described


def location(path: str, place: Located | Step | None = None) -> dict[str, object]:
    """A place in a file, or all of the file."""
    physical: dict[str, object] = {"artifactLocation": _artifact(path)}
    if place is not None:
        physical["region"] = {
            "startLine": place.start.line + 1,
            "startColumn": place.start.column + 1,
            "endLine": place.end.line + 1,
            "endColumn": place.end.column + 1,
        }
    return {"physicalLocation": physical}


def _findings(run: FileRun) -> Iterator[Finding]:
    for place in (*run.located, *run.known, *(one.place for one in run.silenced)):
        yield place.finding


def _result(path: str, place: Located, indexes: Mapping[str, int]) -> dict[str, object]:
    finding = place.finding
    described: dict[str, object] = {
        "ruleId": finding.rule.id,
        "ruleIndex": indexes[finding.rule.id],
        "level": LEVELS[finding.rule.severity],
        "message": {"text": finding.message},
        "locations": [location(path, place)],
        "partialFingerprints": {"omni/v1": finding.fingerprint},
    }
    if place.flow:
        described["codeFlows"] = [{"threadFlows": [{"locations": list(_way(path, place))}]}]
    return described


def _way(path: str, place: Located) -> Iterator[dict[str, object]]:
    for step in place.flow:
        yield {"location": location(path, step) | {"message": {"text": step.message}}}
    yield {"location": location(path, place)}


def _absent(entry: Entry, indexes: Mapping[str, int]) -> dict[str, object]:
    """What the baseline has to say about a finding, which is where it was and what it was."""
    described: dict[str, object] = {
        "ruleId": entry.rule,
        "message": {"text": "This finding of the baseline is not there any more."},
        "locations": [location(entry.path)],
        "partialFingerprints": {"omni/v1": entry.fingerprint},
        "baselineState": "absent",
    }
    if entry.rule in indexes:
        described["ruleIndex"] = indexes[entry.rule]
    return described


def _suppression(reason: str) -> dict[str, object]:
    return {"kind": "inSource", "status": "accepted", **({"justification": reason} if reason else {})}


def _artifact(path: str) -> dict[str, object]:
    """A URI below SRCROOT, a whole one for a file outside of it."""
    for whole in (PurePosixPath(path), PureWindowsPath(path)):
        if whole.is_absolute():
            return {"uri": whole.as_uri()}
    # The quoting also covers the colon, which would make a scheme of the first part.
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": "SRCROOT"}
