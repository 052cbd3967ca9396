"""Findings in force per document, always at the places they have in its newest version.

A report of a run is taken only when no report of a newer version came before it.
Edits made since the version a report is about are applied to its findings, so nothing is shown at a moved place.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from omni_lsp.model.finding import Finding
from omni_lsp.model.report import StageReport, Status
from omni_lsp.model.text import Change, Snapshot, Span

_JOURNAL = 2_000  # Edits kept between a version and its report; beyond that the report is refused as too old.


@dataclass
class _Entry:
    version: int | None = None
    by_agent: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    notes: dict[str, StageReport] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    journal: deque[tuple[int, Change]] = field(default_factory=lambda: deque(maxlen=_JOURNAL))
    forgotten: int = -1


class Findings:
    """Written by the runs' reports and by edits, both on the event loop; readers get tuples."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def of(self, uri: str) -> tuple[Finding, ...]:
        """Findings of a document in order of their places."""
        entry = self._entries.get(uri, _Entry())
        found = (finding for findings in entry.by_agent.values() for finding in findings)
        return tuple(sorted(found, key=lambda finding: (finding.span, finding.rule.id)))

    def notes(self, uri: str) -> tuple[StageReport, ...]:
        """Last reports of the agents that could not say everything about a document."""
        return tuple(self._entries.get(uri, _Entry()).notes.values())

    def report(self, snapshot: Snapshot, stage: StageReport) -> bool:
        """Take the report of an agent about a snapshot; false when it is older than what is known."""
        entry = self._entries.setdefault(snapshot.uri, _Entry(version=snapshot.version))
        version = -1 if snapshot.version is None else snapshot.version
        if version < max(entry.reported.get(stage.agent, -1), entry.forgotten):
            return False
        entry.reported[stage.agent] = version
        known = entry.by_agent.get(stage.agent, ())
        if stage.status is Status.DONE or stage.quiet:
            entry.by_agent[stage.agent] = _moved(stage.result.findings, _since(entry, version))
            entry.notes.pop(stage.agent, None)
        else:
            entry.by_agent[stage.agent] = tuple(replace(finding, stale=True) for finding in known)
            entry.notes[stage.agent] = stage
        return True

    def edited(self, uri: str, version: int | None, changes: Sequence[Change]) -> None:
        """Move findings along with edits; each change's span refers to the text after the changes before it."""
        entry = self._entries.setdefault(uri, _Entry())
        entry.version = version
        for change in changes:
            if len(entry.journal) == _JOURNAL:
                entry.forgotten = entry.journal[0][0]
            entry.journal.append((version or 0, change))
        entry.by_agent = {agent: _moved(findings, changes) for agent, findings in entry.by_agent.items()}

    def forget(self, uri: str) -> None:
        self._entries.pop(uri, None)


def _since(entry: _Entry, version: int) -> tuple[Change, ...]:
    return tuple(change for at, change in entry.journal if at > version)


def _moved(findings: Sequence[Finding], changes: Sequence[Change]) -> tuple[Finding, ...]:
    if not changes:
        return tuple(findings)
    pairs = ((finding, _through(finding.span, changes)) for finding in findings)
    return tuple(replace(finding, span=span) for finding, span in pairs if span is not None)


def _through(span: Span, changes: Sequence[Change]) -> Span | None:
    for change in changes:
        moved = _shift(span, change)
        if moved is None:
            return None
        span = moved
    return span


def _shift(span: Span, change: Change) -> Span | None:
    """Where a span is after a change: before it untouched, behind it moved, around it grown, inside it gone."""
    edit, delta = change.span, len(change.text) - (change.span.end - change.span.start)
    if edit.end <= span.start:
        return Span(span.start + delta, span.end + delta)
    if edit.start >= span.end:
        return span
    if edit.start <= span.start and edit.end >= span.end:
        return None
    start = span.start if edit.start >= span.start else edit.start + len(change.text)
    end = span.end + delta if edit.end <= span.end else edit.start
    return Span(start, max(start, end))
