"""Texts of which one must be there for a regular expression to match: looking for them is much cheaper than searching."""

import re
from collections.abc import Iterable, Sequence
from re import _constants as kinds, _parser as parser  # type: ignore[attr-defined]  # As `re` itself uses them.
from typing import Any, TypeAlias

_SHORTEST = 3
_MOST = 64

# A node of the tree that `re` makes of an expression: the kind, and what belongs to it, by kind.
Node: TypeAlias = tuple[Any, Any]


def literals(expression: re.Pattern[str]) -> frozenset[str]:
    """Casefolded texts; each text that the expression matches somewhere has one of them once it is casefolded.

    Empty when nothing can be said.
    """
    return frozenset(_best(parser.parse(expression.pattern, expression.flags & ~re.UNICODE)) or ())


def _best(nodes: Iterable[Node]) -> Sequence[str] | None:
    """Of the parts that all have to match the one that says most: the longer its shortest text, the rarer it is."""
    found = [choice for choice in _choices(nodes) if len(choice) <= _MOST and min(map(len, choice)) >= _SHORTEST]
    return max(found, key=lambda choice: min(map(len, choice)), default=None)


def _choices(nodes: Iterable[Node]) -> Iterable[Sequence[str]]:
    run: list[str] = []
    for kind, of in nodes:
        if kind is kinds.LITERAL:
            run.append(chr(of))
            continue
        if run:
            yield ["".join(run).casefold()]
        run = []
        if (inner := _inner(kind, of)) is not None:
            yield inner
    if run:
        yield ["".join(run).casefold()]


def _inner(kind: Any, of: Any) -> Sequence[str] | None:
    match kind, of:
        case kinds.SUBPATTERN, (_, _, _, nodes):
            return _best(nodes)
        case ((kinds.MAX_REPEAT | kinds.MIN_REPEAT | kinds.POSSESSIVE_REPEAT), (least, _, nodes)) if least > 0:
            return _best(nodes)
        case kinds.ATOMIC_GROUP, nodes:
            return _best(nodes)
        case kinds.BRANCH, (_, branches):
            parts = [_best(branch) for branch in branches]
            return [text for part in parts if part for text in part] if all(parts) else None
    return None
