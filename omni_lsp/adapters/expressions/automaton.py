"""An expression as an automaton without silent steps, in which the ways to match a text can be counted.

After Glushkov: a state for each place in the expression where a character is taken, an edge for each way from one to the
next.
Two edges between the same two states are two ways to match the same text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from re import _constants as c  # type: ignore[attr-defined]
from typing import Any

from omni_lsp.adapters.expressions.alphabet import Alphabet
from omni_lsp.adapters.expressions.dialect import Tree

_MOST_STATES = 1_500
# Of a repetition with bounds so many rounds are looked at; one that goes as far as this counts as endless.
_ROUNDS = 30
_ENDLESS = 100


class TooLargeError(Exception):
    """More states than anybody would want to wait for."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way to `state`, open to the characters `before` of where it begins and `after` of where it leads."""

    state: int
    before: int
    after: int


@dataclass(slots=True)
class Automaton:
    """`takes[n]` are the characters that state n takes, none for one that stands for an assertion.

    `ends` are the states after which the match is complete, whatever follows.
    """

    takes: list[int] = field(default_factory=list)
    edges: dict[int, list[Edge]] = field(default_factory=dict)
    ends: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of an expression: where it may begin and end, each in how many ways, and in how many ways it is empty."""

    empty: int
    first: dict[int, int]
    last: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Guard:
    """An assertion: what must be before and after it, by alternatives; none when that is not known."""

    either: tuple[tuple[int, int], ...] = ()


class Builder:
    """Builds automata over one alphabet; `inner` are the parts that are matched once and for all, as expressions."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._takes: list[int] = []
        self._guards: dict[int, _Guard] = {}
        self._follow: dict[int, dict[int, int]] = defaultdict(dict)
        self.inner: list[tuple[Tree, int]] = []

    def built(self, tree: Tree, flags: int) -> Automaton:
        """Raises TooLargeError."""
        whole = self._sequence(tree, flags)
        edges = {state: list(self._edges(state)) for state in range(len(self._takes)) if state not in self._guards}
        ends = frozenset(state for state in whole.last if state not in self._guards)
        return Automaton(self._takes, edges, ends)

    def _edges(self, state: int) -> Iterator[Edge]:
        """All ways from a state to those that take a character, through the assertions between them."""
        everything = self._alphabet.all
        waiting = [(state, everything, everything, frozenset[int]())]
        while waiting:
            here, before, after, passed = waiting.pop()
            for there, ways in self._follow[here].items():
                if there not in self._guards:
                    yield from (Edge(there, before, after) for _ in range(ways))
                elif there not in passed:
                    for left, right in self._guards[there].either:
                        waiting.append((there, before & left, after & right, passed | {there}))

    def _state(self, takes: int) -> _Part:
        if len(self._takes) >= _MOST_STATES:
            raise TooLargeError
        self._takes.append(takes)
        state = len(self._takes) - 1
        return _Part(0, {state: 1}, {state: 1})

    def _guard(self, *either: tuple[int, int]) -> _Part:
        part = self._state(0)
        self._guards[len(self._takes) - 1] = _Guard(either)
        return part

    def _sequence(self, tree: Tree, flags: int) -> _Part:
        whole = _Part(1, {}, {})
        for operator, value in tree:
            whole = self._joined(whole, self._part(operator, value, flags))
        return whole

    # What stands with an operator has the shape that the parser gives it.
    def _part(self, operator: object, value: Any, flags: int) -> _Part:
        letters = self._alphabet
        if operator is c.LITERAL:
            return self._state(letters.literal(value, flags))
        if operator is c.NOT_LITERAL:
            return self._state(letters.all & ~letters.literal(value, flags))
        if operator is c.ANY:
            return self._state(letters.any(flags))
        if operator is c.IN:
            return self._state(letters.members(value, flags))
        if operator is c.AT:
            return self._at(value)
        return self._compound(operator, value, flags)

    def _compound(self, operator: object, value: Any, flags: int) -> _Part:
        part: _Part | None = None
        match operator, value:
            case c.BRANCH, (_, branches):
                part = _either([self._sequence(branch, flags) for branch in branches])
            case c.SUBPATTERN, (_, on, off, tree):
                part = self._sequence(tree, (flags | on) & ~off)
            case ((c.MAX_REPEAT | c.MIN_REPEAT), (low, high, tree)):
                part = self._repeated(tree, flags, low, high)
            case c.POSSESSIVE_REPEAT, _:
                part = self._once_and_for_all([(c.MAX_REPEAT, value)], flags)
            case c.ATOMIC_GROUP, tree:
                part = self._once_and_for_all(tree, flags)
            case ((c.ASSERT | c.ASSERT_NOT), (direction, tree)):
                part = self._around(tree, flags, is_positive=operator is c.ASSERT, is_ahead=direction > 0)
            case c.GROUPREF_EXISTS, (_, yes, no):
                part = _either([self._sequence(yes, flags), self._sequence(no or (), flags)])
        # A group's text again, or what a later Python brings, overlaps with nothing.
        return part or self._state(0)

    def _once_and_for_all(self, tree: Tree, flags: int) -> _Part:
        """No other way is tried once it has matched, so that it is one step, and an expression of its own."""
        self.inner.append((tree, flags))
        return self._state(0)

    def _around(self, tree: Tree, flags: int, *, is_positive: bool, is_ahead: bool) -> _Part:
        if is_positive and not len(tree):
            return _Part(1, {}, {})
        self.inner.append((tree, flags))
        everything = self._alphabet.all
        single = self._single(tree, flags)
        if single is None:
            return self._guard()
        allowed = single if is_positive else everything & ~single
        return self._guard((everything, allowed) if is_ahead else (allowed, everything))

    def _single(self, tree: Tree, flags: int) -> int | None:
        """The set of an expression that is one character, else `None`."""
        inside = Builder(self._alphabet)
        part = inside._sequence(tree, flags)
        return inside._takes[0] if len(inside._takes) == 1 and not part.empty and not inside._guards else None

    def _at(self, code: object) -> _Part:
        letters = self._alphabet
        word, other, everything = letters.word, letters.all & ~letters.word, letters.all
        match code:
            case c.AT_BOUNDARY:
                return self._guard((word, other), (other, word))
            case c.AT_NON_BOUNDARY:
                return self._guard((word, word), (other, other))
            case c.AT_BEGINNING:
                return self._guard((letters.newline, everything))
            case c.AT_END:
                return self._guard((everything, letters.newline))
        return self._guard()

    def _repeated(self, tree: Tree, flags: int, low: int, high: int) -> _Part:
        is_endless = high is c.MAXREPEAT or high - low >= _ENDLESS
        times = min(low, _ROUNDS)
        whole = _Part(1, {}, {})
        for _ in range(times - 1 if is_endless and times else times):
            whole = self._joined(whole, self._sequence(tree, flags))
        if is_endless:
            return self._joined(whole, self._endless(tree, flags, is_optional=times == 0))
        rest = _Part(1, {}, {})
        for _ in range(min(high - low, _ROUNDS)):
            rest = _either([_Part(1, {}, {}), self._joined(self._sequence(tree, flags), rest)])
        return self._joined(whole, rest)

    def _endless(self, tree: Tree, flags: int, *, is_optional: bool) -> _Part:
        part = self._sequence(tree, flags)
        self._link(part.last, part.first)
        # A round that takes nothing ends the repetition, so that there is one way at most.
        return _Part(1 if is_optional or part.empty else 0, part.first, part.last)

    def _joined(self, one: _Part, two: _Part) -> _Part:
        self._link(one.last, two.first)
        return _Part(
            min(2, one.empty * two.empty),
            _summed(one.first, two.first, one.empty),
            _summed(two.last, one.last, two.empty),
        )

    def _link(self, ends: dict[int, int], starts: dict[int, int]) -> None:
        for end, some in ends.items():
            follow = self._follow[end]
            for start, ways in starts.items():
                follow[start] = min(2, follow.get(start, 0) + some * ways)


def _either(parts: Sequence[_Part]) -> _Part:
    whole = _Part(0, {}, {})
    for part in parts:
        whole = _Part(
            min(2, whole.empty + part.empty), _summed(whole.first, part.first, 1), _summed(whole.last, part.last, 1)
        )
    return whole


def _summed(these: dict[int, int], those: dict[int, int], times: int) -> dict[int, int]:
    total = dict(these)
    for state, ways in those.items() if times else ():
        total[state] = min(2, total.get(state, 0) + ways * times)
    return total


def extra_characters(expression: str) -> set[str]:
    """Those beyond ASCII that an expression names, each of which tells classes apart."""
    return {char for char in expression if not char.isascii()} | {
        chr(int(code, 16)) for code in re.findall(r"\\x\{([0-9a-fA-F]{3,5})\}", expression)
    }
