"""Which comments silence which findings."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.suppression import (
    FILE_LINES,
    comments,
    depends_on_day,
    ignore_comment,
    is_suppressed,
    suppressions,
)
from omni_lsp.model.text import Lines

TODAY = date(2026, 11, 23)


def silenced(text: str, line: int = 0, rule: str = "weak-hash") -> bool:
    return is_suppressed(suppressions(Lines(text), TODAY), line, rule)


@pytest.mark.parametrize(
    "text",
    [
        "md5(x)  # nosemgrep",
        "md5(x)  #nosemgrep",
        "md5(x);  // nosemgrep",
        "md5(x)  # fine here nosemgrep: weak-hash",
        "md5(x)  # nosemgrep: other, weak-hash",
        "md5(x)  # nosemgrep: hash",
        "md5(x)  # omni: ignore[weak-hash] checksum only",
        "md5(x)  // omni: ignore[weak-hash] checksum only",
        "md5(x)  /* omni: ignore[weak-hash] checksum only */",
        "md5(x)  # omni:ignore[ other , weak-hash ] checksum only",
        "md5(x)  # omni: ignore[other] one reason # omni: ignore[weak-hash] another",
        "md5(x)  # note  # omni: ignore[weak-hash] checksum only",
        "md5(x)  -- omni: ignore[weak-hash] checksum only",
        "md5(x)  ; omni: ignore[weak-hash] checksum only",
        "md5(x)  <!-- omni: ignore[weak-hash] checksum only -->",
        "md5(x)  <!-- nosemgrep -->",
        "md5(x)  -- nosemgrep: weak-hash",
        "md5(x)  {/* omni: ignore[weak-hash] checksum only */}",
        "md5(x)  ## omni: ignore[weak-hash] checksum only",
        "md5(x)  # omni: ignore[weak-hash] checksum only, until 2026-11-23",
        "md5(x)  # omni: ignore[weak-hash] checksum only (until=2027-03-01).",
        "md5(x)  # omni: ignore[weak-hash] checksum until the next release",
    ],
)
def test_a_comment_on_the_line_silences_its_rules(text: str) -> None:
    assert silenced(text, rule="pack.hash" if text.endswith(": hash") else "weak-hash")


@pytest.mark.parametrize(
    "text",
    [
        "md5(x)",
        "nosemgrep = md5(x)",
        "md5(x)  # nosemgreppy",
        "md5(x)  # nosemgrep: other",
        "md5(x)  # nosemgrep: hash",
        "md5(x)  # omni: ignore[weak-hash]",
        "md5(x)  # omni: ignore[weak-hash]   ",
        "md5(x)  /* omni: ignore[weak-hash] */",
        "md5(x)  # omni: ignore[] because",
        "md5(x)  # omni: ignore because",
        "md5(x)  # omni: ignore[other] because",
        "md5(x)  # omni: ignore[other] because # omni: ignore[weak-hash]",
        "md5(x)  # omni: ignore[weak-hash] until 2027-03-01",
        "md5(x)  # omni: ignore[weak-hash] ...",
        "md5(x)  <!-- omni: ignore[weak-hash] -->",
        "md5(x)  # omni: ignore[weak-hash] checksum until 2026-11-22",
        "md5(x)  # omni: ignore[weak-hash] checksum until=2026-11-22",
        "md5(x)  # omni: ignore[weak-hash] checksum until 2027-02-30",
        "md5(x)  # omni: ignore[weak-hash] checksum until 01.03.2027",
        "md5(x)  # omni: ignore[weak-hash] checksum until=soon",
        "md5(x)  # omni: ignore[weak-hash] checksum until=",
        "md5(x)  # omni: ignored[weak-hash] checksum",
        "omni: ignore[weak-hash] not a comment",
        "a(); nosemgrep = md5(x)",
    ],
)
def test_anything_else_silences_nothing(text: str) -> None:
    assert not silenced(text)


def test_a_comment_alone_speaks_of_the_next_line_of_code() -> None:
    text = "  # omni: ignore[weak-hash] checksum\n  # nosemgrep: other\n  md5(x)\nmd5(y)\n"
    assert silenced(text, line=2)
    assert silenced(text, line=2, rule="other")
    assert not silenced(text, line=3)


def test_a_comment_behind_code_does_not_speak_of_the_next_line() -> None:
    assert not silenced("a()  # nosemgrep\nmd5(x)\n", line=1)


def test_a_comment_alone_speaks_of_itself_too() -> None:
    assert silenced("# AKIAEXAMPLE nosemgrep\n")


def test_a_comment_in_jsx_ends_before_its_bracket() -> None:
    text = "{/* omni: ignore[weak-hash] shown only */}\n<a onClick={md5} />\n"
    assert [(one.reason, one.lines) for one in suppressions(Lines(text))] == [("shown only", (0, 1))]


@pytest.mark.parametrize(
    "text",
    [
        "/* omni: ignore[weak-hash] this one */ md5(x)\nmd5(y)\n",
        "<!-- omni: ignore[weak-hash] this one --> md5(x)\nmd5(y)\n",
        "/* note */ md5(x)  // omni: ignore[weak-hash] this one\nmd5(y)\n",
        "#digest = md5(x)  // omni: ignore[weak-hash] this one\nmd5(y)\n",
        "--i; md5(x)  // omni: ignore[weak-hash] this one\nmd5(y)\n",
        ";[1].map(md5)  // omni: ignore[weak-hash] this one\nmd5(y)\n",
    ],
)
def test_a_comment_beside_code_speaks_of_its_own_line_alone(text: str) -> None:
    assert (silenced(text, line=0), silenced(text, line=1)) == (True, False)


@pytest.mark.parametrize("start", ["#", "//", "  /*", "<!--", "--", ";", "{/*", " *", "/**", "###", "# note //"])
def test_a_comment_alone_is_one_with_any_marker(start: str) -> None:
    assert silenced(f"{start} omni: ignore[weak-hash] checksum\nmd5(x)\n", line=1)


@pytest.mark.parametrize("start", ["#", "//", "/*", "<!--", "--", ";", "{/*", " *", "x = 1  #"])
@pytest.mark.parametrize("line", [0, FILE_LINES - 1])
def test_a_comment_near_the_start_can_speak_of_the_whole_file(start: str, line: int) -> None:
    text = "\n" * line + f"{start} omni: ignore-file[weak-hash, other] generated code\n" + "\n" * 99
    assert silenced(text, line=0)
    assert silenced(text, line=99, rule="py.other")
    assert not silenced(text, line=99, rule="third")


def test_further_down_nothing_speaks_of_the_whole_file() -> None:
    assert not silenced("\n" * FILE_LINES + "# omni: ignore-file[weak-hash] generated code\n", line=0)


@pytest.mark.parametrize(
    "text", ["# omni: ignore-file[] generated", "# omni: ignore-file generated", "# omni: ignore-file[weak-hash]"]
)
def test_a_whole_file_is_not_ignored_by_accident(text: str) -> None:
    assert not silenced(text)


@given(st.dates(), st.integers(-1_000, 1_000))
def test_a_comment_counts_up_to_its_day(until: date, days: int) -> None:
    try:
        today = until + timedelta(days)
    except OverflowError:
        today = until
    found = suppressions(Lines(f"# omni: ignore[r] why, until {until.isoformat()}"), today)
    assert bool(list(found)) is (today <= until)


def test_whether_the_day_matters_is_seen_in_the_text() -> None:
    assert depends_on_day("# omni: ignore[r] why, Until=2027-01-01")
    assert not depends_on_day("# omni: ignore[r] why")
    assert not depends_on_day("until 2027-01-01")


def test_places_are_those_of_the_text() -> None:
    text = "é = 1\r\nmd5(x)  /* omni: ignore[a, b] why */  # nosemgrep: c\r\n"
    assert [text[one.span.start : one.span.end] for one in comments(Lines(text))] == [
        "/* omni: ignore[a, b] why",
        "# nosemgrep: c",
    ]


def test_the_first_comment_that_speaks_of_it_silences_a_finding() -> None:
    found = suppressions(Lines("# omni: ignore-file[a] all of it\nx  # omni: ignore[a] this one\n"))
    chosen = found.of(1, "py.a")
    assert chosen is not None
    assert chosen.reason == "all of it"
    assert found.of(1, "b") is None


def test_many_findings_among_many_comments_are_told_apart() -> None:
    found = suppressions(Lines("# omni: ignore[a, b, c] why\n" * 20_000), TODAY)
    assert not any(found.of(20_000, f"py.rule-{number}") for number in range(20_000))
    assert found.of(20_000, "py.c") is next(iter(found))


@given(st.text(alphabet="#/*<!-; omni:ignore[]ab,\n\r{}until20", max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for comment in comments(Lines(text)):
        assert 0 <= comment.span.start < comment.span.end <= len(text)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "piece",
    [
        "#",
        "# ",
        "/",
        "-",
        "nosemgrep ",
        "#nosemgrep:a,",
        "# omni: ignore[",
        "# omni: ignore[a] ",
        "until ",
        "<!--",
        "/*",
        "until=",
        "9",
    ],
)
def test_hostile_lines_end(piece: str) -> None:
    # The time-out of each test is the judge: what goes back without end takes hours.
    line = "# omni: ignore[a] nosemgrep " + piece * (1_000_000 // len(piece))
    comments(Lines(line))
    comments(Lines(line[::-1]))


def test_every_kind_of_line_end_counts() -> None:
    assert silenced("# nosemgrep\rmd5(x)\r\n", line=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comment_we_write_is_one_we_obey(language: str) -> None:
    comment = ignore_comment(language, ("weak-hash", "other"), "false positive")
    (found,) = suppressions(Lines(f"md5(x)  {comment}"))
    assert (found.line, found.rules, found.reason) == (0, ("weak-hash", "other"), "false positive")
