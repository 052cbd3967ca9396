"""Places in the client's units: every encoding, characters of every width, changes that pile up."""

import re

import pytest
from hypothesis import given, strategies as st
from lsprotocol import types

from omni_lsp.lsp.positions import Encoding, edited, offset_of, position_of, range_of, span_of
from omni_lsp.model.text import Lines, Snapshot, Span

TEXT = "x = 1\ny = '😀漢é' + z\r\nend"
ASTRAL = TEXT.index("😀")
AFTER = TEXT.index(" + z")


@pytest.mark.parametrize(
    ("encoding", "character"),
    [(Encoding.UTF8, 5 + 4 + 3 + 2 + 1), (Encoding.UTF16, 5 + 2 + 1 + 1 + 1), (Encoding.UTF32, 9)],
)
def test_a_place_behind_wide_characters_counts_their_units(encoding: Encoding, character: int) -> None:
    lines = Lines(TEXT)
    assert position_of(AFTER, lines, encoding) == types.Position(1, character)
    assert offset_of(types.Position(1, character), lines, encoding) == AFTER


@pytest.mark.parametrize(("encoding", "inside"), [(Encoding.UTF8, 6), (Encoding.UTF8, 8), (Encoding.UTF16, 6)])
def test_a_place_inside_a_character_means_its_start(encoding: Encoding, inside: int) -> None:
    assert offset_of(types.Position(1, inside), Lines(TEXT), encoding) == ASTRAL


def test_places_beyond_line_and_file_are_their_ends() -> None:
    lines = Lines(TEXT)
    assert offset_of(types.Position(0, 99), lines, Encoding.UTF16) == 5
    assert offset_of(types.Position(99, 0), lines, Encoding.UTF16) == len(TEXT)


def test_a_range_turned_round_is_turned_back() -> None:
    range_ = types.Range(types.Position(0, 4), types.Position(0, 1))
    assert span_of(range_, Lines(TEXT), Encoding.UTF16) == Span(1, 4)


@pytest.mark.parametrize("separator", ["\f", "\v", "\x1c", "\x85", "\u2028"])
def test_only_lsp_line_ends_end_a_line(separator: str) -> None:
    assert len(Lines(f"a{separator}b\nc")) == 2


@given(st.text(alphabet="ab\n\r\f", max_size=40))
def test_lines_and_their_ends_make_up_the_text(text: str) -> None:
    lines = Lines(text)
    assert [lines.text(line) for line in range(len(lines))] == re.split(r"\r\n|\n|\r", text)


@given(st.text(alphabet="a\n\ré😀漢\f", max_size=30), st.sampled_from(list(Encoding)), st.integers(0, 30))
def test_offsets_come_back_from_every_encoding(text: str, encoding: Encoding, offset: int) -> None:
    lines = Lines(text)
    place = position_of(min(offset, len(text)), lines, encoding)
    back = offset_of(place, lines, encoding)
    assert position_of(back, lines, encoding) == place
    assert range_of(Span(back, back), lines, encoding).start == place


def _partial(line: int, start: int, end: int, text: str) -> types.TextDocumentContentChangePartial:
    range_ = types.Range(types.Position(line, start), types.Position(line, end))
    return types.TextDocumentContentChangePartial(range=range_, text=text)


def test_changes_of_one_message_apply_one_after_the_other() -> None:
    snapshot = Snapshot("file:///a.py", 1, "python", "😀ab\ncd")
    text, changes = edited(snapshot, [_partial(0, 2, 3, "XY"), _partial(0, 4, 5, "")], Encoding.UTF16)
    assert text == "😀XY\ncd"
    assert [change.span for change in changes] == [Span(1, 2), Span(3, 4)]


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_full_change_is_the_smallest_one(old: str, new: str) -> None:
    snapshot = Snapshot("file:///a.py", 1, "python", old)
    text, (change,) = edited(snapshot, [types.TextDocumentContentChangeWholeDocument(new)], Encoding.UTF16)
    assert text == new
    assert old[: change.span.start] + change.text + old[change.span.end :] == new
    if old == new:
        assert change.text == ""
        assert change.span.start == change.span.end
