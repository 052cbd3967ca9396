"""What a repository says is shown, not obeyed."""

import pytest

from omni_lsp.model.markdown import block, code, escaped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, really.", "plain words, really."),
        ("[x](https://evil.example)", r"\[x\](https\://evil.example)"),
        ("![x](a)", r"\!\[x\](a)"),
        ("<img src=x onerror=y> &lt;", r"\<img src=x onerror=y\> \&lt;"),
        ("see www.evil.example or WWW.x", r"see www\.evil.example or WWW\.x"),
        ("me@evil.example", r"me\@evil.example"),
        ("`code` *b* _i_ ~s~ |t| #h", r"\`code\` \*b\* \_i\_ \~s\~ \|t\| \#h"),
        ("- item", r"\- item"),
        ("one\n\n# two\n===", r"one \# two ==="),
        ("a\\b", r"a\\b"),
    ],
)
def test_prose_is_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.py", "`a.py`"),
        ("a`b", "``a`b``"),
        ("`a``b", "``` `a``b ```"),
        ("x\n\n[y](z)", "`x [y](z)`"),
        ("", ""),
    ],
)
def test_code_spans_cannot_be_left(text: str, expected: str) -> None:
    assert code(text) == expected


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\x1b", "\x07", "\x9b", "\U000e0041", "\ufeff"])
def test_what_is_not_seen_is_shown(unseen: str) -> None:
    for shown in (escaped, code, block):
        assert unseen not in shown(f"a{unseen}b")
        assert "a\ufffdb" in shown(f"a{unseen}b")


def test_letters_of_any_script_stay() -> None:
    text = "na\u00efve \u05d0\u200d\u05d1 \U0001f469\u200d\U0001f4bb"
    assert (escaped(text), code(text)) == (text, f"`{text}`")


def test_blocks_cannot_be_left() -> None:
    assert block("def f()", "python") == "```python\ndef f()\n```"
    assert block("a ``` b\n````") == "`````\na ``` b\n````\n`````"
