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


def by_model(result: CheckResult) -> Iterator[str]:
    """What a model made of each finding it was asked about, and what that took; nothing where nobody wanted that."""
    asked = result.by_model
    if asked is None:
        return
    for each in asked.tried:
        place = f"{one_line(each.path)}:{each.line + 1} {each.rule}"
        if each.reasons:
            yield f"{place}: not repaired by {one_line(asked.name)}: {one_line(each.reasons[-1])}"
        else:
            yield f"{place}: repaired by {one_line(asked.name)}, {_count(each.attempts, 'attempt')}: {'; '.join(each.checks)}"
    repaired = sum(not each.reasons for each in asked.tried)
    yield (
        f"{repaired} of {_count(len(asked.tried), 'finding')} repaired by {one_line(asked.name)} at "
        f"{one_line(asked.destination)}: {asked.sent:,} tokens sent, {asked.answered:,} answered, {asked.saved:,} saved"
    )


def unwritten(result: CheckResult) -> Iterator[str]:
    """The files whose fixes could not be put down, and why."""
    for each in result.unwritten:
        yield f"{one_line(each.path)} was not fixed: {one_line(each.reason)}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _are(number: int, what: str, which: str = "") -> str:
    return f"{number} {what}{which} is" if number == 1 else f"{number} {what}s{which} are"
