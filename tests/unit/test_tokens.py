"""Counting tokens: exactly with the vocabulary, and never less than that without it."""

import math
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from omni_lsp.adapters.tokens import _MARGIN, ExactTokens, TokenBound, _pieces, exact_or_bound

_PROJECT = Path(__file__).parents[2]
_TEXTS = sorted([*(_PROJECT / "docs").rglob("*.md"), *(_PROJECT / "omni_lsp").rglob("*.py")])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def f(x): return x",
        "  " * 40,
        "a" * 100,
        "1, 22, 333, 4444",
        "größer Straße 数据 🙂",
        "!!??==>>",
        "getHTTPResponse_v2\n\n",
    ],
)
def test_the_bound_is_not_below_the_count(text: str) -> None:
    assert TokenBound().count(text) >= ExactTokens().count(text)


def test_the_bound_holds_for_prose_and_code_and_is_not_twice_the_count() -> None:
    texts = [path.read_text("utf-8") for path in _TEXTS]
    exact, bound = ([counter.count(text) for text in texts] for counter in (ExactTokens(), TokenBound()))
    assert len(texts) > 100
    assert all(mine >= theirs for mine, theirs in zip(bound, exact, strict=True))
    assert sum(bound) < 2 * sum(exact)


def test_names_of_special_tokens_and_broken_text_are_counted_like_any_text() -> None:
    assert ExactTokens().count("<|endoftext|>") > 1
    assert ExactTokens().count("\ud800") == ExactTokens().count("?")


def test_known_counts() -> None:
    assert ExactTokens().count("hello world") == 2


def test_the_exact_count_is_taken_where_it_is_installed() -> None:
    assert exact_or_bound().id == "o200k_base"


@given(
    st.lists(
        st.sampled_from(["\n", " ", "\t", "\r\n", "\u2028", "`def x(a1) -> int`", "12", "ß", "!", "Word", "x" * 250])
    )
)
def test_the_bound_is_the_same_line_by_line(parts: list[str]) -> None:
    text = "".join(parts)
    assert TokenBound().count(text) == math.ceil(_pieces(text) * _MARGIN)


def test_a_text_of_megabytes_is_counted() -> None:
    assert ExactTokens().count("word " * 300_000) == pytest.approx(300_000, abs=10)
