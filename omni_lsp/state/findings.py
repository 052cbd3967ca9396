"""Findings in force per document, always at the places they have in its newest version.

A report of a run is taken only when no report about a newer snapshot came before it.
Edits made since the snapshot a report is about are applied to its findings, so nothing is shown at a moved place.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from omni_lsp.model.finding import Finding
from omni_lsp.model.report import StageReport, Status
from omni_lsp.model.text import Change, Snapshot, Span

_JOURNAL = 2_000  # Edits kept between a snapshot and its report; beyond that the report is refused as too old.


class _Move(NamedTuple):
    """An edit without its text, which may be megabytes: `length` code points took the place of `start` to `end`."""

    start: int
    end: int
    length: int


@dataclass
class _Entry:
    """`reported` has, by agent, the serial of the snapshot it spoke about last.

    In the journal each move stands with the serial of the snapshot it led to; reports about snapshots before
    `forgotten` would need moves that are no longer there.
    """

    by_agent: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    notes: dict[str, StageReport] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    journal: deque[tuple[int, _Move]] = field(default_factory=deque)
    forgotten: int = 0


class Findings:
    """Written by the runs' reports and by edits, both on the event loop; readers get tuples.

    `heard` is told of each document that a report was taken about, with its snapshot, or that was forgotten.
    """

    def __init__(self, heard: Callable[[str, Snapshot | None], None] = lambda _uri, _snapshot: None) -> None:
        self._heard = heard
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
        """Take the report of an agent about a snapshot; false when it is older than what is known.

        Versions have no say in this: clients repeat them and go back. Whether the document was closed or opened anew
        since the snapshot is for the caller to know, see `Documents.holds`.
        """
        entry = self._entries.get(snapshot.uri) or _Entry()
        if snapshot.serial < max(entry.reported.get(stage.agent, 0), entry.forgotten):
            return False
        entry.reported[stage.agent] = snapshot.serial
        since = [move for serial, move in entry.journal if serial > snapshot.serial]
        found = _moved([replace(finding, trace=stage.trace_id) for finding in stage.result.findings], since)
        entry.by_agent[stage.agent] = found + _left(entry.by_agent.get(stage.agent, ()), found, stage)
        if stage.status is Status.DONE or stage.quiet:
            entry.notes.pop(stage.agent, None)
        elif stage.status is not Status.PARTIAL:
            entry.notes[stage.agent] = stage
        if snapshot.version is None and not entry.notes and not any(entry.by_agent.values()):
            # A look at a whole workspace leaves nothing behind for each clean file.
            self._entries.pop(snapshot.uri, None)
        else:
            self._entries[snapshot.uri] = entry
        self._heard(snapshot.uri, snapshot)
        return True

    def edited(self, uri: str, serial: int, changes: Iterable[Change]) -> None:
        """Move findings along with the edits that led to the snapshot with this serial.

        Each change's span refers to the text after the changes before it.
        """
        entry = self._entries.setdefault(uri, _Entry())
        moves = [_Move(change.span.start, change.span.end, len(change.text)) for change in changes]
        entry.journal.extend((serial, move) for move in moves)
        while len(entry.journal) > _JOURNAL:
            entry.forgotten = entry.journal.popleft()[0]
        entry.by_agent = {agent: _moved(findings, moves) for agent, findings in entry.by_agent.items()}

    def forget(self, uri: str) -> None:
        """Nothing is known of a document that is opened, closed or no more."""
        if self._entries.pop(uri, None) is not None:
            self._heard(uri, None)


def _left(known: Sequence[Finding], found: Sequence[Finding], stage: StageReport) -> tuple[Finding, ...]:
    """Of what is in force, what a report leaves there."""
    if stage.status is Status.DONE or stage.quiet:
        if not stage.result.is_quick:
            return ()
        known = [finding for finding in known if not finding.quick]
    left = tuple(finding for finding in known if not any(_is_same(finding, other) for other in found))
    is_stale = stage.status in (Status.TIMED_OUT, Status.FAILED, Status.SKIPPED) and not stage.quiet
    return tuple(replace(finding, stale=True) for finding in left) if is_stale else left


def _is_same(finding: Finding, other: Finding) -> bool:
    one, two = finding.span, other.span
    return finding.rule.id == other.rule.id and (one == two or max(one.start, two.start) < min(one.end, two.end))


def _moved(findings: Sequence[Finding], moves: Sequence[_Move]) -> tuple[Finding, ...]:
    if not moves:
        return tuple(findings)
    return tuple(moved for finding in findings if (moved := _moved_one(finding, moves)) is not None)


def _moved_one(finding: Finding, moves: Sequence[_Move]) -> Finding | None:
    span = _through(finding.span, moves)
    if span is None:
        return None
    places = ((related, _through(related.span, moves)) for related in finding.related)
    related = tuple(replace(one, span=place) for one, place in places if place is not None)
    is_same = span == finding.span and related == finding.related
    return finding if is_same else replace(finding, span=span, related=related)


def _through(span: Span, moves: Sequence[_Move]) -> Span | None:
    """Where a span is after edits: before them untouched, behind them moved, around them grown, inside one gone."""
    start, end = span.start, span.end
    # Plain numbers: a client may make thousands of changes at once in a file with hundreds of findings.
    for first, last, length in moves:
        delta = length - (last - first)
        if last <= start:
            start, end = start + delta, end + delta
        elif first >= end:
            continue
        elif first <= start and last >= end:
            return None
        else:
            end = end + delta if last <= end else first
            start = start if first >= start else first + length
    return Span(start, end)
