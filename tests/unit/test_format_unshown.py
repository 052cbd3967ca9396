"""What the formats say of findings that are not shown: known ones, fixed ones, ignored ones, those on old lines."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from format_samples import HASH, NOTE, SQL, checked, finding, marked, snapshot
from jsonschema import Draft4Validator

from omni_lsp.formats.exit_code import CLEAN, FAIL_ON, FOUND, exit_code
from omni_lsp.formats.github import github
from omni_lsp.formats.json_v1 import json_v1
from omni_lsp.formats.result import CheckResult, file_run, reported
from omni_lsp.formats.sarif import sarif
from omni_lsp.formats.text import text
from omni_lsp.model.baseline import Entry
from omni_lsp.model.finding import Severity
from omni_lsp.model.report import AgentResult, RunReport, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.suppression import Ignored

SCHEMA = Draft4Validator(json.loads(Path(__file__).parents[1].joinpath("cases/sarif-schema-2.1.0.json").read_text()))

RUN = marked("a.py", "«a» «b» «c»\n", SQL, HASH, NOTE)
FIRST, SECOND, THIRD = RUN.located
STALE = Entry("gone.py", "old-rule", "f" * 32)
KNOWN = replace(checked(replace(RUN, located=(THIRD,), known=(FIRST, SECOND))), stale=(STALE,))
IGNORED = checked(
    file_run(snapshot("a.py", "a b"), [finding(SQL, (0, 1))], (), [Ignored(finding(HASH, (2, 3)), "why")])
)


def results(result: CheckResult) -> list[Any]:  # Parsed documents, whatever their shape.
    log = json.loads(sarif(result))
    SCHEMA.validate(log)
    run = log["runs"][0]
    for each in run["results"]:
        if "ruleIndex" in each:
            assert run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
    return list(run["results"])


def test_text_says_how_many_are_known_and_gone() -> None:
    assert text(KNOWN).splitlines()[1:] == [
        "2 known findings are in the baseline",
        "1 finding of the baseline is not found any more; write it anew with --write-baseline",
        "1 info in 1 of 1 file, 0.8 s",
    ]


def test_text_says_what_is_on_old_lines() -> None:
    old = replace(checked(replace(RUN, located=(), old=RUN.located)), since="main...")
    assert text(old).splitlines() == [
        "3 findings are on lines that did not change since main...",
        "no findings in 1 file, 0.8 s",
    ]


def test_github_says_it_too() -> None:
    assert github(KNOWN).splitlines()[1:] == [
        "::notice title=Not shown::2 known findings are in the baseline",
        "::notice title=Not shown::1 finding of the baseline is not found any more; write it anew with --write-baseline",
    ]


def test_json_counts_what_is_not_listed() -> None:
    document = json.loads(json_v1(KNOWN))
    assert [each["rule"] for each in document["findings"]] == ["note"]
    assert document["unshown"] == {"known": 2, "unchanged": 0, "ignored": 0}
    assert document["stale"] == [{"path": "gone.py", "rule": "old-rule", "fingerprint": "f" * 32}]
    assert document["summary"]["error"] == 0
    assert json.loads(json_v1(IGNORED))["unshown"]["ignored"] == 1


def test_sarif_compares_with_the_baseline() -> None:
    assert [(each["ruleId"], each["baselineState"]) for each in results(KNOWN)] == [
        ("note", "new"),
        ("py.sql-injection", "unchanged"),
        ("py.weak_hash", "unchanged"),
        ("old-rule", "absent"),
    ]


def test_sarif_without_a_baseline_has_no_states() -> None:
    assert not any("baselineState" in each or "suppressions" in each for each in results(checked(RUN)))


def test_sarif_has_what_comments_ignore() -> None:
    assert [(each["ruleId"], each["suppressions"]) for each in results(IGNORED)] == [
        ("py.sql-injection", []),
        ("py.weak_hash", [{"kind": "inSource", "status": "accepted", "justification": "why"}]),
    ]
    silent = replace(IGNORED.runs[0], silenced=(replace(IGNORED.runs[0].silenced[0], reason=""),))
    both = replace(checked(silent), stale=(STALE,))
    assert [each["suppressions"] for each in results(both)] == [[], [{"kind": "inSource", "status": "accepted"}], []]


def test_sarif_describes_a_rule_by_its_highest_severity() -> None:
    low = replace(SQL, severity=Severity.INFO)
    runs = (marked("a.py", "«a»", low), marked("b.py", "«a»", SQL), marked("c.py", "«a»", low))
    assert sarif(checked(*runs)) == sarif(checked(*reversed(runs)))
    [rule] = json.loads(sarif(checked(*runs)))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"] == {"level": "error"}


@pytest.mark.parametrize(("result", "code"), [(KNOWN, CLEAN), (IGNORED, FOUND)])
def test_only_what_is_shown_counts_for_the_exit_code(result: CheckResult, code: int) -> None:
    assert exit_code(result, FAIL_ON["warning"]) == code


def test_what_agents_say_was_ignored_is_kept() -> None:
    ignored = (Ignored(finding(HASH, (2, 3)), "why"),)
    stage = StageReport("security", Status.DONE, 0.1, 1.0, AgentResult(ignored=ignored))
    run = reported(RunReport(snapshot("a.py", "a b"), Trigger.SAVE, "", 0.1, 1.0, (stage,)))
    assert [(one.place.start.column, one.reason) for one in run.silenced] == [(2, "why")]
