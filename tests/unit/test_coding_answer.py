"""What is read out of an answer, whatever it is."""

import pytest
from hypothesis import given, strategies as st

from omni_lsp.agents.coding.answer import FORMAT, LONGEST, MOST_BLOCKS, Block, parsed

BLOCK = "@@@ edit a.py\n@@@ find\none\n  two\n@@@ replace\nthree\n@@@ end\n"
LINES = st.sampled_from(
    ["@@@ edit a.py", "@@@ edit", "@@@ find", "@@@ replace", "@@@ end", "@@@ cannot x", " @@@ end", "x = 1", "", "```"]
)


def test_a_block_is_read_with_its_file_and_its_line() -> None:
    answer = parsed(f"Here it is.\n{BLOCK}That is all.")
    assert answer.blocks == (Block(("one", "  two"), ("three",), "a.py", 1),)
    assert answer.problems == ()


def test_the_file_may_be_left_out_and_so_may_the_first_marker() -> None:
    assert parsed("@@@ edit\n@@@ find\na\n@@@ replace\nb\n@@@ end").blocks[0].file == ""
    assert parsed("@@@ find\na\n@@@ replace\nb\n@@@ end").blocks == (Block(("a",), ("b",)),)


def test_the_file_of_a_block_is_not_that_of_the_next() -> None:
    assert [block.file for block in parsed(BLOCK + BLOCK.replace(" a.py", "")).blocks] == ["a.py", ""]


def test_an_empty_replacement_deletes() -> None:
    assert parsed("@@@ edit\n@@@ find\na\n@@@ replace\n@@@ end").blocks == (Block(("a",), ()),)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_an_answer_do_not_matter(end: str) -> None:
    assert parsed(BLOCK.replace("\n", end)).blocks == parsed(BLOCK).blocks


def test_a_fence_around_a_part_is_none_of_it() -> None:
    fenced = "@@@ edit\n@@@ find\n```python\na\n```\n@@@ replace\n```\nb\n```\n@@@ end"
    assert parsed(fenced).blocks == (Block(("a",), ("b",)),)


def test_of_a_text_that_is_cut_whole_blocks_are_kept() -> None:
    answer = parsed(BLOCK + "@@@ edit\n@@@ find\nfour\n@@@ repl")
    assert [block.find for block in answer.blocks] == [("one", "  two")]
    assert answer.is_cut
    assert answer.problems == ()


def test_a_model_may_decline() -> None:
    assert parsed("@@@ cannot the code is generated").declined == "the code is generated"
    assert parsed("@@@ cannot").declined == "no reason given"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("Use a parameter.", "no `@@@ edit` block"),
        ("```python\nx = 1\n```", "without saying what it replaces"),
        ("--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b", "is a diff"),
        ("@@@ edit\n@@@ replace\nb\n@@@ end", "`@@@ replace` after `@@@ edit`"),
        ("@@@ edit\n@@@ find\na\n@@@ end", "`@@@ end` in what to find"),
        ("@@@ edit\n@@@ find\na\n@@@ edit\n@@@ find\nb\n@@@ replace\nc\n@@@ end", "`@@@ edit` in what to find"),
        ("@@@ edit\n@@@ find\na", "ends before `@@@ end`"),
        (BLOCK * (MOST_BLOCKS + 1), "more than 20 blocks"),
        (BLOCK + "x" * LONGEST, "longer than"),
    ],
)
def test_what_is_wrong_is_said_in_words(text: str, words: str) -> None:
    assert words in " ".join(parsed(text).problems)


def test_the_format_that_a_model_is_told_reads_as_a_block() -> None:
    assert len(parsed(FORMAT).blocks) == 1


@given(st.one_of(st.text(), st.lists(LINES).map("\n".join)))
def test_every_text_is_read(text: str) -> None:
    answer = parsed(text)
    assert answer.blocks or answer.problems or answer.declined
    assert all("@@@ end" not in line for block in answer.blocks for line in block.replace if line == "@@@ end")


@given(st.integers(0, len(BLOCK) * 2))
def test_a_longer_part_of_an_answer_never_has_fewer_blocks(cut: int) -> None:
    text = BLOCK * 2
    assert parsed(text[:cut]).blocks == parsed(text).blocks[: len(parsed(text[:cut]).blocks)]
