"""What the rules about hidden text say about themselves, and that messages never repeat what was hidden."""

import csv
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from test_hidden_cases import FOUND, Case, plain, scan, snapshot_of

from omni_lsp.adapters.hidden.scanner import HiddenTextScanner
from omni_lsp.adapters.semgrep.rulefile import read_rules
from omni_lsp.model.finding import Rule, Severity

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "omni_lsp" / "rules" / "hidden").glob("*.yaml"))
RULES = tuple(HiddenTextScanner().ruleset.rules.values())
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def categories() -> dict[str, set[str]]:
    """Categories of the OWASP Top 10 by CWE, each as `A03:2021`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    with (ROOT / "tests" / "cases" / "owasp-top10-cwe.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["cwe"]].add(f"{row['category']}:{row['edition']}")
    return found


CATEGORIES = categories()


@each_rule
def test_says_what_happens_and_what_to_do(rule: Rule) -> None:
    assert re.fullmatch(r"(?:hidden|assistant)\.[a-z]+(?:-[a-z]+)*", rule.id)
    assert re.fullmatch(r"[A-Z].{3,38}[^.]", rule.title)
    assert len(re.findall(r"[^.]\.(?=\s|$)", rule.message)) == 2
    assert len(rule.message) <= 240
    assert rule.remedy.endswith(".")
    assert rule.confidence in {"high", "medium", "low"}


@each_rule
def test_names_its_weaknesses_and_where_more_is_told(rule: Rule) -> None:
    assert rule.cwe
    assert all(re.fullmatch(r"CWE-[1-9]\d*", name) for name in rule.cwe)
    assert set(rule.owasp) == set().union(*(CATEGORIES[name] for name in rule.cwe))
    assert list(rule.owasp) == sorted(rule.owasp, key=lambda name: (name[-4:], name))
    assert 1 <= len(rule.references) <= 3
    assert all(address.startswith("https://") for address in rule.references)


def test_what_assistants_are_told_in_secret_is_an_error() -> None:
    severities = {rule.id: rule.severity for rule in RULES}
    assert severities["assistant.invisible-characters"] is Severity.ERROR
    assert severities["assistant.hidden-instruction"] is Severity.ERROR
    assert severities["assistant.injection-phrase"] is Severity.WARNING


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_rule_engine_finds_nothing_to_do_in_these_files(path: Path) -> None:
    assert read_rules(path) == ([], [])
    assert yaml.safe_load(path.read_text("utf-8"))["texts"]


def test_the_rules_have_one_digest() -> None:
    first, second = HiddenTextScanner().ruleset, HiddenTextScanner().ruleset
    assert len(first.digest) == 32
    assert first.digest == second.digest
    assert first.problems == ()


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.name)
async def test_messages_are_those_of_the_rule_and_quote_nothing(case: Case) -> None:
    rules = HiddenTextScanner().ruleset.rules
    for match in await scan(case):
        said = match.message.removeprefix(rules[match.rule].message).strip()
        names = r"(?:\d+ × )?U\+[0-9A-F]{4,6}(?: [A-Z0-9 -]+)?"
        many = r"\d+ characters from U\+[0-9A-F]{4,6} to U\+[0-9A-F]{4,6}"
        assert re.fullmatch(rf"(?:Here: (?:{names}(?:, {names})*(?:, and others)?|{many})\.)?", said)


async def test_a_message_names_the_characters() -> None:
    (match,) = await HiddenTextScanner().scan(snapshot_of("a.py", plain("ad\\u{200B}m\\u{200B}in = 1\n")))
    assert match.message.endswith("Here: 2 × U+200B ZERO WIDTH SPACE.")


def test_plain_text_in_an_ordinary_file_loads_nothing() -> None:
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from omni_lsp.adapters.hidden.scanner import HiddenTextScanner\n"
        "from omni_lsp.model.text import Snapshot\n"
        "path = Path('/w/src/app.py')\n"
        "snapshot = Snapshot(path.as_uri(), None, 'python', 'x = 1\\n' * 300, path, Path('/w'))\n"
        "assert asyncio.run(HiddenTextScanner().scan(snapshot)) == ()\n"
        "print([name for name in sys.modules if name.startswith(('yaml', 'tree_sitter', 'omni_lsp.adapters.hidden.'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name.removeprefix("omni_lsp.adapters.hidden.") for name in yaml.safe_load(done.stdout)}
    assert loaded == {"characters", "hit", "names", "scanner"}
