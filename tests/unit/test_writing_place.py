"""Where new code goes, and its imports; what a comment asks for."""

import pytest
from coding_fakes import document
from writing_fakes import TEXT, after, code, selected, wish, wish_of, with_line_ends

from omni_lsp.adapters.syntax.tree_sitter import symbols
from omni_lsp.agents.coding.code_answer import Code, parsed_code
from omni_lsp.agents.coding.code_edit import changed_by
from omni_lsp.agents.coding.place import asked_at, imports_at, place_of
from omni_lsp.agents.coding.wish import task_at
from omni_lsp.model.text import Span, apply


def test_a_comment_asks_with_the_lines_below_it() -> None:
    text = "x = 1\n    # Omni:  parse the\n    #   header\n\n# omni: ignore[x] why\n"
    snapshot = document(text)
    for words in ("Omni", "header"):
        asked = asked_at(snapshot, Span(text.index(words), text.index(words)))
        assert asked is not None
        assert (asked.words, asked.lines) == ("parse the header", range(1, 3))
    assert asked_at(snapshot, Span(text.index("ignore"), text.index("ignore"))) is None
    assert asked_at(snapshot, Span(0, 0)) is None
    assert asked_at(snapshot, Span(0, len(text))) is not None
    assert asked_at(document("// omni: x", "plaintext"), Span(0, 0)) is None


@pytest.mark.parametrize(
    ("at", "indent", "line"),
    [("total", "        ", 5), ("\n\n\ndef name", "    ", 9), ("os.fspath", "    ", 13), ("import", "", 1)],
)
def test_code_goes_below_the_line_of_a_cursor_as_deep_as_it_is_there(at: str, indent: str, line: int) -> None:
    snapshot = document(TEXT)
    place = place_of(snapshot, Span(TEXT.index(at), TEXT.index(at)), None, symbols(snapshot))
    assert (place.indent, snapshot.lines.position(place.span.start).line) == (indent, line)
    assert place.span.start == place.span.end


def test_a_blank_line_is_taken_and_white_space_in_it_counts() -> None:
    text = "class A:\n    x = 1\n  \n    y = 2\n"
    snapshot = document(text)
    at = text.index("  \n")
    place = place_of(snapshot, Span(at, at), None, symbols(snapshot))
    assert (place.indent, place.span) == ("  ", Span(at, at + 3))


@pytest.mark.parametrize(
    ("language", "text", "before"),
    [
        ("python", '#!/bin/sh\n# Copyright\n"""A module."""\n\nx = 1\n', "\nx = 1"),
        ("python", "import os\nfrom a import (\n    b,\n)\n\nx = 1\n", "\nx = 1"),
        ("python", "x = 1\n", "x = 1"),
        ("go", "// a\npackage a\n\nfunc f() {}\n", "\nfunc f"),
        ("java", "package a;\n\nclass A {}\n", "\nclass A"),
        ("javascript", "// a\n/* b */\nf();\n", "f();"),
        ("typescript", 'import { a } from "./a";\n\nf();\n', "\nf();"),
    ],
)
def test_imports_go_behind_those_that_are_there_or_behind_what_must_be_first(
    language: str, text: str, before: str
) -> None:
    at, _ = imports_at(document(text, language), len(text))
    assert text[at:].startswith(before)


async def test_line_ends_are_those_of_the_document() -> None:
    snapshot = with_line_ends(document(TEXT), "\r\n")
    new = await after(await wish(snapshot), code("def mean(self):", "    return math.pi", imports=["import math"]))
    assert "\n" not in new.replace("\r\n", "")
    assert new.startswith("import os\r\nimport math\r\n")


async def test_a_last_line_without_an_end_is_ended() -> None:
    snapshot = document("def f(x):\n    return x")
    new = await after(await wish_of(snapshot, Span(3, 3), "y"), code("y = x"))
    assert new == "def f(x):\n    y = x\n    return x"
    at = len(snapshot.text)
    assert (
        await after(await wish_of(snapshot, Span(at - 20, at), "z"), code("def f(x):", "    return 2 * x"))
    ).endswith("2 * x")


async def test_lines_that_a_model_has_indented_stay_where_they_are() -> None:
    new = await after(await wish(), code("    def mean(self):", "        return 1"))
    assert "\n    def mean(self):\n        return 1\n" in new


def test_a_fence_around_the_lines_of_a_part_and_prose_around_parts_are_left_out() -> None:
    said = parsed_code("Sure!\n@@@ imports\n\n@@@ code\n```python\n\nx = 1  \n```\n@@@ end\nDone.")
    assert (said.lines, said.imports, said.problems) == (("x = 1",), (), ())


def test_an_answer_is_never_read_beyond_its_longest() -> None:
    assert any("longer than" in one for one in parsed_code("@@@ code\n" + "x\n" * 200_000 + "@@@ end").problems)


def test_a_selection_of_code_and_one_of_a_comment_alone_differ() -> None:
    snapshot = document(TEXT)
    for words, replaces in (("        return sum(prices)\n", True), ("    # omni: the mean of some prices\n", False)):
        span = selected(TEXT, words)
        place = place_of(snapshot, span, asked_at(snapshot, span), ())
        assert (place.replaces, place.span) == (replaces, span)


FUNCTION = ("def b():", "    return 2")


@pytest.mark.parametrize(
    ("language", "around", "lines", "apart"),
    [
        ("python", ("def a():\n    return 1\n", ""), FUNCTION, (2, 0)),
        ("python", ("def a():\n    return 1\n\n\n", "\nc = 3\n"), FUNCTION, (0, 1)),
        ("python", ("def a():\n    return 1\n", "def c():\n    pass\n"), FUNCTION, (2, 2)),
        ("python", ("class A:\n", ""), ("    def b(self):", "        return 2"), (0, 0)),
        ("python", ("class A:\n    x = 1\n", "    y = 2\n"), ("    def b(self):", "        return 2"), (1, 1)),
        ("python", ("# What is new.\n", ""), FUNCTION, (0, 0)),
        ("python", ("x = 1\n", "y = 2\n"), ("z = 3",), (0, 0)),
        ("javascript", ("const a = 1;\n", "const c = 3;\n"), ("function b() {", "  return 2;", "}"), (1, 1)),
        ("java", ("class A {\n    int a;\n", "}\n"), ("    private int b() {", "        return 2;", "    }"), (1, 0)),
    ],
)
def test_definitions_stand_apart_from_their_neighbours(
    language: str, around: tuple[str, str], lines: tuple[str, ...], apart: tuple[int, int]
) -> None:
    before, after_it = around
    snapshot = document(f"{before}\n{after_it}", language)
    at = Span(len(before), len(before))
    task = task_at(snapshot, place := place_of(snapshot, at, None, symbols(snapshot)), (), frozenset())
    made = apply(snapshot.text, changed_by(task, place, Code(lines)).edit.changes)
    whole = "\n" * apart[0] + "\n".join(lines) + "\n" + "\n" * apart[1]
    assert made == before + whole + after_it
