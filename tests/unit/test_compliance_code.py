"""Texts without comments and words: what stays is code, at its place."""

import pytest
from hypothesis import example, given, settings, strategies as st

from omni_lsp.agents.compliance_code import LANGUAGES, code_of


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("python", "a # b", "a    "),
        ("python", "'a b' + c", "'   ' + c"),
        ("python", "f'a {b} c'", "f'   b   '"),
        ("python", "f'{{a}} {b!r:>{w}}'", "f'       b        '"),
        ("python", "f'{a[\"k\"]} {b:%Y}'", "f' a[\"k\"]   b    '"),
        ("python", "rf'\\{a}' + 1", "rf'  a ' + 1"),
        ("python", "f'\\N{DASH}{a}' + 1", "f'         a ' + 1"),
        ("python", "'''a\nb''' c", "''' \n ''' c"),
        ("python", "'a\nb", "' \nb"),
        ("python", "'it\\'s' a", "'     ' a"),
        ("python", "x['email'] + ['email']", "x['email'] + ['     ']"),
        ("python", "x.get('email') or f('email')", "x.get('email') or f('     ')"),
        ("javascript", "a // b", "a     "),
        ("javascript", "a /* b\n c */ d", "a     \n      d"),
        ("javascript", "`a ${b} ${`c ${d}`}` + e", "`    b    `    d ` ` + e"),
        ("javascript", "`a ${{b: 1}.b} c`", "`    {b: 1}.b   `"),
        ("javascript", "(/[\"']/.test(x), 'y')", "(      .test(x), ' ')"),
        ("javascript", "a / b / 'c'", "a / b / ' '"),
        ("typescript", "x?.['email']", "x?.['email']"),
        ("go", '`a\n"b` + "c" + \'d\' // e', '` \n  ` + " " +         '),
        ("go", "`a\\` + b", "`  ` + b"),
        ("java", '"""a "b" c""" + d', '"""       """ + d'),
        ("java", "'\"' + d", "' ' + d"),
    ],
)
def test_what_is_no_code_is_blank(language: str, text: str, code: str) -> None:
    assert code_of(text, language).text == code


def test_strings_are_told_with_the_code_in_them() -> None:
    code = code_of("f'?a={b}' + 'c'", "python")
    first, second = code.literals
    assert code.original[first.inner.start : first.inner.end] == "?a={b}"
    assert [code.original[hole.start : hole.end] for hole in first.holes] == ["b"]
    assert code.original[second.inner.start : second.inner.end] == "c"


PIECES = st.sampled_from((*"\"'`{}:#/\\\na[]é()", '"""', "'''", "f'", 'f"', "${", "{{", "!r", "//", "/*", "*/"))


@example("f'${\"':", "python")
@example("f'${#!r", "python")
@given(st.lists(PIECES, max_size=80).map("".join), st.sampled_from(sorted(LANGUAGES)))
@settings(max_examples=500, deadline=None)
def test_places_and_lines_stay(text: str, language: str) -> None:
    code = code_of(text, language)
    assert len(code.text) == len(text)
    assert [at for at, one in enumerate(code.text) if one == "\n"] == [at for at, one in enumerate(text) if one == "\n"]
    assert all(new in (old, " ") for new, old in zip(code.text, text, strict=True))
