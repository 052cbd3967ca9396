"""Which findings have to do with lines that are new."""

from pathlib import Path

import pytest

from omni_lsp.model.finding import Finding, Related, Rule, Severity
from omni_lsp.model.newcode import NewLines, fresh
from omni_lsp.model.text import Span

RULE = Rule("r", "R", Severity.ERROR)
TEXT = "zero\none\ntwo\nthree\nfour\n"
ROOT = Path.cwd() / "sub"


def at(text: str, *, related: str = "", within: str = TEXT) -> Finding:
    def span(part: str) -> Span:
        start = within.index(part)
        return Span(start, start + len(part))

    places = (Related(span(related), "source"),) if related else ()
    return Finding(RULE, "security", "m", span(text), text, related=places)


@pytest.mark.parametrize(
    ("text", "new", "shown"),
    [
        ("one", (range(1, 2),), True),
        ("one", (range(1), range(2, 4)), False),
        ("one", (), False),
        ("one", None, True),
        ("one\n", (range(2, 3),), False),
        ("one\ntwo", (range(2, 3),), True),
        ("one\ntwo", (range(9),), True),
        ("one\ntwo", (range(3, 9),), False),
        # Lines were taken away there: between those of the finding, or before and behind it.
        ("one\ntwo", (range(2, 2),), True),
        ("one\ntwo", (range(1, 1), range(3, 3)), False),
        ("one", (range(1, 1), range(2, 2)), False),
    ],
)
def test_a_finding_is_new_when_one_of_its_lines_is(text: str, new: tuple[range, ...] | None, shown: bool) -> None:
    assert bool(fresh([at(text)], TEXT, new)) is shown


def test_a_finding_is_new_when_what_it_comes_from_is() -> None:
    assert fresh([at("four", related="one")], TEXT, (range(1, 2),))
    assert not fresh([at("four", related="one")], TEXT, (range(2, 3),))


def test_lines_are_counted_as_git_counts_them() -> None:
    text = "zero\rstill zero\r\none\r\ntwo"
    assert fresh([at("one", within=text)], text, (range(1, 2),))


def test_an_empty_place_is_on_its_line() -> None:
    finding = Finding(RULE, "security", "m", Span(5, 5), "1")
    assert fresh([finding], TEXT, (range(1, 2),))
    assert not fresh([finding], TEXT, (range(1),))


NEW = NewLines(
    ROOT,
    "sub/",
    ROOT.parent,
    changed={"sub/a.py": (range(2, 3),), "top.py": (range(9),)},
    tracked=frozenset({"sub/a.py", "sub/b.py", "top.py", "other.py", "sub/vendor"}),
    nested=frozenset({"sub/vendor"}),
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (ROOT / "a.py", (range(2, 3),)),
        (ROOT / "b.py", ()),
        (ROOT / "untracked.py", None),
        (ROOT.parent / "top.py", (range(9),)),
        (ROOT.parent / "other.py", ()),
        (ROOT / "vendor" / "deep" / "c.py", ()),
        (ROOT.parent.parent / "outside.py", None),
    ],
)
def test_files_that_did_not_change_have_no_new_lines_and_untracked_ones_are_new(
    path: Path, expected: tuple[range, ...] | None
) -> None:
    assert NEW.of(path) == expected
