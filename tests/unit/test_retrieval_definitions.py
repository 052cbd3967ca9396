"""Definitions found without a grammar: samples say in their first lines what they define, and what they only name."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from omni_lsp.retrieval.definitions import definitions

SAMPLES = sorted((Path(__file__).parents[1] / "cases" / "retrieval" / "definitions").iterdir())
SIZE = 100_000
HOSTILE = {
    "spaces": " " * SIZE,
    "one word": "a" * SIZE,
    "words": "a " * (SIZE // 2),
    "pointers": "a** " * (SIZE // 4),
    "stars": "a " + "*" * SIZE,
    "brackets": "int f(" + "(" * SIZE,
    "calls": "int f()" * (SIZE // 7),
    "heads": "a b(\n" * (SIZE // 5),
    "open templates": "a b<" * (SIZE // 4),
    "nested templates": "template <" + "vector<" * (SIZE // 7),
    "classes": "class a " * (SIZE // 8),
    "visibility": "pub( " * (SIZE // 5),
    "modifiers": "static " * (SIZE // 7),
    "implementations": "impl<> " + "x<> " * (SIZE // 4),
    "annotations": "@a " * (SIZE // 3),
    "open annotations": "@a(" * (SIZE // 3),
    "contexts": "data " + "a =>" * (SIZE // 4),
    "empty lines": "\n" * SIZE,
    "short lines": "a\n" * (SIZE // 2),
    "tabs": "\t" * (SIZE // 2) + "a" + "\t" * (SIZE // 2),
}


def said(text: str, word: str) -> set[str]:
    """The names after `word:` in the comments of a sample, without what they are in."""
    line = re.search(rf"\b{word}:(.*?)(?:\*/|-->|\*\)|$)", text, re.MULTILINE)
    assert line is not None
    return {re.split(r"::|\.", name)[-1].rstrip("?") for name in line[1].split()}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_defines_what_it_says(path: Path) -> None:
    text = path.read_text("utf-8")
    found = definitions(text, path.suffix.removeprefix(".").lower())
    names = {each.name.rstrip("?") for each in found}
    assert said(text, "defines") <= names
    assert not names & said(text, "not")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_places_are_those_of_the_names_in_document_order(path: Path) -> None:
    text = path.read_text("utf-8")
    found = definitions(text, path.suffix.removeprefix(".").lower())
    assert all(text[: each.end].endswith(each.name) for each in found)
    assert all(each.start == 0 or text[each.start - 1] == "\n" for each in found)
    assert [each.start for each in found] == sorted({each.start for each in found})


def test_lines_end_with_carriage_returns_as_well() -> None:
    text = "struct node {\r\n};\r\nstatic int\r\nadd(int a)\r\n{\r\n  return a;\r\n}\r\n"
    assert [each.name for each in definitions(text, "c")] == ["node", "add"]


def test_there_are_at_most_4000() -> None:
    assert len(definitions("def a\n" * 5_000, "rb")) == 4_000


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear_in_the_text(name: str) -> None:
    began = time.perf_counter()
    for ending in ("c", "rs", "hs", "lua", "sh"):
        definitions(HOSTILE[name], ending)
    assert time.perf_counter() - began < 2


@given(st.text(), st.sampled_from(["c", "rs", "rb", "hs", "sh", "clj", "sql", "m", "xyz", ""]))
def test_any_text_can_be_looked_at(text: str, ending: str) -> None:
    for each in definitions(text, ending):
        assert each.name
        assert 0 <= each.start < each.end <= len(text)
