"""What a finished run becomes, and the exit code."""

import pytest
from format_samples import EMPTY, HASH, INCOMPLETE, MIXED, NOTE, SQL, checked, finding, marked, snapshot, stage

from omni_lsp.formats.exit_code import CLEAN, FAIL_ON, FOUND, INCOMPLETE as NOT_SURE, exit_code
from omni_lsp.formats.render import FORMATS, render
from omni_lsp.formats.result import CheckResult, Unread, file_run, reported
from omni_lsp.model.finding import Severity
from omni_lsp.model.report import AgentResult, RunReport, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Position

TIMED_OUT = checked(marked("x.py", "«a»", SQL, stages=[stage("security", Status.TIMED_OUT)]))
SKIPPED = checked(marked("x.py", "", stages=[stage("security", Status.SKIPPED, "too large")]))
UNREAD = checked(unread=(Unread("x.py", "not UTF-8"),))


def test_places_count_code_points_and_excerpts_are_lines() -> None:
    place = marked("a.py", "one\r\n😀 «two\nthr»ee", SQL).located[0]
    assert (place.start, place.end) == (Position(1, 2), Position(2, 3))
    assert (place.excerpt, place.excerpt_column) == ("😀 two", 0)


def test_an_excerpt_of_a_minified_line_stays_small() -> None:
    place = marked("a.py", "x" * 100_000 + "«y»" + "z" * 100_000, SQL).located[0]
    assert len(place.excerpt) == 600
    assert place.excerpt[place.start.column - place.excerpt_column] == "y"


def test_findings_are_put_in_document_order() -> None:
    found = [finding(SQL, (3, 4)), finding(SQL, (0, 2)), finding(HASH, (0, 2)), finding(HASH, (0, 1))]
    run = file_run(snapshot("a.py", "abcdef"), found)
    assert [(p.finding.rule, p.finding.span.end) for p in run.located] == [(HASH, 1), (SQL, 2), (HASH, 2), (SQL, 4)]


def test_a_report_keeps_only_stages_that_left_a_gap() -> None:
    stages = (
        StageReport("rag", Status.SKIPPED, 0.0, 1.0, reason="not asked for", quiet=True),
        StageReport("security", Status.TIMED_OUT, 2.0, 0.0, AgentResult((finding(SQL, (0, 1)),)), "out of time"),
        StageReport("context", Status.DONE, 0.1, 1.9),
        StageReport("coding", Status.FAILED, 0.1, 0.0, reason="no model"),
    )
    run = reported(RunReport(snapshot("a.py", "abc"), Trigger.COMMAND, "", 2.1, 2.0, stages))
    assert [(gap.agent, gap.status, gap.reason) for gap in run.gaps] == [
        ("coding", Status.FAILED, "no model"),
        ("security", Status.TIMED_OUT, "out of time"),
    ]
    assert [place.finding.rule for place in run.located] == [SQL]
    assert run.path == "a.py"


@pytest.mark.parametrize(
    ("result", "fail_on", "code"),
    [
        (EMPTY, "info", CLEAN),
        (checked(marked("a.py", "«a»", NOTE)), "warning", CLEAN),
        (checked(marked("a.py", "«a»", HASH)), "warning", FOUND),
        (checked(marked("a.py", "«a»", HASH)), "error", CLEAN),
        (MIXED, "error", FOUND),
        (MIXED, "never", CLEAN),
        (SKIPPED, "info", CLEAN),
        (TIMED_OUT, "error", NOT_SURE),
        (TIMED_OUT, "never", NOT_SURE),
        (UNREAD, "never", NOT_SURE),
        (checked(marked("a.py", "", stages=[stage("rag", Status.FAILED)])), "error", NOT_SURE),
    ],
)
def test_exit_code(result: CheckResult, fail_on: str, code: int) -> None:
    assert exit_code(result, FAIL_ON[fail_on]) == code


def test_every_severity_and_never_can_be_asked_for() -> None:
    assert list(FAIL_ON.values()) == [*Severity, None]
    assert (CLEAN, FOUND, NOT_SURE) == (0, 1, 3)


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_runs_does_not_show(form: str) -> None:
    backwards = checked(*reversed(INCOMPLETE.runs), unread=(*INCOMPLETE.unread, Unread("a.py", "gone")))
    forwards = checked(*INCOMPLETE.runs, unread=(Unread("a.py", "gone"), *INCOMPLETE.unread))
    assert render(backwards, form) == render(forwards, form)


@pytest.mark.parametrize("form", FORMATS)
def test_whatever_a_file_is_called_the_report_can_be_written(form: str) -> None:
    odd = checked(marked("a\udcff.py", "«\ud800»", SQL), unread=(Unread("b\udcff.py", "\udcff"),))
    assert render(odd, form).encode("utf-8")
