"""The labelled set in `tests/cases/weaknesses`: cases of weaknesses and their safe twins, and what a check makes of them."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import yaml

CASES = Path(__file__).parents[1] / "cases" / "weaknesses"
_MARK = re.compile(r"^\s*(?:#|//|/\*|\{/\*)\s*(unsafe|safe):\s*([\w-]+)")


@dataclass(frozen=True, slots=True)
class Case:
    """Lines `first` to `last` of a file, counted from 1, that have a weakness of this class or are its safe twin.

    Nobody reads those that are held out, about half of them, to make rules better: they tell whether the rules are.
    """

    language: str
    path: Path
    weakness: str
    is_unsafe: bool
    first: int
    last: int
    is_held_out: bool

    @property
    def place(self) -> str:
        return f"{self.path.relative_to(CASES)}:{self.first}"


class Hit(NamedTuple):
    """A finding: the weaknesses of its rule, and the line where it begins, counted from 1."""

    rule: str
    cwe: frozenset[str]
    line: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, the rules that found its weakness in it, and the rules that found something else there."""

    case: Case
    found_by: tuple[str, ...]
    beside: tuple[str, ...]


def cases() -> Iterator[Case]:
    """All of them, by file and line."""
    for path in sorted(CASES.glob("*/*.*")):
        lines = path.read_text("utf-8").splitlines()
        marks = [(number, match) for number, line in enumerate(lines, 1) if (match := _MARK.match(line))]
        ends = [number - 1 for number, _ in marks[1:]] + [len(lines)]
        for (first, match), last in zip(marks, ends, strict=True):
            is_held_out = bool(crc32("\n".join(lines[first:last]).encode()) & 1)
            yield Case(path.parent.name, path, match[2], match[1] == "unsafe", first, last, is_held_out)


def judged(wanted: Sequence[Case]) -> list[Judged]:
    """What `omni-lsp check` says about each case. Raises subprocess.CalledProcessError when it could not look at all."""
    weaknesses: Mapping[str, Sequence[str]] = yaml.safe_load((CASES / "classes.yaml").read_text("utf-8"))
    hits = _checked(CASES)
    return [_judged(case, hits.get(case.path, []), frozenset(weaknesses[case.weakness])) for case in wanted]


def _judged(case: Case, hits: Sequence[Hit], cwe: frozenset[str]) -> Judged:
    here = [hit for hit in hits if case.first <= hit.line <= case.last]
    found = tuple(sorted({hit.rule for hit in here if hit.cwe & cwe}))
    return Judged(case, found, tuple(sorted({hit.rule for hit in here} - set(found))))


def _checked(folder: Path) -> dict[Path, list[Hit]]:
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "omni_lsp", "check", str(folder), "--format", "json", "--fail-on", "never"]
        env = {**os.environ, "XDG_CACHE_HOME": cache}
        # 3, an incomplete run, raises as well: a case that was not looked at is not a clean one.
        done = subprocess.run(command, check=True, capture_output=True, env=env, cwd=folder)
    hits: dict[Path, list[Hit]] = {}
    for finding in json.loads(done.stdout)["findings"]:
        hit = Hit(finding["rule"], frozenset(finding["cwe"]), finding["start"]["line"])
        hits.setdefault(folder / finding["path"], []).append(hit)
    return hits
