"""Server-sent events, wherever the bytes are cut."""

import pytest
from hypothesis import given, strategies as st

from omni_lsp.adapters.chat.sse import Event, EventReader, TooLongError


def events(*parts: bytes, longest: int = 1000) -> list[Event]:
    reader = EventReader(longest)
    read = [event for part in parts for event in reader.feed(part)]
    last = reader.end()
    return [*read, last] if last is not None else read


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_lines_end_in_each_of_three_ways(end: bytes) -> None:
    assert events(end.join([b"event: a", b"data: 1", b"data: 2", b"", b"data:3", b"", b""])) == [
        Event("a", "1\n2"),
        Event("", "3"),
    ]


def test_comments_unknown_fields_and_empty_events_are_passed_over() -> None:
    assert events(b": hello\n\nid: 4\nretry: 10\n\nevent: a\n\ndata\n\ndata: x\n\n") == [Event("", ""), Event("", "x")]


def test_one_space_after_the_colon_belongs_to_no_value() -> None:
    assert events(b"data:  x: y\n\n") == [Event("", " x: y")]


def test_a_byte_order_mark_is_passed_over_at_the_start_alone() -> None:
    assert events(b"\xef\xbb\xbfdata: \xef\xbb\xbfx\n\n") == [Event("", "\ufeffx")]


def test_other_line_ends_of_unicode_are_none_here() -> None:
    assert events("data: a\u2028b\x0bc\x85d\n\n".encode()) == [Event("", "a\u2028b\x0bc\x85d")]


def test_what_is_no_utf_8_is_replaced() -> None:
    assert events(b"data: a\xffb\n\n") == [Event("", "a\ufffdb")]


def test_the_last_event_needs_no_empty_line_but_whole_lines() -> None:
    assert events(b"data: 1\n\ndata: 2\n") == [Event("", "1"), Event("", "2")]
    assert events(b"data: 1\n\ndata: 2") == [Event("", "1")]
    assert events(b"data: 1\ndata: 2") == []


def test_a_carriage_return_at_the_end_of_a_part_and_its_line_feed_are_one_line_end() -> None:
    assert events(b"data: 1\r", b"\ndata: 2\r", b"", b"\n\r", b"\n") == [Event("", "1\n2")]


@given(st.data())
def test_it_does_not_matter_where_the_bytes_are_cut(data: st.DataObject) -> None:
    whole = "\ufeffevent: é\r\ndata: 1\r\rdata: 𝄞\ndata\n\n:c\r\ndata: 3\r\n\r\n\r\ndata: 4\r".encode()
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)))))
    parts = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert events(*parts) == events(whole) == [Event("é", "1"), Event("", "𝄞\n"), Event("", "3"), Event("", "4")]


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_read_or_refused(whole: bytes, longest: int) -> None:
    try:
        read = events(whole, longest=longest)
    except TooLongError:
        return
    assert all(len(event.data) <= longest for event in read)


def test_a_line_without_an_end_is_refused_before_it_is_all_there() -> None:
    reader = EventReader(100)
    assert list(reader.feed(b"data: " + b"x" * 94)) == []
    with pytest.raises(TooLongError, match="a line of more than 100 bytes"):
        list(reader.feed(b"x"))


def test_an_event_without_an_end_is_refused() -> None:
    reader = EventReader(100)
    with pytest.raises(TooLongError, match="an event of more than 100 bytes"):
        list(reader.feed(b"data:x\n" * 60))
