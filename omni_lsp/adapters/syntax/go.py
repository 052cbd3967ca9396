"""How to read Go trees."""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from omni_lsp.adapters.syntax.dialect import Definer, Dialect, Found, named, text
from omni_lsp.model.facts import Import

_KINDS = {"struct_type": "struct", "interface_type": "interface"}


def _type(node: Node, _above: Sequence[Node]) -> Iterator[Found]:
    """The body is what stands behind the keyword of a struct or interface."""
    meaning = node.child_by_field_name("type")
    kind = _KINDS.get(meaning.type, "type") if meaning is not None else "type"
    has_body = meaning is not None and kind != "type" and meaning.child_count > 1
    yield Found(kind, node.child_by_field_name("name"), meaning.child(1) if meaning is not None and has_body else None)


def _method(node: Node, _above: Sequence[Node]) -> Iterator[Found]:
    receiver = re.search(r"(\w+)\s*(?:\[.*\]\s*)?\)$", text(node.child_by_field_name("receiver")), re.DOTALL)
    body = node.child_by_field_name("body")
    yield Found("method", node.child_by_field_name("name"), body, receiver[1] if receiver else "")


def _values(kind: str) -> Definer:
    def define(node: Node, above: Sequence[Node]) -> Iterator[Found]:
        if above[1].type in {"const_declaration", "var_declaration"}:
            value = node.child_by_field_name("value")
            yield from (Found(kind, name, value) for name in node.children_by_field_name("name"))

    return define


def _import(node: Node) -> Iterator[Import]:
    yield Import(text(node.child_by_field_name("path"))[1:-1])


GO = Dialect(
    "tree_sitter_go",
    "language",
    defines={
        "function_declaration": named("function"),
        "method_declaration": _method,
        "method_elem": named("method"),
        "type_spec": _type,
        "type_alias": named("type"),
        "const_spec": _values("constant"),
        "var_spec": _values("variable"),
    },
    imports={"import_spec": _import},
    names=frozenset({"identifier", "type_identifier", "field_identifier", "package_identifier"}),
)
