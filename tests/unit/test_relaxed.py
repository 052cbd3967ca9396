r"""Expressions in the dialect of RE2: they match wherever the engine's would."""

import re

import pytest
import re2
from hypothesis import given, strategies as st

from omni_lsp.adapters.expressions.relaxed import relaxed


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"a(?=b)c", "ac"),
        (r"(?<![\w.(])a(?!\(|[)])b", "ab"),
        (r"a(?=(b|[(])\))c", "ac"),
        (r"a\Kb", "ab"),
        (r"(\w+)=\1;", r"(\w+)=[\s\S]*;"),
        (r"(?>a|b)c", "(?:a|b)c"),
        (r"end\Z", r"end\n?\z"),
        (r"[\1(?=]\\1", r"[\1(?=]\\1"),
        (r"[]a(]\(?!", r"[]a(]\(?!"),
        (r"(?:a)(?i:b)(?P<n>c)", r"(?:a)(?i:b)(?P<n>c)"),
        ("a(?=b", "a"),
    ],
)
def test_what_the_library_does_not_know_is_left_out(expression: str, expected: str) -> None:
    assert relaxed(expression) == expected


PIECES = st.sampled_from(
    ["a", "b", "(?=a)", "(?!b)", "(?<=a)", "(?<!b)", "(a|b)", "(?:ab)?", "[ab]", "[^a]", r"\w", r"\b", ".", "a+", r"\Z"]
)


@given(st.lists(PIECES, max_size=6), st.text(alphabet="ab \n.", max_size=12))
def test_it_matches_wherever_the_expression_does(pieces: list[str], text: str) -> None:
    expression = "".join(pieces)
    if re.search(expression, text, re.MULTILINE | re.ASCII):
        assert re2.search(f"(?m){relaxed(expression)}".encode(), text.encode())
