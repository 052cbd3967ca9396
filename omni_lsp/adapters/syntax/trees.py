"""Parsed text: the tree, and where its nodes lie in code points."""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tree_sitter import Language, Node, Parser, Tree

from omni_lsp.adapters.syntax.code_points import CodePoints
from omni_lsp.adapters.syntax.dialect import Dialect
from omni_lsp.adapters.syntax.go import GO
from omni_lsp.adapters.syntax.java import JAVA
from omni_lsp.adapters.syntax.javascript import JAVASCRIPT, TSX, TYPESCRIPT
from omni_lsp.adapters.syntax.python import PYTHON
from omni_lsp.model.text import Span

DIALECTS = {
    "python": PYTHON,
    "javascript": JAVASCRIPT,
    "javascriptreact": JAVASCRIPT,
    "typescript": TYPESCRIPT,
    "typescriptreact": TSX,
    "go": GO,
    "java": JAVA,
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """`data` is the UTF-8 that was parsed, `starts` its code points."""

    dialect: Dialect
    tree: Tree
    data: bytes
    points: CodePoints

    def span(self, start: Node, end: Node | None = None) -> Span:
        """From the start of one node to the end of another, or of the same."""
        return Span(self.points.at(start.start_byte), self.points.at((end or start).end_byte))

    def nodes(self, types: Iterable[str]) -> Iterator[tuple[Node, Sequence[Node]]]:
        """Nodes of the given types in document order, with those above, the root first; valid until the next one."""
        language = self.tree.language
        ids = {language.id_for_node_kind(name, True) for name in types}
        cursor = self.tree.walk()
        above: list[Node] = []
        while (node := cursor.node) is not None:
            if node.kind_id in ids:
                yield node, above
            if cursor.goto_first_child():
                above.append(node)
                continue
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return
                above.pop()

    def source(self, start: int, end: int) -> str:
        """Text between two byte offsets."""
        return self.data[start:end].decode()


def parse(language: str, text: str) -> Parsed:
    """Tree of a text in one of the `DIALECTS`.

    Lone surrogates, which UTF-8 cannot hold, are parsed as question marks: one character each, so that offsets stay.
    """
    data = text.encode("utf-8", "replace")
    dialect = DIALECTS[language]
    return Parsed(dialect, Parser(_language(dialect.module, dialect.function)).parse(data), data, CodePoints(data))


def error_count(parsed: Parsed) -> int:
    """Places where the parser had to skip or invent something."""
    count = 0
    pending = [parsed.tree.root_node]
    while pending:
        node = pending.pop()
        count += node.is_error or node.is_missing
        if node.has_error:
            pending += node.children
    return count


def in_comment(parsed: Parsed, start: int, end: int) -> bool:
    """Whether the character between two byte offsets is part of a comment."""
    node = parsed.tree.root_node.descendant_for_byte_range(start, end)
    return node is not None and "comment" in node.type


@cache
def _language(module: str, function: str) -> Language:
    return Language(getattr(importlib.import_module(module), function)())
