"""Texts without which an expression cannot match."""

import re

import pytest
from hypothesis import given, strategies as st

from omni_lsp.adapters.expressions.literals import literals


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("verify_exp", {"verify_exp"}),
        (r"\b(password|passwd)\b", {"passw"}),
        ("(alpha|beta)", {"alpha", "beta"}),
        ("(?i)SeLecT", {"select"}),
        (r"jwt\.(en|de)code", {"jwt."}),
        ("(long_name)+x?", {"long_name"}),
        ("(long_name)*", set()),
        ("(alpha|b)", set()),
        (r"\w+\s*=", set()),
        ("(?!not_this)x", set()),
    ],
)
def test_what_must_be_there(expression: str, expected: set[str]) -> None:
    assert literals(re.compile(expression)) == expected


PIECES = st.sampled_from(
    ["abc", "xyz", "Q\u017fé", "(abc|xyzt)", "(?:abc)?", "(abcd)+", r"\w*", ".", "(?=abc)", "[a-c]", "(?i:KLM)"]
)


@given(st.lists(PIECES, min_size=1, max_size=4).map("".join), st.data())
def test_a_match_has_one_of_them(expression: str, data: st.DataObject) -> None:
    compiled = re.compile(expression)
    text = data.draw(st.from_regex(compiled))
    needed = literals(compiled)
    assert not needed or any(literal in text.casefold() for literal in needed)
