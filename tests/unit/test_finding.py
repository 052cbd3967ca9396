"""Identities of findings, and edits applied to text."""

from hypothesis import given, strategies as st

from omni_lsp.model.finding import fingerprints
from omni_lsp.model.text import Change, Span, apply


def test_a_finding_keeps_its_identity_when_code_moves_or_is_indented() -> None:
    before = fingerprints([("r", "md5(x)"), ("r", "md5( y )")])
    after = fingerprints([("r", "\n\n  md5(x)"), ("r", "md5(y)")])
    assert before == after


def test_equal_matches_are_told_apart_by_their_order() -> None:
    first, second, other = fingerprints([("r", "md5(x)"), ("r", "md5(x)"), ("s", "md5(x)")])
    assert len({first, second, other}) == 3
    assert fingerprints([("r", "md5(x)")]) == (first,)


def test_text_that_is_no_unicode_has_an_identity_too() -> None:
    assert len(set(fingerprints([("r", "\ud800"), ("r", "\udfff")]))) == 2


def test_changes_refer_to_the_text_before_all_of_them() -> None:
    changes = (Change(Span(4, 5), "D"), Change(Span(0, 1), "aa"), Change(Span(2, 2), "_"), Change(Span(2, 2), "-"))
    assert apply("abcde", changes) == "aab_-cdD"


@given(st.text(max_size=20), st.integers(0, 20), st.integers(0, 20), st.text(max_size=5))
def test_one_change_is_a_splice(text: str, start: int, length: int, new: str) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    assert apply(text, (Change(Span(start, end), new),)) == text[:start] + new + text[end:]
