"""What is said about comments that ignore findings."""

from datetime import date

import pytest

from omni_lsp.model.finding import Severity
from omni_lsp.model.ignore_problems import IGNORE_RULES, Problem, Scanned, problems
from omni_lsp.model.suppression import comments
from omni_lsp.model.text import Lines

TODAY = date(2026, 11, 23)
KNOWN = ("py.weak-hash", "js.weak-hash", "py.eval", "licence.missing", "words.*")


def told(text: str, *matches: tuple[str, int], complete: tuple[str, ...] = KNOWN) -> list[Problem]:
    return list(problems(comments(Lines(text)), TODAY, Scanned(KNOWN, complete, matches)))


def rules(text: str, *matches: tuple[str, int]) -> list[str]:
    return [problem.rule.id.removeprefix("omni.ignore-") for problem in told(text, *matches)]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("omni: ignore[py.weak-hash] checksum", []),
        ("omni: ignore[weak-hash] checksum", []),
        ("omni: ignore-file[weak-hash] checksum", []),
        ("omni: ignore[weak-hash] checksum until 2026-11-23", []),
        ("omni: ignore[weak-hash]", ["without-reason"]),
        ("omni: ignore-file[weak-hash]", ["without-reason"]),
        ("omni: ignore[weak-hash] until 2027-01-01", ["without-reason"]),
        ("omni: ignore[weak-hash] checksum until 2026-11-22", ["expired"]),
        ("omni: ignore[weak-hash] checksum until=2026-13-01", ["expired"]),
        ("omni: ignore[weak-hash] checksum until=spring", ["expired"]),
        ("omni: ignore[] checksum", ["unknown-rule"]),
        ("omni: ignore checksum", ["unknown-rule"]),
        ("omni: ignore-file checksum", ["unknown-rule"]),
        ("omni: ignore[weak-hsah] checksum", ["unknown-rule"]),
        ("omni: ignore[hash] checksum", ["unknown-rule"]),
        ("omni: ignore[weak-hash, nonsense] checksum", ["unknown-rule"]),
        ("omni: ignore[weak-hash, py.eval] checksum", ["unused"]),
        ("omni: ignore[py.eval] checksum", ["unused"]),
        ("omni: ignore[py.eval, nonsense] checksum", ["unknown-rule", "unused"]),
        ("omni: ignore[words.slip] quoted", []),
        ("omni: ignore[*] checksum", ["unknown-rule"]),
        ("nosemgrep: nonsense", []),
        ("nosemgrep", []),
    ],
)
@pytest.mark.parametrize("place", ["md5(x)  # {}\n", "# {}\nmd5(x)\n", "// {}\r\nmd5(x)\r\n"])
def test_what_is_wrong(comment: str, expected: list[str], place: str) -> None:
    text = place.format(comment)
    line = text.split("\n").index(next(line for line in text.split("\n") if line.startswith("md5")))
    assert rules(text, ("py.weak-hash", line)) == expected


def test_a_comment_for_the_whole_file_is_of_use_wherever_something_is_found() -> None:
    text = "# omni: ignore-file[py.eval] sandboxed\n" + "\n" * 50
    assert rules(text, ("py.eval", 40)) == []
    assert rules(text, ("py.weak-hash", 40)) == ["unused"]


def test_further_down_a_comment_cannot_speak_of_the_whole_file() -> None:
    (problem,) = told("\n" * 20 + "# omni: ignore-file[py.eval] sandboxed\n", ("py.eval", 3))
    assert (problem.rule.id, problem.message) == (
        "omni.ignore-unused",
        "This speaks of the whole file only in its first 20 lines.",
    )


def test_a_look_that_is_not_complete_calls_nothing_unused() -> None:
    text = "x  # omni: ignore[py.eval, licence.missing] why\n"
    assert told(text, complete=()) == []
    (problem,) = told(text, complete=("py.eval",))
    assert problem.message == "py.eval is not found here: nothing is ignored."
    # A name that stands for two rules is idle only when neither of them found anything.
    assert told("x  # omni: ignore[weak-hash] why\n", complete=("py.weak-hash",)) == []


def test_a_day_that_is_over_is_named() -> None:
    (problem,) = told("x  # omni: ignore[py.eval] why, until 2025-01-31.\n")
    assert "until 2025-01-31, which is over" in problem.message


def test_a_slip_is_told_with_what_was_meant() -> None:
    (problem,) = told("x  # omni: ignore[py.weak-hahs] why\n")
    assert problem.message == "No rule is called 'py.weak-hahs', did you mean py.weak-hash?"


def test_only_what_the_text_alone_shows_is_marked_so() -> None:
    text = "x  # omni: ignore[py.eval] why\ny  # omni: ignore[py.eval]\n"
    assert [(each.rule.id, each.by_text) for each in told(text)] == [
        ("omni.ignore-unused", False),
        ("omni.ignore-without-reason", True),
    ]


def test_the_place_is_the_comment() -> None:
    text = "é\r\nx  {/* omni: ignore[py.eval] why */}\r\n"
    (problem,) = told(text)
    assert text[problem.span.start : problem.span.end] == "/* omni: ignore[py.eval] why"


def test_a_text_full_of_mistakes_is_told_of_a_hundred() -> None:
    assert len(told("# omni: ignore[nonsense] why\n" * 5_000)) == 100


def test_an_idle_comment_is_no_more_than_a_remark() -> None:
    assert {rule.id: rule.severity for rule in IGNORE_RULES} == {
        "omni.ignore-without-reason": Severity.WARNING,
        "omni.ignore-expired": Severity.WARNING,
        "omni.ignore-unknown-rule": Severity.WARNING,
        "omni.ignore-unused": Severity.INFO,
    }
