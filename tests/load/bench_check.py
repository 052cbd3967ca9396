"""`omni-lsp check` over a tree of real files, against `semgrep scan -j 2` with the same rules, and against itself."""

import asyncio
import hashlib
import json
import shutil
import statistics
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from figures import NotMeasurableError, Row, times
from place import OMNI, Place, seconds_of, semgrep

FILES = 1_000
QUICK_FILES = 200
ROUNDS = 2
SIZES = range(500, 60_001)


@dataclass(frozen=True, slots=True)
class _Round:
    """Seconds of the first and the unchanged second check, and of semgrep; `found` says how much each reported."""

    first: float
    again: float
    semgrep: float
    found: str


async def check(place: Place, *, quick: bool) -> list[Row]:
    rules, files = await place.rules(), QUICK_FILES if quick else FILES
    return await asyncio.to_thread(_measured, place, rules, files, 1 if quick else ROUNDS)


def _measured(place: Place, rules: Path, count: int, rounds: int) -> list[Row]:
    tree = place.folder("tree")
    megabytes = filled(tree, count) / 1e6
    taken = [_round(place, rules, tree, number) for number in range(rounds)]
    first, again, other = (
        statistics.median(getattr(each, name) for each in taken) for name in ("first", "again", "semgrep")
    )
    what = f"`check` of {count:,} files ({megabytes:.1f} MB; {taken[-1].found})"
    return [
        Row(
            what,
            _speed(count, first),
            f"`semgrep scan -j 2`: {_speed(count, other)}",
            times(other / first),
            f"{rounds}",
        ),
        Row("the same again, unchanged", _speed(count, again), "the first time", times(first / again), f"{rounds}"),
    ]


def _round(place: Place, rules: Path, tree: Path, number: int) -> _Round:
    env = place.env(place.folder(f"check-cache-{number}"))
    command = [*OMNI, "check", str(tree), "--format", "json", "--fail-on", "never"]
    first, out = seconds_of(command, env, allowed=(0, 3))
    scanned, matches = seconds_of(semgrep(rules, tree, "-j", "2"), env)
    again, out_again = seconds_of(command, env, allowed=(0, 3))
    report = json.loads(out)
    found = f"{len(report['findings'])} findings, semgrep {len(json.loads(matches)['results'])}"
    if open_ends := len(report["incomplete"]) + len(report["unread"]):
        # What ran out of time once may not do so again; only complete checks must agree.
        found += f", {open_ends} incomplete"
    elif out != out_again:
        raise NotMeasurableError("the second check of the same tree says something else than the first")
    return _Round(first, again, scanned, found)


def filled(tree: Path, count: int) -> int:
    """Bytes of the files copied: the same ones wherever the same packages are installed."""
    chosen = list(_chosen(Path(sysconfig.get_path("purelib")), count))
    for number, file in enumerate(chosen):
        # Plain names and folders, so that neither tool's default ignore patterns leave any out.
        target = tree / f"part{number % 20:02}" / f"module{number:04}.py"
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target)
    return sum(file.stat().st_size for file in chosen)


def _chosen(packages: Path, count: int) -> Iterator[Path]:
    files = [file for file in packages.rglob("*.py") if file.stat().st_size in SIZES]
    if len(files) < count:
        raise NotMeasurableError(f"only {len(files)} files of the right size are installed")
    by_chance = sorted(files, key=lambda file: hashlib.blake2b(file.relative_to(packages).as_posix().encode()).digest())
    yield from by_chance[:count]


def _speed(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f} files/s ({seconds:.1f} s)"
