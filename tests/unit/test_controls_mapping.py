"""The mapping of weaknesses and rules to controls: it covers what our rules report and names controls that exist."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from omni_lsp.adapters.controls.framework_files import COMPILED, FOLDER, compiled, read_compiled, read_frameworks
from omni_lsp.adapters.controls.mapping import bundled, controls_of
from omni_lsp.agents.compliance_rules import DUTIES, RULES
from omni_lsp.model.citing import Citations
from omni_lsp.model.controls import Control, ControlMap, Framework
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.finding import Rule, Severity

TESTS = Path(__file__).parents[1]
RULE_FILES = sorted(
    path for path in (TESTS.parent / "omni_lsp" / "rules").glob("*/*.yaml") if path.parent.name != FOLDER.name
)
OWASP = ("owasp-top10-2021", "owasp-top10-2025")

# What is published of each framework; for ASVS and the Top 10 the lists themselves are below.
EXISTING = {
    "gdpr": r"Art\. (?:[1-9]|[1-9]\d)(?:\(\d+\))?(?:\([a-j]\))?",
    "hipaa": r"164\.(?:30[468]|31[0246]|50[0-9]|51[0-9]|52[0-8])(?:\([a-z0-9]+\))*(?:\([ivx]+\))?(?:\([A-Z]\))?",
    "soc2": r"CC[1-9]\.[1-9]|A1\.[1-3]|C1\.[12]|PI1\.[1-5]|P[1-8]\.[1-7]",
    "nist-ssdf-1.1": (
        r"PO\.(?:[123]\.[1-3]|[45]\.[12])|PS\.(?:[12]\.1|3\.[12])|RV\.(?:1\.[1-3]|2\.[12]|3\.[1-4])"
        r"|PW\.(?:1\.[1-3]|[25]\.1|4\.[124]|[6789]\.[12])"
    ),
    "pci-dss-4.0.1": (
        r"2\.2\.[1-7]|3\.(?:2\.1|3\.[1-3]|4\.[12]|5\.1|6\.1|7\.[1-9])|4\.2\.[12]|6\.(?:2\.[1-4]|3\.[1-3]|4\.[1-3]|5\.[1-6])"
        r"|7\.(?:2\.[1-6]|3\.[1-3])|8\.(?:2\.[1-8]|3\.(?:[1-9]|1[01])|6\.[1-3])|10\.(?:2\.[12]|3\.[1-4])|12\.3\.[1-4]"
    ),
}


def _weaknesses() -> dict[str, list[str]]:
    """CWE ids that are reported, with the rules or rule files that do."""
    found: dict[str, list[str]] = {}
    for path in RULE_FILES:
        for listed in re.findall(r"^\s*(?:- )?cwe: *\[?([^\]\n]*)", path.read_text("utf-8"), re.MULTILINE):
            for cwe in re.findall(r"CWE-\d+", listed):
                found.setdefault(cwe, []).append(path.name)
    for rule in RULES.values():
        for cwe in rule.cwe:
            found.setdefault(cwe, []).append(rule.id)
    return found


def _top_ten() -> dict[str, set[str]]:
    """Weaknesses by category, each as `A03:2021`."""
    found: dict[str, set[str]] = {}
    with (TESTS / "cases" / "owasp-top10-cwe.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(f"{row['category']}:{row['edition']}", set()).add(row["cwe"])
    return found


REPORTED = _weaknesses()
TOP_TEN = _top_ten()


@pytest.mark.parametrize("cwe", sorted(REPORTED, key=lambda name: int(name[4:])))
def test_what_our_rules_report_leads_to_controls(cwe: str) -> None:
    frameworks = {control.framework for control in controls_of([cwe])}
    listed = {f"owasp-top10-{name[-4:]}" for name, weaknesses in TOP_TEN.items() if cwe in weaknesses}
    assert frameworks & set(OWASP) == listed
    assert len(frameworks - set(OWASP)) >= 2, f"{cwe} of {REPORTED[cwe]}"


def test_there_is_something_to_cover() -> None:
    assert len(REPORTED) > 60


@pytest.mark.parametrize("category", sorted(TOP_TEN))
def test_the_top_ten_lists_what_owasp_lists(category: str) -> None:
    known = {
        cwe
        for cwe, controls in bundled().by_cwe.items()
        for each in controls
        if each.framework in OWASP and each.id == category
    }
    assert known == TOP_TEN[category]


def test_asvs_requirements_exist() -> None:
    with (TESTS / "cases" / "compliance" / "asvs-5.0.0-ids.csv").open(encoding="utf-8", newline="") as stream:
        published = {row["requirement"] for row in csv.DictReader(stream)}
    assert len(published) == 345
    assert {each.id for each in bundled().controls if each.framework == "asvs-5.0"} <= published


@pytest.mark.parametrize("framework", EXISTING)
def test_controls_exist(framework: str) -> None:
    named = [each.id for each in bundled().controls if each.framework == framework]
    assert len(named) >= 8
    assert [name for name in named if not re.fullmatch(EXISTING[framework], name)] == []


def test_each_control_has_one_row_and_says_why() -> None:
    for path in FOLDER.glob("*.yaml"):
        rows = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["rows"]
        assert [name for name, times in Counter(row["control"] for row in rows).items() if times > 1] == []
        for row in rows:
            assert row["why"].endswith(".")
            assert len(row["title"]) <= 70
            assert len(row.get("cwe", ())) == len(set(row.get("cwe", ())))


def test_rules_that_are_named_exist() -> None:
    assert set(bundled().by_rule) <= {rule.id for rule in DUTIES}


@pytest.mark.parametrize("rule", DUTIES, ids=lambda rule: rule.id)
def test_each_of_our_rules_leads_to_a_control(rule: Rule) -> None:
    without = {"licence.header-not-allowed"}  # What a team allows is its own affair.
    assert bool(bundled().of_rule(rule)) == (rule.id not in without)


def test_addresses_are_whole() -> None:
    assert [each.url for each in bundled().controls if not re.fullmatch(r"https?://[\w./%?=&-]+", each.url)] == []


def test_the_compiled_file_is_current() -> None:
    assert COMPILED.read_text("utf-8") == compiled(read_frameworks()), "run python -m omni_lsp.adapters.controls"


def test_what_is_compiled_is_read_again() -> None:
    known = read_frameworks()
    assert read_compiled(compiled(known)) == known


def test_an_injection_leads_to_what_an_auditor_asks_for() -> None:
    found = {each.framework: each.id for each in controls_of(["CWE-89"])}
    assert found["owasp-top10-2021"] == "A03:2021"
    assert found["asvs-5.0"] == "V1.2.4"
    assert found["pci-dss-4.0.1"] == "6.2.4"
    assert found["nist-ssdf-1.1"] == "PW.5.1"


def test_unknown_weaknesses_lead_nowhere() -> None:
    assert controls_of(["CWE-99999"]) == controls_of([]) == ()


A, B = Framework("a", "A", "1", "https://a"), Framework("b", "B", "2", "https://b")
A2, A10, B1 = (Control(name, number, "title", "https://x") for name, number in (("a", "V2"), ("a", "V10"), ("b", "1")))
SMALL = ControlMap((A, B), {"CWE-1": (A10, B1), "CWE-2": (A2, B1)}, {"r": (A2,)}, "d")


def test_several_weaknesses_name_each_control_once_in_the_order_people_count() -> None:
    assert SMALL.controls_of(["CWE-1", "CWE-2"]) == (A2, A10, B1)
    assert SMALL.of_rule(Rule("r", "R", Severity.INFO, cwe=("CWE-1",))) == (A2, A10, B1)


def test_frameworks_that_are_not_in_force_are_left_out() -> None:
    narrow = SMALL.within({"b"})
    assert narrow.controls_of(["CWE-1"]) == (B1,)
    assert narrow.controls == (B1,)
    assert narrow.of_rule(Rule("r", "R", Severity.INFO)) == ()


def test_controls_are_cited_by_framework() -> None:
    text = Citations(SMALL, ("a",)).of(Rule("r", "R", Severity.INFO, cwe=("CWE-1",)))
    assert text == '- A 1: [V2](https://x "title"), [V10](https://x "title")'


def test_many_controls_are_counted() -> None:
    many = tuple(Control("a", f"V{number}", "title", "https://x") for number in range(1, 8))
    text = Citations(ControlMap((A,), {"CWE-1": many})).of(Rule("r", "R", Severity.INFO, cwe=("CWE-1",)))
    assert text.endswith("and 3 more")
    assert text.count("https") == 4


def test_brackets_in_ids_do_not_end_links() -> None:
    article = Control("a", "Art. 32(1)[x]", "title", "https://x")
    text = Citations(ControlMap((A,), {"CWE-1": (article,)})).of(Rule("r", "R", Severity.INFO, cwe=("CWE-1",)))
    assert r"[Art. 32\(1\)\[x\]](https://x" in text


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "framework: gdpr\nname: G\nversion: '1'\nsource: s\nrows: [{control: a, title: t, why: w.}]",
        "framework: gdpr\nname: G\nversion: '1'\nsource: s\nrows: [{control: a, title: t, why: w., cwe: CWE-1}]",
        "framework: gdpr\nname: G\nversion: 1\nsource: s\nrows: []",
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "gdpr.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"gdpr\.yaml"):
        read_frameworks(tmp_path)
