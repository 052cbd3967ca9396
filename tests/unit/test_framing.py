"""Messages are told apart in any stream that can be told apart, and a stream that cannot is given up."""

import pytest

from inprocess import framed
from omni_lsp.lsp import framing
from omni_lsp.lsp.framing import Broken, Framer, FramingError

ONE, TWO, THREE = b'{"a":1}', b'{"b":"\xc3\xa9"}', b'{"c":3}'


def fed(*pieces: bytes) -> list[bytes]:
    """The bodies, without the notes about broken framing."""
    framer = Framer()
    return [found for piece in pieces for found in framer.feed(piece) if isinstance(found, bytes)]


def broken(*pieces: bytes) -> int:
    framer = Framer()
    return sum(isinstance(found, Broken) for piece in pieces for found in framer.feed(piece))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pieces_of_any_size(size: int) -> None:
    stream = framed(ONE) + framed(b"") + framed(TWO)
    assert fed(*(stream[at : at + size] for at in range(0, len(stream), size))) == [ONE, b"", TWO]


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: 7\n\n",
        b"content-length:7\r\n\r\n",
        b"CONTENT-LENGTH :   7  \r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 7\r\n\r\n",
        b"Content-Length: 7\r\nX-Anything: else\r\n\r\n",
        b"Content-Length: 7\r\nContent-Length: 7\r\n\r\n",
        b"\r\n\r\nContent-Length: 7\r\n\r\n",
        b"Content-Length: 007\n\r\n",
    ],
)
def test_sloppy_headers_are_understood(header: bytes) -> None:
    assert fed(header + ONE + framed(TWO)) == [ONE, TWO]
    assert broken(header + ONE + framed(TWO)) == 0


@pytest.mark.parametrize("more", [1, 2, 13, 18, 20, 25, 27, 28, 40, 100_000])
@pytest.mark.parametrize("step", [1, 5, 10_000])
def test_a_length_too_large_costs_at_most_its_own_message(more: int, step: int) -> None:
    stream = b"Content-Length: %d\r\n\r\n%b" % (len(ONE) + more, ONE) + framed(TWO) + framed(THREE)
    pieces = [stream[at : at + step] for at in range(0, len(stream), step)]
    first, *others = fed(*pieces)
    assert first.startswith(ONE)
    assert others == [TWO, THREE]
    assert broken(*pieces) == 1


@pytest.mark.parametrize("less", [1, 3, 6])
def test_a_length_too_small_costs_its_own_message(less: int) -> None:
    stream = b"Content-Length: %d\r\n\r\n%b" % (len(ONE) - less, ONE) + framed(TWO) + framed(THREE)
    first, rest, *others = fed(stream)
    assert first + rest == ONE
    assert others == [TWO, THREE]


@pytest.mark.parametrize(
    "header",
    [
        b"X-Anything: else\r\n\r\n",
        b"Content-Length: -7\r\n\r\n",
        b"Content-Length: 7.0\r\n\r\n",
        b"Content-Length: \r\n\r\n",
        b"Content-Length: 99999999999\r\n\r\n",
        b"Content-Length: %d\r\n\r\n" % 10**40,
    ],
)
def test_a_message_without_a_usable_length_reaches_to_the_next_header(header: bytes) -> None:
    stream = header + ONE + b"\n" + framed(TWO)
    assert fed(stream) == [ONE, TWO]
    assert fed(*(stream[at : at + 1] for at in range(len(stream)))) == [ONE, TWO]
    assert fed(header, framed(TWO)) == [TWO]
    assert fed(header, *(bytes([byte]) for byte in framed(TWO))) == [TWO]
    assert broken(header) == 1


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("more", range(1, 24))
@pytest.mark.parametrize("step", [1, 10_000])
def test_any_part_of_the_next_header_may_be_swallowed(more: int, step: int, end: bytes) -> None:
    header = b"Content-Length: %d" % len(TWO) + 2 * end
    stream = b"Content-Length: %d\r\n\r\n%b" % (len(ONE) + more, ONE) + header + TWO + framed(THREE)
    assert fed(*(stream[at : at + step] for at in range(0, len(stream), step)))[-2:] == [TWO, THREE]


@pytest.mark.parametrize("cut", range(1, 30))
@pytest.mark.parametrize("step", [1, 3, 10_000])
def test_a_message_cut_short_costs_only_itself(cut: int, step: int) -> None:
    body = b'{"text":"' + b"x" * 40 + b'"}'
    stream = framed(body)[:-cut] + framed(TWO) + framed(THREE)
    found = fed(*(stream[at : at + step] for at in range(0, len(stream), step)))
    assert found[-2:] == [TWO, THREE]


def test_two_lengths_are_read_as_the_second() -> None:
    assert fed(b"Content-Length: 9\r\nContent-Length: 7\r\n\r\n" + ONE + framed(TWO))[-2:] == [ONE, TWO]


@pytest.mark.parametrize("stray", [b"C", b"hello", b"{}", b"}\r\n", b"\x00\xff", b"Content-Length: 3"])
@pytest.mark.parametrize("typed", [b"", b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"])
@pytest.mark.parametrize("step", [1, 10_000])
def test_stray_bytes_cost_no_message(stray: bytes, typed: bytes, step: int) -> None:
    stream = framed(ONE) + stray + typed + framed(TWO) + typed + framed(THREE)
    found = fed(*(stream[at : at + step] for at in range(0, len(stream), step)))
    assert [body for body in found if body in (ONE, TWO, THREE)] == [ONE, TWO, THREE]


def test_json_lines_are_told_about_at_once() -> None:
    assert broken(ONE) == 1
    assert fed(ONE + b"\n" + THREE + b"\n", framed(TWO)) == [ONE + b"\n" + THREE, TWO]


def test_a_text_that_speaks_of_headers_is_left_whole() -> None:
    body = rb'{"text":"Content-Length: 5\r\n\r\n"}'
    pretty = b'{\r\n "text": "Content-Length: 5"\r\n}'
    assert fed(framed(body), framed(pretty)) == [body, pretty]


def test_what_is_no_protocol_is_given_up() -> None:
    with pytest.raises(FramingError):
        fed(*[b"\xff" * 1000] * (3 * framing.MAX_STRAY_BYTES // 1000))
    with pytest.raises(FramingError):
        fed(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n", b"x" * framing.MAX_STRAY_BYTES * 2)


def test_a_header_without_an_end_is_not_kept() -> None:
    assert broken(b"X: " + b"y" * (framing.MAX_HEADER_BYTES + 1)) == 1
