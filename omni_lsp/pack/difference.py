"""What writing would change, as a unified diff that `git apply` takes."""

import difflib
import re
from collections.abc import Iterator, Mapping

from omni_lsp.model.packs import PackFile, PackPlan


def difference(before: Mapping[PackFile, str], plan: PackPlan) -> Iterator[str]:
    """The lines, each with its line end, of all files that change; `before` are the texts that are there."""
    for file in plan.changed:
        yield from _of_file(file, before.get(file), plan.writes.get(file))


def _of_file(file: PackFile, old: str | None, new: str | None) -> Iterator[str]:
    before = "/dev/null" if old is None else f"a/{file}"
    after = "/dev/null" if new is None else f"b/{file}"
    for line in difflib.unified_diff(_lines(old), _lines(new), before, after):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str | None) -> list[str]:
    # Not `splitlines`: a form feed ends no line for git.
    return [each for each in re.split(r"(?<=\n)", text or "") if each]
