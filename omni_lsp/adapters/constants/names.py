"""Local names that always have one value."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from tree_sitter import Node

from omni_lsp.adapters.constants.values import NAMES, Value, value_of

FUNCTIONS = frozenset(
    [
        "function_definition",
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "method_declaration",
        "constructor_declaration",
        "lambda",
        "lambda_expression",
        "func_literal",
        "generator_function_declaration",
        "generator_function",
    ]
)
# How the grammars write `name = value`: node type -> fields of the name and of the value.
_BINDINGS: Mapping[str, tuple[str, str]] = {
    "assignment": ("left", "right"),
    "assignment_expression": ("left", "right"),
    "variable_declarator": ("name", "value"),
    "short_var_declaration": ("left", "right"),
    "assignment_statement": ("left", "right"),
    "const_spec": ("name", "value"),
    "var_spec": ("name", "value"),
}
# Whatever else gives a name a value, or takes its value elsewhere to be changed.
_CHANGES = frozenset(
    [
        "augmented_assignment",
        "augmented_assignment_expression",
        "update_expression",
        "inc_statement",
        "dec_statement",
        "for_statement",
        "for_in_statement",
        "enhanced_for_statement",
        "range_clause",
        "for_clause",
        "with_item",
        "named_expression",
        "global_statement",
        "nonlocal_statement",
        "parameters",
        "formal_parameters",
        "parameter_list",
        "lambda_parameters",
        "as_pattern",
        "case_pattern",
        "catch_formal_parameter",
        "del_statement",
        "import_statement",
        "import_from_statement",
        "object_pattern",
        "array_pattern",
        "pattern_list",
        "tuple_pattern",
    ]
)
_DEEPEST = 200


class LocalNames(Mapping[str, Value]):
    """Names local to a function that are bound once, to what is certain; looked for when somebody asks.

    Constants of a file are none of them: they are there to be changed.
    """

    def __init__(self, function: Node) -> None:
        self._function = function

    def __getitem__(self, name: str) -> Value:
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @cached_property
    def _known(self) -> dict[str, Value]:
        return _known_names(self._function)


def _known_names(function: Node) -> dict[str, Value]:
    bound: defaultdict[str, list[Node | None]] = defaultdict(list)
    for name, node in _bindings(function):
        bound[name].append(node)
    known: dict[str, Value] = {}
    for name, nodes in bound.items():
        # In the order of the text, so a value may use the names before it.
        value = value_of(nodes[0], known) if len(nodes) == 1 else None
        if value is not None:
            known[name] = value
    return known


def _bindings(scope: Node) -> Iterator[tuple[str, Node | None]]:
    """Names with the values they get in a scope, without those of the functions in it; `None` for an unknown value."""
    pending = [(child, 0) for child in reversed(scope.children)]
    while pending:
        node, depth = pending.pop()
        if node.type in _BINDINGS:
            left, right = (node.child_by_field_name(field) for field in _BINDINGS[node.type])
            yield from _bound(left, right)
        elif node.type in _CHANGES:
            yield from ((name, None) for name in _names(node))
        if node.type not in FUNCTIONS and depth < _DEEPEST:
            pending += ((child, depth + 1) for child in reversed(node.children))
        elif node.type in FUNCTIONS:
            # What a function within may change is not certain here.
            yield from ((name, None) for name, _ in _bindings(node))


def _bound(left: Node | None, right: Node | None) -> Iterator[tuple[str, Node | None]]:
    if left is not None and left.type == "expression_list" and left.named_child_count == 1:
        left, right = left.named_child(0), right.named_child(0) if right is not None else None
    if left is not None and left.type in NAMES:
        yield (left.text or b"").decode("utf-8", "replace"), right
    elif left is not None:
        yield from ((name, None) for name in _names(left))


def _names(node: Node) -> Iterator[str]:
    """All names that are mentioned right here, the heads of loops included and their bodies left to themselves."""
    pending = [node]
    while pending:
        one = pending.pop()
        if one.type in NAMES:
            yield (one.text or b"").decode("utf-8", "replace")
        elif one is node or one.type not in ("block", "statement_block", "argument_list", "arguments"):
            pending += one.children
