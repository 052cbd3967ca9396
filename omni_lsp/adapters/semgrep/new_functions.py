"""A text without the functions that an earlier one has as well: what is in the new ones is found sooner."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tree_sitter import Node

from omni_lsp.adapters.constants.blanks import Blanks
from omni_lsp.adapters.constants.names import FUNCTIONS
from omni_lsp.adapters.syntax.trees import DIALECTS, Parsed, parse

_LARGEST = 300_000
_MOST = 0.5
"""Of what is in functions, above which looking at the new part takes about as long as looking at all of it."""
_BODIES = frozenset(
    {"program", "module", "source_file", "block", "class_body", "interface_body", "enum_body_declarations"}
)
_NOTHING = b"pass"  # A block of Python must not be empty.


class _Part(NamedTuple):
    """A definition or statement with a function in it, and what tells it from others: its classes and its text."""

    node: Node
    key: tuple[bytes, ...]


def only_new(language: str, text: bytes, before: bytes) -> bytes | None:
    """The text with empty lines where functions stand that `before` has as well; lines and columns stay what they were.

    `None` where nothing is new, where most of it is, and where there are errors of syntax.
    """
    if language not in DIALECTS or max(len(text), len(before)) > _LARGEST:
        return None
    parsed = parse(language, text.decode())
    if parsed.tree.root_node.has_error:
        return None
    known = {part.key for part in _parts(parse(language, before.decode()))}
    parts = list(_parts(parsed))
    new = sum(_length(part) for part in parts if part.key not in known)
    if not 0 < new <= _MOST * sum(map(_length, parts)):
        return None
    blanks = Blanks()
    for part in parts:
        if part.key in known:
            _leave_out(language, part.node, blanks)
    lines = zip(blanks.applied(text).split(b"\n"), text.split(b"\n"), strict=True)
    return b"\n".join(line if line == old else line.rstrip() for line, old in lines)


def _length(part: _Part) -> int:
    return part.node.end_byte - part.node.start_byte


def _parts(parsed: Parsed) -> Iterator[_Part]:
    """The outermost ones of more than a line, in document order."""
    end = 0
    for node, above in parsed.nodes(_known(parsed)):
        if node.start_byte < end:
            continue
        whole = _whole(node, above)
        if whole.start_point.row != whole.end_point.row:
            end = whole.end_byte
            yield _Part(whole, (*_heads(parsed, above), parsed.data[whole.start_byte : end]))


def _known(parsed: Parsed) -> list[str]:
    return [kind for kind in FUNCTIONS if parsed.tree.language.id_for_node_kind(kind, True) is not None]


def _whole(node: Node, above: Sequence[Node]) -> Node:
    """The member or statement that a function is, or is part of."""
    path = (*above, node)
    return next((path[at + 1] for at in range(len(above) - 1, -1, -1) if path[at].type in _BODIES), node)


def _heads(parsed: Parsed, above: Sequence[Node]) -> Iterator[bytes]:
    """The first lines of the classes around."""
    for node in above:
        body = node.child_by_field_name("body")
        if body is not None:
            yield parsed.data[node.start_byte : body.start_byte]


def _leave_out(language: str, node: Node, blanks: Blanks) -> None:
    blanks.blank(node.start_byte, node.end_byte)
    if language == "python":
        definition = node.child_by_field_name("definition") or node  # Without its decorators.
        blanks.texts.append((definition.start_byte, _NOTHING))
