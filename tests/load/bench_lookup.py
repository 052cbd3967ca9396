"""Looking up a file's facts in a folder of 1,000 files against one of 100,000."""

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from figures import Row, times
from place import Place

from omni_lsp.model.facts import FileFacts, ProjectFacts
from omni_lsp.state.workspace import WorkspaceState

SMALL = 1_000
LARGE = 100_000
LOOK_UPS = 20_000
ROUNDS = 25


class Table(Protocol):
    """Facts by folder, as far as they are measured here."""

    def project(self, root: Path) -> ProjectFacts: ...


async def lookup(place: Place, *, quick: bool) -> list[Row]:
    del place
    rounds = ROUNDS // 5 if quick else ROUNDS
    chance = random.Random(7)  # noqa: S311 - the same keys in each run are wanted.
    small, large = _filled(SMALL), _filled(LARGE)
    bare_small, bare_large = _bare(small), _bare(large)
    anywhere = {size: chance.choices(range(size), k=LOOK_UPS) for size in (SMALL, LARGE)}
    few = chance.sample(range(LARGE), SMALL)
    among_few = [few[number] for number in anywhere[SMALL]]
    return [
        _row("one of the same 1,000 files", rounds, (small, anywhere[SMALL]), (large, among_few)),
        _row("any file", rounds, (small, anywhere[SMALL]), (large, anywhere[LARGE])),
        # The processor's caches, not the look-up, tell a large table from a small one.
        _row("any key of a bare dict", rounds, (bare_small, anywhere[SMALL]), (bare_large, anywhere[LARGE])),
    ]


def _row(which: str, rounds: int, small: tuple[Table, list[int]], large: tuple[Table, list[int]]) -> Row:
    taken = [(_seconds(*small), _seconds(*large)) for _ in range(rounds)]
    little, much = (statistics.median(each[side] for each in taken) / LOOK_UPS for side in (0, 1))
    return Row(
        f"look-up of {which} among {LARGE:,}",
        f"{much * 1e9:.0f} ns",
        f"among {SMALL:,}: {little * 1e9:.0f} ns",
        times(much / little),
        f"{rounds} x {LOOK_UPS:,}",
    )


@dataclass(frozen=True, slots=True)
class _Bare:
    """A dict and nothing around it but what the measurement asks for."""

    facts: ProjectFacts

    def project(self, root: Path) -> ProjectFacts:
        del root
        return self.facts


def _bare(state: WorkspaceState) -> _Bare:
    facts = state.project(Path("/folder"))
    return _Bare(replace(facts, files=dict(facts.files)))


def _filled(count: int) -> WorkspaceState:
    state = WorkspaceState()
    state.put_files(Path("/folder"), [FileFacts(_path(number), "python", "", 1) for number in range(count)])
    return state


def _seconds(state: Table, numbers: Sequence[int]) -> float:
    """Wall time of looking each up by a string of its own, as a snapshot brings one."""
    root = Path("/folder")
    paths = [_path(number) for number in numbers]
    begun = time.perf_counter()
    for path in paths:
        state.project(root).files[path]
    return time.perf_counter() - begun


def _path(number: int) -> str:
    return f"package{number % 100:02}/module{number:06}.py"
