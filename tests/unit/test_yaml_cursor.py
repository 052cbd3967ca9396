"""Where somebody writes in a YAML file: found in whole files as the parser does, and in half-written ones as people mean it."""

import time
from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings, strategies as st

from omni_lsp.config import yaml_source
from omni_lsp.config.yaml_cursor import Cursor, cursor_at, token_at
from omni_lsp.config.yaml_tokens import Token, tokens

ROOT = Path(__file__).parents[2]
HERE = "‸"
WHOLE = [*sorted((ROOT / "pipelines").glob("*.yaml"))]


def cursor(marked: str) -> Cursor | None:
    """The cursor stands before the mark, which is not in the text."""
    before, _, after = marked.partition(HERE)
    return cursor_at(before + after, len(before))


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    else:
        yield path, value if isinstance(value, str) else str(value).lower()


@pytest.mark.parametrize("file", WHOLE, ids=lambda file: file.stem)
def test_shipped_files_are_read_as_the_parser_does(file: Path) -> None:
    text = file.read_text("utf-8")
    root = yaml_source.read(text).root
    assert root is not None
    found = [token for token in tokens(text) if not token.is_key]
    assert [(token.path, token.text) for token in found] == list(leaves(yaml_source.plain(root)))
    assert [token.span for token in found] == [yaml_source.place(root, token.path) for token in found]


NAMES = st.text("abcxyz_-.019", min_size=1, max_size=6).filter(lambda name: name[0] in "abcxyz")
TREES = st.dictionaries(
    NAMES,
    st.recursive(
        NAMES,
        lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=3,
)


class Indented(yaml.SafeDumper):
    """Writes the dashes of a list further right than its key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow=flow, indentless=False)


@settings(max_examples=40)
@given(
    tree=TREES,
    style=st.fixed_dictionaries(
        {
            "default_flow_style": st.sampled_from([True, False, None]),
            "indent": st.integers(2, 6),
            "Dumper": st.sampled_from([yaml.SafeDumper, Indented]),
            "default_style": st.sampled_from([None, '"', "'"]),
        }
    ),
    comment=st.booleans(),
)
def test_whole_files_are_read_as_the_parser_does(
    tree: dict[str, object], style: dict[str, Any], *, comment: bool
) -> None:
    text = yaml.dump(tree, width=200, sort_keys=False, **style)
    if comment and not style["default_flow_style"]:
        text = "# one\n\n" + "".join(f"{line} # key: value\n    # other: [\n" for line in text.splitlines())
    assert [(token.path, token.text) for token in tokens(text) if not token.is_key] == list(leaves(tree))


@pytest.mark.parametrize(
    ("marked", "path", "word", "beside"),
    [
        ("‸", (), "", set()),
        ("ver‸", (), "ver", set()),
        ("a: 1\nb‸\nc: 2\n", (), "b", {"a", "c"}),
        ("a: ‸\n", ("a",), "", set()),
        ("a: fo‸o # bar\n", ("a",), "foo", set()),
        ("a: 'fo‸'\n", ("a",), "fo", set()),
        ('a: "fo‸\nb: 1\n', ("a",), "fo", set()),
        ("a:\n  ‸", ("a",), "", set()),
        ("a:\n  b: 1\n  ‸\n  c: 2\nd: 3\n", ("a",), "", {"b", "c"}),
        ("a:\n  b: 1\n‸\n", (), "", {"a"}),
        ("a:\n    b:\n        c: 1\n  ‸\n", ("a",), "", {"b"}),
        ("a:\n  - ‸\n", ("a", 0), "", set()),
        ("a:\n- x\n- ‸\n", ("a", 1), "", {"x"}),
        ("a:\n  - x\n  - y‸\nb: 1", ("a", 1), "y", {"x"}),
        ("a:\n  - b: 1\n    ‸\n  - c: 2\n", ("a", 0), "", {"b"}),
        ("a:\n  - b: 1\n  ‸\n", ("a",), "", set()),
        ("a:\n  - - x\n    - ‸\n", ("a", 0, 1), "", {"x"}),
        ("a: [x, ‸]\n", ("a", 1), "", {"x"}),
        ("a: [x, ‸\nb: 1\n", ("a", 1), "", {"x"}),
        ("a: [\n  x,\n  ‸\n]\n", ("a", 1), "", {"x"}),
        ("a: {b: 1, ‸}\n", ("a",), "", {"b"}),
        ("a: {b: ‸, c: 2}\n", ("a", "b"), "", set()),
        ("a: [{b: x}, {b: y, c‸: z}]\n", ("a", 1), "c", {"b"}),
        ("pci 6.‸: error\npy.*: off\n", (), "pci 6.", {"py.*"}),
        ("'a b‸': 1\n", (), "a b", set()),
        ("---\na:\n  ‸\n", ("a",), "", set()),
        ("\ta: ‸\n", ("a",), "", set()),
        ("a: 1\r\nb: ‸\r\nc: 3\r\n", ("b",), "", set()),
        ("a: é🔒‸\n", ("a",), "é🔒", set()),
        ("a: [x,\nb:\n  - ‸", ("b", 0), "", set()),
        ("a:\n    - - x\n  - ‸", ("a", 0), "", set()),
        ("\ue000x: 1\nb: ‸", ("b",), "", set()),
    ],
)
def test_what_is_being_written(marked: str, path: tuple[str | int, ...], word: str, beside: set[str]) -> None:
    here = cursor(marked)
    assert here is not None
    assert (here.path, here.text, here.beside) == (path, word, beside)
    text = marked.replace(HERE, "")
    assert text[here.word.start : here.word.end] == word


@pytest.mark.parametrize(
    "marked",
    ["# ‸", "a: 1 # ‸", "a: # ‸", "a: 1\n  ‸", "a: |\n  ‸\n", "a: >\n  x ‸\nb: 1", "- a: >-\n   x‸\n", "a: ]‸, b"],
)
def test_nothing_can_be_written(marked: str) -> None:
    here = cursor(marked)
    assert here is None or "]" in here.text


def test_lines_between_documents_are_no_values() -> None:
    assert [token.text for token in tokens("%YAML 1.2\n---\na: b\n...\n")] == ["a", "b"]


def test_text_over_several_lines_ends_where_its_key_stands() -> None:
    here = cursor("a: |\n  text: 1\nb:\n  ‸")
    assert here is not None
    assert here.path == ("b",)


@pytest.mark.parametrize(
    ("marked", "token"),
    [
        ("bud‸get: 5s", ("budget", (), True)),
        ("budget: ‸5s", ("5s", ("budget",), False)),
        ("on: [open, s‸ave]", ("save", ("on", 1), False)),
        ("a: {‸b: c}", ("b", ("a",), True)),
    ],
)
def test_what_is_pointed_at(marked: str, token: tuple[str, tuple[str | int, ...], bool]) -> None:
    before, _, after = marked.partition(HERE)
    found = token_at(before + after, len(before))
    assert found is not None
    assert (found.text, found.path, found.is_key) == token


def test_nothing_is_pointed_at_between_words() -> None:
    assert [token_at("a:  b ", offset) is None for offset in range(7)] == [False, True, True, True, False, True, True]


BITS = st.lists(
    st.sampled_from(
        [*"ab:,[]{}'\"#-|>&*! \t\n\r.", ": ", "- ", "  ", "\n  ", "key: ", "---\n", "\ue000", "\u2028", "\ud800"]
    )
)


def test_places_are_right_in_any_text() -> None:
    @given(BITS.map("".join) | st.text(), st.integers(-1, 60))
    @example("}", 1)
    @example("a: [", 4)
    def check(text: str, offset: int) -> None:
        here = cursor_at(text, offset)
        assert here is None or here.word.start <= offset <= here.word.end <= len(text)
        assert here is None or text[here.word.start : here.word.end].replace("\ue000", "\ue001") == here.text
        found: list[Token] = list(tokens(text))
        assert all(text[token.span.start : token.span.end] == token.text for token in found)
        assert all(one.span.end <= other.span.start for one, other in pairwise(found))
        pointed = token_at(text, offset)
        assert pointed is None or pointed.span.start <= offset < pointed.span.end

    check()


def test_a_file_that_is_too_large_is_left_alone() -> None:
    text = "a: b\n" * 20_000
    assert cursor_at(text, 3) is None
    assert token_at(text, 3) is None


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 60_000 + "b",
        "a: " + "[" * 60_000,
        "- " * 30_000,
        "a:" * 30_000,
        "a: x\n" * 12_000,
        '"' * 60_000,
        "{a: " * 15_000,
    ],
    ids=["spaces", "brackets", "dashes", "colons", "lines", "quotes", "mappings"],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    deque(tokens(text), maxlen=0)
    assert time.process_time() - began < 1.0
