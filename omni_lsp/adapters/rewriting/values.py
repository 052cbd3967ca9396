"""Values that a text is put together from, in the syntax of four languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_STRINGS = frozenset(
    {"string", "template_string", "string_literal", "interpreted_string_literal", "raw_string_literal"}
)
_SUMS = frozenset({"binary_operator", "binary_expression"})
_TABLES = frozenset({"dictionary", "object"})
_CALLS = frozenset({"call", "call_expression", "method_invocation", "object_creation_expression"})
_HOLES = frozenset({"interpolation", "template_substitution"})
_FORMATS = re.compile(r"^(String\.format|fmt\.Sprintf|util\.format|fmt\.Sprint)$")
# Paths are put together as well.
_JOINS = re.compile(
    r"^((posix|nt|os\.)?path\.(posix\.)?(join|resolve)|(file)?path\.Join|(pathlib\.)?(Pure)?Path|(java\.nio\.file\.)?"
    r"(Paths\.get|Path\.of)|(java\.io\.)?File|join|resolve)$"
)
_FOLDERS = re.compile(r"^(?:(?:os\.)?path\.dirname|(?:file)?path\.Dir|[\s\S]+\.resolve)$")
_SCOPES = frozenset(
    [
        "function_definition",
        "function_declaration",
        "method_declaration",
        "constructor_declaration",
        "method_definition",
        "arrow_function",
        "function_expression",
        "generator_function_declaration",
        "func_literal",
        "lambda_expression",
    ]
)
# By the kind of the whole: ast-grep takes a kind that a language has not for a mistake.
_WRITES = {
    "module": ("assignment", "augmented_assignment"),
    "source_file": ("short_var_declaration", "var_spec", "const_spec", "assignment_statement"),
    "program": ("variable_declarator", "assignment_expression"),
}
_PLAIN = frozenset({"=", ":="})
_CONSTANT = re.compile(r"^(?:(?:\w+\.)*_?[A-Z][A-Z\d_]*|[\d.]+[lLfF]?|true|false|null|nil|None|True|False)$")


@dataclass(frozen=True, slots=True)
class Value:
    """An expression that becomes part of a text; `quote` ends the string around it if it stands inside one."""

    node: "SgNode"
    quote: str = ""


def values(node: "SgNode") -> list[Value]:
    """In document order; the node itself where nothing is put together, nothing for a constant."""
    return [value for value in _values(node) if not _CONSTANT.match(value.node.text())]


def origin(node: "SgNode") -> "SgNode | None":
    """What a variable was set to, `None` unless that happens once in its function and before."""
    if node.kind() != "identifier":
        return None
    scope = next((above for above in node.ancestors() if above.kind() in _SCOPES), node.get_root().root())
    written = _writes(scope, node.text()) or _writes(node.get_root().root(), node.text())
    if len(written) != 1 or written[0].range().end.index > node.range().start.index:
        return None
    if re.search(rf"\b{re.escape(node.text())}\s*[-+*/%&|^]=", scope.text()):
        return None
    parts = written[0].children()
    if not any(part.text() in _PLAIN for part in parts):
        return None
    last = parts[-1]
    inner = named(last)
    return inner[0] if last.kind() == "expression_list" and len(inner) == 1 else last


def _writes(scope: "SgNode", name: str) -> list["SgNode"]:
    kinds = _WRITES[scope.get_root().root().kind()]
    return [write for kind in kinds for write in scope.find_all(kind=kind) if _target(write) == name]


def is_string(node: "SgNode") -> bool:
    return node.kind() in _STRINGS


def named(node: "SgNode") -> list["SgNode"]:
    """Children that mean something, no brackets or comments."""
    return [child for child in node.children() if child.is_named() and "comment" not in child.kind()]


def operator(node: "SgNode") -> str:
    return next((child.text() for child in node.children() if not child.is_named()), "")


def formatted(node: "SgNode") -> "list[SgNode] | None":
    """The arguments of a call that formats a constant text, that text first; `None` for anything else."""
    if node.kind() not in _CALLS:
        return None
    arguments = named(_arguments(node))
    if _FORMATS.match(callee(node)):
        return arguments if arguments and is_string(arguments[0]) else None
    receiver = named(node)[0]
    if node.kind() == "call" and receiver.kind() == "attribute":
        text, method = named(receiver)[0], named(receiver)[-1].text()
        return [text, *arguments] if is_string(text) and method == "format" else None
    if node.kind() == "method_invocation" and is_string(receiver) and callee(node).endswith(".formatted"):
        return [receiver, *arguments]
    return None


def callee(node: "SgNode") -> str:
    """What is called, as it is written."""
    text, arguments = node.text(), _arguments(node)
    return text[: arguments.range().start.index - node.range().start.index].removeprefix("new ").strip()


def _values(node: "SgNode") -> Iterator[Value]:
    kind, inner = node.kind(), named(node)
    if kind in _STRINGS:
        yield from _holes(node)
    elif kind in ("parenthesized_expression", "keyword_argument", "type_conversion_expression"):
        yield from _values(inner[-1])
    elif kind in _SUMS and operator(node) == "+":
        yield from (value for part in inner for value in _values(part))
    elif kind == "binary_operator" and operator(node) == "%" and is_string(inner[0]):
        parts = named(inner[1]) if inner[1].kind() == "tuple" else [inner[1]]
        yield from (value for part in parts for value in _values(part))
    elif kind in _TABLES:
        yield from (value for pair in inner if pair.kind() == "pair" for value in _values(named(pair)[-1]))
    elif kind == "binary_operator" and operator(node) == "/":
        yield from _values(inner[1])
    elif (arguments := formatted(node)) is not None:
        yield from (value for part in arguments[1:] for value in _values(part))
    elif kind in _CALLS and (_JOINS.match(callee(node)) or _FOLDERS.match(callee(node))):
        yield from (value for part in named(_arguments(node)) for value in _values(part))
    else:
        yield Value(node)


def _holes(string: "SgNode") -> Iterator[Value]:
    quote = string.text()[-1:]
    for hole in string.children():
        if hole.kind() in _HOLES:
            yield Value(named(hole)[0], quote)


def _arguments(call: "SgNode") -> "SgNode":
    return next((part for part in reversed(call.children()) if "argument" in part.kind()), call.children()[-1])


def _target(write: "SgNode") -> str:
    """The name that is written, of several the text with commas."""
    return named(write)[0].text() if named(write) else ""
