"""How to read JavaScript and TypeScript trees, with and without JSX."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tree_sitter import Node

from omni_lsp.adapters.syntax.dialect import Definer, Dialect, Export, Found, named, text
from omni_lsp.model.facts import Import

_FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})
_TOP_LEVEL = frozenset({"program", "export_statement", "ambient_declaration"})
_LOADERS = frozenset({"require", "import"})


def _declarator(node: Node, above: Sequence[Node]) -> Iterator[Found]:
    """Functions anywhere, other values at the top; what is required is an import."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None or name.type != "identifier":
        return
    if value is not None and value.type in _FUNCTIONS:
        yield Found("function", name, value.child_by_field_name("body"))
    elif above[-2].type in _TOP_LEVEL and not text(value).startswith("require("):
        keyword = above[-1].child(0)
        yield Found("constant" if keyword and keyword.type == "const" else "variable", name, value)


def _function_at(kind: str, name_field: str, value_field: str = "value") -> Definer:
    """For a place that gets a function: `h = () => 1` in a class, `exports.h = function () {}`."""

    def define(node: Node, _above: Sequence[Node]) -> Iterator[Found]:
        value = node.child_by_field_name(value_field)
        if value is not None and value.type in _FUNCTIONS:
            name = node.child_by_field_name(name_field)
            if name is not None and name.type == "member_expression":
                name = name.child_by_field_name("property")
            yield Found(kind, name, value.child_by_field_name("body"))

    return define


def _statement(node: Node) -> Iterator[Import]:
    source = node.child_by_field_name("source")
    if source is None:  # import fs = require("fs") hides it one level down.
        source = next((found for child in node.named_children if (found := child.child_by_field_name("source"))), None)
    if source is not None:
        yield Import(_content(source), tuple(name for child in node.named_children for name in _taken(child)))


def _call(node: Node) -> Iterator[Import]:
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    source = arguments.named_child(0) if text(function) in _LOADERS and arguments and arguments.named_children else None
    if source is not None and source.type == "string":
        yield Import(_content(source), tuple(_destructured(node.parent)))


def _taken(clause: Node) -> Iterator[str]:
    if clause.type in {"import_specifier", "export_specifier"}:
        yield text(clause.child_by_field_name("name"))
    elif clause.type == "namespace_import":
        yield "*"
    elif clause.type in {"import_clause", "export_clause", "named_imports"}:
        for child in clause.named_children:
            yield from ("default",) if child.type == "identifier" else _taken(child)


def _destructured(declarator: Node | None) -> Iterator[str]:
    pattern = declarator.child_by_field_name("name") if declarator is not None else None
    if pattern is not None and pattern.type == "object_pattern":
        for child in pattern.named_children:
            yield text(child.child_by_field_name("key") or child)


def _exported(node: Node) -> Iterator[Export]:
    """What stands behind `export` without being defined there."""
    source = text(node.child_by_field_name("source"))
    value = node.child_by_field_name("value")
    kinds = {child.type for child in node.children}
    for clause in node.named_children:
        for child in clause.named_children if clause.type == "export_clause" else ():
            name = text(child.child_by_field_name("name"))
            alias = text(child.child_by_field_name("alias")) or name
            yield Export("" if source else name, f"{name} as {alias} {source}")
        if clause.type == "namespace_export" or (clause.type == "identifier" and "=" in kinds):
            yield Export("" if source else text(clause), f"{text(clause)} {source}")
    if "*" in kinds:
        yield Export("", f"* {source}")
    if value is not None:
        yield Export(text(value) if value.type == "identifier" else "", "default")


def _common(node: Node) -> Iterator[Export]:
    """`module.exports = …` with the names in it, and `exports.name = …`."""
    left, right = text(node.child_by_field_name("left")), node.child_by_field_name("right")
    if left == "module.exports" and right is not None and right.type == "object":
        for child in right.named_children:
            if child.type not in {"comment", "spread_element"}:
                yield Export("", f"exports.{text(child.child_by_field_name('key') or child).partition('(')[0]}")
    elif left.startswith(("module.exports", "exports.")):
        yield Export("", left.removeprefix("module."))


def _content(string: Node) -> str:
    return text(string)[1:-1]


JAVASCRIPT = Dialect(
    "tree_sitter_javascript",
    "language",
    defines={
        "function_declaration": named("function"),
        "generator_function_declaration": named("function"),
        "class_declaration": named("class"),
        "method_definition": named("method"),
        "variable_declarator": _declarator,
        "field_definition": _function_at("method", "property"),
        "pair": _function_at("method", "key"),
        "assignment_expression": _function_at("function", "left", "right"),
    },
    imports={"import_statement": _statement, "export_statement": _statement, "call_expression": _call},
    names=frozenset(
        {"identifier", "property_identifier", "private_property_identifier"}
        | {"shorthand_property_identifier", "shorthand_property_identifier_pattern"}
    ),
    exports={"export_statement": _exported, "assignment_expression": _common},
)
TYPESCRIPT = replace(
    JAVASCRIPT,
    module="tree_sitter_typescript",
    function="language_typescript",
    defines={
        **JAVASCRIPT.defines,
        "public_field_definition": _function_at("method", "name"),
        "abstract_class_declaration": named("class"),
        "interface_declaration": named("interface"),
        "type_alias_declaration": named("type"),
        "enum_declaration": named("enum"),
        "function_signature": named("function"),
        "method_signature": named("method"),
        "abstract_method_signature": named("method"),
    },
    names=JAVASCRIPT.names | {"type_identifier"},
)
TSX = replace(TYPESCRIPT, function="language_tsx")
