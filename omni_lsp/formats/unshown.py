"""What a check found and does not show, and what it fixed, in a sentence each."""

from collections.abc import Iterator

from omni_lsp.formats.printable import one_line
from omni_lsp.formats.result import CheckResult


def unshown(result: CheckResult) -> Iterator[str]:
    """Known findings, entries of the baseline that are fixed, and findings on old lines; nothing where there are none."""
    if result.known:
        yield f"{_are(result.known, 'known finding')} in the baseline"
    if result.stale:
        yield f"{_are(len(result.stale), 'finding', ' of the baseline')} not found any more; write it anew with --write-baseline"
    if result.since is not None and result.unchanged:
        yield f"{_are(result.unchanged, 'finding')} on lines that did not change since {one_line(result.since)}"


def fixed(result: CheckResult) -> Iterator[str]:
    """What was put right; nothing where nobody asked for it."""
    if result.fixed is not None:
        number, files = sum(each.number for each in result.fixed), len({each.path for each in result.fixed})
        yield f"{_count(number, 'finding')} fixed in {_count(files, 'file')}" if number else "nothing fixed"


def unwritten(result: CheckResult) -> Iterator[str]:
    """The files whose fixes could not be put down, and why."""
    for each in result.unwritten:
        yield f"{one_line(each.path)} was not fixed: {one_line(each.reason)}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _are(number: int, what: str, which: str = "") -> str:
    return f"{number} {what}{which} is" if number == 1 else f"{number} {what}s{which} are"
