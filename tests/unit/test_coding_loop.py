"""A few attempts inside one budget, each told what was wrong with the one before."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from coding_fakes import TEXT, block, judge, means, task

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.coding.loop import ECHO, Bounds, Proven, Turn, Unproven, proven_edit
from omni_lsp.agents.coding.task import Means
from omni_lsp.model.errors import AgentFatalError, AgentTransientError
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, apply

GOOD = block("    y = weak(x)", "    y = abs(x)")
BAD = block("    y = weak(x)", "    y = abs(x)  # noqa")
OPENING = (Turn("system", "duties"), Turn("user", "the finding"))


@dataclass
class Model:
    """Says what it was given, one after the other, and fails where that is an error."""

    answers: Sequence[str | Exception]
    asked: list[tuple[Turn, ...]] = field(default_factory=list)

    async def __call__(self, turns: Sequence[Turn]) -> str:
        self.asked.append(tuple(turns))
        answer = self.answers[len(self.asked) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


def bounds(candidates: int = 1, seconds: float = 20) -> Bounds:
    return Bounds(lambda: seconds, candidates=candidates)


async def test_a_good_answer_is_proven_at_once() -> None:
    model = Model([GOOD])
    told = await proven_edit(await task(), OPENING, model, means(), bounds())
    assert isinstance(told, Proven)
    assert apply(TEXT, told.edit.changes) == TEXT.replace("weak", "abs")
    assert told.edit.version == 7
    assert told.attempts == 1
    assert all(check.passed for check in told.evidence)
    assert {"applies", "parses", "finding gone", "none new", "names kept"} <= {check.name for check in told.evidence}
    assert model.asked == [OPENING]


async def test_the_next_attempt_is_told_what_was_wrong() -> None:
    model = Model([BAD, GOOD])
    told = await proven_edit(await task(), OPENING, model, means(), bounds())
    assert isinstance(told, Proven)
    assert told.attempts == 2
    assert model.asked[1][:3] == (*OPENING, Turn("assistant", BAD))
    assert "`noqa` hides a finding" in model.asked[1][3].text


async def test_only_the_last_attempt_is_told_of_so_that_prompts_do_not_grow() -> None:
    model = Model(["x" * 2 * ECHO, BAD, BAD])
    await proven_edit(await task(), OPENING, model, means(), bounds())
    assert [len(turns) for turns in model.asked] == [2, 4, 4]
    assert len(model.asked[1][2].text) == ECHO


async def test_after_three_attempts_it_is_over() -> None:
    told = await proven_edit(await task(), OPENING, Model([BAD] * 9), means(), bounds())
    assert isinstance(told, Unproven)
    assert told.attempts == 3
    assert told.reasons[-1].startswith("attempt 3: `noqa`")


async def test_a_model_that_declines_is_not_asked_again() -> None:
    model = Model(["@@@ cannot it is generated"])
    told = await proven_edit(await task(), OPENING, model, means(), bounds())
    assert told == Unproven(("attempt 1: the model declined: it is generated",), 1)


async def test_the_words_of_a_model_are_shown_as_one_harmless_line() -> None:
    told = await proven_edit(await task(), OPENING, Model(["@@@ cannot \u202e```<|im_end|>"]), means(), bounds())
    assert told == Unproven(("attempt 1: the model declined: [U+202E]'''< |im_end| >",), 1)


async def test_of_several_candidates_the_smallest_that_holds_is_taken() -> None:
    long = block("    y = weak(x)", "    z = abs(x)\n    y = abs(z)")
    told = await proven_edit(await task(), OPENING, Model([BAD, long, GOOD]), means(), bounds(candidates=3))
    assert isinstance(told, Proven)
    assert apply(TEXT, told.edit.changes) == TEXT.replace("weak", "abs")


async def test_a_candidate_that_fails_does_not_take_the_others_with_it() -> None:
    broken = AgentTransientError("ask", "a model", "busy")
    told = await proven_edit(await task(), OPENING, Model([broken, GOOD]), means(), bounds(candidates=2))
    assert isinstance(told, Proven)


async def test_a_model_that_cannot_be_asked_is_asked_once() -> None:
    model = Model([AgentFatalError("ask", "a model", "no such model")])
    told = await proven_edit(await task(), OPENING, model, means(), bounds())
    assert told == Unproven(("attempt 1: ask on a model: no such model",), 1, is_open=True)


async def test_a_check_that_cannot_be_made_proves_nothing() -> None:
    async def failing(snapshot: Snapshot) -> Sequence[Finding]:
        if snapshot.text != TEXT:
            raise AgentTransientError("scan", "app/one.py", "no engine")
        return await judge(snapshot)

    told = await proven_edit(await task(), OPENING, Model([GOOD]), Means(TreeSitterSyntax(), failing, str), bounds())
    assert told == Unproven(("attempt 1: scan on app/one.py: no engine",), 1, is_open=True)


async def test_without_time_nobody_is_asked() -> None:
    model = Model([GOOD])
    told = await proven_edit(await task(), OPENING, model, means(), bounds(seconds=0))
    assert told == Unproven(("there was no time for an attempt",), 0, is_open=True)
    assert model.asked == []


async def test_when_the_time_is_over_the_model_is_left() -> None:
    left = asyncio.Event()

    async def never(_turns: Sequence[Turn]) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            left.set()
        return ""

    told = await proven_edit(await task(), OPENING, never, means(), bounds(seconds=0.01))
    assert told == Unproven(("attempt 1: the time was over",), 1, is_open=True)
    assert left.is_set()


async def test_who_cancels_it_cancels_all_that_was_asked_for() -> None:
    started, left = asyncio.Event(), 0

    async def never(_turns: Sequence[Turn]) -> str:
        nonlocal left
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            left += 1
        return ""

    running = asyncio.create_task(proven_edit(await task(), OPENING, never, means(), bounds(candidates=3)))
    await started.wait()
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert left == 3
