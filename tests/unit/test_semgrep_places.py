"""Places in the engine's copy and in ours, and the framing of what the engine says."""

import asyncio

import pytest
from hypothesis import given, strategies as st
from semgrep_samples import document, python

from omni_lsp.adapters.semgrep.framing import FramingError, encode, read_message
from omni_lsp.adapters.semgrep.places import RawMatch, RawPlace, RawStep, engine_text, located
from omni_lsp.adapters.semgrep.targets import target_of
from omni_lsp.model.errors import AgentValidationError

PASSWORD = "k7Zx!" + "2tWq9"  # Put together here, so that this file holds no secret itself.


@given(st.text(alphabet=st.sampled_from("ab é漢😀\t\x0c\u2028\ufeff\ud800\r\n")), st.data())
def test_every_place_of_the_copy_is_found_again(text: str, data: st.DataObject) -> None:
    snapshot = python(text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = snapshot.lines.position(offset)
    copied = engine_text(text).split(b"\n")
    mark = 1 if line == 0 and text.startswith("\ufeff") else 0
    before = snapshot.lines.text(line)[mark : max(mark, column)].encode("utf-8", "replace")
    assert copied[line].startswith(before)
    place = RawPlace(line, len(before))
    expected = snapshot.lines.offset(line, max(mark, column))
    assert located(snapshot, RawMatch("r", "m", place, place)).span.start == expected


def test_a_place_inside_a_character_is_before_it() -> None:
    found = located(python("é"), RawMatch("r", "a\n  b", RawPlace(0, 1), RawPlace(9, 0)))
    assert (found.span.start, found.span.end, found.message) == (0, 1, "a b")


def test_neither_message_nor_steps_show_a_secret() -> None:
    text = f'password = "{PASSWORD}"\nf(x)\n'
    step = RawStep(RawPlace(0, 11), RawPlace(0, 13 + len(PASSWORD)))
    where = RawPlace(1, 0), RawPlace(1, 4)
    found = located(python(text), RawMatch("r", f"Says {text}", *where, flow=(step,)))
    assert found.message == 'Says password = "[redacted]" f(x)'
    assert [one.message for one in found.flow] == ['Comes from "[redacted]"']


@pytest.mark.parametrize(("text", "reason"), [("x\0", "binary"), ("é" * 500_001, "larger than 1 MB")])
def test_what_is_no_code_is_refused(text: str, reason: str) -> None:
    with pytest.raises(AgentValidationError, match=reason):
        target_of(python(text))


@pytest.mark.parametrize(("text", "language"), [("", "python"), (" \r\n", "python"), ("eval(x)", "plaintext")])
def test_where_nothing_can_be_found_nothing_is_scanned(text: str, language: str) -> None:
    assert target_of(document(text, language)) is None


async def test_messages_come_back_as_they_were() -> None:
    stream = asyncio.StreamReader()
    stream.feed_data(encode("a", {"x": "é"}) + encode("b", {}, 3))
    assert await read_message(stream) == {"jsonrpc": "2.0", "method": "a", "params": {"x": "é"}}
    assert await read_message(stream) == {"jsonrpc": "2.0", "id": 3, "method": "b", "params": {}}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Content-Length: 9\r\n\r\n{}",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 2\r\n\r\n{]",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 99999999999\r\n\r\n",
        b"Content-Length: x\r\n\r\n",
        b"Content-Type: x\r\n\r\n{}",
        b"X: " + b"x" * 5000 + b"\r\n\r\n",
        b"x" * 100_000,
    ],
)
async def test_anything_but_a_message_is_an_error(data: bytes) -> None:
    stream = asyncio.StreamReader()
    stream.feed_data(data)
    stream.feed_eof()
    with pytest.raises(FramingError):
        await read_message(stream)


def test_the_way_of_the_data_is_told_source_first_and_without_the_match_itself() -> None:
    text = "é = ask(  'x',\n   2)\nb = é\nrun(é)\n"
    steps = (
        RawStep(RawPlace(0, 5), RawPlace(1, 5)),
        RawStep(RawPlace(2, 4), RawPlace(2, 6)),
        RawStep(RawPlace(3, 4), RawPlace(3, 6)),
    )
    match = located(python(text), RawMatch("r", "m", RawPlace(3, 4), RawPlace(3, 6), flow=steps))
    told = [(step.message, text[step.span.start : step.span.end]) for step in match.flow]
    assert told == [("Comes from ask( 'x', 2)", "ask(  'x',\n   2)"), ("Goes through é", "é")]
