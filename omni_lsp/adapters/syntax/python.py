"""How to read Python trees."""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from omni_lsp.adapters.syntax.dialect import Dialect, Export, Found, named, text
from omni_lsp.model.facts import Import

_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")


def _assignment(node: Node, above: Sequence[Node]) -> Iterator[Found]:
    """Variables of the module; those of classes and functions are theirs."""
    name = node.child_by_field_name("left")
    if name is not None and name.type == "identifier" and above[-2].type == "module":
        kind = "constant" if _CONSTANT.fullmatch(text(name)) else "variable"
        yield Found(kind, name, node.child_by_field_name("right"))


def _type_alias(node: Node, _above: Sequence[Node]) -> Iterator[Found]:
    left = node.child_by_field_name("left")
    name = left.named_child(0) if left is not None else None
    if name is not None and name.type == "generic_type":
        name = name.named_child(0)
    yield Found("type", name)


def _all(node: Node) -> Iterator[Export]:
    """The names in `__all__`, where it is a plain list."""
    right = node.child_by_field_name("right")
    if text(node.child_by_field_name("left")) == "__all__" and right is not None:
        for child in right.named_children:
            if child.type == "string":
                name = text(child).strip("\"'")
                yield Export(name, name)


def _import(node: Node) -> Iterator[Import]:
    yield from (Import(name) for name in _taken(node))


def _from_import(node: Node) -> Iterator[Import]:
    everything = any(child.type == "wildcard_import" for child in node.children)
    yield Import(text(node.child_by_field_name("module_name")), ("*",) if everything else _taken(node))


def _future_import(node: Node) -> Iterator[Import]:
    yield Import("__future__", _taken(node))


def _taken(node: Node) -> tuple[str, ...]:
    names = node.children_by_field_name("name")
    return tuple(text(name.child_by_field_name("name") if name.type == "aliased_import" else name) for name in names)


PYTHON = Dialect(
    "tree_sitter_python",
    "language",
    defines={
        "function_definition": named("function"),
        "class_definition": named("class"),
        "type_alias_statement": _type_alias,
        "assignment": _assignment,
    },
    imports={
        "import_statement": _import,
        "import_from_statement": _from_import,
        "future_import_statement": _future_import,
    },
    names=frozenset({"identifier"}),
    docstrings=True,
    exports={"assignment": _all, "augmented_assignment": _all},
)
