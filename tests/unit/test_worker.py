"""Work that is asked for while it is under way."""

import asyncio

import pytest
from disk_fakes import settled

from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.worker import Worker


class Work:
    """Counts its turns; each waits until `go` is set. Breaks in the turns named."""

    def __init__(self, *broken: int) -> None:
        self.turns = 0
        self.broken = broken
        self.go = asyncio.Event()

    async def __call__(self) -> None:
        self.turns += 1
        await self.go.wait()
        if self.turns in self.broken:
            raise ValueError(self.turns)


async def test_many_calls_are_one_turn_and_none_gets_lost() -> None:
    background, work = Background(), Work()
    worker = Worker(background, work)
    for _ in range(3):
        worker.wake()
    await asyncio.sleep(0)
    assert work.turns == 1
    for _ in range(3):
        worker.wake()  # While it works: it may have passed by what these callers mean.
    work.go.set()
    await settled(background)
    assert work.turns == 2

    worker.wake()
    await settled(background)
    assert work.turns == 3


async def test_it_works_again_after_it_broke(caplog: pytest.LogCaptureFixture) -> None:
    background, work = Background(), Work(1)
    worker = Worker(background, work)
    work.go.set()
    worker.wake()
    await asyncio.gather(*background._tasks, return_exceptions=True)
    assert "background work failed" in caplog.text
    worker.wake()
    await settled(background)
    assert work.turns == 2
