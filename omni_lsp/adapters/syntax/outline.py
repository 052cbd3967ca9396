"""A tree as an outline: definitions in document order, imports, identifiers."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from omni_lsp.adapters.syntax.comments import Comments, docstring
from omni_lsp.adapters.syntax.definitions import Definition, Definitions
from omni_lsp.adapters.syntax.dialect import Export, text
from omni_lsp.adapters.syntax.interface import Seen, interface
from omni_lsp.adapters.syntax.signature import HOLDS_VALUE, signature
from omni_lsp.adapters.syntax.trees import Parsed
from omni_lsp.model.facts import Import, Symbol
from omni_lsp.model.text import Lines
from omni_lsp.ports.syntax import Outline

_HOLDS_METHODS = frozenset({"class", "interface", "struct", "enum"})


@dataclass(slots=True)
class _Harvest:
    """What one walk through a tree brings home, in document order."""

    definitions: list[Definition] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    names: set[bytes] = field(default_factory=set)
    comments: list[Node] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)


def outline(parsed: Parsed, lines: Lines) -> Outline:
    """Everything an outline says; `lines` are those of the text. Takes about 1 ms for 100 lines."""
    harvest = _harvest(parsed)
    comments = Comments(parsed, harvest.comments)
    symbols = tuple(_symbols(parsed, lines, harvest.definitions, comments))
    return Outline(
        symbols,
        tuple(harvest.imports),
        # Made of a set, as one that grows by single names has twice the room it needs, and these stay.
        frozenset({sys.intern(name.decode()) for name in harvest.names if name}),
        _file_doc(parsed, comments, harvest.definitions),
        interface(parsed, Seen(tuple(zip(symbols, harvest.definitions, strict=True)), harvest.exports), comments),
    )


def _harvest(parsed: Parsed) -> _Harvest:
    # Not a tree-sitter query: those take minutes for some broken texts and hold the interpreter all the while.
    dialect, harvest, definitions = parsed.dialect, _Harvest(), Definitions()
    told = dialect.defines.keys() | dialect.imports.keys() | dialect.exports.keys()
    for node, above in parsed.nodes(dialect.names | dialect.comments | told):
        kind = node.type
        if kind in dialect.names:
            harvest.names.add(node.text or b"")
        elif kind in dialect.comments:
            harvest.comments.append(node)
        else:
            if kind in dialect.imports:
                harvest.imports += dialect.imports[kind](node)
            if kind in dialect.exports:
                harvest.exports += dialect.exports[kind](node)
            if kind in dialect.defines:
                harvest.definitions += definitions.of(dialect.defines[kind], node, above)
    return harvest


def _symbols(parsed: Parsed, lines: Lines, definitions: Iterable[Definition], comments: Comments) -> Iterator[Symbol]:
    enclosing: list[tuple[Node, Symbol]] = []
    row_of = _rows(parsed, lines)
    for found in definitions:
        while enclosing and not _holds(enclosing[-1][0], found.whole):
            enclosing.pop()
        parent = enclosing[-1][1] if enclosing else None
        symbol = Symbol(
            text(found.name),
            "method" if found.kind == "function" and parent and parent.kind in _HOLDS_METHODS else found.kind,
            parsed.span(found.first, found.whole),
            parsed.span(found.name),
            signature(parsed, found, comments),
            _doc(parsed, found, comments),
            found.receiver or (parent.qualified if parent else ""),
            row_of(found.name),
        )
        yield symbol
        enclosing.append((found.whole, symbol))


def _rows(parsed: Parsed, lines: Lines) -> Callable[[Node], int]:
    """The line of a node: trees know it, but for a carriage return that ends a line by itself."""
    if parsed.data.count(b"\r") == parsed.data.count(b"\r\n"):
        return lambda node: node.start_point.row
    return lambda node: lines.position(parsed.points.at(node.start_byte)).line


def _holds(outer: Node, inner: Node) -> bool:
    return outer != inner and inner.end_byte <= outer.end_byte


def _doc(parsed: Parsed, found: Definition, comments: Comments) -> str:
    if not parsed.dialect.docstrings:
        return comments.above(found.first)
    return docstring(found.body) if found.kind not in HOLDS_VALUE else ""


def _file_doc(parsed: Parsed, comments: Comments, definitions: Iterable[Definition]) -> str:
    if parsed.dialect.docstrings:
        return docstring(parsed.tree.root_node)
    return comments.of_file(frozenset(found.first.start_point.row for found in definitions))
