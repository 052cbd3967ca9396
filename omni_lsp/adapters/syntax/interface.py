"""A digest of what other files can see of one: it stays when bodies, comments, white space and order change."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from omni_lsp.adapters.syntax.comments import Comments
from omni_lsp.adapters.syntax.definitions import Definition
from omni_lsp.adapters.syntax.dialect import Export, text
from omni_lsp.adapters.syntax.signature import header
from omni_lsp.adapters.syntax.trees import Parsed
from omni_lsp.model.facts import Symbol

_BYTES = 16
_HOLDERS = frozenset({"class", "interface", "struct", "enum", "type", "constant", "variable"}) | {""}
"""What others can look into: a class or an object, unlike a function."""
_OPEN_TYPES = frozenset({"struct_type", "interface_type", "interface_body", "object_type", "enum_body"})
"""Bodies that are for others to see as a whole, in Go and TypeScript."""
_FIELDS = frozenset({"assignment", "public_field_definition", "field_definition", "enum_constant"}) | {
    "annotation_type_element_declaration"
}
_TELLING = re.compile(
    r"@(functools\.)?(property|cached_property|staticmethod|classmethod|(\w+\.)*dataclass|\w+\.setter)\b"
)
"""Decorators of Python that change how others use what is below them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Definitions in document order, each with its symbol, and what the file lists for others."""

    definitions: Sequence[tuple[Symbol, Definition]]
    exports: Sequence[Export]


def interface(parsed: Parsed, seen: Seen, comments: Comments) -> str:
    """Hex digest of what is visible: kinds, qualified names, headers, fields, lists of exports.

    Python: names without a leading underscore, or in `__all__`. JavaScript and TypeScript: what a module exports, all of
    the top level where it exports nothing that way. Java: all but what is private. Go: the top level, since a package has
    many files. Of a constant only a plain value is seen, of a class its fields without values.
    """
    lines = {export.line for export in seen.exports}
    for symbol, found in _visible(parsed, seen):
        # The signature is cut, the header is not.
        line = header(parsed, found, comments) if symbol.signature.endswith("…") else symbol.signature
        fields = " ".join(_fields(symbol, found)) + " ".join(_decorators(found.whole))
        lines.add(f"{symbol.kind} {symbol.qualified} {''.join(line.split())} {fields}")
    return hashlib.blake2b("\n".join(sorted(lines)).encode(), digest_size=_BYTES).hexdigest() if lines else ""


def _visible(parsed: Parsed, seen: Seen) -> Iterator[tuple[Symbol, Definition]]:
    listed = {export.name for export in seen.exports if export.name}
    is_module = "export_statement" in parsed.dialect.exports and _is_module(seen)
    open_holders: dict[str, bool] = {}
    for symbol, found in seen.definitions:
        is_seen = open_holders.get(symbol.container, True)
        if is_module and not symbol.container:
            is_seen = symbol.name in listed or _is_exported(found.whole)
        else:
            is_seen = is_seen and (symbol.name in listed or not _is_private(parsed, symbol))
        opens = is_seen and symbol.kind in _HOLDERS
        open_holders[symbol.qualified] = open_holders.get(symbol.qualified, False) or opens
        if is_seen:
            yield symbol, found


def _is_module(seen: Seen) -> bool:
    """Whether a JavaScript file says by `export` what it exports."""
    lists = any(not export.line.startswith("exports") for export in seen.exports)
    return lists or any(_is_exported(found.whole) for _, found in seen.definitions)


def _is_private(parsed: Parsed, symbol: Symbol) -> bool:
    if parsed.dialect.docstrings:
        return symbol.name.startswith("_") and not symbol.name.endswith("__")
    return symbol.name.startswith("#") or re.search(r"^(\w+ )*?private ", symbol.signature) is not None


def _is_exported(whole: Node) -> bool:
    """Written behind `export`, alone or with others: `export const a = 1, b = 2`."""
    if whole.type == "export_statement":
        return True
    group = whole.parent if whole.type == "variable_declarator" else None
    return group is not None and group.parent is not None and group.parent.type == "export_statement"


def _fields(symbol: Symbol, found: Definition) -> Iterator[str]:
    """What a type holds besides the definitions of its own that have their own lines."""
    if symbol.kind in {"function", "method", "constant", "variable"}:
        return
    for part in (found.body, found.body.parent if found.body is not None else None):
        if part is not None and part.type in _OPEN_TYPES and not (part.type == "enum_body" and _is_java(part)):
            yield " ".join(_tokens(part))
            return
    for child in found.body.named_children if found.body is not None else ():
        field = child.named_child(0) if child.type == "expression_statement" else child
        if field is not None and field.type in _FIELDS and not text(field.child(0)).startswith("private"):
            named = (field.child_by_field_name(name) for name in ("left", "name", "property", "type"))
            line = " ".join(token for node in named if node is not None for token in _tokens(node))
            if not line.startswith(("_", "#")):
                yield line


def _is_java(enum_body: Node) -> bool:
    return any(child.type in {"enum_constant", "enum_body_declarations"} for child in enum_body.named_children)


def _decorators(whole: Node) -> Iterator[str]:
    for child in whole.children if whole.type == "decorated_definition" else ():
        if child.type == "decorator" and _TELLING.match(text(child)):
            yield "".join(_tokens(child))


def _tokens(node: Node) -> Iterator[str]:
    """The words of a node's source without comments and white space."""
    pending = [node]
    while pending:
        current = pending.pop()
        if "comment" in current.type:
            continue
        if current.child_count:
            pending += reversed(current.children)
        elif token := text(current).strip():
            yield token
