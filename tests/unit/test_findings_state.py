"""Findings in force: they move with edits, survive a failed run as stale, and never go back in time."""

import pytest

from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.text import Change, Snapshot, Span
from omni_lsp.state.findings import Findings

URI = "file:///a.py"
RULE = Rule("py.x", "X", Severity.WARNING)


def _snapshot(version: int | None) -> Snapshot:
    return Snapshot(URI, version, "python", "0123456789" * 3)


def _report(*spans: tuple[int, int], status: Status = Status.DONE, agent: str = "security") -> StageReport:
    findings = tuple(Finding(RULE, agent, "m", Span(*span), f"f{span}") for span in spans)
    return StageReport(agent, status, 0.1, 1.0, AgentResult(findings), reason="" if status is Status.DONE else "why")


def _spans(state: Findings) -> list[tuple[int, int]]:
    return [(finding.span.start, finding.span.end) for finding in state.of(URI)]


def test_agents_findings_stand_side_by_side_in_order() -> None:
    state = Findings()
    state.report(_snapshot(1), _report((5, 7)))
    state.report(_snapshot(1), _report((1, 2), agent="context"))
    assert _spans(state) == [(1, 2), (5, 7)]


def test_a_newer_report_replaces_and_an_older_one_is_refused() -> None:
    state = Findings()
    assert state.report(_snapshot(2), _report((5, 7)))
    assert not state.report(_snapshot(1), _report((1, 2)))
    assert _spans(state) == [(5, 7)]
    assert state.report(_snapshot(3), _report())
    assert _spans(state) == []


@pytest.mark.parametrize("status", [Status.TIMED_OUT, Status.FAILED])
def test_findings_of_a_run_that_could_not_end_stay_and_are_stale(status: Status) -> None:
    state = Findings()
    state.report(_snapshot(1), _report((5, 7)))
    state.report(_snapshot(2), _report(status=status))
    (finding,) = state.of(URI)
    assert finding.stale
    assert [note.status for note in state.notes(URI)] == [status]
    state.report(_snapshot(3), _report((5, 7)))
    assert not state.of(URI)[0].stale
    assert state.notes(URI) == ()


@pytest.mark.parametrize(
    ("edit", "text", "expected"),
    [
        ((0, 0), "ab", [(12, 17)]),  # before: moved
        ((9, 10), "", [(9, 14)]),  # right before: moved
        ((20, 22), "x", [(10, 15)]),  # behind: untouched
        ((15, 15), "x", [(10, 15)]),  # at its end: untouched
        ((12, 13), "abc", [(10, 17)]),  # inside: grown
        ((8, 12), "", [(8, 11)]),  # over its start: what is left
        ((14, 20), "z", [(10, 14)]),  # over its end: what is left
        ((9, 16), "", []),  # around it: gone
    ],
)
def test_edits_move_findings(edit: tuple[int, int], text: str, expected: list[tuple[int, int]]) -> None:
    state = Findings()
    state.report(_snapshot(1), _report((10, 15)))
    state.edited(URI, 2, [Change(Span(*edit), text)])
    assert _spans(state) == expected


def test_a_report_about_an_older_version_is_moved_through_the_edits_since() -> None:
    state = Findings()
    state.edited(URI, 2, [Change(Span(0, 0), "before")])
    state.edited(URI, 3, [Change(Span(0, 0), "abc")])
    state.report(_snapshot(2), _report((10, 15)))
    assert _spans(state) == [(13, 18)]


def test_a_report_older_than_the_remembered_edits_is_refused() -> None:
    state = Findings()
    for version in range(2, 2_010):
        state.edited(URI, version, [Change(Span(0, 0), "")])
    assert not state.report(_snapshot(1), _report((1, 2)))
    assert state.report(_snapshot(2_009), _report((1, 2)))


def test_a_forgotten_document_starts_anew() -> None:
    state = Findings()
    state.report(_snapshot(7), _report((5, 7)))
    state.forget(URI)
    assert state.of(URI) == ()
    assert state.report(_snapshot(1), _report((1, 2)))
