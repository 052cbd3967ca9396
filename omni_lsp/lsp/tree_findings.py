"""The branch about findings: by agent, then by control or rule, kept up file by file.

A report about one file costs as much as that file has findings, and a look at the whole as much as is shown of it.
"""

import hashlib
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from omni_lsp.lsp.positions import Encoding, range_of
from omni_lsp.lsp.tree import Node, Target, counted, icon, line
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.status import Heading
from omni_lsp.model.text import Snapshot


@dataclass(frozen=True)
class _Leaf:
    """A finding at its place; the node is made when it is shown for the first time."""

    finding: Finding
    target: Target
    name: str
    id: str

    def looks_like(self, other: "_Leaf") -> bool:
        """Whether the nodes of both are the same; in which run they were found does not show."""
        mine, theirs = self.finding, other.finding
        return (
            self.target == other.target
            and mine.rule == theirs.rule
            and mine.message == theirs.message
            and mine.stale is theirs.stale
        )

    @cached_property
    def node(self) -> Node:
        finding, first = self.finding, self.target.range[0]
        stale = ", stale" if finding.stale else ""
        known = ", ".join([finding.rule.id, *finding.rule.cwe])
        where = f"{line(self.name)}:{first + 1}{stale}"
        tooltip = f"{line(finding.message)}\n{line(known)}"
        label = line(finding.rule.title or finding.message)
        return Node(self.id, label, where, tooltip, icon(finding.rule.severity), self.target)


@dataclass(eq=False, slots=True)
class _Group:
    """What is under one heading; `uris` are sorted, and `severities` counts findings by theirs."""

    heading: Heading
    uris: list[str] = field(default_factory=list)
    leaves: dict[str, tuple[_Leaf, ...]] = field(default_factory=dict)
    severities: dict[Severity, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.severities.values())

    @property
    def worst(self) -> Severity:
        return max(severity for severity, number in self.severities.items() if number)

    def put(self, uri: str, leaves: Sequence[_Leaf]) -> None:
        """In place of what was there of this document; what looks the same stays, with its node."""
        old = self.leaves.pop(uri, ())
        known = {leaf.id: leaf for leaf in old}
        leaves = tuple(
            same if (same := known.get(leaf.id)) is not None and same.looks_like(leaf) else leaf for leaf in leaves
        )
        for leaf in old:
            self.severities[leaf.finding.rule.severity] -= 1
        if old and not leaves:
            del self.uris[bisect_left(self.uris, uri)]
        if leaves and not old:
            insort(self.uris, uri)
        for leaf in leaves:
            severity = leaf.finding.rule.severity
            self.severities[severity] = self.severities.get(severity, 0) + 1
        if leaves:
            self.leaves[uri] = leaves

    def shown(self, limit: int) -> Iterator[Node]:
        """The first ones by document and place."""
        for uri in self.uris:
            for leaf in self.leaves[uri]:
                if limit <= 0:
                    return
                limit -= 1
                yield leaf.node


class FindingsTree:
    """`heading` says what findings of a rule are gathered under."""

    def __init__(self, heading: Callable[[Rule], Heading]) -> None:
        self._heading = heading
        self._agents: dict[str, dict[str, _Group]] = {}
        self._keys: dict[str, frozenset[tuple[str, str]]] = {}

    def put(self, snapshot: Snapshot, findings: Sequence[Finding], encoding: Encoding) -> None:
        """All that is in force for a document, in order of places, in place of what was known of it."""
        grouped: dict[tuple[str, str], list[_Leaf]] = {}
        for leaf in _leaves(snapshot, findings, encoding):
            heading = self._heading(leaf.finding.rule)
            self._agents.setdefault(leaf.finding.agent, {}).setdefault(heading.id, _Group(heading))
            grouped.setdefault((leaf.finding.agent, heading.id), []).append(leaf)
        for key in self._keys.pop(snapshot.uri, frozenset()) | grouped.keys():
            self._group(key).put(snapshot.uri, grouped.get(key, ()))
            self._tidy(key)
        if grouped:
            self._keys[snapshot.uri] = frozenset(grouped)

    def forget(self, uri: str) -> None:
        for key in self._keys.pop(uri, frozenset()):
            self._group(key).put(uri, ())
            self._tidy(key)

    def node(self, most: int) -> Node:
        """At most so many nodes, the one that says what is left out included; half of them are headings at most."""
        ranked = {agent: _ranked(known.values()) for agent, known in sorted(self._agents.items())}
        total = sum(group.count for groups in ranked.values() for group in groups)
        shown = _ranked(group for groups in ranked.values() for group in groups)[: most // 2]
        room = most - 2 - len(ranked) - len(shown)  # The root and the one that says what is left out.
        shares = _shares([group.count for group in shown], max(room, 0))
        share = dict(zip(map(id, shown), shares, strict=True))
        children = tuple(_agent(agent, groups, share) for agent, groups in ranked.items())
        left = total - sum(shares)
        if left:
            said = f"{counted(left, 'finding')} more"
            children += (Node("findings/more", said, "not listed here", icon="ellipsis"),)
        return Node("findings", "Findings", f"{total:,}", icon="shield", children=children)

    def _group(self, key: tuple[str, str]) -> _Group:
        agent, heading = key
        return self._agents[agent][heading]

    def _tidy(self, key: tuple[str, str]) -> None:
        agent, heading = key
        if not self._agents[agent][heading].uris:
            del self._agents[agent][heading]
        if not self._agents[agent]:
            del self._agents[agent]


def _leaves(snapshot: Snapshot, findings: Sequence[Finding], encoding: Encoding) -> Iterator[_Leaf]:
    mark = hashlib.blake2b(snapshot.uri.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    seen: Counter[str] = Counter()
    file = snapshot.name
    for finding in findings:
        place = range_of(finding.span, snapshot.lines, encoding)
        start, end = place.start, place.end
        target = Target(snapshot.uri, (start.line, start.character, end.line, end.character))
        name = f"finding/{finding.agent}/{mark}/{finding.fingerprint[:16]}"
        # A stale one may stand beside the one that was found anew.
        again = f".{seen[name]}" if seen[name] else ""
        seen[name] += 1
        yield _Leaf(finding, target, file, name + again)


def _ranked(groups: Iterable[_Group]) -> list[_Group]:
    """The worst first."""
    return sorted(groups, key=lambda each: (-each.worst, each.heading.label))


def _agent(agent: str, groups: Sequence[_Group], share: Mapping[int, int]) -> Node:
    children = tuple(_group_node(agent, each, share[id(each)]) for each in groups if id(each) in share)
    total = sum(each.count for each in groups)
    return Node(f"findings/{agent}", line(agent), counted(total, "finding"), icon="robot", children=children)


def _group_node(agent: str, group: _Group, limit: int) -> Node:
    heading = group.heading
    return Node(
        f"findings/{agent}/{heading.id}",
        line(heading.label),
        f"{group.count:,}" if limit >= group.count else f"{limit:,} of {group.count:,}",
        heading.tooltip,
        icon(group.worst),
        children=tuple(group.shown(limit)),
    )


def _shares(wanted: Sequence[int], room: int) -> list[int]:
    """As much as each wants where there is room for all; else the small ones all, the large ones alike."""
    shares = [0] * len(wanted)
    for done, at in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        shares[at] = min(wanted[at], room // (len(wanted) - done))
        room -= shares[at]
    return shares
