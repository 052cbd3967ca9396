"""Fixes for the findings of the labelled set: how many are offered one, and how many of those hold.

`bench_fixes.py` by itself prints the same by language; with `--misses` also the rules that leave most findings without one.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from figures import Row, table
from fix_outcomes import Outcome, measured, outcomes
from place import Place

OFFERED, HOLD = 0.5, 1.0
_MISSES = 30


async def fixes(place: Place, *, quick: bool) -> list[Row]:
    return rows(await outcomes(["python"] if quick else [], place.folder("fixes")))


def rows(found: Sequence[Outcome]) -> list[Row]:
    """Offered and holding, by language and of all."""
    by_language = groupby(found, key=lambda one: one.case.language)
    groups = [(language, list(some)) for language, some in by_language]
    return [row for name, some in [*groups, ("all", found)] for row in _rows(name, some)]


def _rows(name: str, some: Sequence[Outcome]) -> Iterable[Row]:
    offered = [one for one in some if one.is_offered]
    hold = [one for one in offered if not one.flaw]
    yield _row(f"{name}: findings that are offered a fix", len(offered), len(some), OFFERED)
    yield _row(f"{name}: offered fixes that hold", len(hold), len(offered), HOLD)


def _row(what: str, some: int, of: int, bar: float) -> Row:
    share = some / of if of else 1.0
    return Row(what, f"{share:.0%} ({some} of {of})", f"the bar: {bar:.0%}", f"{share / bar:.2f} x", str(of))


def main() -> int:
    """The exit status is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", action="append", default=[], help="only this folder of cases; may be given again")
    parser.add_argument("--misses", action="store_true", help="what is not held out and has no fix, or one that fails")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="omni-fixes-") as scratch:
        found = measured(arguments.language, Path(scratch))
    print(table(rows(found)))
    if arguments.misses:
        print("\n".join(_told(one for one in found if not one.case.is_held_out)))
    offered = [one for one in found if one.is_offered]
    return int(len(offered) < OFFERED * len(found) or any(one.flaw for one in offered))


def _told(found: Iterable[Outcome]) -> Iterable[str]:
    without: Counter[str] = Counter()
    for one in found:
        without[one.rule] += not one.is_offered
        if one.flaw:
            yield f"{one.case.place} {one.rule}: {one.flaw}"
    for rule, number in without.most_common(_MISSES):
        if number:
            yield f"{number:4} {rule}"


if __name__ == "__main__":
    sys.exit(main())
