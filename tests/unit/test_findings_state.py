"""Findings in force: they move with edits, survive a failed run as stale, and never go back in time."""

import gc
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from omni_lsp.model.finding import Finding, Related, Rule, Severity
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


def test_a_finding_names_the_run_that_reported_it_last() -> None:
    state = Findings()
    for trace in ("a" * 32, "b" * 32):
        state.report(_snapshot(1), replace(_report((5, 7)), trace_id=trace))
    state.report(_snapshot(1), replace(_report(status=Status.TIMED_OUT), trace_id="c" * 32))
    assert [(finding.trace[0], finding.stale) for finding in state.of(URI)] == [("b", True)]


def test_a_newer_report_replaces_and_an_older_one_is_refused() -> None:
    state = Findings()
    old, new, newest = _snapshot(1), _snapshot(2), _snapshot(3)
    assert state.report(new, _report((5, 7)))
    assert not state.report(old, _report((1, 2)))
    assert _spans(state) == [(5, 7)]
    assert state.report(newest, _report())
    assert _spans(state) == []


def test_which_snapshot_is_newer_is_not_a_matter_of_versions() -> None:
    state = Findings()
    old, new = _snapshot(9), _snapshot(1)
    assert state.report(new, _report((5, 7)))
    assert not state.report(old, _report((1, 2)))
    assert state.report(new, _report((6, 8)))
    assert _spans(state) == [(6, 8)]


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
    state.edited(URI, _snapshot(2).serial, [Change(Span(*edit), text)])
    assert _spans(state) == expected


def test_a_report_about_an_older_text_is_moved_through_the_edits_since() -> None:
    state = Findings()
    # Versions that repeat do not matter here either.
    first, second = _snapshot(2), _snapshot(2)
    state.edited(URI, first.serial, [Change(Span(0, 0), "before")])
    state.edited(URI, second.serial, [Change(Span(0, 0), "abc")])
    state.report(first, _report((10, 15)))
    assert _spans(state) == [(13, 18)]


def test_the_edits_of_one_message_move_a_finding_one_after_the_other() -> None:
    state = Findings()
    state.report(_snapshot(1), _report((10, 15)))
    state.edited(
        URI, _snapshot(2).serial, [Change(Span(0, 0), "abc"), Change(Span(0, 10), ""), Change(Span(4, 4), "x")]
    )
    assert _spans(state) == [(3, 9)]


def test_a_report_older_than_the_remembered_edits_is_refused() -> None:
    state = Findings()
    snapshots = [_snapshot(version) for version in range(1, 2_010)]
    for snapshot in snapshots[1:]:
        state.edited(URI, snapshot.serial, [Change(Span(0, 0), "")])
    assert not state.report(snapshots[0], _report((1, 2)))
    assert state.report(snapshots[-1], _report((1, 2)))


def test_a_message_of_more_edits_than_are_remembered_loses_no_report_about_its_outcome() -> None:
    state = Findings()
    before, after = _snapshot(1), _snapshot(2)
    state.edited(URI, after.serial, [Change(Span(0, 0), "x")] * 3_000)
    assert not state.report(before, _report((1, 2)))
    assert state.report(after, _report((1, 2)))
    assert _spans(state) == [(1, 2)]


def _grown(work: Callable[[], None]) -> int:
    """Bytes that are left when it is done."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def test_edits_are_remembered_without_their_texts() -> None:
    state = Findings()

    def edits() -> None:
        for number in range(1_000):
            state.edited(URI, _snapshot(number).serial, [Change(Span(0, 20_000), f"{number}".zfill(20_000))])

    assert _grown(edits) < 1_000_000


def test_endless_edits_take_no_more_room() -> None:
    state = Findings()

    def edits(count: int) -> None:
        for number in range(count):
            state.edited(URI, _snapshot(number).serial, [Change(Span(300, 301), "x" * 301)])

    edits(2_500)
    assert _grown(lambda: edits(2_500)) < 2_500 * 32 * 5  # The numbers that took the place of the older ones.
    assert len(state._entries[URI].journal) == 2_000


def test_a_look_at_a_workspace_leaves_nothing_behind_for_clean_files() -> None:
    state = Findings()
    for number in range(100):
        disk = Snapshot(f"file:///{number}.py", None, "python", "")
        state.report(disk, _report(agent="context"))
        state.report(disk, _report((1, 2)))
        state.report(disk, _report())
    assert state._entries == {}
    state.report(_snapshot(None), _report(status=Status.FAILED))
    assert [note.agent for note in state.notes(URI)] == ["security"]


def test_a_forgotten_document_starts_anew() -> None:
    state = Findings()
    state.report(_snapshot(7), _report((5, 7)))
    state.forget(URI)
    assert state.of(URI) == ()
    assert state.report(_snapshot(1), _report((1, 2)))


def _quick(*findings: Finding) -> StageReport:
    return StageReport("security", Status.DONE, 0.1, 1.0, AgentResult(findings, is_quick=True))


def _finding(start: int, *, quick: bool, rule: str = "py.x") -> Finding:
    return Finding(replace(RULE, id=rule), "security", "m", Span(start, start + 2), f"{rule}{start}", quick=quick)


def test_a_partial_report_takes_nothing_away_until_the_agent_is_done() -> None:
    state = Findings()
    state.report(_snapshot(1), _report((1, 2), (5, 7)))
    state.report(_snapshot(2), _report((1, 2), (9, 10), status=Status.PARTIAL))
    assert _spans(state) == [(1, 2), (5, 7), (9, 10)]
    assert not any(finding.stale for finding in state.of(URI))
    assert state.notes(URI) == ()
    state.report(_snapshot(2), _report((1, 2), (9, 10)))
    assert _spans(state) == [(1, 2), (9, 10)]


def test_what_a_timed_out_agent_had_found_is_fresh_and_the_rest_is_stale() -> None:
    state = Findings()
    state.report(_snapshot(1), _report((1, 2), (5, 7)))
    state.report(_snapshot(2), _report((5, 7), status=Status.TIMED_OUT))
    assert [(finding.span.start, finding.stale) for finding in state.of(URI)] == [(1, True), (5, False)]


def test_a_quick_look_takes_away_only_what_it_could_have_found() -> None:
    state = Findings()
    both = (_finding(1, quick=True), _finding(5, quick=False), _finding(9, quick=True))
    state.report(_snapshot(1), StageReport("security", Status.DONE, 0.1, 1.0, AgentResult(both)))
    state.report(_snapshot(2), _quick(_finding(9, quick=True)))
    assert _spans(state) == [(5, 7), (9, 11)]
    state.report(_snapshot(3), _report())
    assert _spans(state) == []


def test_a_quick_look_shows_nothing_twice() -> None:
    state = Findings()
    known = (_finding(1, quick=False), _finding(2, quick=False, rule="py.y"))
    state.report(_snapshot(1), StageReport("security", Status.DONE, 0.1, 1.0, AgentResult(known)))
    state.report(_snapshot(2), _quick(_finding(2, quick=True)))
    assert [(finding.rule.id, finding.span.start) for finding in state.of(URI)] == [("py.x", 2), ("py.y", 2)]


def test_places_that_have_to_do_with_a_finding_move_with_it_and_go_when_they_are_gone() -> None:
    state = Findings()
    old = _snapshot(1)
    (finding,) = _report((20, 22)).result.findings
    finding = replace(finding, related=(Related(Span(2, 4), "source"), Related(Span(10, 12), "between")))
    state.report(old, replace(_report(), result=AgentResult((finding,))))
    state.edited(URI, _snapshot(2).serial, [Change(Span(0, 0), "\n\n"), Change(Span(11, 15), "")])
    (moved,) = state.of(URI)
    assert moved.span == Span(18, 20)
    assert moved.related == (Related(Span(4, 6), "source"),)
