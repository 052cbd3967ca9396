"""What may stand where in a file, made of its JSON Schema: keys and values by the way to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pydantic import JsonValue

from omni_lsp.config.listing import Schema, mapping
from omni_lsp.config.wording import KeyPath

_SINGLE = ("string", "number", "integer", "boolean")


@dataclass(frozen=True, slots=True)
class Node:
    """What may stand at one place; more than one kind of thing may.

    `keys` are those of a mapping, `others` what any other key leads to, `item` is each item of a list, `values` are
    those of a closed set with what each means; `is_single` says that a value may stand there that is no list. `required` keys must be there, and of each of `either` one.
    `default` is as people write it, empty for none.
    """

    description: str = ""
    default: str = ""
    keys: Mapping[str, "Node"] = field(default_factory=lambda: MappingProxyType({}))
    others: "Node | None" = None
    item: "Node | None" = None
    values: tuple[tuple[str, str], ...] = ()
    is_single: bool = False
    required: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()

    @property
    def is_mapping(self) -> bool:
        return bool(self.keys) or self.others is not None

    def at(self, path: KeyPath) -> "Node | None":
        """`None` where nothing may stand."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            node = node.item if isinstance(step, int) else node.keys.get(step, node.others)
        return node


def grammar(schema: Schema) -> Node:
    """Of a whole schema, which refers to nothing outside of itself, nor to itself in a circle."""
    return _node(schema, mapping(schema.get("$defs")))


def _node(schema: Schema, known: Schema) -> Node:
    nodes = [_own(part, known) for part in _parts(schema, known)]
    return Node(
        next((node.description for node in nodes if node.description), ""),
        next((node.default for node in nodes if node.default), ""),
        MappingProxyType({key: value for node in nodes for key, value in node.keys.items()}),
        next((node.others for node in nodes if node.others is not None), None),
        next((node.item for node in nodes if node.item is not None), None),
        max((node.values for node in nodes), key=_said),
        any(node.is_single for node in nodes),
        frozenset().union(*(node.required for node in nodes)),
        frozenset().union(*(node.either for node in nodes)),
    )


def _parts(schema: Schema, known: Schema) -> Iterator[Schema]:
    """The schema, what it refers to, and the alternatives in it."""
    yield schema
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    if name in known:
        # What is said of values where it is referred to belongs to those.
        own = {key: value for key, value in schema.items() if key in ("description", "enumDescriptions")}
        yield from _parts({**mapping(known[name]), **own}, known)
    either = schema.get("anyOf")
    for part in either if isinstance(either, list) else ():
        yield from _parts(mapping(part), known)


def _own(schema: Schema, known: Schema) -> Node:
    others, items = schema.get("additionalProperties"), schema.get("items")
    fields = {key: _node(mapping(value), known) for key, value in mapping(schema.get("properties")).items()}
    groups = [_texts(mapping(each).get("required")) for each in _list(schema.get("oneOf"))]
    return replace(
        Node(),
        description=str(schema.get("description", "")),
        default=_written(schema.get("default")),
        keys=MappingProxyType(fields),
        others=_node(mapping(others), known) if isinstance(others, dict) else None,
        item=_node(mapping(items), known) if isinstance(items, dict) else None,
        values=tuple(_values(schema)),
        is_single=schema.get("type") in _SINGLE,
        required=frozenset(_texts(schema.get("required"))),
        either=frozenset(key for group in groups for key in group),
    )


def _values(schema: Schema) -> Iterator[tuple[str, str]]:
    if "const" in schema:
        yield str(schema["const"]), ""
    values, meanings = _list(schema.get("enum")), _texts(schema.get("enumDescriptions"))
    for number, value in enumerate(values):
        yield str(value), meanings[number] if number < len(meanings) else ""


def _said(values: tuple[tuple[str, str], ...]) -> int:
    """How much is said of the values: that there are any, and what they mean."""
    return bool(values) + any(meaning for _, meaning in values)


def _list(value: object) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [str(each) for each in _list(value)]


def _written(default: object) -> str:
    """As YAML in one line; empty for what says nothing."""
    if isinstance(default, list):
        return f"[{', '.join(map(str, default))}]" if default else ""
    if default is None or isinstance(default, dict):
        return ""
    return f"{default:g}" if isinstance(default, float) else str(default)
