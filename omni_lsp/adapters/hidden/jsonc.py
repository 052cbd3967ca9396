"""JSON with comments, as editors write it, read tolerantly: its single values, where they stand, and the way to them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from omni_lsp.model.text import Span

_TOKEN = re.compile(
    r"""//[^\n\r]* | /\*.*?(?:\*/|\Z) | (?P<string>"(?:\\.|[^"\\\n\r])*"?) | (?P<mark>[{}\[\]:,]) | (?P<word>[^\s{}\[\]:,"/]+|/)""",
    re.VERBOSE | re.DOTALL,
)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_DEEPEST = 40

Value = str | bool | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text, number (as written), truth value or null.

    `path` leads to it, positions in lists as decimal numbers; `span` is the value with its quotes, `key` the last key.
    `name` is the path with dots: dots inside of keys, as VS Code has them, make no difference.
    """

    path: tuple[str, ...]
    name: str
    value: Value
    span: Span
    key: Span

    @property
    def last(self) -> str:
        """The end of the name."""
        return self.name.rpartition(".")[2]


@dataclass(slots=True)
class _Open:
    """An object or list that is being read."""

    is_object: bool
    path: tuple[str, ...]
    key: str | None = None
    key_span: Span = field(default_factory=lambda: Span(0, 0))
    count: int = 0
    awaits_value: bool = False


def leaves(text: str) -> Iterator[Leaf]:
    """In document order; what is no JSON is passed over."""
    stack = [_Open(is_object=False, path=())]
    for token in _TOKEN.finditer(text):
        top = stack[-1]
        match token.lastgroup:
            case "string" if top.is_object and not top.awaits_value:
                top.key, top.key_span = _unquoted(token[0]), Span(*token.span())
            case "string":
                yield from _leaf(top, _unquoted(token[0]), Span(*token.span()), is_only=len(stack) == 1)
            case "word":
                yield from _leaf(top, _WORDS.get(token[0], token[0]), Span(*token.span()), is_only=len(stack) == 1)
            case "mark":
                _step(stack, token[0])


def _step(stack: list[_Open], mark: str) -> None:
    top = stack[-1]
    match mark:
        case "{" | "[":
            # Deeper down nothing is told apart any more, but brackets still match.
            path = _path(top) if 1 < len(stack) < _DEEPEST else top.path
            stack.append(_Open(is_object=mark == "{", path=path, key_span=top.key_span))
        case "}" | "]":
            if len(stack) > 1:
                stack.pop()
                stack[-1].awaits_value = False
        case ":":
            top.awaits_value = True
        case ",":
            top.awaits_value = False
            top.count += 1


def _path(parent: _Open) -> tuple[str, ...]:
    return (*parent.path, (parent.key or "") if parent.is_object else str(parent.count))


def _leaf(parent: _Open, value: Value, span: Span, *, is_only: bool) -> Iterator[Leaf]:
    if is_only or (parent.is_object and not parent.awaits_value):
        return
    parent.awaits_value = False
    path = _path(parent)
    yield Leaf(path, ".".join(path), value, span, parent.key_span)


def _unquoted(token: str) -> str:
    try:
        value = json.loads(token, strict=False)
    except ValueError:
        return token.strip('"')
    return value if isinstance(value, str) else token
