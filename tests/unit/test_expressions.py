"""Expressions that would take for ever are told from those that look like it."""

import re
import time
from collections.abc import Mapping
from functools import cache
from re import _parser

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.expressions.danger import Danger, danger
from omni_lsp.adapters.expressions.dialect import parsed
from omni_lsp.adapters.semgrep.rulefile import read_rules, rule_files
from omni_lsp.adapters.semgrep.rulelint import expressions
from omni_lsp.app.team import BUNDLED_RULES

EXPONENTIAL = [
    r"(a+)+$",
    r"(x+x+)+y",
    r"(a|aa)+$",
    r"^(a|a)*$",
    r"^(a|a?)+$",
    r"(.*)*=",
    r"([a-zA-Z]+)*\d",
    r"(\w+\s?)*$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(?:[^*]+|\*(?!/))*\*/",
    r"((a+)+b)*c",
    r"(\w*\s*)*;",
    r"(?P<x>(a*)*)b",
    r"(?<x>(a*)*)b",
    r"(?<x>a)\k<x>(\w+\k{x}?)*-",
    r"(?i)(A|a)*b",
    r"x(?i)(A|a)*b",
    r"(\s|\s)*x",
    r"(a*?)*?b",
    r"([^\"]+|\w)*\"",
    r"(?s)(.|\s)*x",
    r"(ab|a|b)*c",
    r"^(\w+\-?)*$",
    r"([[:alpha:]]+[[:digit:]]*)*x",
    r"(?=(a+)+b)a",
    r"(?>(a+)+b)",
    r"\Q(\E(\x{e9}+)*x",
    r"(\p{L}+)*\z",
    r"(\d{1,200}){5,}x",
    r"(?:\w(?=\d)|\d(?=\w))*x",
]
POLYNOMIAL = [r"(.*a){20}", r".*.*.*=", r"\d+\d+\d+x", r"\s*\s*\s*\s*\s*x", r"\w*[a-z]*\d?\w*@"]
HARMLESS = [
    # Nothing has to follow, so that the first way to match is the one.
    r"(a+)+",
    r"(\w+\s?)*",
    # What separates the rounds must be there.
    r"(\w+\s)*x",
    r"(\d{1,3}\.){3}\d{1,3}$",
    r"([a-z0-9-]+\.)+com$",
    r"[A-Z]+(_[A-Z]+)*$",
    r"https?://[^\s/]+(/[^\s/]+)*/?$",
    r"(?:\s*,\s*\w+)*\s*\)",
    r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    # The alternatives exclude each other.
    r"(?:\\.|[^\"\\])*\"",
    r"(?:[^*]|\*(?!/))*\*/",
    r"(é|è)*x",
    r"(a|b|c)*d",
    r"(?:(?!-->).)*-->",
    # It is never looked at again.
    r"(?>a+)+b",
    r"(?:a+)++b",
    # An assertion decides.
    r"(\b\w+\b\s*)+$",
    r"(?:\w(?=\d)|\d(?!\d))*x",
    # Long, but each way only once.
    r"\".*?\"",
    r"[a-z]+[0-9]+x",
    r"(?i).*secret.*",
    r".*foo.*bar.*baz",
    r".*=.*;",
    r"\w+_\w+_\w+_key",
    r"\s*,?\s*;?\s*x",
    r"^\s*\w+\s*=\s*\w+\s*$",
    r"AKIA[0-9A-Z]{16}",
    r"-----BEGIN[ A-Z]*PRIVATE KEY-----[\s\S]*?-----END",
    r"(['\"])(?:(?!\1).)*\1",
    r"([[:alpha:]]+[[:digit:]])*x",
    # Not understood.
    r"(?R)(a+)+$",
    r"(((",
]


@pytest.mark.parametrize("expression", EXPONENTIAL)
def test_ways_that_multiply_are_found(expression: str) -> None:
    found = danger(expression)
    assert found is not None
    assert found.is_exponential


@pytest.mark.parametrize("expression", POLYNOMIAL)
def test_repetitions_that_share_their_characters_are_found(expression: str) -> None:
    found = danger(expression)
    assert found is not None
    assert not found.is_exponential


@pytest.mark.parametrize("expression", HARMLESS)
def test_what_only_looks_like_it_is_left(expression: str) -> None:
    assert danger(expression) is None


def test_a_character_that_makes_it_slow_is_told() -> None:
    assert danger("x(b+)+$") == Danger(is_exponential=True, pump="b")
    assert danger("(?:[0-5]+)+$") == Danger(is_exponential=True, pump="0")


@pytest.mark.parametrize(
    ("expression", "python"),
    [
        (r"(?<n>a)\h\K[[:digit:]x]\z", r"(?P<n>a)[ \t][0-9x]\Z"),
        (r"a(?i)b|c", r"a(?i:b)|(?=)(?i:c)"),
        (r"(a(?i)b)c", r"(a(?i:b))c"),
        (r"[]a][[a]\R(?#a comment)", r"[\]a][\[a](?:\r\n|(?=)\n)"),
        (r"\x{41}\Q.*\E[\h]", r"A\.\*[ \t]"),
    ],
)
def test_the_dialect_of_the_engine_is_read(expression: str, python: str) -> None:
    ours = parsed(expression)
    assert ours is not None
    assert repr(ours[0]) == repr(_parser.parse(python))


def steps_of(expression: str, text: str) -> float:
    begun = time.perf_counter()
    re.match(expression, text)
    return time.perf_counter() - begun


PARTS = st.sampled_from(["a", "b", "ab", "[ab]", "a?", "b*", "a+"])


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lists = st.lists(parts, min_size=1, max_size=3)
    return lists.map("".join).map("(?:{})*".format) | lists.map("|".join).map("(?:{})+".format) | lists.map("".join)


@settings(max_examples=150, deadline=None)
@given(st.recursive(PARTS, grown, max_leaves=6))
def test_what_is_called_harmless_is_never_exponential(inner: str) -> None:
    expression = f"^(?:{inner})c"
    if danger(expression) is None:
        # Two to the power of 22 steps would be seconds, and a cube of it is not a tenth of one.
        slowest = max(steps_of(expression, text * (22 // len(text))) for text in ("a", "b", "ab", "aab", "abb"))
        assert slowest < 0.5


@pytest.mark.parametrize(
    "text", ["(" * 3000, "(a" * 500 + ")*" * 500, "a{1000}" * 50, "(" + "|".join("ab" * 900) + ")*x"]
)
def test_a_monstrous_expression_is_answered(text: str) -> None:
    danger(text)  # The time-out of each test is the judge: what goes back without end takes hours.


@cache
def bundled() -> Mapping[str, str]:
    """Each expression of the bundled rules once, with one of the rules that have it."""
    rules = [rule for path in rule_files(BUNDLED_RULES) for rule in read_rules(path)[0]]
    return {one: rule.rule.id for rule in rules for one in expressions(rule.definition)}


@pytest.mark.thorough
@pytest.mark.timeout(120)  # A thousand of them, most of the time for the measuring of coverage.
def test_no_bundled_rule_has_one() -> None:
    assert sorted({rule for expression, rule in bundled().items() if danger(expression) is not None}) == []


@pytest.mark.timeout(120)
def test_every_bundled_expression_is_understood() -> None:
    assert [expression for expression in bundled() if parsed(expression) is None] == []
