"""Findings that are known and accepted for now: which of those found are among them, and which of them are no more.

A finding is told from others by its file and its fingerprint, which holds no line number; equal ones are counted.
A file that is gone has moved when another one has a finding of that fingerprint which nobody knew.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple


class Entry(NamedTuple):
    """A known finding: `path` is below the checked folder, with `/`; `fingerprint` as in `Finding`."""

    path: str
    rule: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a check could see: `complete` are the files about which it can say everything, `gone` those that are no more.

    `is_whole` when it looked at all there is, so that what it did not find is nowhere.
    """

    complete: Collection[str] = frozenset()
    gone: Collection[str] = frozenset()
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """`known` counts the findings that are not new; `stale` are entries without a finding, in order.

    `unseen` are entries without a finding about which the check had nothing to say: they stay in force.
    """

    known: Counter[Entry]
    stale: tuple[Entry, ...] = ()
    unseen: tuple[Entry, ...] = ()


def compare(entries: Iterable[Entry], found: Iterable[Entry], sight: Sight) -> Comparison:
    """What a baseline says of the findings of a check; both may hold equal ones more than once."""
    expected, here = Counter(entries), Counter(found)
    known = expected & here
    lost, new = expected - known, here - known
    for old, moved, count in _moves(lost, new, sight.gone):
        known[moved] += count
        lost[old] -= count
    left = sorted(lost.elements())
    stale = [entry for entry in left if entry.path in sight.complete or (sight.is_whole and entry.path in sight.gone)]
    unseen = Counter(left) - Counter(stale)
    return Comparison(known, tuple(stale), tuple(sorted(unseen.elements())))


def _moves(lost: Counter[Entry], new: Counter[Entry], gone: Collection[str]) -> list[tuple[Entry, Entry, int]]:
    """Entries of files that are gone, the findings they are now, and how many of each.

    A file goes where most of its findings are, then where a file of its name is, then by the order of paths.
    """
    before, after = _by_path(lost, gone), _by_path(new)
    shared: Counter[tuple[str, str]] = Counter()
    places = defaultdict(list)
    for path, marks in after.items():
        for mark in marks:
            places[mark].append(path)
    for path, marks in before.items():
        for mark in marks:
            shared.update((path, place) for place in places[mark])
    moves = []
    for old, place in sorted(shared, key=lambda pair: (-shared[pair], _name(pair[0]) != _name(pair[1]), pair)):
        both = before[old] & after[place]
        before[old] -= both
        after[place] -= both
        moves += [(Entry(old, *mark), Entry(place, *mark), count) for mark, count in both.items()]
    return moves


def _by_path(entries: Counter[Entry], only: Collection[str] | None = None) -> dict[str, Counter[tuple[str, str]]]:
    found: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for entry, count in entries.items():
        if only is None or entry.path in only:
            found[entry.path][entry.rule, entry.fingerprint] += count
    return found


def _name(path: str) -> str:
    return PurePosixPath(path).name
