"""The evidence report: what it counts, how it says it, and that the same check gives the same bytes."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from omni_lsp.formats.evidence import STATEMENT, Evidence, evidence_json
from omni_lsp.formats.evidence_markdown import evidence_markdown
from omni_lsp.formats.result import CheckResult, FileRun, Gap, Unread, file_run
from omni_lsp.model.compliance import ComplianceFacts, Declaration, Waiver, waivers
from omni_lsp.model.controls import Control, ControlMap, Framework
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import Status
from omni_lsp.model.suppression import suppressions
from omni_lsp.model.text import Lines, Snapshot, Span

SQL = Rule("py.sql", "SQL injection", Severity.ERROR, languages=("python",), cwe=("CWE-89",))
HASH = Rule("py.hash", "Weak hash", Severity.WARNING, languages=("python",), cwe=("CWE-328",))
LOG = Rule("personal-data.in-log", "Personal data in a log", Severity.WARNING, cwe=("CWE-532",))
ODD = Rule("py.odd", "Odd", Severity.INFO, languages=("python",))
JS = Rule("js.sql", "SQL injection", Severity.ERROR, languages=("javascript", "typescript"), cwe=("CWE-89",))
PCI = Framework("pci", "PCI DSS", "4.0.1", "https://pci")
GDPR = Framework("gdpr", "GDPR", "2016/679", "https://gdpr")
ATTACKS = Control("pci", "6.2.4", "Attacks | prevented", "https://pci/6")
ARTICLE = Control("gdpr", "Art. 5(1)(f)", "Confidentiality", "https://gdpr/5")
CONTROLS = ControlMap((PCI, GDPR), {"CWE-89": (ATTACKS,), "CWE-328": (ATTACKS,), "CWE-532": (ARTICLE,)}, {}, "m1")


def run(path: str, *rules: Rule) -> FileRun:
    text = "secret source\n" * (len(rules) + 1)
    snapshot = Snapshot(f"file:///p/{path}", None, "python", text, Path("/p") / path, Path("/p"))
    findings = [Finding(rule, "a", "m", Span(14 * at, 14 * at + 6), f"f{at}") for at, rule in enumerate(rules)]
    return file_run(snapshot, findings)


RESULT = CheckResult(
    Path("/p"),
    "1.0",
    3.2,
    (run("b.py", SQL, SQL, ODD), run("a.py", LOG), run("c.tsx"), run("d.ts")),
    (Unread("e.py", "denied"),),
)
WAIVERS = (
    Waiver("b.py", 4, ("py.hash",), "checksum | only", "2027-01-31"),
    Waiver("a.py", 7, ("in-log",), "test system"),
    Waiver("a.py", 2, (), ""),
)
DECLARED = (ComplianceFacts("b.py", (Declaration(0, 1, "billing", "10y"),)), ComplianceFacts("a.py"))
EVIDENCE = Evidence(
    RESULT,
    {rule.id: rule for rule in (SQL, HASH, LOG, ODD, JS)},
    CONTROLS,
    "shop",
    "p1",
    "r1",
    WAIVERS,
    DECLARED,
)


def document(evidence: Evidence = EVIDENCE) -> dict[str, Any]:  # Any: the tests say what is in it.
    read: dict[str, Any] = json.loads(evidence_json(evidence))
    return read


def test_a_control_leads_to_rules_files_and_findings() -> None:
    attacks, article = document()["controls"]
    assert (attacks["framework"], attacks["id"]) == ("pci", "6.2.4")
    assert [(rule["id"], rule["files_checked"], len(rule["findings"])) for rule in attacks["rules"]] == [
        ("js.sql", 2, 0),
        ("py.hash", 2, 0),
        ("py.sql", 2, 2),
    ]
    assert attacks["rules"][2]["findings"][1] == {
        "path": "b.py",
        "line": 2,
        "rule": "py.sql",
        "severity": "error",
        "fingerprint": "f1",
    }
    assert [(rule["id"], rule["files_checked"]) for rule in article["rules"]] == [("personal-data.in-log", 4)]


def test_waivers_stand_with_the_controls_they_concern() -> None:
    read = document()
    assert [(each["path"], each["line"], each["expires"]) for each in read["waivers"]] == [
        ("a.py", 3, ""),
        ("a.py", 8, ""),
        ("b.py", 5, "2027-01-31"),
    ]
    assert [each["waivers"] for each in read["controls"]] == [[0, 2], [0, 1]]


def test_what_it_rests_on_is_named() -> None:
    read = document()
    assert read["statement"] == STATEMENT
    assert "not a certification" in STATEMENT
    assert read["policy"] == {"name": "shop", "digest": "p1"}
    assert read["ruleset"] == {
        "digest": "r1",
        "rules": ["js.sql", "personal-data.in-log", "py.hash", "py.odd", "py.sql"],
    }
    assert read["mapping"] == {"digest": "m1"}
    assert read["files"] == ["a.py", "b.py", "c.tsx", "d.ts"]
    assert read["declarations"] == [
        {"path": "b.py", "line": 1, "purpose": "billing", "retention": "10y", "basis": "", "consent": ""}
    ]
    assert read["summary"] == {
        "controls": 2,
        "controls_with_findings": 2,
        "findings": 4,
        "waivers": 3,
        "complete": False,
    }


def test_findings_without_a_control_are_not_lost() -> None:
    assert [each["rule"] for each in document()["other_findings"]] == ["py.odd"]
    unknown = replace(EVIDENCE, rules={"py.sql": SQL})
    assert [each["rule"] for each in document(unknown)["other_findings"]] == ["personal-data.in-log", "py.odd"]


def test_what_was_not_checked_is_said() -> None:
    gap = FileRun("f.py", gaps=(Gap("security", Status.TIMED_OUT, "", 2.0),))
    evidence = replace(EVIDENCE, result=replace(RESULT, runs=(*RESULT.runs, gap)))
    read = document(evidence)
    assert read["unread"] == [{"path": "e.py", "reason": "denied"}]
    assert read["incomplete"] == [{"path": "f.py", "agent": "security", "status": "timed-out", "reason": ""}]
    text = evidence_markdown(evidence)
    assert "- `f.py`: security timed out after 2.0 s" in text
    assert "- `e.py`: denied" in text
    assert "not complete" in text


@pytest.mark.parametrize("render", [evidence_json, evidence_markdown])
def test_the_same_check_gives_the_same_bytes(render: Any) -> None:  # Any: two functions of one shape.
    mixed = replace(
        EVIDENCE,
        result=replace(RESULT, runs=RESULT.runs[::-1], seconds=99.0),
        waivers=WAIVERS[::-1],
        declared=DECLARED[::-1],
        rules=dict(reversed(EVIDENCE.rules.items())),
    )
    assert render(mixed) == render(EVIDENCE)


@pytest.mark.parametrize("render", [evidence_json, evidence_markdown])
def test_nothing_of_the_source_is_in_it(render: Any) -> None:  # Any: as above.
    assert "secret source" not in render(EVIDENCE)


def test_people_can_read_it() -> None:
    text = evidence_markdown(EVIDENCE)
    assert text.startswith(f"# Evidence of checks\n\n{STATEMENT}\n")
    assert "## PCI DSS 4\\.0\\.1" in text or "## PCI DSS 4.0.1" in text
    assert "| [6.2.4](https://pci/6) Attacks \\| prevented | 3 | 2 | 2 | 2 |" in text
    assert "### `py.sql`: SQL injection" in text
    assert "Controls: pci 6.2.4." in text
    assert "- `b.py` line 2, error, `f1`" in text
    assert "| `b.py` line 5 | `py.hash` | checksum \\| only | 2027-01-31 |" in text
    assert "| `a.py` line 3 | all | none given | open |" in text
    assert "| `b.py` line 1 | billing | 10y | not said | not said |" in text
    assert "lead to no control of the frameworks in force: 1." in text
    assert text.endswith("|\n")


def test_a_clean_check_says_that_nothing_was_found() -> None:
    clean = Evidence(
        CheckResult(Path("/p"), "1.0", 1.0, (run("a.py"),)), {"py.sql": SQL}, CONTROLS, "default", "p", "r"
    )
    text = evidence_markdown(clean)
    assert "| [6.2.4](https://pci/6) Attacks \\| prevented | 1 | 1 | none | none |" in text
    assert "The check was complete." in text
    assert "## Findings" not in text
    assert "## GDPR" not in text


def test_many_findings_are_counted() -> None:
    many = replace(EVIDENCE, result=replace(RESULT, runs=(run("b.py", *[SQL] * 60),)))
    assert "- and 10 more" in evidence_markdown(many)
    assert document(many)["summary"]["findings"] == 60


def test_names_of_files_cannot_break_a_table() -> None:
    evidence = replace(EVIDENCE, waivers=(Waiver("a|b.py", 0, ("x",), "y"),))
    assert "| `a\\|b.py` line 1 | `x` | y | open |" in evidence_markdown(evidence)


def test_comments_become_waivers() -> None:
    text = "x\ny()  # omni: ignore[b.rule, a.rule] fine until 2027-03-01\nz()  # nosemgrep\n"
    first, second = waivers("a.py", suppressions(Lines(text), date(2027, 1, 1)))
    assert (first.line, first.rules, first.expires) == (1, ("a.rule", "b.rule"), "2027-03-01")
    assert first.reason.startswith("fine")
    assert (second.line, second.rules, second.reason, second.expires) == (2, (), "", "")
