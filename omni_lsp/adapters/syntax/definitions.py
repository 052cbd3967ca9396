"""The definitions of a tree as nodes, with everything that is about one alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from omni_lsp.adapters.syntax.dialect import Definer, Found, text

_WRAPPERS = frozenset(
    {"decorated_definition", "export_statement", "ambient_declaration", "expression_statement"}
    | {"lexical_declaration", "variable_declaration", "field_declaration", "constant_declaration"}
    | {"type_declaration", "const_declaration", "var_declaration"}
)


@dataclass(frozen=True, slots=True)
class Definition:
    """`whole` is the definition with `export`, decorators and the like; `first` the node that it starts with."""

    kind: str
    name: Node
    body: Node | None
    receiver: str
    whole: Node
    first: Node


class Definitions:
    """Finds what a node defines, and remembers which declarations hold several."""

    def __init__(self) -> None:
        self._groups: dict[int, bool] = {}

    def of(self, definer: Definer, node: Node, above: Sequence[Node]) -> Iterator[Definition]:
        """None for a name that is missing, as it is in the middle of typing."""
        for found in definer(node, above):
            if found.name is not None and text(found.name):
                yield self._definition(found, found.name, self._whole(node, above))

    def _definition(self, found: Found, name: Node, whole: Node) -> Definition:
        return Definition(found.kind, name, found.body, found.receiver, whole, _first(whole))

    def _whole(self, node: Node, above: Sequence[Node]) -> Node:
        for parent in reversed(above):
            if parent.type not in _WRAPPERS or self._is_group(parent):
                break
            node = parent
        return node

    def _is_group(self, declaration: Node) -> bool:
        """As in `let a, b` and `const ( … )`; asked once, since groups can be long."""
        known = self._groups.get(declaration.id)
        if known is None:
            known = self._groups[declaration.id] = any(child.type in {",", "("} for child in declaration.children)
        return known


def _first(whole: Node) -> Node:
    """TypeScript has the decorators of a method beside it, not in it."""
    if whole.type != "method_definition":
        return whole
    first, before = whole, whole.prev_sibling
    while before is not None and before.type == "decorator":
        first, before = before, before.prev_sibling
    return first
