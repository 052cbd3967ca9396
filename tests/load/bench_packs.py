"""Context packs: what each commit of a history rewrites, one save beside repomix, and the same bytes on two machines."""

import asyncio
import re
import statistics
import subprocess
import time
from functools import partial
from pathlib import Path

from bench_check import filled
from figures import NotMeasurableError, Row, ms, p95, times
from histories import History, commits
from packed import PackedFolder
from place import Place
from replaying import Tally, replayed
from repomix import VERSION, installed, regenerated
from twins import HERE, THERE, packed

from omni_lsp.app.team import Team, assemble
from omni_lsp.config.settings import Config
from omni_lsp.model.packs import PackFile

COMMITS, QUICK_COMMITS = 200, 40
FILES, QUICK_FILES = 1_000, 200
SAVES, RUNS, QUICK_RUNS = 100, 7, 5
REPOSITORY = Path(__file__).parents[2]
SHOWN = re.compile(r"^- `(?:async )?def (\w+)\(", re.MULTILINE)


async def packs(place: Place, *, quick: bool) -> list[Row]:
    team = assemble(Config(), place.folder("packs-rules"), jobs=1)
    try:
        await team.engine.load()
        history = await _history(place, team, QUICK_COMMITS if quick else COMMITS)
        saves = await _saves(place, team, QUICK_FILES if quick else FILES, QUICK_RUNS if quick else RUNS)
    finally:
        await team.engine.close()
    return [*rows(history), *saves, await asyncio.to_thread(_twins, place)]


async def _history(place: Place, team: Team, count: int) -> Tally:
    folder = place.folder("history") / "clone"
    try:
        history = History("commits of this project", partial(commits, REPOSITORY, count=count))
        return await replayed(history, folder, place.folder("history-cache"), team)
    except subprocess.CalledProcessError as error:
        raise NotMeasurableError("there is no history of this project to replay") from error


def rows(tally: Tally) -> list[Row]:
    what = f"the last {tally.steps} {tally.name} ({tally.source_files / max(1, tally.steps):.0f} files each)"
    share = tally.share
    return [
        Row(
            f"packs rewritten by each of {what}",
            f"{tally.files_a_step:.2f} of 8",
            "the bar: 1.2",
            times(1.2 / max(0.001, tally.files_a_step)),
            str(tally.steps),
        ),
        Row(
            f"bytes written by each; {tally.lines / max(1, tally.steps):.0f} diff lines",
            f"{share:.1%} of all eight",
            "the bar: 13 %",
            times(0.13 / max(0.0001, share)),
            str(tally.steps),
        ),
    ]


async def _saves(place: Place, team: Team, files: int, runs: int) -> list[Row]:
    """Saves that change the map, which is the most that one can do, in turns with repomix."""
    tree = place.folder("packed")
    filled(tree, files)
    here = PackedFolder(tree, place.folder("packed-cache"), team)
    first = await here.begin()
    name, function = _mapped(tree, first.files[PackFile.REPO_MAP])
    program, env = installed(place.folder("repomix")), place.env(place.folder("repomix-cache"))
    whole, on_disk, theirs = [], [], []
    for number in range(SAVES):
        _save(tree / name, function, number)
        begun = time.perf_counter()
        await here.take([name], ())
        done = await here.written()
        whole.append(time.perf_counter() - begun)
        on_disk.append(done.seconds)
        if set(done.files) != {PackFile.REPO_MAP}:
            raise NotMeasurableError(f"the save changed {len(done.files)} packs, not the map alone")
        if number < runs:
            output = place.scratch / "repomix-output.xml"
            theirs.append(await asyncio.to_thread(regenerated, program, tree, output, env))
    ours, other = statistics.median(whole), statistics.median(theirs)
    return [
        Row(
            f"facts of one save among {files:,} files → packs on the disk",
            f"{ms(statistics.median(on_disk))}, p95 {ms(p95(on_disk))}",
            "the bar: 50 ms",
            times(0.05 / statistics.median(on_disk)),
            str(SAVES),
        ),
        Row(
            "the same beside another tool, from the end of the run",
            ms(statistics.median(on_disk)),
            f"`repomix` {VERSION} makes its file anew: {other:.2f} s",
            times(other / statistics.median(on_disk)),
            f"{SAVES} and {runs}",
        ),
        Row(
            "the same with the reading of the saved file, in a running process",
            f"{ms(ours)}, p95 {ms(p95(whole))}",
            f"`repomix` {VERSION} makes its file anew: {other:.2f} s",
            times(other / ours),
            f"{SAVES} and {runs}",
        ),
    ]


def _mapped(tree: Path, text: str) -> tuple[str, str]:
    """A file that the map shows, and a function of it that is named there."""
    for part in text.split("\n### `")[1:]:
        name, _, below = part.partition("`\n")
        source = (tree / name).read_text("utf-8", "replace")
        for function in SHOWN.findall(below):
            if source.count(f"def {function}(") == 1:
                return name, function
    raise NotMeasurableError("the map shows no function")


def _save(file: Path, function: str, number: int) -> None:
    """Another first parameter each time."""
    text = file.read_text("utf-8", "replace")
    file.write_text(re.sub(rf"def {function}\((?:saved_\d+, )?", f"def {function}(saved_{number}, ", text), "utf-8")


def _twins(place: Place) -> Row:
    listed = subprocess.run(
        ["git", "-C", str(REPOSITORY), "ls-files", "-z"], check=True, capture_output=True, text=True
    )
    names = [name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).is_file()]
    env = place.env(place.scratch)
    one, other = (
        packed(machine, REPOSITORY, names, place.scratch / folder, env)
        for machine, folder in ((HERE, "one"), (THERE, "another/and deeper"))
    )
    same = sum(text == other.get(file) for file, text in one.items())
    return Row(
        "packs of this project with another folder, order and time of files, locale, zone, hash seed and umask",
        f"{same} of {len(one)} the same bytes",
        "the bar: 8 of 8",
        times(same / 8),
        "1",
    )
