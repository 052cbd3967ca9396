"""Values of expressions that need no run of the program; the grammars' names for them do not contradict each other."""

import operator
from collections.abc import Callable, Mapping
from typing import Final

from tree_sitter import Node

Value = int | str | bool

_NUMBERS: Final = frozenset({"integer", "number", "decimal_integer_literal", "int_literal"})
_STRINGS: Final = frozenset({"string", "string_literal", "interpreted_string_literal", "character_literal"})
_BINARY: Final = frozenset({"binary_operator", "binary_expression", "comparison_operator", "boolean_operator"})
_UNARY: Final = frozenset({"not_operator", "unary_operator", "unary_expression"})
_INDEX: Final = {
    "subscript": ("value", "subscript"),
    "subscript_expression": ("object", "index"),
    "index_expression": ("operand", "index"),
}
NAMES: Final = frozenset({"identifier", "shorthand_property_identifier"})
_LARGEST: Final = 1 << 31
_LONGEST: Final = 1_000

_ARITHMETIC: Mapping[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_COMPARISONS: Mapping[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq,
    "===": operator.eq,
    "!=": operator.ne,
    "!==": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def value_of(node: Node | None, known: Mapping[str, Value]) -> Value | None:
    """The value of an expression, `None` where it is not certain; `known` are names that always have one value."""
    if node is None:
        return None
    kind = node.type
    if kind == "parenthesized_expression":
        return value_of(node.named_child(0), known) if node.named_child_count == 1 else None
    if kind in NAMES:
        return known.get(_text(node))
    if kind in _BINARY:
        return _binary(node, known)
    if kind in _UNARY:
        return _unary(node, known)
    literal = _literal(node)
    return _indexed(node, known) if literal is None else literal


def _literal(node: Node) -> Value | None:
    if node.type in ("true", "false"):
        return node.type == "true"
    if node.type in _NUMBERS:
        return _number(_text(node))
    return _string(node) if node.type in _STRINGS else None


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _number(text: str) -> int | None:
    return (
        int(text)
        if text.isdecimal() and text.isascii() and len(text) < 10 and (text == "0" or text[0] != "0")
        else None
    )


def _string(node: Node) -> str | None:
    """A plain string: no escapes, no values put in, no prefix."""
    text = _text(node)
    inner = text[1:-1]
    is_plain = len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"" and not set(inner) & {"\\", text[0]}
    return inner if is_plain and len(inner) < _LONGEST else None


def _binary(node: Node, known: Mapping[str, Value]) -> Value | None:
    children = [child for child in node.children if child.type != "comment"]
    if len(children) != 3:
        return None
    sign = _text(children[1])
    left, right = value_of(children[0], known), value_of(children[2], known)
    if sign in ("and", "&&", "or", "||"):
        return _logical(sign in ("and", "&&"), left, right)
    if left is None or right is None or type(left) is not type(right):
        return None
    if sign in _COMPARISONS:
        return _COMPARISONS[sign](left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right if sign == "+" and len(left) + len(right) < _LONGEST else None
    return _calculated(sign, left, right)


def _logical(is_and: bool, left: Value | None, right: Value | None) -> bool | None:
    sides = [side for side in (left, right) if isinstance(side, bool)]
    if any(side is not is_and for side in sides):
        return not is_and
    return is_and if len(sides) == 2 else None


def _calculated(sign: str, left: Value, right: Value) -> int | None:
    if isinstance(left, bool) or not isinstance(left, int) or not isinstance(right, int):
        return None
    if sign in _ARITHMETIC:
        result = _ARITHMETIC[sign](left, right)
    elif sign in ("%", "//", "/") and left >= 0 and right > 0 and (sign != "/" or left % right == 0):
        # Where languages agree: no sign, and no fraction that some of them cut off.
        result = left % right if sign == "%" else left // right
    else:
        return None
    return result if abs(result) < _LARGEST else None


def _unary(node: Node, known: Mapping[str, Value]) -> Value | None:
    sign, inner = _text(node.children[0]), value_of(node.children[-1], known)
    if sign in ("not", "!"):
        return not inner if isinstance(inner, bool) else None
    return -inner if sign == "-" and isinstance(inner, int) and not isinstance(inner, bool) else None


def _indexed(node: Node, known: Mapping[str, Value]) -> str | None:
    """One character of a known text."""
    if node.type in _INDEX:
        whole, place = (node.child_by_field_name(name) for name in _INDEX[node.type])
    elif node.type in ("call_expression", "method_invocation") and _text(node).count(".charAt(") == 1:
        function = node.child_by_field_name("function")
        whole = (function or node).child_by_field_name("object")
        arguments = node.child_by_field_name("arguments")
        place = arguments.named_child(0) if arguments is not None else None
    else:
        return None
    text, index = value_of(whole, known), value_of(place, known)
    if isinstance(text, str) and type(index) is int and 0 <= index < len(text):
        return text[index]
    return None
