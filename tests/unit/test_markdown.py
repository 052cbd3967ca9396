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


def test_blocks_cannot_be_left() -> None:
    assert block("def f()", "python") == "```python\ndef f()\n```"
    assert block("a ``` b\n````") == "`````\na ``` b\n````\n`````"
