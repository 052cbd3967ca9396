"""Findings for programs: a JSON document whose shape is a promise, version 1.

    {"version": 1,
     "tool": {"name", "version"},
     "files": [path, …],
     "findings": [{"path", "rule", "title", "severity", "message",
                   "start": {"line", "column"}, "end": {"line", "column"},
                   "cwe": [id, …], "owasp": [id, …], "fingerprint", "fixable",
                   "flow": [{"start", "end", "message"}, …],
                   "controls": [{"framework", "id"}, …]}, …],
     "incomplete": [{"path", "agent", "status", "reason"}, …],
     "unread": [{"path", "reason"}, …],
     "unshown": {"known", "unchanged", "ignored"},
     "stale": [{"path", "rule", "fingerprint"}, …],
     "fixed": [{"path", "rule", "number"}, …], "unwritten": [{"path", "reason"}, …],
     "model": {"name", "destination", "tokens": {"sent", "answered", "saved"},
               "tried": [{"path", "rule", "line", "attempts", "fixed", "reasons": [text, …], "checks": [text, …]}, …]},
     "summary": {"files", "error", "warning", "info", "complete"}}

Paths are below the checked folder, with `/`; only a file outside of it is named in full.
Lines and columns count from 1, in code points; the end is exclusive.
`flow` is the way of the data to the finding, the source first, where it is known.
`controls` are there when they were asked for. `severity` is error, warning or info; `status` is timed-out, failed or skipped.
`unshown` counts findings that are not listed: in the baseline, on lines that did not change, ignored by comments as far
as the agents tell; `stale` are entries of the baseline that are not found any more.
`fixed` and `unwritten` are there with `--fix`: findings that are gone, and files that could not be written.
`model` is there with `--fix=model`: what a language model was asked to repair, and what became of it.
The same tree and the same rules give the same bytes: everything is sorted, nothing holds a time of day or a duration.
New keys may come in version 1; none goes or changes its meaning.
"""

import json
from typing import NotRequired, TypedDict

from omni_lsp.formats.printable import encodable
from omni_lsp.formats.result import ByModel, CheckResult, FileRun, Located
from omni_lsp.model.controls import ControlMap
from omni_lsp.model.finding import Severity
from omni_lsp.model.text import Position


class _Place(TypedDict):
    line: int
    column: int


class _Control(TypedDict):
    framework: str
    id: str


class _Step(TypedDict):
    start: _Place
    end: _Place
    message: str


class _Finding(TypedDict):
    path: str
    rule: str
    title: str
    severity: str
    message: str
    start: _Place
    end: _Place
    cwe: tuple[str, ...]
    owasp: tuple[str, ...]
    fingerprint: str
    fixable: bool
    flow: NotRequired[list[_Step]]
    controls: NotRequired[list[_Control]]


def json_v1(result: CheckResult, controls: ControlMap | None = None) -> str:
    """The document described above, indented, with a line end at its end."""
    files = result.files
    document = {
        "version": 1,
        "tool": {"name": "omni-lsp", "version": result.tool_version},
        "files": [run.path for run in files],
        "findings": [_finding(run, place, controls) for run in files for place in run.located],
        "incomplete": [
            {"path": run.path, "agent": gap.agent, "status": gap.status, "reason": gap.reason}
            for run in files
            for gap in run.gaps
        ],
        "unread": [{"path": unread.path, "reason": unread.reason} for unread in result.unread_files],
        "unshown": {"known": result.known, "unchanged": result.unchanged, "ignored": result.silenced},
        "stale": [entry._asdict() for entry in result.stale or ()],
        **_mended(result),
        **_by_model(result.by_model),
        "summary": {
            "files": len(files),
            **{severity.name.lower(): result.counts[severity] for severity in reversed(Severity)},
            "complete": result.is_complete,
        },
    }
    return encodable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _by_model(asked: ByModel | None) -> dict[str, object]:
    if asked is None:
        return {}
    tried = [
        {
            "path": each.path,
            "rule": each.rule,
            "line": each.line + 1,
            "attempts": each.attempts,
            "fixed": not each.reasons,
            "reasons": list(each.reasons),
            "checks": list(each.checks),
        }
        for each in asked.tried
    ]
    tokens = {"sent": asked.sent, "answered": asked.answered, "saved": asked.saved}
    return {"model": {"name": asked.name, "destination": asked.destination, "tokens": tokens, "tried": tried}}


def _mended(result: CheckResult) -> dict[str, object]:
    if result.fixed is None:
        return {}
    fixed = [{"path": each.path, "rule": each.rule, "number": each.number} for each in result.fixed]
    return {"fixed": fixed, "unwritten": [{"path": each.path, "reason": each.reason} for each in result.unwritten]}


def _finding(run: FileRun, place: Located, controls: ControlMap | None) -> _Finding:
    finding, rule = place.finding, place.finding.rule
    told: _Finding = {
        "path": run.path,
        "rule": rule.id,
        "title": rule.title,
        "severity": rule.severity.name.lower(),
        "message": finding.message,
        "start": _from_one(place.start),
        "end": _from_one(place.end),
        "cwe": rule.cwe,
        "owasp": rule.owasp,
        "fingerprint": finding.fingerprint,
        "fixable": rule.fixable,
    }
    if place.flow:
        told["flow"] = [
            {"start": _from_one(step.start), "end": _from_one(step.end), "message": step.message} for step in place.flow
        ]
    if controls is not None:
        told["controls"] = [{"framework": each.framework, "id": each.id} for each in controls.of_rule(rule)]
    return told


def _from_one(position: Position) -> _Place:
    return {"line": position.line + 1, "column": position.column + 1}
