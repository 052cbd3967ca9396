"""A text by its lines: edits make the text they say, share what they do not touch, and leave no crumbs behind."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.model.blocks import BLOCK_SIZE
from omni_lsp.model.text import Change, Lines, Position, Snapshot, Span

TEXTS = st.text(alphabet="ab\n\r\f\u2028é😀", max_size=60)
EDITS = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 12), st.text(alphabet="a\n\r", max_size=20)), max_size=12)


def starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]


@pytest.mark.timeout(120)
@settings(max_examples=500, deadline=None, database=None)
@given(TEXTS, EDITS, st.sampled_from([2, 4, 16]))
def test_edited_lines_are_those_of_the_edited_text(text: str, edits: list[tuple[int, int, str]], size: int) -> None:
    lines = Lines(text, block_size=size)
    for place, length, new in edits:
        # Also between the two halves of a line end, where no client can point to.
        start = min(place, len(text))
        end = min(start + length, len(text))
        lines = lines.edited(Change(Span(start, end), new))
        text = text[:start] + new + text[end:]
        assert lines.whole == text
        assert [lines.span(line).start for line in range(len(lines))] == starts(text)
        assert [lines.position(offset) for offset in range(len(text) + 1)] == [
            Lines(text).position(offset) for offset in range(len(text) + 1)
        ]
        assert [lines.slice(start, end) for start in range(len(text)) for end in (start, start + 5, len(text))] == [
            text[start:end] for start in range(len(text)) for end in (start, start + 5, len(text))
        ]
        lengths = [block.length for block in lines._blocks]
        assert max(lengths) <= size + 1
        assert min(lengths) >= size // 4 or len(lengths) == 1


@pytest.mark.parametrize("place", [0, 500_000, 999_999])
def test_an_edit_of_a_large_text_shares_almost_all_of_it(place: int) -> None:
    before = Lines("0123456789abcde\n" * 62_500)
    after = before.edited(Change(Span(place, place + 1), "new\r\n"))
    known = {id(block) for block in before._blocks}
    assert len(known) > 1_000_000 // BLOCK_SIZE
    assert sum(id(block) not in known for block in after._blocks) <= 2


def test_only_blocks_that_are_asked_about_are_searched_for_lines() -> None:
    lines = Lines("0123456789abcde\n" * 62_500)
    assert lines.position(500_007) == Position(31_250, 7)
    assert lines.offset(31_250, 7) == 500_007
    assert sum("ends" in vars(block) for block in lines._blocks) <= 2


def test_the_old_lines_stay_as_they_were() -> None:
    before = Lines("one\ntwo")
    before.edited(Change(Span(0, 3), ""))
    assert (before.whole, before.text(0), len(before)) == ("one\ntwo", "one", 2)


def test_a_revised_snapshot_knows_its_lines_and_not_the_old_digest() -> None:
    before = Snapshot("file:///a.py", 1, "python", "one\n")
    assert before.digest
    lines = before.lines.edited(Change(Span(0, 3), "two"))
    after = before.revised(7, lines)
    assert (after.version, after.text, after.language) == (7, "two\n", "python")
    assert after.lines is lines
    assert after.digest == Snapshot("file:///b.py", 1, "go", "two\n").digest != before.digest
    assert after.serial > before.serial
