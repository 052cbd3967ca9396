"""Findings for programs: JSON, SARIF and GitHub's workflow commands."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from format_samples import EMPTY, HASH, INCOMPLETE, MIXED, NOTE, ROOT, SQL, checked, finding, marked, snapshot
from jsonschema import Draft4Validator

from omni_lsp.formats.github import github
from omni_lsp.formats.json_v1 import json_v1
from omni_lsp.formats.result import CheckResult, FileRun, Unread, file_run
from omni_lsp.formats.sarif import sarif
from omni_lsp.formats.text import Style, text
from omni_lsp.model.finding import Related, Rule, Severity
from omni_lsp.model.text import Span

SCHEMA = Draft4Validator(json.loads(Path(__file__).parents[1].joinpath("cases/sarif-schema-2.1.0.json").read_text()))


def sarif_run(result: CheckResult) -> Any:  # A parsed document, whatever its shape.
    log = json.loads(sarif(result))
    SCHEMA.validate(log)
    return log["runs"][0]


def test_json_finding() -> None:
    found = json.loads(json_v1(MIXED))["findings"]
    assert [each["path"] for each in found] == ["api/a b#ü.py", "api/a b#ü.py", "b.py"]
    assert found[0] == {
        "path": "api/a b#ü.py",
        "rule": "py.sql-injection",
        "title": "SQL built from input",
        "severity": "error",
        "message": "Found it",
        "start": {"line": 1, "column": 5},
        "end": {"line": 1, "column": 15},
        "cwe": ["CWE-89", "CWE-20"],
        "owasp": ["A03:2021"],
        "fingerprint": "py.sql-injection-4",
        "fixable": True,
    }
    assert (found[1]["start"], found[1]["end"]) == ({"line": 2, "column": 5}, {"line": 3, "column": 4})


def test_json_around_the_findings() -> None:
    document = json.loads(json_v1(INCOMPLETE))
    assert document["version"] == 1
    assert document["tool"] == {"name": "omni-lsp", "version": "1.2.3"}
    assert document["files"] == ["x.py", "y.py", "z.py"]
    assert document["incomplete"][0] == {
        "path": "x.py",
        "agent": "security",
        "status": "timed-out",
        "reason": "2 s of 2 s",
    }
    assert document["unread"] == [{"path": "bad.py", "reason": "not UTF-8"}]
    assert document["summary"] == {"files": 3, "error": 0, "warning": 0, "info": 1, "complete": False}


def test_json_names_neither_the_machine_nor_the_time() -> None:
    quick, slow = (json_v1(CheckResult(ROOT, "1", seconds, MIXED.runs)) for seconds in (0.1, 9.9))
    assert quick == slow
    assert str(ROOT) not in quick


@pytest.mark.parametrize("result", [EMPTY, MIXED, INCOMPLETE])
def test_sarif_is_valid(result: CheckResult) -> None:
    assert sarif_run(result)["columnKind"] == "unicodeCodePoints"


def test_sarif_rules() -> None:
    run = sarif_run(MIXED)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["note", "py.sql-injection", "py.weak_hash"]
    assert [rule["name"] for rule in rules] == ["Note", "PySqlInjection", "PyWeakHash"]
    sql = rules[1]
    assert sql["helpUri"] == "https://example.org/sql"
    assert sql["defaultConfiguration"] == {"level": "error"}
    assert sql["properties"] == {
        "precision": "high",
        "problem.severity": "error",
        "security-severity": "8.0",
        "tags": ["security", "external/cwe/cwe-89", "external/cwe/cwe-20", "owasp/a03:2021"],
    }
    assert sql["help"]["markdown"] == (
        "Input becomes part of a statement.\n\n**What to do**\n\nPass values as parameters.\n\n"
        '**Example**\n\n```\ncur.execute("… = ?", (name,))\n```\n\n'
        "**Read more**\n\n- https://example.org/sql\n- A book"
    )
    assert "`" not in sql["help"]["text"]


def test_sarif_weaknesses_are_a_taxonomy() -> None:
    run = sarif_run(MIXED)
    [cwe] = run["taxonomies"]
    assert [taxon["id"] for taxon in cwe["taxa"]] == ["20", "89", "327"]
    targets = [each["target"] for each in run["tool"]["driver"]["rules"][1]["relationships"]]
    assert [cwe["taxa"][target["index"]]["name"] for target in targets] == ["CWE-89", "CWE-20"]
    assert {target["id"] for target in targets} == {"89", "20"}


def test_sarif_rule_without_a_weakness_is_no_security_rule() -> None:
    run = sarif_run(checked(marked("a.py", "«a»", NOTE)))
    [rule] = run["tool"]["driver"]["rules"]
    assert rule["properties"] == {"precision": "medium", "problem.severity": "recommendation", "tags": []}
    assert not {"helpUri", "relationships"} & rule.keys()
    assert "taxonomies" not in run


def test_sarif_help_page_falls_back_to_the_weakness() -> None:
    rule = Rule("r", "t", Severity.INFO, cwe=("CWE-89",), references=("a book", "https://bad uri"), confidence="odd")
    [described] = sarif_run(checked(marked("a.py", "«a»", rule)))["tool"]["driver"]["rules"]
    assert described["helpUri"] == "https://cwe.mitre.org/data/definitions/89.html"
    assert described["properties"]["precision"] == "medium"


def test_sarif_result() -> None:
    run = sarif_run(MIXED)
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "py.sql-injection"
    assert result["partialFingerprints"] == {"omni/v1": "py.sql-injection-4"}
    assert [each["level"] for each in run["results"]] == ["error", "note", "warning"]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "api/a%20b%23%C3%BC.py", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 15},
            }
        }
    ]
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == ROOT.as_uri() + "/"


def test_sarif_copies_no_source() -> None:
    found = file_run(snapshot("a.py", "token = 'hunter2'"), [finding(SQL, (8, 17))])
    assert "hunter2" not in sarif(checked(found))


@pytest.mark.parametrize(
    ("path", "artifact"),
    [
        ("c:x.py", {"uri": "c%3Ax.py", "uriBaseId": "SRCROOT"}),
        ("a\udcff.py", {"uri": "a%FF.py", "uriBaseId": "SRCROOT"}),
        ("/else where/a.py", {"uri": "file:///else%20where/a.py"}),
        ("C:/else where/a.py", {"uri": "file:///C:/else%20where/a.py"}),
    ],
)
def test_sarif_paths(path: str, artifact: dict[str, str]) -> None:
    [result] = sarif_run(checked(FileRun(path, marked("a.py", "«a»", NOTE).located)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


def test_sarif_says_what_stayed_open() -> None:
    run = sarif_run(INCOMPLETE)
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    said = [
        (
            run["tool"]["driver"]["notifications"][each["descriptor"]["index"]]["id"],
            each["level"],
            each["message"]["text"],
        )
        for each in invocation["toolExecutionNotifications"]
    ]
    assert said == [
        ("timed-out", "error", "security timed out after 2.0 s on x.py: 2 s of 2 s"),
        ("failed", "error", "security failed on y.py: the engine\nis gone"),
        ("skipped", "note", "coding was skipped on z.py: larger than 1 MB"),
        ("unread", "error", "bad.py was not checked: not UTF-8"),
    ]
    assert len(run["results"]) == 1


def test_sarif_of_a_complete_run_is_successful() -> None:
    assert sarif_run(MIXED)["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_github_annotations() -> None:
    assert github(MIXED).splitlines() == [
        (
            "::error file=api/a b#ü.py,line=1,col=5,endColumn=15,endLine=1,"
            "title=SQL built from input (py.sql-injection)::Found it CWE-89 CWE-20"
        ),
        "::notice file=api/a b#ü.py,line=2,endLine=3,title=Something to know (note)::Found it",
        "::warning file=b.py,line=1,col=5,endColumn=8,endLine=1,title=Weak hash (py.weak_hash)::Found it CWE-327",
    ]


def test_github_escapes_what_would_end_a_command() -> None:
    rule = Rule("r", "a: b, c", Severity.ERROR)
    found = file_run(snapshot("a,b%.py", "x"), [finding(rule, (0, 1), "50 %\r\n::error::no, this: is data")])
    assert github(checked(found)) == (
        "::error file=a%2Cb%25.py,line=1,col=1,endColumn=2,endLine=1,title=a%3A b%2C c (r)"
        "::50 %25%0D%0A::error::no, this: is data\n"
    )


def test_github_says_what_stayed_open() -> None:
    assert github(INCOMPLETE).splitlines()[1:] == [
        "::warning file=x.py,title=Check incomplete::security timed out after 2.0 s on x.py: 2 s of 2 s",
        "::warning file=y.py,title=Check incomplete::security failed on y.py: the engine%0Ais gone",
        "::notice file=z.py,title=Check incomplete::coding was skipped on z.py: larger than 1 MB",
        "::warning file=bad.py,title=Not checked::not UTF-8",
    ]


def test_github_has_nothing_to_say_about_a_clean_run() -> None:
    assert github(checked(marked("a.py", "x"))) == ""


def test_unread_files_are_sorted() -> None:
    unread = (Unread("b", "1"), Unread("a", "2"))
    assert [each["path"] for each in json.loads(json_v1(checked(unread=unread)))["unread"]] == ["a", "b"]


def test_rules_without_findings_are_not_described() -> None:
    assert HASH.id not in sarif(checked(marked("a.py", "«a»", NOTE)))


FLOWING = checked(
    file_run(
        snapshot("a.py", "a = ask()\nb = a\nrun(b)\n"),
        [
            replace(
                finding(SQL, (20, 21)),
                related=(Related(Span(4, 9), "Comes from ask()"), Related(Span(10, 11), "Goes through b")),
            )
        ],
    )
)


def test_json_tells_the_way_of_the_data() -> None:
    (found,) = json.loads(json_v1(FLOWING))["findings"]
    assert found["flow"] == [
        {"start": {"line": 1, "column": 5}, "end": {"line": 1, "column": 10}, "message": "Comes from ask()"},
        {"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 2}, "message": "Goes through b"},
    ]


def test_sarif_tells_the_way_of_the_data_and_ends_it_at_the_finding() -> None:
    (result,) = sarif_run(FLOWING)["results"]
    ((thread,),) = [flow["threadFlows"] for flow in result["codeFlows"]]
    lines = [each["location"]["physicalLocation"]["region"]["startLine"] for each in thread["locations"]]
    assert lines == [1, 2, 3]
    assert thread["locations"][0]["location"]["message"] == {"text": "Comes from ask()"}


def test_a_terminal_tells_the_way_of_the_data() -> None:
    assert text(FLOWING, Style(width=80)).splitlines()[3:6] == [
        "      ╎ Comes from ask(), line 1",
        "      ╎ Goes through b, line 2",
        "",
    ]
