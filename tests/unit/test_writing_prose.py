"""What a model says as Markdown: what is meant stays, what would load or lead somewhere does not."""

import re

import pytest
from hypothesis import given, strategies as st

from omni_lsp.agents.coding.prose import CUT, LONGEST, harmless_markdown

# What a reader of Markdown would make a link, an image or a tag of, as it stands outside of code.
_LIVE = re.compile(r"!?\[[^\]]*\]|<|&\w+;|://|(?i:www\.\w)")
# Code, and characters that a backslash makes plain ones (CommonMark, sections 4.5, 6.1 and 2.4).
_DEAD = re.compile(r"^(`{3,})[^\n]*\n(?:[\s\S]*?\n)?\1$|\\[!-/:-@\[-`{-~]|(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)", re.MULTILINE)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("# It adds\n\n- the **prices**\n1. and `x`", "# It adds\n\n- the **prices**\n1. and `x`"),
        ("![x](https://evil.io/x.png)", "\\!\\[x\\](https\\://`evil.io`/`x.png`)"),
        ("<script>x</script>", "\\<script\\>x\\</script\\>"),
        ("[a]: //evil", "\\[a\\]: //evil"),
        ("see evil.example.com now", "see `evil.example.com` now"),
        ("&lt;img&gt;", "\\&lt;img\\&gt;"),
        ("```python\nx = [1](2)\n```", "```python\nx = [1](2)\n```"),
        ("```mermaid\nclick A href\n```", "```\nclick A href\n```"),
        ("```\nnever ended <b>", "```\nnever ended <b>\n```"),
        ("~~~html\n<b>\n~~~", "```\n<b>\n```"),
        ("| a | b |", "\\| a \\| b \\|"),
        ("    <b>", "\\<b\\>"),
        ("***", ""),
        ("a\u202eb", "a\ufffdb"),
    ],
)
def test_what_is_meant_stays_and_nothing_is_loaded(said: str, shown: str) -> None:
    assert harmless_markdown(said).strip() == shown


def test_it_is_bounded_and_says_so() -> None:
    told = harmless_markdown("word " * 10_000)
    assert told.endswith(CUT)
    assert len(told) < 2 * LONGEST


PIECES = st.sampled_from(
    [
        "[a](b)",
        "![",
        "](",
        "<img src=x>",
        "`",
        "```",
        "``",
        "**",
        "http://x.io",
        "www.x.io",
        "\n",
        " ",
        "&amp;",
        "\\",
        "*",
        "a",
        "~~~",
        "> ",
        "# ",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_whatever_is_said_nothing_of_it_is_live(said: str) -> None:
    outside = _DEAD.sub(" ", harmless_markdown(said))
    assert not _LIVE.search(outside), outside
