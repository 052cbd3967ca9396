"""Answers keep to their number of tokens, and lose their last entries first."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tools_fakes import Words

from omni_lsp.adapters.tokens import TokenBound
from omni_lsp.app.tools_answers import (
    Answer,
    Broken,
    ContextAnswer,
    Definition,
    FileLine,
    FindingsAnswer,
    FoundCode,
    Problem,
    SearchAnswer,
    Undone,
    ValidationAnswer,
)
from omni_lsp.app.tools_budget import as_json, fitted, tokens
from omni_lsp.app.tools_text import as_text
from omni_lsp.model.errors import AgentValidationError

LINES = "".join(f"line {number}\n" for number in range(20))
COUNTER = TokenBound()


def found(number: int) -> FoundCode:
    return FoundCode(f"app/part{number}.py", 1, 20, f"part{number}", 0.5, LINES)


def problem(number: int) -> Problem:
    return Problem(f"py.rule{number}", "error", f"app/part{number}.py", 3, 3, "Do not do this.", f"{number:032x}")


def broken(number: int) -> Broken:
    return Broken(f"py.rule{number}", "Weak", ("CWE-1",), ("gdpr Art. 32",))


SEARCH = SearchAnswer(tuple(map(found, range(5))))
CONTEXT = ContextAnswer(
    "project",
    files=tuple(FileLine(f"app/part{number}.py", "python", 10, number) for number in range(30)),
    outline=tuple(Definition("app/a.py", number, "function", f"f{number}", f"def f{number}()") for number in range(9)),
)
FINDINGS = FindingsAnswer(
    tuple(map(problem, range(12))),
    tuple(map(broken, range(12))),
    total=12,
    incomplete=tuple(Undone(f"b{number}.py", "security", "failed", "it broke") for number in range(15)),
)
VALIDATION = ValidationAnswer(tuple(map(problem, range(12))), tuple(map(broken, range(12))), total=12)


@pytest.mark.parametrize("answer", [SEARCH, CONTEXT, FINDINGS, VALIDATION])
def test_there_is_never_more_than_was_asked_for(answer: Answer) -> None:
    whole = tokens(answer, COUNTER)
    assert fitted(answer, whole, COUNTER) == answer
    for most in range(200, whole, 37):
        shorter = fitted(answer, most, COUNTER)
        assert COUNTER.count(as_text(shorter)) <= most
        assert COUNTER.count(as_json(shorter)) <= most


@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), max_size=8),
    st.integers(min_value=40, max_value=600),
)
def test_whatever_the_code_says_the_budget_holds(texts: list[str], most: int) -> None:
    hits = tuple(FoundCode("a.py", 1, 1 + text.count("\n"), "", 1.0, text) for text in texts)
    shorter = fitted(SearchAnswer(hits), most, Words())
    assert tokens(shorter, Words()) <= most
    assert len(shorter.hits) + shorter.left_out == len(hits)


def test_whole_pieces_first_then_one_that_is_cut_at_a_line_end() -> None:
    shorter = fitted(SEARCH, tokens(replace(SEARCH, hits=SEARCH.hits[:2]), Words()) + 30, Words())
    assert shorter.hits[:2] == SEARCH.hits[:2]
    (part,) = shorter.hits[2:]
    assert part.is_cut
    assert LINES.startswith(part.text)
    assert part.text.endswith("\n")
    assert part.end_line == part.text.count("\n")
    assert shorter.left_out == 2
    assert "2 more left out" in as_text(shorter)


def test_the_first_piece_is_cut_rather_than_none_given() -> None:
    (part,) = fitted(SEARCH, 30, Words()).hits
    assert part.path == "app/part0.py"
    assert part.is_cut


def test_rules_go_with_their_findings() -> None:
    shorter = fitted(FINDINGS, 400, COUNTER)
    assert 0 < len(shorter.findings) < 12
    assert {each.rule for each in shorter.rules} == {each.rule for each in shorter.findings}
    assert shorter.total == len(shorter.findings) + shorter.left_out == 12
    assert shorter.incomplete_left_out == 15 - len(shorter.incomplete)


def test_too_few_tokens_for_anything_are_said() -> None:
    with pytest.raises(AgentValidationError, match="too few"):
        fitted(replace(CONTEXT, summary="long " * 500), 200, Words())


def test_json_says_the_same() -> None:
    told = json.loads(as_json(FINDINGS))
    assert told["findings"][0]["path"] in as_text(FINDINGS)
    assert len(told["findings"]) == 12
