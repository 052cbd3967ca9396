"""Statements of SQL that are put together from values, with placeholders in the place of those."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omni_lsp.adapters.rewriting.values import formatted, is_string, named, operator

if TYPE_CHECKING:
    from ast_grep_py import SgNode

# A value stands there, and no name of a table or column.
_BEFORE_VALUE = re.compile(
    r"(?:[=<>]|\b(?:LIKE|ILIKE|LIMIT|OFFSET|BETWEEN|VALUES\s*\((?:[^()]*,)?|IN\s*\((?:[^()]*,)?))\s*\Z", re.IGNORECASE
)
_QUOTED = re.compile(r"'(%?)\Z")
_HOLE = re.compile(r"%[sd]")
_BRACES = re.compile(r"\{\w*\}")
_ESCAPED = re.compile(r"\\(?!n|t)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A constant statement in the source's own syntax, and the expressions that belong to its placeholders."""

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the text as the source has it, or an expression."""

    text: str
    is_value: bool = False


def bound(node: "SgNode", mark: str) -> Statement | None:
    """The statement of an expression, `None` where a value does not stand for a value of SQL, or nothing is put together.

    In `mark` the sign `#` is the number of the placeholder, from 1.
    """
    try:
        pieces = list(_pieces(node))
    except ValueError:
        return None
    if not any(piece.text.strip() for piece in pieces if not piece.is_value):
        return None
    whole, values = "", []
    end = ""
    for number, piece in enumerate(pieces):
        if not piece.is_value:
            text = piece.text
            if end and not text.startswith(end):
                return None
            whole, end = whole + text[len(end) :], ""
            continue
        quoted = None if mark.startswith(("{{", "<%")) else _QUOTED.search(whole)
        before = whole[: quoted.start()] if quoted else whole
        # In a template any place will do.
        if end or not (mark.startswith(("{{", "<%")) or _BEFORE_VALUE.search(before)):
            return None
        after = pieces[number + 1].text if number + 1 < len(pieces) and not pieces[number + 1].is_value else ""
        value = piece.text
        if quoted:
            closing = "%'" if after.startswith("%'") else "'"
            value = "".join([_percent(quoted[1]), value, ' + "%"' if closing == "%'" else ""])
            end = closing
        values.append(value)
        whole = before + mark.replace("#", str(len(values)))
    quote = _quote(whole)
    if end or not values or not quote or (mark == "%s" and "%" in whole.replace("%s", "")):
        return None
    return Statement(quote + whole + quote, tuple(values))


def words(node: "SgNode") -> list[str]:
    """The words of a constant command line with values in it, as expressions; none where it has quotes or no value."""
    try:
        pieces = list(_pieces(node))
    except ValueError:
        return []
    parts: list[list[str]] = [[]]
    for piece in pieces:
        if piece.is_value:
            parts[-1].append(piece.text)
            continue
        if re.search(r"""["'\\]""", piece.text):
            return []
        first, *others = re.split(r"\s+", piece.text)
        parts[-1] += [f'"{first}"'] if first else []
        parts += [[f'"{other}"'] if other else [] for other in others]
    has_value = any(piece.is_value for piece in pieces)
    return (
        [" + ".join(part) for part in parts if part] if has_value and parts[0] and parts[0][0].startswith('"') else []
    )


def _percent(sign: str) -> str:
    return f'"{sign}" + ' if sign else ""


def _quote(text: str) -> str:
    """What the statement can stand between."""
    if "\n" in text:
        return ""
    return '"' if '"' not in text else ""


def _pieces(node: "SgNode") -> Iterator[_Piece]:
    """Raises ValueError for what cannot be taken apart."""
    kind, inner = node.kind(), named(node)
    if is_string(node):
        yield from _of_string(node)
    elif kind in {"parenthesized_expression", "concatenated_string"}:
        for part in inner:
            yield from _pieces(part)
    elif kind in ("binary_operator", "binary_expression") and operator(node) == "+":
        yield from _pieces(inner[0])
        yield from _pieces(inner[1])
    elif kind == "binary_operator" and operator(node) == "%" and is_string(inner[0]):
        arguments = named(inner[1]) if inner[1].kind() == "tuple" else [inner[1]]
        yield from _filled(inner[0], arguments, _HOLE)
    elif (arguments := formatted(node) or []) and is_string(arguments[0]):
        yield from _filled(arguments[0], arguments[1:], _BRACES if node.kind() == "call" else _HOLE)
    else:
        yield _Piece(node.text(), is_value=True)


def _of_string(node: "SgNode") -> Iterator[_Piece]:
    text = node.text()
    if text.startswith(('"""', "'''", 'f"""', "f'''")) or re.match(r"[rRbB]", text):
        raise ValueError(text)
    has_holes = any(child.kind() in ("interpolation", "template_substitution") for child in node.children())
    for child in node.children():
        if child.kind() in ("interpolation", "template_substitution"):
            (value,) = (part for part in named(child))
            yield _Piece(value.text(), is_value=True)
        elif child.is_named() and child.kind() not in ("string_start", "string_end"):
            if _ESCAPED.search(child.text()) or (has_holes and ("{{" in child.text() or "}}" in child.text())):
                raise ValueError(text)
            yield _Piece(child.text())
    if node.kind() == "raw_string_literal" and not any(child.is_named() for child in node.children()):
        yield _Piece(text[1:-1])


def _filled(string: "SgNode", arguments: "list[SgNode]", hole: re.Pattern[str]) -> Iterator[_Piece]:
    pieces = list(_of_string(string))
    if any(piece.is_value for piece in pieces) or any(part.kind() == "keyword_argument" for part in arguments):
        raise ValueError(string.text())
    texts = hole.split("".join(piece.text for piece in pieces))
    if len(texts) != len(arguments) + 1 or "%%" in "".join(texts):
        raise ValueError(string.text())
    for text, argument in zip(texts, arguments, strict=False):
        yield _Piece(text)
        yield _Piece(argument.text(), is_value=True)
    yield _Piece(texts[-1])
