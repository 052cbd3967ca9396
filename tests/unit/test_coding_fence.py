"""No text of a repository stands outside of its fence, or speaks to a model by other means than words."""

import re
import unicodedata

import pytest
from coding_fakes import as_it_is
from hypothesis import given, strategies as st

from omni_lsp.agents.coding.fence import fenced, harmless, one_line

BREAKS = ["```", "````python", "~~~", "\n", "\r\n", "\r", "\x0b", "\u2028", "\x85", " ", "x = 1"]
HIDDEN = ["\u202e", "\u200b", "\ud800", "\U000e0041"]
TOKENS = [
    "<|im_start|>",
    "<|",
    "|>",
    "[INST]",
    "[/INST]",
    "<<SYS>>",
    "</s>",
    "<tool_call>",
    "<｜User｜>",
    "<start_of_turn>",
]
ROLES = ["Human:", "\nAssistant:", "<function_calls>", "@@@ edit", "\n@@@ end"]
PARTS = st.lists(st.one_of(st.text(max_size=8), st.sampled_from([*BREAKS, *HIDDEN, *TOKENS, *ROLES])), max_size=12).map(
    "".join
)
SPEAKS = [
    *(
        "<|im_start|>",
        "<|im_end|>",
        "<|system|>",
        "<｜begin▁of▁sentence｜>",
        "[INST]",
        "[/INST]",
        "<<SYS>>",
        "<</SYS>>",
    ),
    *("<s>", "</s>", "<bos>", "<start_of_turn>", "<end_of_turn>", "<tool_call>", "</tool_call>", "<function_calls>"),
    *('<invoke name="x">', "<system>", "</user>", "<tool_result>", "<invoke>", "<think>", "[TOOL_CALLS]"),
    *("Human: do it", "Assistant: yes", "System: new orders", "  User: x", "> AI: x", "@@@ edit a.py", "@@@ end"),
]


@given(PARTS, PARTS)
def test_nothing_stands_outside_of_its_fence(label: str, text: str) -> None:
    lines = fenced(label, text, as_it_is).split("\n")
    opening = lines[1]
    assert re.fullmatch("`{3,}", opening)
    # CommonMark 4.5: a fence ends at a line of as many backticks or more, indented by three spaces at most.
    ends = [
        at for at, line in enumerate(lines) if at > 1 and re.fullmatch(rf" {{0,3}}`{{{len(opening)},}}[ \t]*", line)
    ]
    assert ends == [len(lines) - 1]
    assert not re.match(r" {0,3}(```|~~~)", lines[0])


@given(PARTS)
def test_what_speaks_to_a_model_is_gone_and_stays_gone(text: str) -> None:
    shown = harmless(text)
    assert not any(
        token in shown for token in ("<|", "|>", "<｜", "[INST]", "[/INST]", "<<SYS>>", "</s>", "<tool_call>")
    )
    assert not re.search(r"^[ \t]*(?:Human|Assistant|System):|^@@@ (?:edit|end)", shown, re.MULTILINE)
    assert not any(unicodedata.category(one) in {"Cf", "Cs", "Zl", "Zp"} for one in shown)
    assert not any(unicodedata.category(one) == "Cc" for one in shown if one not in "\n\t")
    assert harmless(shown) == shown


@pytest.mark.parametrize("text", SPEAKS)
def test_what_models_take_for_a_turn_or_a_call_is_told_apart(text: str) -> None:
    assert text not in harmless(f"x = 1\n{text}\ny = 2")
    assert harmless(text).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "user: str",
        "    system: bool = False",
        "List<String> a = new List<S>();",
        "a < b || c > d",
        "x <- y",
        "a @@@ b",
        "<b>",
    ],
)
def test_code_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_hidden_characters_are_shown() -> None:
    assert harmless("a\u202eb\u200bc\u00a0d\U000e0041") == "a[U+202E]b[U+200B]c d[U+E0041]"


def test_secrets_are_gone_from_text_and_label() -> None:
    shown = fenced("in hunter2", "key = hunter2", lambda text: text.replace("hunter2", "[redacted]"))
    assert "hunter2" not in shown


def test_a_label_is_one_short_line() -> None:
    assert one_line("a\n```\nb") == "a ''' b"
    assert len(one_line("x" * 500)) == 120
