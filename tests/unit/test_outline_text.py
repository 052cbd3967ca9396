"""Texts that are hard on a parser: other scripts, broken, huge, empty."""

import asyncio

import pytest

from omni_lsp.adapters.syntax.code_points import CodePoints
from omni_lsp.adapters.syntax.tree_sitter import MAX_BYTES, TreeSitterSyntax
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.syntax import Outline


def snapshot(text: str, language: str = "python") -> Snapshot:
    return Snapshot("file:///a", None, language, text)


@pytest.mark.parametrize("letters", ["abc", "äöü", "変数", "𝒳🛒", "a\u0301é🛒変"])
def test_code_points_agree_with_decoding(letters: str) -> None:
    text = letters * 1500 + "end"
    data = text.encode()
    points = CodePoints(data)

    for index in (0, 1, 2, 700, 1023, 1024, 1025, 2048, len(text) - 1, len(text)):
        assert points.at(len(text[:index].encode())) == index


@pytest.mark.parametrize(
    "before", ["", "'🛒𝒳' # 変数\n", "'変数' * 3\n" * 500, "# \ud800 \udfff\n", "'\ud83d'\r\n", "\ufeff"]
)
async def test_spans_count_code_points_whatever_stands_before(before: str) -> None:
    text = before + "def naïve(): pass\n"
    outline = await TreeSitterSyntax().outline(snapshot(text))

    (symbol,) = outline.symbols
    assert text[symbol.name_span.start : symbol.name_span.end] == "naïve"
    assert text[symbol.span.start : symbol.span.end] == "def naïve(): pass"
    assert symbol.line == before.count("\n")


async def test_line_of_a_symbol_counts_old_mac_line_ends() -> None:
    text = "function a() {}\rfunction b() {}\r\nfunction c() {}\n"
    outline = await TreeSitterSyntax().outline(snapshot(text, "javascript"))

    assert [symbol.line for symbol in outline.symbols] == [0, 1, 2]


@pytest.mark.parametrize("language", ["python", "javascript", "typescript", "typescriptreact", "go", "java"])
@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "((((", "\0", "class", "def f(", "}" * 50, "export const", "func ("]
)
async def test_broken_texts_have_some_outline(text: str, language: str) -> None:
    syntax = TreeSitterSyntax()

    assert isinstance(await syntax.outline(snapshot(text, language)), Outline)
    assert await syntax.error_count(snapshot(text, language)) >= 0


async def test_what_is_whole_in_a_broken_file_is_found() -> None:
    outline = await TreeSitterSyntax().outline(snapshot("def whole(): pass\n\ndef broken(:\n\ndef other(): pass\n"))

    assert "whole" in {symbol.name for symbol in outline.symbols}


@pytest.mark.parametrize(
    ("text", "errors"),
    [("x = 1\n", 0), ("x = (1\n", 1), ("x = = 1\ny = 2\nz = = 3\n", 2), ("", 0)],
)
async def test_errors_and_missing_parts_are_counted(text: str, errors: int) -> None:
    assert await TreeSitterSyntax().error_count(snapshot(text)) == errors


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "x = '🛒' «# 🛒 why»\ny"),
        ("javascript", "x = '#' «// why»\n y"),
        ("typescript", "x /* y */;«/* 🛒 */» x"),
        ("go", "package a\n«// why»\n"),
        ("java", "class A { «/** why */» int x; «// 🛒»\n}"),
    ],
)
async def test_comments_are_told_from_code(language: str, text: str) -> None:
    plain, inside, at = "", set(), 0
    for character in text:
        if character in "«»":
            at = character == "«"
            continue
        if at:
            inside.add(len(plain))
        plain += character
    syntax = TreeSitterSyntax()
    skipped = plain.find("/* y */")
    offsets = [offset for offset in range(len(plain)) if not skipped <= offset < skipped + 7 or skipped < 0]

    found = {offset for offset in offsets if await syntax.in_comment(snapshot(plain, language), offset)}
    assert found == inside


async def test_end_of_the_text_is_no_comment_of_code() -> None:
    assert not await TreeSitterSyntax().in_comment(snapshot("x = 1\n"), 6)


async def test_language_without_grammar_is_empty() -> None:
    syntax = TreeSitterSyntax()

    assert await syntax.outline(snapshot("def f(): pass", "plaintext")) == Outline()
    assert await syntax.error_count(snapshot("def f(:", "plaintext")) == 0
    assert not await syntax.in_comment(snapshot("# x", "plaintext"), 1)


@pytest.mark.parametrize("text", ["x = 1\n" * (MAX_BYTES // 6 + 1), "# " + "変" * (MAX_BYTES // 3)])
async def test_over_a_megabyte_is_empty(text: str) -> None:
    assert await TreeSitterSyntax().outline(snapshot(text)) == Outline()


async def test_large_text_leaves_the_loop_free() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.create_task(count())
    outline = await TreeSitterSyntax().outline(snapshot("def f(a): return a\n" * 3000))
    counting.cancel()

    assert len(outline.symbols) == 3000
    assert turns > 2


@pytest.mark.parametrize("text", ["x = (" + "(" * 60_000, "x = [" + "," * 60_000, "{" * 60_000, "else " * 20_000])
@pytest.mark.parametrize("language", ["python", "javascript"])
@pytest.mark.timeout(5)
async def test_long_runs_of_punctuation_take_no_longer_than_other_text(text: str, language: str) -> None:
    assert isinstance(await TreeSitterSyntax().outline(snapshot(text, language)), Outline)


async def test_only_the_latest_trees_are_kept() -> None:
    syntax = TreeSitterSyntax(keep=2)
    for number in (1, 2, 1, 3):
        await syntax.outline(snapshot(f"x = {number}"))

    kept = [digest for _, digest in syntax._parsed]
    assert kept == [snapshot("x = 1").digest, snapshot("x = 3").digest]


async def test_a_version_is_parsed_once() -> None:
    syntax = TreeSitterSyntax()
    await syntax.outline(snapshot("x = 1"))
    (first,) = syntax._parsed.values()
    await syntax.error_count(snapshot("x = 1"))
    await syntax.in_comment(snapshot("x = 1"), 0)

    assert list(syntax._parsed.values()) == [first]
    assert next(iter(syntax._parsed.values())) is first
