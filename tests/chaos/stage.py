"""Fixtures for tests with a server that faults strike."""

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from disks import Disk, filled, small_disk
from invariants import assert_answered, assert_leaves_nothing, assert_well
from scene import Places, Scene, judge, scene


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return judge(tmp_path_factory.mktemp("judged"))


@pytest.fixture
def at(tmp_path: Path, judged: Path) -> Places:
    return Places.below(tmp_path, judged)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(7)  # noqa: S311 - a moment, no secret


@pytest.fixture
async def on(at: Places) -> AsyncIterator[Scene]:
    """At the end all must be well, and nothing left."""
    async with scene(at) as on:
        yield on
        await assert_answered(on)
        await assert_well(on)
        await assert_leaves_nothing(on)


@pytest.fixture
def disk(at: Places) -> Iterator[Disk]:
    """A small disk for one of the places, by its name and size; in the block that it gives the disk is full.

    Where none may be mounted the test is skipped.
    """
    with ExitStack() as mounted:

        def made(which: str, size: str) -> AbstractContextManager[None]:
            folder: Path = getattr(at, which)
            try:
                mounted.enter_context(small_disk(folder, size))
            except OSError as error:
                pytest.skip(f"no file system may be mounted here: {error}")
            return filled(folder)

        yield made
