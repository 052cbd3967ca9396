"""Expressions whose time grows beyond all bounds with the text, found without running them.

Two ways to match the same text, taken again and again, are 2 to the power of n ways for n rounds (a "catastrophic"
expression, CWE-1333).
A matcher tries them all where what follows the repetition does not match; where nothing has to follow, it never does.
Repetitions after each other that take the same characters are tried in every division of the text among them: with three
or more, no text of ordinary length is safe.
What is not certain counts as harmless.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from omni_lsp.adapters.expressions.alphabet import Alphabet
from omni_lsp.adapters.expressions.automaton import Automaton, Builder, TooLargeError, extra_characters
from omni_lsp.adapters.expressions.dialect import Tree, parsed

_MOST_PAIRS = 40_000
# So many repetitions one right after the other, and so many with something between them, of which each takes the same
# character. White space is allowed more of them: "\s*,?\s*;?\s*" is common, and long stretches of it are not.
_ADJACENT = 3
_APART = 6
_ADJACENT_SPACES = 5
_APART_SPACES = 8


@dataclass(frozen=True, slots=True)
class Danger:
    """`is_exponential`, or else a power of the text's length; `pump` is a character that makes it slow, repeated."""

    is_exponential: bool
    pump: str


@lru_cache(maxsize=4096)
def danger(expression: str) -> Danger | None:
    """What is catastrophic about an expression in PCRE's dialect; `None` also for one that is not understood."""
    if not _may_be(expression):
        return None
    tree = parsed(expression)
    if tree is None:
        return None
    alphabet = Alphabet(extra_characters(expression))
    waiting: list[tuple[Tree, int]] = [tree]
    while waiting:
        builder = Builder(alphabet)
        try:
            automaton = builder.built(*waiting.pop())
        except (TooLargeError, RecursionError):
            return None
        found = _exponential(automaton, alphabet) or _polynomial(automaton, alphabet)
        if found is not None:
            return found
        waiting += builder.inner
    return None


def _may_be(expression: str) -> bool:
    """Whether there is a repeated group, or enough repetitions: most expressions have neither."""
    return any(sign in expression for sign in (")*", ")+", "){")) or sum(map(expression.count, "*+{")) >= _ADJACENT


def _exponential(automaton: Automaton, alphabet: Alphabet) -> Danger | None:
    for component in _loops(automaton, alphabet.all):
        characters = _ambiguous(automaton, component)
        if characters:
            return Danger(is_exponential=True, pump=alphabet.sample(characters))
    return None


def _ambiguous(automaton: Automaton, component: frozenset[int]) -> int:
    """Characters with which two ways part that lead from a state of a loop back to it; 0 when there are none."""
    takes = automaton.takes
    steps: dict[int, list[tuple[int, int, int]]] = {
        state: [
            (edge.state, edge.before & takes[state], edge.after & takes[edge.state])
            for edge in automaton.edges[state]
            if edge.state in component
        ]
        for state in component
    }
    # Two ways that part at a state, and the characters with which they do.
    parted: dict[tuple[int, int], int] = {}
    for state in component:
        for number, (one, before, after) in enumerate(steps[state]):
            for two, other_before, other_after in steps[state][number + 1 :]:
                shared = after & other_after
                if not shared or not before & other_before:
                    continue
                parted.setdefault((min(one, two), max(one, two)), shared)
    return _meeting(steps, parted)


def _meeting(steps: dict[int, list[tuple[int, int, int]]], parted: dict[tuple[int, int], int]) -> int:
    """The characters with which ways parted that come together again."""
    origin = dict(parted)
    waiting = list(parted)
    while waiting:
        one, two = pair = waiting.pop()
        for left, before, after in steps[one]:
            for right, other_before, other_after in steps[two]:
                if not after & other_after or not before & other_before:
                    continue
                if left == right:
                    return origin[pair]
                met = (min(left, right), max(left, right))
                if met not in origin:
                    if len(origin) > _MOST_PAIRS:
                        return 0
                    origin[met] = origin[pair]
                    waiting.append(met)
    return 0


def _polynomial(automaton: Automaton, alphabet: Alphabet) -> Danger | None:
    for character in _kinds(automaton, alphabet):
        adjacent, apart = _chains(automaton, character)
        most, most_apart = (_ADJACENT, _APART) if not character & alphabet.space else (_ADJACENT_SPACES, _APART_SPACES)
        if adjacent >= most or apart >= most_apart:
            return Danger(is_exponential=False, pump=alphabet.sample(character))
    return None


def _kinds(automaton: Automaton, alphabet: Alphabet) -> Iterable[int]:
    """One character, as a set, of each kind that the states tell apart; letters before signs."""
    kinds: dict[tuple[int, ...], int] = {}
    for number in reversed(range(len(alphabet.characters))):
        takers = tuple(state for state, takes in enumerate(automaton.takes) if takes >> number & 1)
        if len(takers) >= _ADJACENT:
            kinds.setdefault(takers, 1 << number)
    return kinds.values()


def _chains(automaton: Automaton, character: int) -> tuple[int, int]:
    """The most repetitions of one character that follow each other, directly and with anything of it between them."""
    components = list(_components(automaton, character))
    number_of = {state: number for number, component in enumerate(components) for state in component}
    direct: list[int] = []
    apart: list[int] = []
    # A component comes after all those that it leads to.
    for number, component in enumerate(components):
        is_loop = _is_loop(automaton, component, character)
        nexts = {
            number_of[edge.state]
            for state in component
            for edge in automaton.edges[state]
            if edge.state in number_of and edge.before & edge.after & character
        } - {number}
        direct.append(1 + max((direct[other] for other in nexts), default=0) if is_loop else 0)
        apart.append(int(is_loop) + max((apart[other] for other in nexts), default=0))
    return max(direct, default=0), max(apart, default=0)


def _loops(automaton: Automaton, characters: int) -> Iterable[frozenset[int]]:
    return (part for part in _components(automaton, characters) if _is_loop(automaton, part, characters))


def _is_loop(automaton: Automaton, component: frozenset[int], characters: int) -> bool:
    if len(component) > 1:
        return True
    (state,) = component
    return any(edge.state == state and edge.before & edge.after & characters for edge in automaton.edges[state])


def _components(automaton: Automaton, characters: int) -> Iterable[frozenset[int]]:
    """The strongly connected parts among the states that take one of the characters and after which more must follow.

    After Tarjan: each comes after those that it leads to.
    """
    takes, ends = automaton.takes, automaton.ends
    inside = {state for state in automaton.edges if takes[state] & characters and state not in ends}
    ahead = {
        state: [
            edge.state
            for edge in automaton.edges[state]
            if edge.state in inside
            and edge.before & takes[state] & characters
            and edge.after & takes[edge.state] & characters
        ]
        for state in inside
    }
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    open_states: set[int] = set()
    for root in inside:
        if root in index:
            continue
        work = [(root, iter(ahead[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        open_states.add(root)
        while work:
            state, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    stack.append(successor)
                    open_states.add(successor)
                    work.append((successor, iter(ahead[successor])))
                    break
                if successor in open_states:
                    low[state] = min(low[state], index[successor])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[state])
                if low[state] == index[state]:
                    found = set()
                    while state not in found:
                        found.add(stack.pop())
                    open_states -= found
                    yield frozenset(found)
