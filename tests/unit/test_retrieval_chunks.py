"""Files cut into pieces: what every cut keeps, and where it is made."""

import time
from collections import Counter

import pytest
from hypothesis import given, strategies as st

from omni_lsp.model.facts import Symbol
from omni_lsp.model.retrieval import Chunk
from omni_lsp.model.text import Span
from omni_lsp.retrieval.chunks import LARGEST, chunks

LINE = st.text(st.sampled_from("ab {}\t\f\u2028\x0bé"), max_size=40)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
TEXTS = st.lists(st.tuples(LINE, ENDS), max_size=200).map(lambda lines: "".join(map("".join, lines)))


def cut(text: str, symbols: tuple[Symbol, ...] = (), path: str = "src/a.rb") -> tuple[Chunk, ...]:
    return chunks(path, "ruby", text, "hash", symbols)


def symbol(name: str, start: int, end: int) -> Symbol:
    return Symbol(name, "function", Span(start, end), Span(start, end))


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(TEXTS)
def test_all_lines_that_are_not_empty_are_in_one_piece(text: str) -> None:
    lines = lines_of(text)
    covered = Counter(line for piece in cut(text) for line in range(piece.start, piece.end))
    assert all(count == 1 for count in covered.values())
    assert {number for number, line in enumerate(lines) if line.strip()} <= covered.keys()


@given(TEXTS)
def test_pieces_are_whole_lines_in_order_and_not_too_long(text: str) -> None:
    lines = lines_of(text)
    pieces = cut(text)
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)
    for piece in pieces:
        inside = piece.text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
        assert inside == lines[piece.start : piece.end]
        assert len(piece.text) <= LARGEST or piece.end - piece.start == 1
        assert inside[0].strip()
        assert inside[-1].strip()


@pytest.mark.parametrize("text", ["", "\n", " \r\n\t\r\n", "\f\n\u2028"])
def test_a_file_without_text_has_no_pieces(text: str) -> None:
    assert cut(text) == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_a_line_counts_and_nothing_else_does(end: str) -> None:
    (piece,) = cut(f"one\ftwo{end}three\u2028four{end}{end}")
    assert (piece.start, piece.end) == (0, 2)


def test_a_file_is_cut_between_its_definitions() -> None:
    body = "  x = 1\n" * 100
    text = f"def one\n{body}end\n\ndef two\n{body}end\n"
    assert [(piece.definitions, piece.start) for piece in cut(text)] == [(("one",), 0), (("two",), 103)]


def test_small_neighbours_are_one_piece() -> None:
    (piece,) = cut("def one\nend\n\ndef two\nend\n")
    assert piece.definitions == ("one", "two")


def test_a_long_definition_is_cut_inside_and_its_name_is_with_its_head() -> None:
    method = "    y = 2\n" * 120
    text = f"class Big\n  def a\n{method}  end\n  def b\n{method}  end\nend\n"
    spans = [("Big", 0, len(text) - 1)]
    for name in ("a", "b"):
        start = text.index(f"def {name}")
        spans.append((name, start, text.index("  end\n", start) + 5))
    pieces = cut(text, tuple(symbol(*span) for span in spans))
    assert [piece.definitions for piece in pieces] == [("Big", "a"), ("b",)]


def test_what_follows_a_definition_is_not_a_part_of_it() -> None:
    body, rest = "  x = 1\n" * 150, "puts 1\n" * 150
    (first, second) = cut(body + rest, (symbol("one", 0, len(body) - 1),))
    assert (first.end, second.start) == (150, 150)


def test_of_two_that_begin_on_one_line_the_outer_one_decides() -> None:
    line = "  x = 1\n"
    inner, outer = symbol("inner", 0, 20 * len(line) - 1), symbol("outer", 0, 150 * len(line) - 1)
    pieces = cut(line * 300, (inner, outer))
    assert [piece.end for piece in pieces] == [150, 300]
    assert pieces[0].definitions == ("outer", "inner")


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=40), TEXTS)
def test_a_definition_is_listed_in_the_one_piece_in_which_it_starts(spans: list[tuple[int, int]], text: str) -> None:
    inside = [(min(pair), max(pair)) for pair in spans if max(pair) < len(text)]
    symbols = tuple(symbol(f"name{number}", *span) for number, span in enumerate(inside))
    pieces = cut(text, symbols)
    for each in symbols:
        if text[max(0, each.span.start - 1) : each.span.start + 1] == "\r\n":
            continue  # No definition starts between the two.
        line = len(lines_of(text[: each.span.start])) - 1
        holders = [piece for piece in pieces if piece.start <= line < piece.end]
        assert [piece for piece in pieces if each.name in piece.definitions] == holders
        assert len(holders) <= 1


def test_a_line_without_end_is_one_piece() -> None:
    began = time.perf_counter()
    pieces = cut("first\n" + "x" * 1_000_000 + "\nlast\n")
    assert [(piece.start, piece.end) for piece in pieces] == [(0, 1), (1, 2), (2, 3)]
    assert time.perf_counter() - began < 2


def test_fifty_thousand_lines_take_less_than_two_seconds() -> None:
    text = "".join(f"def name_{number}(a, b)\n" + "  total = compute(a, b)\n" * 48 + "end\n" for number in range(1_000))
    began = time.perf_counter()
    pieces = cut(text)
    assert time.perf_counter() - began < 2
    assert sum(len(piece.definitions) for piece in pieces) == 1_000


def test_definitions_nested_deeper_than_the_stack_are_cut() -> None:
    line = "x" * 400 + "\n"
    deep = 3_000
    symbols = tuple(symbol(f"n{level}", level * len(line), len(line) * (2 * deep - level) - 1) for level in range(deep))
    began = time.perf_counter()
    pieces = cut(line * 2 * deep, symbols)
    assert time.perf_counter() - began < 2
    assert sum(len(piece.definitions) for piece in pieces) == deep


def test_terms_are_of_text_names_and_twice_of_the_path() -> None:
    (piece,) = cut("def compute\nend\n", path="billing/tax_rate.rb")
    counts = Counter(piece.terms.split())
    assert counts["comput"] == 2
    assert counts["tax"] == 2


def test_a_piece_is_known_by_path_text_and_line() -> None:
    (piece,) = cut("\nx\n")
    assert piece.id == "src/a.rb#hash#1"
    assert (piece.path, piece.language, piece.file_hash) == ("src/a.rb", "ruby", "hash")
