"""Functions that are the value of a class field, which the engine does not follow data through unless they are in brackets."""

from tree_sitter import Node

from omni_lsp.adapters.constants.blanks import Blanks

FIELDS = ("public_field_definition", "field_definition")
_FUNCTIONS = frozenset({"arrow_function", "function_expression"})


def bracket_function(field: Node, data: bytes, blanks: Blanks) -> None:
    """`find = (a) => {…};` as `find =((a) => {…})`, as far as there is a byte on each side that says nothing."""
    value = field.child_by_field_name("value")
    if value is None or value.type not in _FUNCTIONS or data[value.start_byte - 1 : value.start_byte] != b" ":
        return
    end = value.end_byte
    if data[end : end + 1] == b";":
        blanks.blank(end, end + 1, b")")
    elif data[end - 2 : end] == b" }":
        # The body ends a byte earlier.
        blanks.blank(end - 2, end, b"})")
    else:
        return
    blanks.blank(value.start_byte - 1, value.start_byte, b"(")
