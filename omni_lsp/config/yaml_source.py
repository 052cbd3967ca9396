"""YAML as a tree that knows its places: a small, strict part of YAML 1.2.

One document, a mapping at its top, no anchors, aliases or tags; only `true` and `false` are booleans.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from omni_lsp.model.errors import Mistake
from omni_lsp.model.text import Span

MAX_BYTES = 64_000  # PyYAML needs most of a second for so much; files written by hand have a twentieth of it.
MAX_DEPTH = 20

_MOST = 100  # Mistakes that are told of one text.

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}

_NO_COLON = "could not find expected ':'"

# What PyYAML says of the slips people make most, in words that lead to the cure.
_SLIPS = {
    "found character '\\t'": "a tab cannot indent or start a value, use spaces",
    "mapping values are not allowed": "unexpected ':': the indentation is wrong, or text with ': ' in it needs quotes",
    "expected <block end>": "the indentation does not fit the lines above",
    _NO_COLON: "a ':' is missing after this key",
    "found unexpected end of stream": "the closing quote is missing",
    "expected the node content, but found '<stream end>'": "a closing bracket is missing",
    "expected the node content": "a value is missing before this",
    "found character": "text that starts with this character needs quotes",
    "expected ',' or": "a comma or a closing bracket is missing",
}


@dataclass(frozen=True, slots=True)
class Scalar:
    value: str | int | float | bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Items:
    nodes: "tuple[Node, ...]"
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    key_span: Span
    value: "Node"


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys are unique and always text, as written: `on` and `1` are what they look like."""

    fields: tuple[Field, ...]
    span: Span


Node: TypeAlias = Scalar | Items | Fields


@dataclass(frozen=True, slots=True)
class Tree:
    """`root` is `None` when the text could not be read to its end; `mistakes` in document order."""

    root: Fields | None
    mistakes: tuple[Mistake, ...]


def read(text: str) -> Tree:
    """Never raises: whatever is wrong with the text is among the mistakes."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        return Tree(None, (Mistake(f"the file is too large: {size:,} bytes, at most {MAX_BYTES:,}", Span(0, 0)),))
    mistakes: list[Mistake] = []
    root: Node | None = None
    try:
        root = _Builder(text, mistakes).document()
        if not isinstance(root, Fields):
            span = root.span if root is not None and root.span.start < root.span.end else Span(0, 0)
            mistakes.append(Mistake("the file must hold settings, each as `key: value`", span))
    except yaml.YAMLError as error:
        mistakes.append(_syntax_mistake(error, text))
    mistakes.sort(key=lambda mistake: mistake.span)
    return Tree(root if isinstance(root, Fields) else None, tuple(mistakes[:_MOST]))


def plain(node: Node) -> Plain:
    """The tree without places."""
    match node:
        case Scalar():
            return node.value
        case Items():
            return [plain(item) for item in node.nodes]
        case Fields():
            return {field.key: plain(field.value) for field in node.fields}


def key_place(root: Fields, path: tuple[str | int, ...]) -> Span:
    """The key at the end of the path, without its value."""
    *_, (_, span) = _steps(root, path)
    return span


def place(root: Fields, path: tuple[str | int, ...]) -> Span:
    """The value at the path; where it is empty or missing, the key it belongs to.

    A path that leads below a scalar means that scalar.
    """
    steps = list(_steps(root, path))
    node, stand_in = steps[-1]
    found = len(steps) > len(path) or isinstance(node, Scalar)
    return node.span if found and node.span.start < node.span.end else stand_in


def _steps(root: Fields, path: tuple[str | int, ...]) -> Iterator[tuple[Node, Span]]:
    """Nodes on the way, as far as it goes, each with the place that stands in for what is missing in it."""
    node: Node | None = root
    yield root, _head(root)
    for part in path:
        span = None
        match node:
            case Fields():
                field = next((field for field in node.fields if field.key == part), None)
                node, span = (field.value, field.key_span) if field else (None, None)
            case Items() if isinstance(part, int) and part < len(node.nodes):
                node = node.nodes[part]
                span = _head(node)
            case _:
                node = None
        if node is None or span is None:
            return
        yield node, span


def _head(node: Node) -> Span:
    """A mapping has many lines; its first key is enough to point at."""
    return node.fields[0].key_span if isinstance(node, Fields) and node.fields else node.span


class _Builder:
    """Reads events, not PyYAML's own tree: depth is checked before it can hurt, aliases are never followed."""

    def __init__(self, text: str, mistakes: list[Mistake]) -> None:
        self._loader = yaml.SafeLoader(text)
        self._mistakes = mistakes

    def document(self) -> Node | None:
        """The one document, `None` when there is none. Raises yaml.YAMLError."""
        self._next()
        if isinstance(self._peek(), yaml.StreamEndEvent):
            return None
        self._next()
        root = self._node(0)
        self._next()
        if not isinstance(self._peek(), yaml.StreamEndEvent):
            raise _refused("only one document is allowed in a file", self._peek())
        return root

    def _node(self, depth: int) -> Node:
        event = self._next()
        if isinstance(event, yaml.AliasEvent):
            self._mistake("aliases are not supported, write the value again", _span(event))
            return Scalar(None, _span(event))
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._mistake("anchors are not supported", _span(event))
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self._mistake("tags are not supported", _span(event))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth == MAX_DEPTH:
            raise _refused(f"nested too deep, at most {MAX_DEPTH} levels", event)
        return self._items(event, depth) if isinstance(event, yaml.SequenceStartEvent) else self._fields(event, depth)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if _SURROGATE.search(event.value):  # Escapes can make what nobody can print or send.
            self._mistake("half of a surrogate pair is not a character", _span(event))
            return Scalar("", _span(event))
        return Scalar(_value(event), _span(event))

    def _items(self, start: yaml.Event, depth: int) -> Items:
        nodes: list[Node] = []
        while not isinstance(self._peek(), yaml.SequenceEndEvent):
            nodes.append(self._node(depth + 1))
        return Items(tuple(nodes), _enclosing(start, self._next(), nodes))

    def _fields(self, start: yaml.Event, depth: int) -> Fields:
        fields: dict[str, Field] = {}
        values: list[Node] = []
        while not isinstance(self._peek(), yaml.MappingEndEvent):
            event = self._peek()
            key_span = self._node(depth + 1).span
            values.append(self._node(depth + 1))
            if not isinstance(event, yaml.ScalarEvent):
                self._mistake("a key must be a single word or text", key_span)
            elif _SURROGATE.search(event.value):
                continue  # Told already.
            elif event.value in fields:
                self._mistake(f"'{event.value[:40]}' is here twice", key_span)
            else:
                fields[event.value] = Field(event.value, key_span, values[-1])
        return Fields(tuple(fields.values()), _enclosing(start, self._next(), values))

    def _mistake(self, message: str, span: Span) -> None:
        self._mistakes.append(Mistake(message, span))

    def _next(self) -> yaml.Event:
        self._peek()
        event: yaml.Event = self._loader.get_event()  # type: ignore[no-untyped-call]  # the stubs leave it open
        return event

    def _peek(self) -> yaml.Event:
        try:
            event: yaml.Event = self._loader.peek_event()  # type: ignore[no-untyped-call]  # same
        except (ValueError, OverflowError) as error:
            # PyYAML hands `"\UFFFFFFFF"` to chr() and the version of a `%YAML` line to int() unchecked.
            mark = self._loader.get_mark()
            raise yaml.MarkedYAMLError(problem="a number is out of range here", problem_mark=mark) from error
        return event


def _refused(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark = event.start_mark
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark if isinstance(mark, yaml.Mark) else None)


def _syntax_mistake(error: yaml.YAMLError, text: str) -> Mistake:
    if isinstance(error, yaml.reader.ReaderError):
        return Mistake("a character that YAML does not allow", Span(error.position, error.position + 1))
    problem = getattr(error, "problem", None) or "not YAML"
    at = _index(getattr(error, "problem_mark", None))
    began = _index(getattr(error, "context_mark", None))
    seen = len(text.rstrip())
    if at >= seen or problem == _NO_COLON:
        # After the end there is nothing to point at, and a key without a colon is noticed a line too late.
        at = max(0, min(began, seen - 1))
    message = next((words for start, words in _SLIPS.items() if problem.startswith(start)), problem)
    return Mistake(message, Span(at, min(at + 1, len(text))))


def _value(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    """The core schema of YAML 1.2 without its octal, hexadecimal, infinite and upper-case forms."""
    text = event.value
    if event.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _span(event: yaml.Event) -> Span:
    return Span(_index(event.start_mark), _index(event.end_mark))


def _enclosing(start: yaml.Event, end: yaml.Event, nodes: Sequence[Node]) -> Span:
    # A block ends for PyYAML where the next thing starts, after comments and blank lines; here with its last value.
    is_flow = isinstance(start, yaml.CollectionStartEvent) and start.flow_style
    first = _index(start.start_mark)
    return Span(first, _index(end.end_mark) if is_flow or not nodes else max(first, nodes[-1].span.end))


def _index(mark: object) -> int:
    index = getattr(mark, "index", 0)
    return index if isinstance(index, int) else 0
