"""Places in the client's units: every encoding, characters of every width, changes that pile up."""

import re

import pytest
from cattrs.errors import BaseValidationError
from hypothesis import given, strategies as st
from lsprotocol import converters, types

from omni_lsp.lsp.positions import Encoding, edited, offset_of, position_of, range_of, read_as_sent, span_of
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


@pytest.mark.parametrize(
    ("encoding", "inside"), [(Encoding.UTF8, 6), (Encoding.UTF8, 7), (Encoding.UTF8, 8), (Encoding.UTF16, 6)]
)
def test_a_place_inside_a_character_means_its_start(encoding: Encoding, inside: int) -> None:
    assert offset_of(types.Position(1, inside), Lines(TEXT), encoding) == ASTRAL


def test_places_beyond_line_and_file_are_their_ends() -> None:
    lines = Lines(TEXT)
    assert offset_of(types.Position(0, 99), lines, Encoding.UTF16) == 5
    assert offset_of(types.Position(99, 0), lines, Encoding.UTF16) == len(TEXT)


@pytest.mark.parametrize("encoding", list(Encoding))
@pytest.mark.parametrize(
    ("line", "character", "offset"),
    [(-1, 3, 0), (-(10**30), 0, 0), (1, -5, 6), (10**30, 0, len(TEXT)), (1, 10**30, TEXT.index("\r"))],
)
def test_no_number_is_too_wild(encoding: Encoding, line: int, character: int, offset: int) -> None:
    place = types.Position(0, 0)
    # The base library's types refuse such numbers themselves.
    object.__setattr__(place, "line", line)
    object.__setattr__(place, "character", character)
    assert offset_of(place, Lines(TEXT), encoding) == offset


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


def _after(text: str, *events: types.TextDocumentContentChangeEvent, encoding: Encoding = Encoding.UTF16) -> str:
    return edited(Snapshot("file:///a.py", 1, "python", text), events, encoding)[0].whole


def test_changes_of_one_message_apply_one_after_the_other() -> None:
    snapshot = Snapshot("file:///a.py", 1, "python", "😀ab\ncd")
    lines, changes = edited(snapshot, [_partial(0, 2, 3, "XY"), _partial(0, 4, 5, "")], Encoding.UTF16)
    assert lines.whole == "😀XY\ncd"
    assert [change.span for change in changes] == [Span(1, 2), Span(3, 4)]


def test_partial_and_whole_changes_mix() -> None:
    whole = types.TextDocumentContentChangeWholeDocument
    assert (
        _after("old", _partial(0, 0, 1, "x"), whole("a\nb"), _partial(1, 0, 1, "c"), _partial(0, 1, 1, "!")) == "a!\nc"
    )
    assert _after("old", _partial(0, 0, 1, "x"), whole("")) == ""
    assert _after("old") == "old"


def test_what_points_into_a_line_end_means_the_end_of_the_line() -> None:
    assert _after("ab\r\ncd", _partial(0, 3, 3, "X")) == "abX\r\ncd"
    assert _after("ab\r\ncd", _partial(0, 1, 3, "")) == "a\r\ncd"


def test_a_line_end_that_edits_put_together_is_one() -> None:
    text = _after("a\rx\nb", _partial(1, 0, 1, ""), _partial(1, 0, 0, "2"))
    assert text == "a\r\n2b"


def test_halves_of_a_character_that_meet_are_that_character() -> None:
    first, second = "\ud83d", "\ude00"
    assert _after(f"{first}x", _partial(0, 1, 2, second)) == "😀"
    assert _after(f"{first}x{second}", _partial(0, 1, 2, "")) == "😀"
    assert _after(f"a{second}", _partial(0, 1, 1, f"b{first}")) == "ab😀"
    assert _after(f"{first}x{second}", _partial(0, 1, 2, f"{second}{first}")) == "😀😀"
    # Only in UTF-16 are they one: for the others they have been two places all along.
    assert _after(f"{first}x{second}", _partial(0, 1, 2, ""), encoding=Encoding.UTF32) == first + second


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_full_change_is_the_smallest_one(old: str, new: str) -> None:
    snapshot = Snapshot("file:///a.py", 1, "python", old)
    lines, (change,) = edited(snapshot, [types.TextDocumentContentChangeWholeDocument(new)], Encoding.UTF16)
    assert lines.whole == new
    assert old[: change.span.start] + change.text + old[change.span.end :] == new
    if old == new:
        assert change.text == ""
        assert change.span.start == change.span.end


@pytest.mark.parametrize("place", [0, 4_095, 4_096, 10_000, 20_479])
def test_a_full_change_of_a_large_text_is_a_small_one(place: int) -> None:
    old = "0123456789abcde\n" * 1_280
    new = old[:place] + "é" + old[place + 1 :]
    snapshot = Snapshot("file:///a.py", 1, "python", old)
    lines, (change,) = edited(snapshot, [types.TextDocumentContentChangeWholeDocument(new)], Encoding.UTF16)
    assert lines.whole == new
    assert (change.span, change.text) == (Span(place, place + 1), "é")


def _as_sent(**event: object) -> types.TextDocumentContentChangeEvent:
    converter = converters.get_converter()
    read_as_sent(converter)
    document = {"uri": "file:///a.py", "version": 2}
    raw = {"jsonrpc": "2.0", "method": "textDocument/didChange"}
    raw |= {"params": {"textDocument": document, "contentChanges": [event]}}
    message = converter.structure(raw, types.DidChangeTextDocumentNotification)
    return message.params.content_changes[0]


def _range(line: float, character: float) -> dict[str, object]:
    return {"start": {"line": 0, "character": 0}, "end": {"line": line, "character": character}}


@pytest.mark.parametrize("length", [None, 3, -1, "long"])
def test_a_change_is_read_whatever_its_length_says(length: object) -> None:
    assert _as_sent(text="x", range=_range(0, 2), rangeLength=length, unknown=1) == _partial(0, 0, 2, "x")


def test_places_out_of_all_range_are_read_as_the_nearest_ones() -> None:
    event = _as_sent(text="x", range=_range(4_294_967_295, -1))
    assert isinstance(event, types.TextDocumentContentChangePartial)
    assert event.range.end == types.Position(2**31 - 1, 0)
    assert _as_sent(text="x", range=_range(1e400, 1.0)).range.end == types.Position(2**31 - 1, 1)


def test_a_change_without_a_range_is_of_the_whole() -> None:
    whole = types.TextDocumentContentChangeWholeDocument("x")
    assert _as_sent(text="x") == _as_sent(text="x", range=None) == _as_sent(text="x", rangeLength=3) == whole


@pytest.mark.parametrize("event", [{"text": None}, {"text": 5}, {"range": _range(0, 1)}, {"text": "x", "range": {}}])
def test_a_change_that_says_nothing_is_refused(event: dict[str, object]) -> None:
    with pytest.raises(BaseValidationError):
        _as_sent(**event)
