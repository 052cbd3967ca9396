"""Constants that are taken out of collections: it is not the whole collection that counts, but what stands there."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tree_sitter import Node

from omni_lsp.adapters.constants.blanks import Blanks
from omni_lsp.adapters.constants.names import FUNCTIONS
from omni_lsp.adapters.constants.values import NAMES, Value, value_of

_LISTS = frozenset({"list", "array", "ArrayList", "LinkedList", "Vector", "List"})
_MAPS = frozenset({"dictionary", "object", "HashMap", "LinkedHashMap", "TreeMap", "Hashtable", "Map"})
_DECLARATIONS = {"assignment": ("left", "right"), "variable_declarator": ("name", "value")}
_INDEX = {"subscript": ("value", "subscript"), "subscript_expression": ("object", "index")}
_CALLS = frozenset({"call", "call_expression", "method_invocation"})
_BLOCKS = frozenset({"block", "statement_block", "constructor_body"})
# Most functions have nothing that `_collection` would take for one, and need not be walked through.
_MAY_DECLARE = re.compile(rb"=\s*(\[|\{|(new\s+)?[\w.]*\b(%s)\b)" % "|".join(("dict", *_LISTS, *_MAPS)).encode())


class _Unclear(Exception):  # noqa: N818 - not an error: the collection is left alone
    """Something happens to the collection that is not followed."""


@dataclass(eq=False)
class _Collection:
    """What is certain to be where at the present place in the text."""

    is_list: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[Value, Node] = field(default_factory=dict)
    contents: list[Node] = field(default_factory=list)  # Whatever was in it at any time.
    has_more: bool = False  # Unknown elements behind the known ones.

    def __post_init__(self) -> None:
        self.contents += [*self.items, *self.entries.values()]

    def at(self, place: Value | None) -> Node | None:
        if self.is_list:
            return self.items[place] if type(place) is int and 0 <= place < len(self.items) else None
        return self.entries.get(place) if place is not None else None


def blank_elements(function: Node, known: Mapping[str, Value], blanks: Blanks) -> None:
    """Each constant that is taken out of a collection local to the function stands there itself."""
    if _MAY_DECLARE.search(function.text or b"") is None:
        return
    uses: defaultdict[str, list[Node]] = defaultdict(list)
    pending = [function.child_by_field_name("body") or function]
    while pending:
        node = pending.pop()
        if node.type in NAMES:
            uses[(node.text or b"").decode("utf-8", "replace")].append(node)
        pending += reversed(node.children)
    for nodes in uses.values():
        declaration = _declared(nodes[0])
        if declaration is not None and len(nodes) > 1:
            try:
                found = _taken(declaration, nodes, known)
            except _Unclear:
                continue
            for access, text in found:
                blanks.blank(access.start_byte, access.end_byte, text)


def _declared(name: Node) -> tuple[_Collection, Node] | None:
    """The collection that a name is bound to at its first use, and the block where that is."""
    parent = name.parent
    if parent is None or parent.type not in _DECLARATIONS:
        return None
    left, right = (parent.child_by_field_name(side) for side in _DECLARATIONS[parent.type])
    block = _block(parent)
    if left != name or right is None or block is None:
        return None
    collection = _collection(right)
    return (collection, block) if collection is not None else None


def _collection(value: Node) -> _Collection | None:
    if value.type in ("list", "array"):
        return _Collection(is_list=True, items=list(value.named_children))
    if value.type in ("dictionary", "object"):
        return _Collection(is_list=False, entries=_entries(value)) if _is_plain(value) else None
    kind = (
        value.child_by_field_name("function")
        or value.child_by_field_name("constructor")
        or value.child_by_field_name("type")
    )
    arguments = value.child_by_field_name("arguments")
    if kind is None or arguments is None or arguments.named_child_count:
        return None
    name = (kind.text or b"").decode("utf-8", "replace").partition("<")[0].rpartition(".")[2]
    if name in ("dict", *_MAPS):
        return _Collection(is_list=False)
    return _Collection(is_list=True) if name in _LISTS else None


def _is_plain(value: Node) -> bool:
    return all(child.type == "pair" for child in value.named_children)


def _entries(value: Node) -> dict[Value, Node]:
    entries: dict[Value, Node] = {}
    for pair in value.named_children:
        key, item = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        name = _key(key)
        if name is not None and item is not None:
            entries[name] = item
    return entries


def _key(node: Node | None) -> Value | None:
    if node is not None and node.type == "property_identifier":
        return (node.text or b"").decode("utf-8", "replace")
    return value_of(node, {})


def _block(node: Node) -> Node | None:
    """The block that a statement stands in, `None` when something lies between that may run it otherwise."""
    above: Node | None = node.parent
    while above is not None and above.type in (
        "expression_statement",
        "local_variable_declaration",
        "lexical_declaration",
        "variable_declaration",
    ):
        above = above.parent
    return above if above is not None and above.type in _BLOCKS else None


def _taken(
    declared: tuple[_Collection, Node], uses: Sequence[Node], known: Mapping[str, Value]
) -> list[tuple[Node, bytes]]:
    """Where a constant is taken out, in the order of the text, and what is to stand there. Raises _Unclear."""
    collection, block = declared
    found: list[tuple[Node, Node]] = []
    for name in uses[1:]:
        parent = name.parent
        if parent is None or _is_within_function(name, block):
            raise _Unclear
        if parent.type == "augmented_assignment" and collection.is_list:
            _extended(collection, block, name, parent)
            continue
        if _is_measured(name):
            continue
        if parent.type in _INDEX and parent.child_by_field_name(_INDEX[parent.type][0]) == name:
            element = _subscript(collection, block, parent, known)
        else:
            element, parent = _method(collection, block, name, known)
        if element is not None and value_of(element, known) is not None:
            found.append((parent, element))
    # Where nothing that was in it can do harm, what has no room for its constant may stay.
    is_harmless = all(value_of(one, known) is not None for one in collection.contents)
    taken = []
    for access, element in found:
        quote = _quote(access)
        text = _written(element, quote, known)
        if len(text) <= len((access.text or b"").partition(b"\n")[0]):
            taken.append((access, text))
        elif not is_harmless:
            taken.append((access, quote + quote))
    return taken


def _quote(access: Node) -> bytes:
    """The quotes that do not end a text of Python in which a place lies."""
    around = access.parent
    while around is not None and around.type != "string":
        around = around.parent
    return b"'" if around is not None and '"' in _text(around)[:3] else b'"'


def _written(element: Node, quote: bytes, known: Mapping[str, Value]) -> bytes:
    """A constant as it is written in another place."""
    value = value_of(element, known)
    if not isinstance(value, str) or "character" in element.type:
        return b" ".join((element.text or b"").split())
    text = value.encode()
    return quote + text + quote if quote not in text else element.text or b""


def _is_within_function(node: Node, block: Node) -> bool:
    above = node.parent
    while above is not None and above != block:
        if above.type in FUNCTIONS:
            return True
        above = above.parent
    return above is None


def _is_measured(name: Node) -> bool:
    """`len(x)` leaves it as it is."""
    call = name.parent.parent if name.parent is not None and name.parent.type == "argument_list" else None
    return call is not None and call.type == "call" and _text(call.child_by_field_name("function")) == "len"


def _extended(collection: _Collection, block: Node, name: Node, statement: Node) -> None:
    """`x += y` puts something behind what is there. Raises _Unclear."""
    right = statement.child_by_field_name("right")
    is_longer = any(child.type == "+=" for child in statement.children)
    if not is_longer or statement.child_by_field_name("left") != name or right is None or _block(statement) != block:
        raise _Unclear
    collection.contents.append(right)
    collection.has_more = True


def _subscript(collection: _Collection, block: Node, access: Node, known: Mapping[str, Value]) -> Node | None:
    """What is taken out by `x[place]`, `None` for nothing certain. Raises _Unclear."""
    place = value_of(access.child_by_field_name(_INDEX[access.type][1]), known)
    parent = access.parent
    if parent is None or "augmented" in parent.type or parent.type in ("del_statement", "update_expression"):
        raise _Unclear
    if parent.type not in ("assignment", "assignment_expression") or parent.child_by_field_name("left") != access:
        return collection.at(place)
    value = parent.child_by_field_name("right")
    if value is None or _block(parent) != block:
        raise _Unclear
    _put(collection, place, value)
    return None


def _put(collection: _Collection, place: Value | None, value: Node) -> None:
    if place is None:
        raise _Unclear
    collection.contents.append(value)
    if not collection.is_list:
        collection.entries[place] = value
    elif type(place) is int and 0 <= place < len(collection.items):
        collection.items[place] = value
    else:
        raise _Unclear


def _method(collection: _Collection, block: Node, name: Node, known: Mapping[str, Value]) -> tuple[Node | None, Node]:
    """What is taken out by a method, `None` for nothing certain, and the call. Raises _Unclear."""
    method, call = _called(name)
    arguments = call.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    places = [value_of(one, known) for one in given]
    if method == "get" and given:
        return collection.at(places[0]), call
    if _block(call) != block:
        raise _Unclear
    if method in ("append", "push", "add") and len(given) == 1 and collection.is_list:
        if not collection.has_more:
            collection.items.append(given[0])
        collection.contents.append(given[0])
    elif method in ("extend", "addAll") and len(given) == 1 and collection.is_list:
        collection.contents.append(given[0])
        collection.has_more = True
    elif method in ("put", "set") and len(given) == 2:
        _put(collection, places[0], given[1])
    elif method in ("pop", "remove", "shift") and collection.is_list:
        _removed(collection, method, places)
    else:
        raise _Unclear
    return None, call


def _called(name: Node) -> tuple[str, Node]:
    """The method that is called on a name, and the call. Raises _Unclear when it is used in another way."""
    access = name.parent
    if access is None:
        raise _Unclear
    if access.type == "method_invocation" and access.child_by_field_name("object") == name:
        return _text(access.child_by_field_name("name")), access
    call = access.parent
    if call is None or call.type not in _CALLS or call.child_by_field_name("function") != access:
        raise _Unclear
    return _text(access.child_by_field_name("attribute") or access.child_by_field_name("property")), call


def _text(node: Node | None) -> str:
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def _removed(collection: _Collection, method: str, places: Sequence[Value | None]) -> None:
    place: Value | None = 0 if method == "shift" else -1 if method == "pop" and not places else (places or [None])[0]
    if place == -1 and collection.has_more:
        raise _Unclear
    if type(place) is not int or not -1 <= place < len(collection.items) or not collection.items:
        raise _Unclear
    del collection.items[place]
