"""Findings for people."""

from unicodedata import east_asian_width

import pytest
from format_samples import EMPTY, HASH, INCOMPLETE, MIXED, SQL, checked, finding, marked, snapshot, stage
from hypothesis import given, strategies as st

from omni_lsp.formats.excerpt import underlined
from omni_lsp.formats.printable import columns, one_line, visible
from omni_lsp.formats.result import file_run
from omni_lsp.formats.text import Style, text
from omni_lsp.model.report import Status

WIDE = Style(width=80)


def test_one_line_a_finding_and_a_sum() -> None:
    assert text(MIXED).splitlines() == [
        "api/a b#ü.py:1:5  error    py.sql-injection  Found it  CWE-89 CWE-20",
        "api/a b#ü.py:2:5  info     note              Found it",
        "b.py:1:5  warning  py.weak_hash  Found it  CWE-327",
        "1 error, 1 warning, 1 info in 2 of 3 files, 0.8 s",
    ]


def test_nothing_found() -> None:
    assert text(EMPTY) == "no findings in 0 files, 0.8 s\n"
    assert text(checked(marked("a.py", ""))) == "no findings in 1 file, 0.8 s\n"


def test_more_than_one_of_a_kind() -> None:
    assert text(checked(marked("a.py", "«a»«b»", SQL, SQL))).splitlines()[-1] == "2 errors in 1 of 1 file, 0.8 s"


def test_what_stayed_open_is_said() -> None:
    assert text(INCOMPLETE).splitlines()[1:] == [
        "security timed out after 2.0 s on x.py; what was found is shown",
        "security failed on y.py: the engine is gone; what was found is shown",
        "coding was skipped on z.py: larger than 1 MB",
        "bad.py was not checked: not UTF-8",
        "1 info in 1 of 3 files, 0.8 s, incomplete",
    ]


def test_the_same_failure_on_many_files_is_said_once() -> None:
    failed = [stage("security", Status.FAILED, "no engine")]
    lines = text(checked(*(marked(f"{i}.py", "", stages=failed) for i in range(5)))).splitlines()
    assert lines[0] == "security failed on 0.py, 1.py, 2.py and 2 more: no engine; what was found is shown"
    assert len(lines) == 2


def test_a_terminal_shows_the_source() -> None:
    lines = text(checked(marked("a.py", "def f():\n\treturn «md5»(x)\n", HASH)), WIDE).splitlines()
    assert lines[1:4] == [
        "    2 │  return md5(x)",
        "      │         ^^^",
        "",
    ]


def test_colours_only_when_asked_for() -> None:
    assert "\x1b" not in text(MIXED, WIDE)
    coloured = text(MIXED, Style(colour=True))
    assert "\x1b[1;31merror  \x1b[0m" in coloured
    assert coloured.count("\x1b[0m") * 2 == coloured.count("\x1b[")


def test_a_file_cannot_steer_the_terminal() -> None:
    nasty = file_run(snapshot("a\x1b]0;x\x07.py", "x\x1b[2J\x9b1m \u202e y"), [finding(SQL, (0, 9), "\x1b[31m\nred")])
    shown = text(checked(nasty), WIDE)
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "␛[31m red" in shown


def test_visible_keeps_columns() -> None:
    assert visible("a\tb\x00\x7f\x85\u2066\ud800") == "a b␀␡\ufffd\ufffd\ufffd"
    assert one_line("  a \n\t b\x1b ") == "a b␛"


def test_wide_and_combining_characters_keep_the_carets_below() -> None:
    place = marked("a.py", "日本e\u0301\u200b «語x»", HASH).located[0]
    assert underlined(place, 80) == ("日本e\u0301\u200b 語x", " " * 6 + "^^^")


def test_a_long_line_is_cut_round_the_finding() -> None:
    place = marked("a.py", "a" * 300 + "«bb»" + "c" * 300, HASH).located[0]
    assert underlined(place, 20) == ("…aaaaaaaaabbccccccc…", " " * 10 + "^^")


def test_a_finding_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert underlined(marked("a.py", "f(«1,\n2»)", HASH).located[0], 20) == ("f(1,", "  ^^")


def test_an_empty_finding_gets_a_caret() -> None:
    assert underlined(marked("a.py", "ab«»", HASH).located[0], 20) == ("ab", "  ^")


@given(
    text=st.text(st.sampled_from("aб日\t\u0301\x1b😀 "), max_size=900),
    start=st.integers(0, 900),
    length=st.integers(0, 900),
    width=st.integers(8, 120),
)
def test_line_and_carets_always_fit(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    place = file_run(snapshot("a.py", text), [finding(HASH, (start, min(start + length, len(text))))]).located[0]
    line, carets = underlined(place, width)
    assert sum(map(columns, line)) <= width
    assert len(carets) <= width + 1
    assert carets.strip(" ")


@pytest.mark.parametrize(("character", "cells"), [("a", 1), ("日", 2), ("\u0301", 0), ("\u200d", 0), ("é", 1)])
def test_columns(character: str, cells: int) -> None:
    assert columns(character) == cells
    assert (cells == 2) == (east_asian_width(character) in "WF")
