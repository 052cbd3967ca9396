"""One fault at a time strikes a server at work: what is lost is said, all else goes on, and afterwards all is as before."""

import os
import random
from pathlib import Path

import pytest
from faults import FAULTS
from invariants import (
    assert_answered,
    assert_known_processes,
    assert_leaves_nothing,
    assert_nothing_torn,
    assert_shown,
    assert_well,
)
from scene import Places, judge, scene

from family import IS_KNOWN

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(180),
    pytest.mark.xdist_group("lance"),
    pytest.mark.skipif(not IS_KNOWN, reason="asks Linux which processes there are"),
]

SEED = int(os.environ.get("OMNI_CHAOS_SEED", "7"))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return judge(tmp_path_factory.mktemp("judged"))


@pytest.fixture
def at(tmp_path: Path, judged: Path) -> Places:
    return Places.below(tmp_path, judged)


@pytest.mark.parametrize("name", sorted(FAULTS))
async def test_it_strikes_and_is_over(name: str, at: Places) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a moment, no secret
    async with scene(at) as on:
        async with FAULTS[name](on, chance):
            for document in on.documents[:2]:
                lost = assert_shown(on, document, await on.saved(document))
                print(name, lost)
                await assert_answered(on)
                assert_nothing_torn(on)
        assert_known_processes(on)
        await assert_well(on)
        await assert_leaves_nothing(on)
