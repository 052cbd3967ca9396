"""Lines of messages, however they arrive."""

from collections.abc import Callable, Iterable

from hypothesis import given, strategies as st

from omni_lsp.cli.mcp_stdio import lines_in


def chunks(*parts: bytes) -> Callable[[], bytes]:
    waiting = iter((*parts, b""))
    return lambda: next(waiting)


@given(st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"")), max_size=8), st.integers(1, 9))
def test_lines_arrive_whole_whatever_the_pieces(lines: list[bytes], size: int) -> None:
    data = b"".join(line + b"\n" for line in lines)
    pieces: Iterable[bytes] = (data[at : at + size] for at in range(0, len(data), size))
    assert list(lines_in(chunks(*pieces))) == lines


def test_a_line_that_is_too_long_is_told_once_and_the_next_one_is_taken() -> None:
    assert list(lines_in(chunks(b"ok\nxxx", b"xxxxxxx", b"xx\nok\n"), longest=5)) == [b"ok", None, b"ok"]


def test_what_has_no_end_is_no_line() -> None:
    assert list(lines_in(chunks(b"a\nb"))) == [b"a"]
