"""Outlines of one sample a language, next to the sample as text."""

from pathlib import Path

import pytest

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.syntax import Outline

CASES = Path(__file__).parents[1] / "cases" / "outline"
SAMPLES = ["shop.py", "shop.js", "view.jsx", "shop.ts", "view.tsx", "shop.go", "Shop.java"]


def sample(name: str) -> Snapshot:
    path = CASES / name
    return Snapshot(path.as_uri(), None, language_of(path), path.read_text("utf-8"))


def rendered(outline: Outline) -> str:
    symbols = [
        f"{symbol.line + 1:3} {symbol.kind} {symbol.qualified} | {symbol.signature} | {symbol.doc}"
        for symbol in outline.symbols
    ]
    imports = [f"import {imported.module} {' '.join(imported.names)}".rstrip() for imported in outline.imports]
    return "\n".join([f"doc {outline.doc}".rstrip(), *imports, *(line.rstrip(" |") for line in symbols)]) + "\n"


@pytest.mark.parametrize("name", SAMPLES)
async def test_outline_is_as_written_beside_the_sample(name: str) -> None:
    outline = await TreeSitterSyntax().outline(sample(name))

    assert rendered(outline) == (CASES / f"{name}.outline").read_text("utf-8")


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
async def test_spans_cut_names_and_definitions_out_of_the_text(name: str, line_end: str) -> None:
    plain = sample(name)
    text = plain.text.replace("\n", line_end)
    outline = await TreeSitterSyntax().outline(Snapshot(plain.uri, None, plain.language, text))

    assert outline.symbols
    for symbol in outline.symbols:
        assert text[symbol.name_span.start : symbol.name_span.end] == symbol.name
        assert symbol.span.start <= symbol.name_span.start < symbol.name_span.end <= symbol.span.end
        assert text.splitlines()[symbol.line].find(symbol.name) >= 0
    assert rendered(outline) == (CASES / f"{name}.outline").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("shop.py", "@retry\n# Once", "return 1"),
        ("shop.ts", '@Get("/x")', "return load(id); }"),
        ("shop.js", "export default class Shelf", "deep() {} }; }\n}"),
        ("Shop.java", "@Override", "return local; }"),
        ("shop.go", "func Map", "return 0, nil }"),
    ],
)
async def test_span_takes_in_decorators_and_modifiers(name: str, start: str, end: str) -> None:
    snapshot = sample(name)
    outline = await TreeSitterSyntax().outline(snapshot)

    cut = [snapshot.text[symbol.span.start : symbol.span.end] for symbol in outline.symbols]
    assert any(text.startswith(start) and text.endswith(end) for text in cut)


@pytest.mark.parametrize(
    ("name", "mentioned", "unmentioned"),
    [
        ("shop.py", {"OrderedDict", "Ordered", "retry", "Meta", "total", "float"}, {"geheim", "Begins", "def"}),
        ("shop.js", {"payment", "put", "get", "#hidden", "require", "inner"}, {"const", "Shows", "shelf"}),
        ("shop.ts", {"Item", "Component", "Promise", "Props"}, {"string", "interface"}),
        ("view.tsx", {"Row", "key", "items"}, {"const"}),
        ("shop.go", {"db", "Stringer", "ID", "item"}, {"func", "Package"}),
        ("Shop.java", {"Override", "Sold", "open", "amount"}, {"class", "Licensed"}),
    ],
)
async def test_names_are_the_identifiers(name: str, mentioned: set[str], unmentioned: set[str]) -> None:
    names = (await TreeSitterSyntax().outline(sample(name))).names

    assert mentioned <= names
    assert not unmentioned & names
