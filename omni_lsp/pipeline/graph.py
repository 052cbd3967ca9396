"""Which agent runs after which and why: by the facts they exchange and by explicit wishes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from types import MappingProxyType

from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.finding import Related
from omni_lsp.model.text import Span
from omni_lsp.ports.agent import AgentMeta


@dataclass(frozen=True, slots=True)
class Node:
    """An agent in its place: `depends_on` names agents it comes after whether or not they exchange facts.

    `place` and `places` say where the agent and the names it mentions stand in a pipeline file (see `StageSpec`).
    """

    meta: AgentMeta
    depends_on: tuple[str, ...] = ()
    place: Span = Span(0, 0)
    places: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}))

    def span(self, name: str) -> Span:
        return self.places.get(name, self.place)


@dataclass(frozen=True, slots=True)
class Edge:
    """`after` starts when `before` has ended; `label` names the classes of facts passed on, "after" for mere order."""

    before: str
    after: str
    label: str


@dataclass(frozen=True, slots=True)
class DependencyGraph:
    """Agent ids in an order in which each comes after all it depends on, ties as they were given."""

    order: tuple[str, ...]
    edges: tuple[Edge, ...]

    @classmethod
    def build(cls, nodes: Sequence[Node], spare: Sequence[AgentMeta] = (), source: str = "agents") -> "DependencyGraph":
        """Raises ConfigError about `source` with all `mistakes`."""
        if wrong := mistakes(nodes, spare):
            raise ConfigError(source, wrong)
        edges = _edges(nodes)
        return cls(_order(nodes, edges), edges)

    def after(self, agent: str) -> tuple[str, ...]:
        """The agents it waits for directly, in the order in which they were given."""
        return tuple(edge.before for edge in self.edges if edge.after == agent)

    def mermaid(self) -> str:
        """A Mermaid flowchart; nodes are numbered because some words (`end`) are no valid names there."""
        number = {agent: f"n{index}" for index, agent in enumerate(self.order)}
        nodes = [f'    {number[agent]}["{_mermaid(agent)}"]' for agent in self.order]
        arrows = [f'    {number[e.before]} -- "{_mermaid(e.label)}" --> {number[e.after]}' for e in self.edges]
        return "\n".join(["flowchart LR", *nodes, *arrows, ""])

    def dot(self) -> str:
        """A Graphviz digraph."""
        nodes = [f"    {_dot(agent)};" for agent in self.order]
        arrows = [f"    {_dot(e.before)} -> {_dot(e.after)} [label={_dot(e.label)}];" for e in self.edges]
        return "\n".join(["digraph pipeline {", "    rankdir=LR;", *nodes, *arrows, "}", ""])


def mistakes(nodes: Sequence[Node], spare: Sequence[AgentMeta] = ()) -> tuple[Mistake, ...]:
    """All that is wrong, in document order: agents given twice, names that are no node, facts provided twice or by
    nobody, circles. `spare` are agents that exist outside the graph, to be named where they would help.
    """
    found = [
        *_repeated(nodes),
        *_strangers(nodes),
        *_doubled(nodes),
        *_unprovided(nodes, spare),
        *_circles(nodes, _edges(nodes)),
    ]
    return tuple(sorted(found, key=lambda mistake: mistake.span))


def sorted_kinds(kinds: frozenset[type]) -> list[type]:
    """Classes of facts in an order that does not change from process to process."""
    return sorted(kinds, key=lambda kind: (kind.__qualname__, kind.__module__))


def _edges(nodes: Sequence[Node]) -> tuple[Edge, ...]:
    given = [node.meta.id for node in nodes]
    providers = _providers(node.meta for node in nodes)
    edges: list[Edge] = []
    for node in nodes:
        labels: dict[str, list[str]] = {name: [] for name in node.depends_on if name in given}
        for kind in sorted_kinds(node.meta.requires | node.meta.uses):
            for provider in providers.get(kind, ()):
                # To use what one provides oneself means the value of an earlier run; to require it is a circle.
                if provider != node.meta.id or kind in node.meta.requires:
                    labels.setdefault(provider, []).append(kind.__name__)
        edges += [
            Edge(before, node.meta.id, ", ".join(labels[before]) or "after")
            for before in sorted(labels, key=given.index)
        ]
    return tuple(edges)


def _providers(metas: Iterable[AgentMeta]) -> dict[type, list[str]]:
    providers: dict[type, list[str]] = {}
    for meta in metas:
        for kind in meta.provides:
            providers.setdefault(kind, []).append(meta.id)
    return providers


def _repeated(nodes: Sequence[Node]) -> Iterator[Mistake]:
    first: dict[str, Node] = {}
    for node in nodes:
        name = node.meta.id
        other = first.setdefault(name, node)
        if other is not node:
            yield Mistake(f"agent {name} appears twice", node.span(name), (Related(other.span(name), "first here"),))


def _strangers(nodes: Sequence[Node]) -> Iterator[Mistake]:
    given = {node.meta.id for node in nodes}
    for node in nodes:
        for name in node.depends_on:
            if name not in given:
                yield Mistake(f"{node.meta.id} comes after {name}, which is not there", node.span(name))


def _doubled(nodes: Sequence[Node]) -> Iterator[Mistake]:
    first: dict[type, Node] = {}
    for node in nodes:
        name = node.meta.id
        for kind in sorted_kinds(node.meta.provides):
            other = first.setdefault(kind, node)
            if other.meta.id != name:
                chain = f"{other.meta.id} → {kind.__name__} ← {name}"
                also = Related(other.span(other.meta.id), f"{other.meta.id} provides {kind.__name__} too")
                yield Mistake(f"two agents provide the same facts: {chain}; keep one", node.span(name), (also,))


def _unprovided(nodes: Sequence[Node], spare: Sequence[AgentMeta]) -> Iterator[Mistake]:
    providers, others = _providers(node.meta for node in nodes), _providers(spare)
    for node in nodes:
        for kind in sorted_kinds(node.meta.requires - providers.keys()):
            known = others.get(kind)
            chain = f"{' or '.join(known or ['nobody'])} → {kind.__name__} → {node.meta.id}"
            remedy = f"; add {known[0]}" if known else ""
            message = f"{node.meta.id} requires facts that no agent here provides: {chain}{remedy}"
            yield Mistake(message, node.span(node.meta.id))


def _circles(nodes: Sequence[Node], edges: Sequence[Edge]) -> Iterator[Mistake]:
    """One mistake for each of the circles that are left when the agents of those before are taken out."""
    left = {node.meta.id: node for node in nodes}
    while circle := _circle(tuple(left), edges):
        chain = " → ".join(circle)
        at = _wish(circle, left)
        links = (Related(left[after].span(after), f"{after} waits for {before}") for before, after in pairwise(circle))
        others = tuple(link for link in links if link.span != at)
        yield Mistake(f"agents wait for each other in a circle: {chain}", at, others)
        left = {agent: node for agent, node in left.items() if agent not in circle}


def _circle(agents: Sequence[str], edges: Sequence[Edge]) -> tuple[str, ...]:
    """A circle that starts and ends with its first agent, each before the next; empty when there is none."""
    try:
        _sorter(agents, edges).prepare()
    except CycleError as error:
        found: list[str] = error.args[1][:-1]
        start = found.index(min(found, key=agents.index))
        return (*found[start:], *found[: start + 1])
    return ()


def _wish(circle: Sequence[str], nodes: Mapping[str, Node]) -> Span:
    """Where the circle can be cut: an explicit wish in it, else its first agent."""
    for before, after in pairwise(circle):
        if before in nodes[after].depends_on:
            return nodes[after].span(before)
    return nodes[circle[0]].span(circle[0])


def _order(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[str, ...]:
    given = [node.meta.id for node in nodes]
    sorter = _sorter(given, edges)
    sorter.prepare()
    ready: set[str] = set()
    order: list[str] = []
    while sorter.is_active():
        ready.update(sorter.get_ready())
        order.append(min(ready, key=given.index))
        ready.remove(order[-1])
        sorter.done(order[-1])
    return tuple(order)


def _sorter(agents: Sequence[str], edges: Sequence[Edge]) -> TopologicalSorter[str]:
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(agents, ()))
    for edge in edges:
        if edge.before in agents and edge.after in agents:
            sorter.add(edge.after, edge.before)
    return sorter


def _mermaid(text: str) -> str:
    return text.replace("#", "#35;").replace('"', "#quot;")


def _dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
