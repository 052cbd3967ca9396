"""PageRank in whole numbers: the same graph gives the same ranks on every machine and in every version of Python."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter, mul

TOTAL = 1 << 30
"""What all ranks add up to, but for rounding: products of two numbers below it are what Python multiplies quickest."""
_SHARE_BITS = 20
_DAMPING, _DAMPING_BITS = 870, 10
"""0.85, as Page and Brin have it."""
_MOST_STEPS = 50
_CLOSE = TOTAL >> 12
"""Ranks that move by less than this, all together, are where they will stay."""


def page_rank(links: Mapping[str, Mapping[str, int]], about: Mapping[str, float]) -> dict[str, int]:
    """Ranks of the nodes, which are the keys of `links`, in their order; each has its targets with positive weights.

    `about` says where a reader starts, by weight; everywhere alike where it names no node.
    """
    nodes = list(links)
    number = {node: at for at, node in enumerate(nodes)}
    incoming, dangling = _incoming(links, number)
    start = _start(nodes, about)
    home = [each * ((1 << _DAMPING_BITS) - _DAMPING) >> _DAMPING_BITS for each in start]
    ranks = start
    for _ in range(_MOST_STEPS):
        lost = sum(ranks[at] for at in dangling)
        arrived = _arrived(ranks, incoming)
        fresh = [
            base + ((come + each * lost // TOTAL) * _DAMPING >> _DAMPING_BITS)
            for base, come, each in zip(home, arrived, start, strict=True)
        ]
        moved = sum(abs(new - old) for new, old in zip(fresh, ranks, strict=True))
        ranks = fresh
        if moved < _CLOSE:
            break
    return dict(zip(nodes, ranks, strict=True))


Incoming = Sequence[tuple[Sequence[int], Sequence[int]]]
"""For each node the nodes that lead to it, and which share of their rank they give, in parts of 2 ** 20."""


def _incoming(links: Mapping[str, Mapping[str, int]], number: Mapping[str, int]) -> tuple[Incoming, list[int]]:
    """Also the nodes that lead nowhere."""
    incoming: list[tuple[list[int], list[int]]] = [([], []) for _ in number]
    dangling = []
    for at, targets in enumerate(links.values()):
        known = [(number[target], weight) for target, weight in targets.items() if target in number]
        total = sum(weight for _, weight in known)
        if not total:
            dangling.append(at)
        for target, weight in known:
            sources, shares = incoming[target]
            sources.append(at)
            shares.append((weight << _SHARE_BITS) // total)
    return incoming, dangling


def _arrived(ranks: Sequence[int], incoming: Incoming) -> Iterable[int]:
    for sources, shares in incoming:
        if len(sources) > 1:
            yield sum(map(mul, itemgetter(*sources)(ranks), shares)) >> _SHARE_BITS
        else:
            yield ranks[sources[0]] * shares[0] >> _SHARE_BITS if sources else 0


def _start(nodes: Sequence[str], about: Mapping[str, float]) -> list[int]:
    weights = [max(0.0, about.get(node, 0.0)) for node in nodes]
    total = sum(weights)
    if not total:
        return [TOTAL // len(nodes)] * len(nodes) if nodes else []
    return [int(weight / total * TOTAL) for weight in weights]
