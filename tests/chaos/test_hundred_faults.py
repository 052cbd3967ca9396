"""A hundred random faults in a row, one or two at a time, while files are saved without a pause."""

import asyncio
import itertools
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from faults import FAULTS, SUDDEN, machine_rests, told
from invariants import (
    assert_answered,
    assert_known_processes,
    assert_leaves_nothing,
    assert_nothing_torn,
    assert_shown,
    assert_well,
)
from scene import DEADLINE, Places, Scene, judge, scene

from family import IS_KNOWN

FAULTS_IN_A_ROW = int(os.environ.get("OMNI_CHAOS_FAULTS", "100"))
SEED = int(os.environ.get("OMNI_CHAOS_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
SLOW = ("index_killed_at_work", "index_stopped")
BETWEEN = 20
"""Faults between two times at which everything must be well."""

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not IS_KNOWN, reason="asks Linux which processes there are"),
]


@dataclass
class Stream:
    """Saves one file after the other, and looks at what came of each; `runs` counts them, `lost` the agents without an answer."""

    scene: Scene
    runs: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def flow(self) -> None:
        for document in itertools.cycle(self.scene.documents):
            await self.may_go_on.wait()
            run = await self.scene.saved(document)
            if run["version"] == document.version:  # A fault may save files, too.
                self.lost.update(assert_shown(self.scene, document, run))
            async with self.news:
                self.runs += 1
                self.news.notify_all()

    async def goes_on(self, number: int) -> None:
        """Until so many more runs have ended."""
        wanted = self.runs + number
        async with asyncio.timeout(number * DEADLINE), self.news:
            await self.news.wait_for(lambda: self.runs >= wanted)

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Nothing is saved in the block."""
        self.may_go_on.clear()
        await self.goes_on(1)
        yield
        self.may_go_on.set()


def drawn(chance: random.Random) -> list[str]:
    """Each of them once, and more by chance; those that take long not as often."""
    names = sorted(FAULTS)
    weights = [0.2 if name in SLOW else 1.0 for name in names]
    row = names + chance.choices(names, weights, k=max(0, FAULTS_IN_A_ROW - len(names)))
    chance.shuffle(row)
    return row[:FAULTS_IN_A_ROW]


async def strike(stream: Stream, chance: random.Random, first: str) -> str:
    """A fault, perhaps with a sudden one in its middle, and what holds while they are in force; their names."""
    on = stream.scene
    names = [first, *chance.sample(sorted(SUDDEN), chance.choice((0, 0, 1)))]
    asked = asyncio.create_task(told(on, "seal")) if chance.random() < 0.1 else None
    async with AsyncExitStack() as struck:
        for name in names:
            await struck.enter_async_context(FAULTS[name](on, chance))
        await stream.goes_on(1)
        await assert_answered(on)
        assert_nothing_torn(on)
    if asked is not None:
        await asked
    assert_known_processes(on)
    return "+".join(names)


async def test_a_hundred_faults_in_a_row(tmp_path: Path) -> None:
    print(f"OMNI_CHAOS_SEED={SEED}")
    chance = random.Random(SEED)  # noqa: S311 - what a test does next is no secret
    async with scene(Places.below(tmp_path, judge(tmp_path / "judged"))) as on:
        stream = Stream(on)
        stream.may_go_on.set()
        async with asyncio.TaskGroup() as tasks:
            flow = tasks.create_task(stream.flow())
            for number, name in enumerate(drawn(chance), 1):
                begun = time.monotonic()
                print(number, await strike(stream, chance, name), f"{time.monotonic() - begun:.1f} s")
                if number % BETWEEN == 0:
                    async with stream.at_rest(), machine_rests(on, chance):
                        await assert_well(on)
            flow.cancel()
        print(f"{stream.runs} runs, without an answer of: {dict(stream.lost)}")
        await assert_leaves_nothing(on)
