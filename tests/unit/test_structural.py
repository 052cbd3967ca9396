"""Rules for unsaved text: what they find where, and what becomes of rules that are none."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from semgrep_samples import document, python, rule_file

from omni_lsp.adapters.semgrep.rulefile import ParsedRule, read_rules, rule_files
from omni_lsp.adapters.structural.matcher import StructuralMatcher
from omni_lsp.adapters.structural.search import GRAMMARS, flaw
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.engine import Ruleset

RULES = """
rules:
  - id: weak
    languages: [python]
    severity: INFO
    message: Weak.
    pattern: hashlib.md5(...)
    typing: {rule: {pattern: "hashlib.$F($$$)"}, constraints: {F: {regex: "^(md5|sha1)$"}}}
  - id: run
    languages: [python, javascript, typescript]
    severity: INFO
    message: Runs.
    pattern: eval($X)
    typing:
      any: [{pattern: eval($X)}, {pattern: exec($X)}]
      not: {inside: {pattern: trust($$$), stopBy: end}}
  - id: plain
    languages: [python]
    severity: INFO
    message: Only for the engine.
    pattern: print(...)
"""


def matcher(rules: Sequence[ParsedRule]) -> StructuralMatcher:
    quick = tuple(rule for rule in rules if rule.typing is not None)

    async def loaded() -> Sequence[ParsedRule]:
        return quick

    return StructuralMatcher(loaded, lambda: Ruleset({rule.rule.id: rule.rule for rule in rules}))


@pytest.fixture
def sample(tmp_path: Path) -> StructuralMatcher:
    return matcher(read_rules(rule_file(tmp_path, RULES))[0])


async def found(matcher: StructuralMatcher, snapshot: Snapshot) -> list[tuple[str, str]]:
    text = snapshot.text
    return [(one.rule, text[one.span.start : one.span.end]) for one in await matcher.scan(snapshot)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = hashlib.md5(a)", [("weak", "hashlib.md5(a)")]),
        ("x = hashlib.sha256(a)", []),
        ("s = '😀漢é'; hashlib.sha1(\n  a,\n)", [("weak", "hashlib.sha1(\n  a,\n)")]),
        ("\ufeffé = 1\r\nhashlib.md5(é)\r\n", [("weak", "hashlib.md5(é)")]),
        ("def f(:\n  eval(x)\n)))", [("run", "eval(x)")]),
        ("trust(eval(x)); exec(y)", [("run", "exec(y)")]),
        ("s = '\ud83d'; eval(s)", [("run", "eval(s)")]),
        ("print(1)", []),
        ("", []),
    ],
)
async def test_a_match_is_where_it_is_in_the_text(
    sample: StructuralMatcher, text: str, expected: list[tuple[str, str]]
) -> None:
    assert await found(sample, python(text)) == expected


async def test_rules_are_for_their_languages(sample: StructuralMatcher) -> None:
    for language in ("javascript", "typescriptreact"):
        assert await found(sample, document("eval(x); hashlib.md5(y)", language)) == [("run", "eval(x)")]
    for language in ("go", "java", "plaintext", "no such language"):
        assert await found(sample, document("eval(x)", language)) == []


async def test_a_large_text_is_searched_elsewhere_with_the_same_result(sample: StructuralMatcher) -> None:
    text = "é = 1\n" * 60_000 + "eval(x)\n"
    assert await found(sample, python(text)) == [("run", "eval(x)")]
    assert await found(sample, python(text * 3)) == [], "too large to be looked at while typing"


async def test_a_rule_that_is_none_leaves_the_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    bad = RULES.replace('{pattern: "hashlib.$F($$$)"}', "{patern: x}")
    assert await found(matcher(read_rules(rule_file(tmp_path, bad))[0]), python("eval(x)")) == [("run", "eval(x)")]
    assert "unknown key patern" in caplog.text


@pytest.mark.parametrize(
    "rule",
    [{"rule": {"pattern": ""}}, {"rule": {"kind": "nope"}}, {"rule": {"regex": "("}}, {"rule": 5}, {"rul": {}}, {}],
)
def test_a_flaw_is_told_in_a_line(rule: dict[str, object]) -> None:
    assert "\n" not in flaw("python", rule)
    assert flaw("python", rule)


def test_every_bundled_rule_for_unsaved_text_is_one() -> None:
    rules = [rule for path in rule_files(BUNDLED_RULES) for rule in read_rules(path)[0] if rule.typing]
    assert len(rules) > 40
    quick = matcher(rules)
    usable = {name for language in GRAMMARS for name in quick._quick(language, rules)}
    assert sorted({rule.rule.id for rule in rules} - usable) == []


async def test_rules_that_cannot_be_loaded_leave_the_other_matchers_alone() -> None:
    async def failed() -> Sequence[ParsedRule]:
        raise AgentFatalError("read rules", "rules.yaml", "gone")

    assert await StructuralMatcher(failed, Ruleset).scan(document("hashlib.md5(a)", "python")) == ()
