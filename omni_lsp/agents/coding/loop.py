"""Asking a model until an edit of it is proven: a few attempts, each told what was wrong with the one before."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from omni_lsp.agents.coding.fence import fenced, one_line
from omni_lsp.agents.coding.proof import Proof, proof
from omni_lsp.agents.coding.task import Check, Means, Redact, Task
from omni_lsp.model.errors import AgentError
from omni_lsp.model.text import Edit

ECHO = 8_000
"""Code points of an answer that its model is shown again."""


class Turn(NamedTuple):
    """What somebody said: `role` is system, user or assistant."""

    role: str
    text: str


Ask = Callable[[Sequence[Turn]], Awaitable[str]]
"""What a model answers to the turns so far. Raises AgentError."""
Prove = Callable[[str], Awaitable[Proof]]
"""What an answer is worth. Raises AgentError when a check itself fails."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """`remaining` is what is left of the budget, in seconds; `candidates` are asked for side by side at each attempt."""

    remaining: Callable[[], float]
    attempts: int = 3
    candidates: int = 1


@dataclass(frozen=True, slots=True)
class Proven:
    """`evidence` are the checks that the edit passed, all of them; `attempts` counts from 1.

    `others` are further edits that passed them, the smaller ones first, where several candidates were asked for.
    """

    edit: Edit
    evidence: tuple[Check, ...]
    attempts: int
    others: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Unproven:
    """Why nothing can be offered, in words for people, those about the last attempt last.

    `is_open` says that it might go well the next time, as nobody has answered, or not in time.
    """

    reasons: tuple[str, ...]
    attempts: int
    is_open: bool = False


async def proven_edit(task: Task, opening: Sequence[Turn], ask: Ask, means: Means, bounds: Bounds) -> Proven | Unproven:
    """The smallest of the first edits that are proven to end a finding, as `proven_answer` finds it."""
    return await proven_answer(lambda answer: proof(task, answer, means), opening, ask, bounds, means.redact)


async def proven_answer(
    prove: Prove, opening: Sequence[Turn], ask: Ask, bounds: Bounds, redact: Redact
) -> Proven | Unproven:
    """The smallest of the first proven edits. A failure of the model, or of a check itself, ends it.

    Whatever was asked for is cancelled when this is, and when the time is over.
    """
    turns = tuple(opening)
    reasons: list[str] = []
    attempt, is_open = 0, False
    try:
        async with asyncio.timeout(max(0.0, bounds.remaining())):
            while attempt < bounds.attempts and bounds.remaining() > 0:
                attempt += 1
                answers = await _answers(ask, turns, bounds.candidates)
                tried = [(answer, await prove(answer)) for answer in answers if isinstance(answer, str)]
                sound = {one.edit: one.checks for _, one in tried if one.edit is not None}
                if sound:
                    edit, *others = sorted(sound, key=_size)
                    return Proven(edit, sound[edit], attempt, tuple(others))
                reasons += [f"attempt {attempt}: {words}" for words in _reasons(answers, [one for _, one in tried])]
                is_open = not tried
                if not tried or all(one.declined for _, one in tried):
                    break
                best, its_proof = max(tried, key=lambda pair: _passed(pair[1]))
                said = Turn("assistant", redact(best[:ECHO]) or "(no answer)")
                turns = (*opening, said, Turn("user", _told(its_proof, redact)))
    except TimeoutError:
        is_open = True
        reasons.append(f"attempt {attempt}: the time was over")
    except AgentError as error:
        is_open = True
        reasons.append(f"attempt {attempt}: {error}")
    return Unproven(tuple(reasons) or ("there was no time for an attempt",), attempt, is_open or not reasons)


async def _answers(ask: Ask, turns: Sequence[Turn], candidates: int) -> list[str | AgentError]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_answer(ask, turns)) for _ in range(max(1, candidates))]
    return list(dict.fromkeys(task.result() for task in tasks))


async def _answer(ask: Ask, turns: Sequence[Turn]) -> str | AgentError:
    """A failure as a value: another candidate may be good."""
    try:
        return await ask(turns)
    except AgentError as error:
        return error


def _reasons(answers: Sequence[str | AgentError], proofs: Sequence[Proof]) -> list[str]:
    failed = [str(answer) for answer in answers if isinstance(answer, AgentError)]
    said = [f"the model declined: {one_line(one.declined)}" for one in proofs if one.declined]
    return [*failed, *said, *(flaw for one in proofs for flaw in one.flaws)]


def _told(tried: Proof, redact: Redact) -> str:
    """What the checks say quotes the text, so that it is data, too."""
    flaws = fenced("What the checks say", "\n".join(f"- {flaw}" for flaw in tried.flaws), redact)
    return (
        f"That edit was not made. It was checked.\n\n{flaws}\n\n"
        "Answer once more, with all blocks, against the text as it was."
    )


def _passed(tried: Proof) -> int:
    return sum(check.passed for check in tried.checks) - sum(not check.passed for check in tried.checks)


def _size(edit: Edit) -> int:
    return sum(len(change.text) + change.span.end - change.span.start for change in edit.changes)
