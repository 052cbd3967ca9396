"""The header of a definition on one line."""

import re

from tree_sitter import Node

from omni_lsp.adapters.syntax.comments import Comments
from omni_lsp.adapters.syntax.definitions import Definition
from omni_lsp.adapters.syntax.dialect import text
from omni_lsp.adapters.syntax.trees import Parsed

HOLDS_VALUE = frozenset({"constant", "variable"})
_REMARKS = frozenset({"decorator", "annotation", "marker_annotation", "comment", "line_comment", "block_comment"})
_PLAIN_VALUE = re.compile(r"[-+.\w]{1,40}")
_MAX_SIGNATURE = 200


def signature(parsed: Parsed, found: Definition, comments: Comments) -> str:
    """Header on one line, without decorators, comments and body, cut where it is long."""
    line = header(parsed, found, comments)
    return line if len(line) <= _MAX_SIGNATURE else line[: _MAX_SIGNATURE - 1] + "…"


def header(parsed: Parsed, found: Definition, comments: Comments) -> str:
    """All of a header on one line.

    Of values only numbers, names and the like are shown: a string may be a secret, the rest is long.
    """
    head = _head(found.whole)
    start, end = (head or found.whole).start_byte, _end_of_header(found)
    pieces = []
    for remark in comments.between(start, end):
        pieces.append(parsed.source(start, remark.start_byte))
        start = remark.end_byte
    pieces.append(parsed.source(start, max(start, end)))
    line = " ".join(" ".join(pieces).split())
    line = re.sub(r"(?<=[(\[]) |,? (?=[)\]])", "", line).rstrip(" =:;{")
    value = text(found.body) if found.kind in HOLDS_VALUE else ""
    return f"{line} = {value}" if _PLAIN_VALUE.fullmatch(value) else line


def _head(node: Node) -> Node | None:
    """First child that is no decoration, looking into the modifiers of Java."""
    for child in node.children:
        if child.type in _REMARKS:
            continue
        if child.type not in {"modifiers", "function_definition", "class_definition"}:
            return child
        if (head := _head(child)) is not None:
            return head
    return None


def _end_of_header(found: Definition) -> int:
    if found.body is None:
        return found.whole.end_byte
    before = found.body.prev_sibling
    while before is not None and (before.type in _REMARKS or before.type in {":", "="}):
        before = before.prev_sibling
    return before.end_byte if before is not None else found.body.start_byte
