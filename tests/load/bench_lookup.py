"""Looking up a file's facts in a folder of 1,000 files against one of 100,000."""

import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from figures import Row, times
from place import Place

from omni_lsp.model.facts import FileFacts
from omni_lsp.state.workspace import WorkspaceState

SMALL = 1_000
LARGE = 100_000
LOOK_UPS = 20_000
ROUNDS = 25


async def lookup(place: Place, *, quick: bool) -> list[Row]:
    del place
    rounds = ROUNDS // 5 if quick else ROUNDS
    chance = random.Random(7)  # noqa: S311 - the same keys in each run are wanted.
    small, large = _filled(SMALL), _filled(LARGE)
    anywhere = {size: chance.choices(range(size), k=LOOK_UPS) for size in (SMALL, LARGE)}
    few = chance.sample(range(LARGE), SMALL)
    among_few = [few[number] for number in anywhere[SMALL]]
    return [
        _row("any file", rounds, (small, anywhere[SMALL]), (large, anywhere[LARGE])),
        _row(f"one of the same {SMALL:,} files", rounds, (small, anywhere[SMALL]), (large, among_few)),
    ]


def _row(
    which: str, rounds: int, small: tuple[WorkspaceState, list[int]], large: tuple[WorkspaceState, list[int]]
) -> Row:
    taken = [(_seconds(*small), _seconds(*large)) for _ in range(rounds)]
    little, much = (statistics.median(each[side] for each in taken) / LOOK_UPS for side in (0, 1))
    return Row(
        f"look-up of {which} in {LARGE:,} files",
        f"{much * 1e9:.0f} ns",
        f"in {SMALL:,} files: {little * 1e9:.0f} ns",
        times(much / little),
        f"{rounds} x {LOOK_UPS:,}",
    )


def _filled(count: int) -> WorkspaceState:
    state = WorkspaceState()
    state.put_files(Path("/folder"), [FileFacts(_path(number), "python", "", 1) for number in range(count)])
    return state


def _seconds(state: WorkspaceState, numbers: Sequence[int]) -> float:
    """Wall time of looking each up by a string of its own, as a snapshot brings one."""
    root = Path("/folder")
    paths = [_path(number) for number in numbers]
    begun = time.perf_counter()
    for path in paths:
        state.project(root).files[path]
    return time.perf_counter() - begun


def _path(number: int) -> str:
    return f"package{number % 100:02}/module{number:06}.py"
