"""How to read Java trees."""

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from omni_lsp.adapters.syntax.dialect import Dialect, Found, named, text
from omni_lsp.model.facts import Import


def _declarator(node: Node, above: Sequence[Node]) -> Iterator[Found]:
    """Fields; variables of methods are theirs. What an interface holds is constant without saying so."""
    holder = above[-1]
    if holder.type not in {"field_declaration", "constant_declaration"}:
        return
    first = holder.child(0)
    modifiers = text(first).split() if first is not None and first.type == "modifiers" else []
    is_constant = holder.type == "constant_declaration" or {"static", "final"} <= set(modifiers)
    kind = "constant" if is_constant else "variable"
    yield Found(kind, node.child_by_field_name("name"), node.child_by_field_name("value"))


def _import(node: Node) -> Iterator[Import]:
    """`a.b.C` takes `C` from `a.b`, a star takes everything."""
    path = next((text(child) for child in node.named_children if child.type.endswith("identifier")), "")
    if any(child.type == "asterisk" for child in node.named_children):
        yield Import(path, ("*",))
    else:
        module, _, name = path.rpartition(".")
        yield Import(module, (name,))


JAVA = Dialect(
    "tree_sitter_java",
    "language",
    defines={
        "class_declaration": named("class"),
        "record_declaration": named("class"),
        "interface_declaration": named("interface"),
        "annotation_type_declaration": named("interface"),
        "enum_declaration": named("enum"),
        "method_declaration": named("method"),
        "constructor_declaration": named("method"),
        "compact_constructor_declaration": named("method"),
        "variable_declarator": _declarator,
    },
    imports={"import_declaration": _import},
    names=frozenset({"identifier", "type_identifier"}),
    comments=frozenset({"line_comment", "block_comment"}),
)
