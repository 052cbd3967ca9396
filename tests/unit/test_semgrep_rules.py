"""Rule files become rules in force; what is wrong in one leaves the others alone."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from semgrep_samples import RULES, rule_file, stand_in

from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.costs import pack_of
from omni_lsp.adapters.semgrep.rulefile import PathFilter
from omni_lsp.adapters.semgrep.rules import load_rules
from omni_lsp.adapters.semgrep.selection import paths
from omni_lsp.adapters.semgrep.targets import CANARY
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.errors import AgentTransientError
from omni_lsp.model.finding import Rule, Severity
from omni_lsp.ports.engine import Pack

ONE = "rules: [{id: %s, languages: [python], severity: %s, message: m, pattern: f()}]"


async def problems(sources: Sequence[Path], cache: Path, engine: Path | None = None) -> list[tuple[str, str, str]]:
    found = (await load_rules(sources, cache, engine)).ruleset.problems
    return [(Path(one.source).name, one.rule, one.message) for one in found]


async def test_a_rule_is_read_whole(tmp_path: Path) -> None:
    compiled = await load_rules([rule_file(tmp_path)], tmp_path / "cache", None)
    assert compiled.ruleset.problems == ()
    assert compiled.ruleset.rules["weak-hash"] == Rule(
        id="weak-hash",
        title="Weak hash",
        severity=Severity.WARNING,
        message="MD5 of $X is weak",
        languages=("python",),
        cwe=("CWE-327",),
        owasp=("A02:2021",),
        remedy="Use SHA-256.",
        example="hashlib.sha256(data)",
        references=("https://docs.python.org/3/library/hashlib.html",),
        confidence="high",
        fixable=True,
    )
    plain = compiled.ruleset.rules["named-secret"]
    assert (plain.title, plain.confidence, plain.fixable) == ("Named secret", "medium", False)


@pytest.mark.parametrize(
    ("metadata", "is_deprecated"),
    [
        ("{}", False),
        ("{deprecated: true}", True),
        ("{deprecated: false}", False),
        ("{deprecated: 'yes'}", False),
        ("{cwe: ['CWE-477: Use of Obsolete Function']}", True),
        ("{cwe: [CWE-4777]}", False),
    ],
)
async def test_a_rule_about_what_is_deprecated_says_so(tmp_path: Path, metadata: str, is_deprecated: bool) -> None:
    text = f"rules: [{{id: r, languages: [python], severity: INFO, message: m, pattern: f(), metadata: {metadata}}}]"
    compiled = await load_rules([rule_file(tmp_path, text)], tmp_path / "cache", None)
    assert compiled.ruleset.rules["r"].deprecated is is_deprecated


async def test_the_engine_gets_what_it_needs_and_a_canary(tmp_path: Path) -> None:
    compiled = await load_rules([rule_file(tmp_path)], tmp_path / "cache", None)
    rules = json.loads(compiled.everything.path.read_text(encoding="utf-8"))["rules"]
    assert [rule["id"] for rule in rules] == [*compiled.ruleset.rules, CANARY]
    assert not any("metadata" in rule for rule in rules)
    # Those of the author are applied to what is found.
    assert [rule.get("paths") for rule in rules] == [*map(paths, compiled.ruleset.rules), None]
    assert rules[0]["fix"] == "hashlib.sha256($X)"
    assert compiled.everything.path.parent.stat().st_mode & 0o077 == 0 or os.name != "posix"


async def test_the_digest_is_of_all_that_people_see(tmp_path: Path) -> None:
    first = await load_rules([rule_file(tmp_path)], tmp_path / "cache", None)
    again = await load_rules([rule_file(tmp_path, name="b.yml")], tmp_path / "cache", None)
    other = await load_rules([rule_file(tmp_path, RULES.replace("SHA-256", "BLAKE2"))], tmp_path / "cache", None)
    elsewhere = await load_rules([rule_file(tmp_path, RULES.replace("/app/", "/x/"))], tmp_path / "cache", None)
    assert first.ruleset.digest == again.ruleset.digest
    assert len({first.ruleset.digest, other.ruleset.digest, elsewhere.ruleset.digest}) == 3
    assert first.everything.path == other.everything.path == elsewhere.everything.path


async def test_old_compiled_rules_are_forgotten(tmp_path: Path) -> None:
    for number in range(80):
        await load_rules([rule_file(tmp_path, ONE % (f"r{number}", "INFO"))], tmp_path / "cache", None)
    names = [path.name for path in (tmp_path / "cache").iterdir()]
    # And what the rule file, which was always the same one, says now.
    assert (len(names), sum(name.endswith(".read.json") for name in names)) == (65, 1)


@pytest.mark.parametrize(
    ("entry", "rule", "message"),
    [
        ("just text", "rule 1", "not a mapping"),
        ("{id: a, message: m}", "a", "without languages, severity"),
        ("{id: 5, languages: [python], severity: INFO, message: m}", "5", "id, message and severity must be texts"),
        ("{id: a, languages: python, severity: INFO, message: m}", "a", "languages must be a list of names"),
        ("{id: a, languages: [python], severity: BAD, message: m}", "a", "unknown severity BAD"),
    ],
)
async def test_a_rule_that_is_none_leaves_the_others(tmp_path: Path, entry: str, rule: str, message: str) -> None:
    good = "{id: good, languages: [python], severity: LOW, message: m, pattern: f()}"
    path = rule_file(tmp_path, f"rules:\n- {entry}\n- {good}\n")
    compiled = await load_rules([path], tmp_path / "cache", None)
    assert list(compiled.ruleset.rules) == ["good"]
    assert [(one.rule, one.message) for one in compiled.ruleset.problems] == [(rule, message)]


async def test_a_broken_file_leaves_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    (folder / "deep").mkdir(parents=True)
    rule_file(folder, "rules: [", "broken.yaml")
    rule_file(folder, "- a list", "list.yml")
    rule_file(folder, "not YAML at all", "readme.md")
    rule_file(folder / "deep", ONE % ("good", "INFO"))
    compiled = await load_rules([folder, tmp_path / "none.yaml"], tmp_path / "cache", None)
    assert list(compiled.ruleset.rules) == ["good"]
    wrong = {Path(one.source).name: one.message for one in compiled.ruleset.problems}
    assert wrong["broken.yaml"].startswith("line 2: ")
    assert wrong["list.yml"] == "not a rule file: no list `rules`"
    assert "No such file" in wrong["none.yaml"]
    assert len(wrong) == 3


async def test_the_first_of_two_rules_with_one_id_counts(tmp_path: Path) -> None:
    first = rule_file(tmp_path, ONE % ("same", "ERROR"), "a.yaml")
    second = rule_file(tmp_path, ONE % ("same", "INFO"), "b.yaml")
    compiled = await load_rules([first, second], tmp_path / "cache", None)
    assert compiled.ruleset.rules["same"].severity is Severity.ERROR
    assert await problems([first, second], tmp_path / "c") == [
        ("b.yaml", "same", f"its id is taken by a rule in {first}")
    ]


async def test_the_canary_cannot_be_replaced(tmp_path: Path) -> None:
    assert await problems([rule_file(tmp_path, ONE % (CANARY, "INFO"))], tmp_path / "c") == [
        ("rules.yaml", CANARY, "its id is ours")
    ]


async def test_the_engine_is_asked_once_what_it_refuses(tmp_path: Path) -> None:
    bad = "rules:\n- {id: bad, languages: [python], severity: INFO, message: m, pattern: 'f(('}\n"
    path = rule_file(tmp_path, bad + RULES.removeprefix("\nrules:\n").replace("\n  ", "\n").removeprefix("  "))
    engine = find_engine()
    compiled = await load_rules([path], tmp_path / "cache", engine)
    assert "bad" not in compiled.ruleset.rules
    assert "weak-hash" in compiled.ruleset.rules
    ((source, rule, message),) = await problems([path], tmp_path / "cache", engine)
    assert (source, rule) == ("rules.yaml", "bad")
    assert message.startswith("Invalid pattern for Python")
    assert "bad" not in compiled.everything.path.read_text(encoding="utf-8")


async def test_a_known_verdict_is_taken_and_an_unreadable_one_is_not(tmp_path: Path) -> None:
    path = rule_file(tmp_path, ONE % ("a", "INFO"))
    engine = stand_in(
        tmp_path,
        'print(json.dumps({"results": [], "errors": [{"error_type": "Rule parse error", "rule_id": "a", "message": "no"}]}))',
    )
    assert await problems([path], tmp_path / "cache", engine) == [("rules.yaml", "a", "no")]
    (verdict,) = (tmp_path / "cache").glob("*.verdict.json")
    verdict.write_text("{}", encoding="utf-8")
    assert await problems([path], tmp_path / "cache", engine) == []
    verdict.write_text("[", encoding="utf-8")
    assert await problems([path], tmp_path / "cache", engine) == [("rules.yaml", "a", "no")]
    assert json.loads(verdict.read_text(encoding="utf-8")) == {"a": "no"}


async def test_an_engine_that_breaks_on_rules_says_so(tmp_path: Path) -> None:
    engine = stand_in(tmp_path, "sys.exit('out of order')")
    with pytest.raises(AgentTransientError, match="exited 1: out of order"):
        await problems([rule_file(tmp_path)], tmp_path / "cache", engine)


@pytest.mark.parametrize(
    ("filters", "name", "admitted"),
    [
        (PathFilter(include=("/app/",)), "app/a.py", True),
        (PathFilter(include=("/app/",)), "/app/a.py", True),
        (PathFilter(include=("/app/",)), "lib/app/a.py", False),
        (PathFilter(include=("*.py",), exclude=("tests/",)), "x/tests/a.py", False),
        (PathFilter(exclude=("*_test.py",)), "a.py", True),
        (PathFilter(), "a.py", True),
    ],
)
def test_paths_of_a_rule(filters: PathFilter, name: str, *, admitted: bool) -> None:
    assert filters.admits(name) is admitted


async def test_the_bundled_rules_have_no_problems(tmp_path: Path) -> None:
    assert await problems(BUNDLED_RULES, tmp_path, find_engine()) == []


def test_an_engine_the_user_named_is_never_replaced_by_another(tmp_path: Path) -> None:
    assert find_engine(tmp_path / "none") is None
    assert find_engine(stand_in(tmp_path, "")) == tmp_path / "engine"
    found = find_engine()
    assert found is not None
    assert found.name.startswith("semgrep-core")


SLOW_EXPRESSION = "(a+)+$"


@pytest.mark.parametrize(
    "pattern",
    [
        f"pattern-regex: '{SLOW_EXPRESSION}'",
        f"patterns: [{{pattern: f($X)}}, {{pattern-not-regex: '{SLOW_EXPRESSION}'}}]",
        f"patterns: [{{pattern: f($X)}}, {{metavariable-regex: {{metavariable: $X, regex: '{SLOW_EXPRESSION}'}}}}]",
        f"pattern-either: [{{pattern: 'f(\"=~/{SLOW_EXPRESSION}/i\")'}}]",
        f"mode: taint, pattern-sources: [{{pattern: f()}}], pattern-sinks: [{{pattern-regex: '{SLOW_EXPRESSION}'}}]",
    ],
)
async def test_a_rule_with_a_catastrophic_expression_does_not_run(tmp_path: Path, pattern: str) -> None:
    bad = f"{{id: bad, languages: [python], severity: INFO, message: m, {pattern}}}"
    good = "{id: good, languages: [python], severity: INFO, message: m, pattern-regex: '(a+)b'}"
    compiled = await load_rules([rule_file(tmp_path, f"rules:\n- {bad}\n- {good}\n")], tmp_path / "cache", None)
    assert list(compiled.ruleset.rules) == ["good"]
    (problem,) = compiled.ruleset.problems
    assert problem.rule == "bad"
    assert f"'{SLOW_EXPRESSION}' takes twice the time" in problem.message
    assert "'aaaaaaaa'" in problem.message
    assert "Use one repetition" in problem.message
    assert SLOW_EXPRESSION not in compiled.everything.path.read_text(encoding="utf-8")


async def test_a_rule_that_does_not_run_does_not_take_an_id(tmp_path: Path) -> None:
    bad = "{id: same, languages: [python], severity: INFO, message: m, pattern-regex: '(a+)+$'}"
    good = "{id: same, languages: [python], severity: INFO, message: m, pattern: f()}"
    compiled = await load_rules([rule_file(tmp_path, f"rules:\n- {bad}\n- {good}\n")], tmp_path / "cache", None)
    assert list(compiled.ruleset.rules) == ["same"]


@pytest.mark.parametrize(
    ("cost", "mode", "pack"),
    [
        (0.4, "search", Pack.FAST),
        (0.4, "taint", Pack.FAST),
        (7.0, "search", Pack.DEEP),
        (0.0, "search", Pack.FAST),
        (0.0, "taint", Pack.DEEP),
        (None, "taint", Pack.DEEP),
        (None, "search", Pack.FAST),
    ],
)
def test_a_rule_is_in_the_pack_of_its_cost_or_of_its_kind(cost: float | None, mode: str, pack: Pack) -> None:
    assert pack_of("rule", {"mode": mode}, {} if cost is None else {"rule": cost}) is pack
