"""The budget of a run: a deadline that never moves."""

import asyncio

import pytest

from omni_lsp.pipeline.budget import TimeoutBudget


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_elapsed_and_remaining_follow_the_clock() -> None:
    clock = Clock()
    budget = TimeoutBudget(5.0, clock)
    clock.now += 2.0
    assert (budget.seconds, budget.remaining, budget.total_seconds) == (2.0, 3.0, 5.0)


def test_remaining_is_never_negative() -> None:
    clock = Clock()
    budget = TimeoutBudget(5.0, clock)
    clock.now += 7.0
    assert budget.remaining == 0.0
    assert budget.limit(1.0) == 0.0


@pytest.mark.parametrize(("cap", "limit"), [(1.0, 1.0), (9.0, 3.0), (None, 3.0)])
def test_a_stage_gets_its_cap_or_what_is_left(cap: float | None, limit: float) -> None:
    clock = Clock()
    budget = TimeoutBudget(5.0, clock)
    clock.now += 2.0
    assert budget.limit(cap) == limit


@pytest.mark.parametrize(("total", "cap"), [(60.0, 0.001), (0.001, 60.0), (0.001, None), (0.0, None)])
async def test_a_stage_ends_in_time(total: float, cap: float | None) -> None:
    budget = TimeoutBudget(total)
    with pytest.raises(TimeoutError):
        async with budget.stage(cap):
            await asyncio.Event().wait()


async def test_without_a_clock_the_time_is_that_of_the_loop() -> None:
    loop = asyncio.get_running_loop()
    before = loop.time()
    budget = TimeoutBudget(1000.0)
    async with budget.stage(None) as timeout:
        deadline = timeout.when()
    assert deadline is not None
    assert before + 1000.0 <= deadline <= loop.time() + 1000.0
