"""Slices of Python: the engine loses sight of what they are taken from, of an element it does not."""

from tree_sitter import Node

from omni_lsp.adapters.constants.blanks import Blanks
from omni_lsp.adapters.constants.values import value_of

SLICE = "slice"


def index_slice(node: Node, blanks: Blanks) -> None:
    """`x[a:b]` becomes `x[a,b]`, and `x[1:]`, where nothing else happens, the unknown element `x[_ ]`."""
    if all(value_of(bound, {}) is not None for bound in node.named_children):
        blanks.blank(node.start_byte, node.end_byte, b"_")
        return
    is_after_a_bound = False
    for child in node.children:
        if child.type == ":":
            blanks.blank(child.start_byte, child.end_byte, b"," if is_after_a_bound else b"")
            is_after_a_bound = False
        else:
            is_after_a_bound = True
