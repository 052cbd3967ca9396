"""What `make quality` runs: recall and false alarms on the labelled set, by class, against the bars."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby

from labelled import Judged, cases, judged

RECALL, FALSE_ALARMS = 0.90, 0.05


def main() -> int:
    """The exit status is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", action="append", help="only this folder of cases; may be given again")
    parser.add_argument("--misses", action="store_true", help="list each case not held out that was judged wrongly")
    arguments = parser.parse_args()
    wanted = [case for case in cases() if not arguments.language or case.language in arguments.language]
    results = sorted(judged(wanted), key=lambda one: (one.case.language, one.case.weakness))
    print("| language | class | unsafe | found | safe | false alarms |\n| --- | --- | --- | --- | --- | --- |")
    for (language, weakness), group in groupby(results, key=lambda one: (one.case.language, one.case.weakness)):
        print(_row(language, weakness, list(group)))
    for language, group in groupby(results, key=lambda one: one.case.language):
        print(_row(language, "**all**", list(group)))
    print(_row("**all**", "**all**", results))
    print(_row("**all**", "**held out**", [one for one in results if one.case.is_held_out]))
    if arguments.misses:
        print("\n".join(_misses(one for one in results if not one.case.is_held_out)))
    recall, alarms = _rates(results)
    return int(recall < RECALL or alarms > FALSE_ALARMS)


def _row(language: str, weakness: str, results: Sequence[Judged]) -> str:
    unsafe = [one for one in results if one.case.is_unsafe]
    safe = [one for one in results if not one.case.is_unsafe]
    recall, alarms = _rates(results)
    found, wrong = sum(bool(one.found_by) for one in unsafe), sum(bool(one.found_by) for one in safe)
    cells = (language, weakness, len(unsafe), f"{found} ({recall:.0%})", len(safe), f"{wrong} ({alarms:.0%})")
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _rates(results: Iterable[Judged]) -> tuple[float, float]:
    """Recall and rate of false alarms, each as a share of 1."""
    rates = []
    for is_unsafe in (True, False):
        some = [bool(one.found_by) for one in results if one.case.is_unsafe is is_unsafe]
        rates.append(sum(some) / len(some) if some else float(is_unsafe))
    return rates[0], rates[1]


def _misses(results: Iterable[Judged]) -> Iterable[str]:
    for one in results:
        if one.case.is_unsafe and not one.found_by:
            yield f"missed  {one.case.weakness:20} {one.case.place}"
        elif not one.case.is_unsafe and one.found_by:
            yield f"alarm   {one.case.weakness:20} {one.case.place} by {', '.join(one.found_by)}"


if __name__ == "__main__":
    sys.exit(main())
