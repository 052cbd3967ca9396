"""Which rules can match a text: what they spell out is asked for, everything else is let through."""

import pytest
import yaml

from omni_lsp.adapters.semgrep.relevance import concerns, need_of, text_of
from omni_lsp.adapters.semgrep.rulefile import read_rules, rule_files
from omni_lsp.app.team import BUNDLED_RULES


def is_met(rule: str, text: str) -> bool:
    return need_of({"languages": ["python"], **yaml.safe_load(rule)}).is_met(text_of(text))


@pytest.mark.parametrize(
    ("rule", "met", "unmet"),
    [
        ("pattern: os.system($X)", "from os import system", "import os"),
        ("pattern: $X.run(..., shell=True)", "run(shell=YES)", "run(x)"),
        ("pattern: f($...REST)", "f()", "REST"),
        ("pattern: 'f() # as in g()'", "f()", "g()"),
        ("pattern: 'f(/* g */) // h'", "f()", "g()"),
        ('pattern: load("secret")', "load('se' 'cret')", "secret"),
        ('pattern: print(f"...{password}...")', "print(password)", "print(f'{x}')"),
        ("pattern-either: [{pattern: a.b()}, {pattern: c()}]", "b(a)", "a"),
        ("pattern-either: [{pattern: a()}, {pattern: $F()}]", "", None),
        ("patterns: [{pattern: a()}, {pattern-not: b()}]", "a", "b"),
        ("patterns: [{pattern: a()}, {pattern-inside: 'def f(): ...'}]", "a f", "a"),
        ("patterns: [{pattern: $A}, {pattern-regex: 'x{3}'}]", "y xxx", "y xx"),
        (r"patterns: [{pattern: $A}, {pattern-regex: '(?is)\A.*(Token|key).*\Z'}]", "a\nTOKEN\n", "a"),
        ("patterns: [{pattern: $A}, {pattern-regex: '(?<name'}]", "", None),
        ("patterns: [{pattern: a()}, {metavariable-pattern: {metavariable: $X, pattern: b}}]", "a", "b"),
        ("{mode: taint, pattern-sources: [{pattern: src()}], pattern-sinks: [{pattern: snk()}]}", "src snk", "src"),
        ("{mode: join, join: {}}", "", None),
        ("{pattern: a(), languages: [generic]}", "", None),
    ],
)
def test_what_is_spelled_out_must_be_there(rule: str, met: str, unmet: str | None) -> None:
    assert is_met(rule, met)
    if unmet is not None:
        assert not is_met(rule, unmet)


def test_a_rule_concerns_the_files_of_its_languages() -> None:
    assert concerns(["python"], "python")
    assert concerns(["javascript", "typescript"], "ts")
    assert not concerns(["javascript", "typescript"], "python")
    assert concerns(["regex"], "python")


def test_every_bundled_rule_asks_for_something() -> None:
    idle = "def f(a, b):\n    return a.b(b)\n"
    rules = [rule for path in rule_files(BUNDLED_RULES) for rule in read_rules(path)[0]]
    assert len(rules) > 40
    assert [rule.rule.id for rule in rules if need_of(rule.definition).is_met(text_of(idle))] == []


def test_a_text_with_very_long_lines_is_searched_as_well() -> None:
    # With backtracking this expression would take minutes on 100 kB of blanks.
    rule = {"languages": ["python"], "pattern-regex": r"key\s*\s*\s*="}
    need = need_of(rule)
    assert need.is_met(text_of("key" + " " * 100_000 + "="))
    assert not need.is_met(text_of("key" + " " * 100_000))


def test_letters_of_other_scripts_are_no_letters_as_in_the_engine() -> None:
    need = need_of({"languages": ["python"], "pattern-regex": r"é\bz"})
    assert need.is_met(text_of("éz"))
