"""What has to be told about a language so that its trees can be read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node

from omni_lsp.model.facts import Import


class Found(NamedTuple):
    """A definition: its `Symbol.kind`, its name, and its body or, for a variable, its value.

    `receiver` is what contains it when that is not where it stands.
    """

    kind: str
    name: Node | None
    body: Node | None = None
    receiver: str = ""


Definer = Callable[[Node, Sequence[Node]], Iterable[Found]]
"""What a node defines, given the nodes above it, the root first."""


class Export(NamedTuple):
    """Something that a file says it gives to others: `name` is its own name for it, `line` all that others see.

    The name is empty for what has none and for what comes from another file.
    """

    name: str
    line: str


@dataclass(frozen=True, slots=True)
class Dialect:
    """`module` and `function` load the grammar; everything else is keyed by or lists types of nodes.

    `docstrings` says that documentation is the first string of a body, not the comment above.
    """

    module: str
    function: str
    defines: Mapping[str, Definer]
    imports: Mapping[str, Callable[[Node], Iterable[Import]]]
    names: frozenset[str]
    comments: frozenset[str] = frozenset({"comment"})
    docstrings: bool = False
    exports: Mapping[str, Callable[[Node], Iterable[Export]]] = field(default_factory=dict)


def named(kind: str) -> Definer:
    """For nodes that have their name and body in fields of these names."""

    def define(node: Node, _above: Sequence[Node]) -> Iterator[Found]:
        yield Found(kind, node.child_by_field_name("name"), node.child_by_field_name("body"))

    return define


def text(node: Node | None) -> str:
    """Source of a node, empty for none."""
    return node.text.decode() if node is not None and node.text is not None else ""
