"""The part of a file that is ours: found exactly or not at all, and nothing else is touched."""

import pytest
from hypothesis import given, strategies as st

from omni_lsp.pack.block import BEGIN, END, appended, find, front_matter, inside, made, replaced

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n<"), max_size=20), max_size=5)


@given(LINES, LINES, st.lists(LINES, min_size=1, max_size=3), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_text_outside_of_the_markers_survives_any_sequence_of_bodies(
    above: list[str], below: list[str], bodies: list[list[str]], line_end: str, is_closed: bool
) -> None:
    head = "".join(line + line_end for line in above) + BEGIN + line_end
    tail = END + (line_end if is_closed or below else "") + line_end.join(below)
    text = head + tail
    for body in bodies:
        block, problems = find(text, "AGENTS.md")
        assert block is not None
        assert problems == ()
        text = replaced(text, block, "\n".join(body))
        assert text.startswith(head)
        assert text.endswith(tail)
        ours = text[len(head) : len(text) - len(tail)]
        assert line_end == "\n" or ours.count("\n") == ours.count("\r\n")


@given(st.text(st.characters(codec="utf-8", exclude_characters="<"), max_size=60))
def test_a_block_behind_a_text_leaves_the_text_as_it_was(text: str) -> None:
    whole = appended(text, "body")
    block, _ = find(whole, "AGENTS.md")
    assert whole.startswith(text)
    assert block is not None
    assert inside(whole, block) == "body"
    assert whole.endswith("\n") == (text == "" or text.endswith("\n"))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"a\n{BEGIN}\nb\n", [1]),
        (f"a\n{END}\nb\n", [1]),
        (f"{END}\n{BEGIN}\n", [0, 1]),
        (f"{BEGIN}\n{BEGIN}\n{END}\n", [1]),
        (f"{made('a')}{made('b')}", [3]),
        (f"{BEGIN} mine\n{END}\n", [0, 1]),
        (f"{BEGIN}\n<!-- OMNI:END -->\n", [0, 1]),
    ],
)
def test_a_missing_doubled_nested_or_reversed_marker_is_a_problem_on_its_line(text: str, lines: list[int]) -> None:
    block, problems = find(text, "AGENTS.md")
    assert block is None
    assert [problem.line for problem in problems] == lines


def test_without_markers_there_is_neither_a_block_nor_a_problem() -> None:
    assert find("# Mine\n", "AGENTS.md") == (None, ())


def test_front_matter_is_what_the_file_begins_with() -> None:
    assert front_matter("---\na: b\n---\nrest") == len("---\na: b\n---\n")
    assert front_matter("text\n---\na: b\n---\n") == 0
    assert front_matter("---\nnever closed\n") == 0
