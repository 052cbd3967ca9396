"""Findings as assistants get them."""

from pathlib import Path

from omni_lsp.app.tools_answers import Fix, Undone
from omni_lsp.app.tools_findings import of_check, of_code, rules_of
from omni_lsp.app.tools_text import as_text
from omni_lsp.formats.result import CheckResult, FileRun, Gap, Unread, located
from omni_lsp.model.controls import Control, ControlMap
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import Status
from omni_lsp.model.text import Change, Edit, Snapshot, Span

KEY = "AKIA" + "Q3EGRXNV7JH5W2PL"
TEXT = f"a = md5(b'x')\nkey = '{KEY}'\n"
ROOT = Path("/project")
SNAPSHOT = Snapshot("file:///project/a.py", None, "python", TEXT, ROOT / "a.py", ROOT)
WEAK = Rule("py.weak-hash", "Weak hash", Severity.WARNING, cwe=("CWE-328",), fixable=True)
CALL = Rule("py.call", "Call", Severity.ERROR)
CONTROLS = ControlMap((), {"CWE-328": (Control("gdpr", "Art. 32", "Security", ""),)})


def finding(rule: Rule, start: int, end: int, mark: str = "0" * 32) -> Finding:
    return Finding(rule, "security", f"Not this {KEY}.", Span(start, end), mark)


def result(*findings: Finding) -> CheckResult:
    run = FileRun("a.py", located(SNAPSHOT, findings))
    gap = FileRun("b.py", gaps=(Gap("security", Status.TIMED_OUT, "took /home/ann/x.py too long", 2.0),))
    return CheckResult(ROOT, "1", 0.1, (gap, run), (Unread("c.py", "Permission denied"),))


def test_the_most_severe_first_and_those_below_left_out() -> None:
    checked = result(finding(WEAK, 4, 13), finding(CALL, 14, 20))
    answer = of_check(checked, CONTROLS, Severity.INFO)
    assert [(each.rule, each.severity, each.line) for each in answer.findings] == [
        ("py.call", "error", 2),
        ("py.weak-hash", "warning", 1),
    ]
    assert [each.rule for each in of_check(checked, CONTROLS, Severity.ERROR).findings] == ["py.call"]
    assert of_check(checked, CONTROLS, Severity.ERROR).total == 1
    assert [each.controls for each in answer.rules] == [(), ("gdpr Art. 32",)]


def test_what_was_not_looked_at_is_said() -> None:
    answer = of_check(result(), CONTROLS, Severity.INFO)
    assert not answer.complete
    assert answer.incomplete == (
        Undone("c.py", "check", "unread", "Permission denied"),
        Undone("b.py", "security", "timed-out", "took …/x.py too long"),
    )
    assert "incomplete" in as_text(answer)


def test_a_message_holds_no_secret() -> None:
    assert KEY not in as_text(of_check(result(finding(WEAK, 4, 13)), CONTROLS, Severity.INFO))


def test_a_finding_ends_on_the_line_that_it_takes_in() -> None:
    (found,) = of_code(SNAPSHOT, [finding(WEAK, 0, 14)], {})
    assert (found.line, found.end_line) == (1, 1)


def test_a_fix_is_a_place_and_a_text() -> None:
    edit = Edit(SNAPSHOT.uri, None, (Change(Span(4, 7), "sha256"), Change(Span(8, 8), "usedforsecurity=False, ")))
    (found,) = of_code(SNAPSHOT, [finding(WEAK, 4, 13)], {"0" * 32: edit})
    assert found.fix == Fix(1, 5, 1, 9, "sha256(usedforsecurity=False, ")


def test_a_fix_that_would_repeat_a_secret_is_none() -> None:
    edit = Edit(SNAPSHOT.uri, None, (Change(Span(20, 42), f"'{KEY}'"),))
    (found,) = of_code(SNAPSHOT, [finding(WEAK, 4, 13)], {"0" * 32: edit})
    assert found.fix is None


def test_rules_come_once() -> None:
    assert len(rules_of([finding(WEAK, 0, 1), finding(WEAK, 2, 3)], CONTROLS)) == 1
