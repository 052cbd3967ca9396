"""Which comments silence which findings."""

import pytest

from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.suppression import ignore_comment, is_suppressed, suppressions
from omni_lsp.model.text import Lines


def silenced(text: str, line: int = 0, rule: str = "weak-hash") -> bool:
    return is_suppressed(suppressions(Lines(text)), line, rule)


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
        "omni: ignore[weak-hash] not a comment",
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
    assert [one.reason for one in suppressions(Lines(text))] == ["shown only", "shown only"]


def test_every_kind_of_line_end_counts() -> None:
    assert silenced("# nosemgrep\rmd5(x)\r\n", line=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comment_we_write_is_one_we_obey(language: str) -> None:
    comment = ignore_comment(language, ("weak-hash", "other"), "false positive")
    (found,) = suppressions(Lines(f"md5(x)  {comment}"))
    assert (found.line, found.rules, found.reason) == (0, {"weak-hash", "other"}, "false positive")
