"""A model at work on one change: it is asked until an answer is proven, with progress, inside the budget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from omni_lsp.agents.coding.loop import Bounds, Prove, Proven, Turn, Unproven, proven_answer
from omni_lsp.app.coding.asking import Count, Kept, nothing
from omni_lsp.app.coding.bench import Bench
from omni_lsp.ports.chat import ChatModel


@dataclass(frozen=True, slots=True)
class Job:
    """`title` is for people, `purpose` one word for the ledger; `files_tokens` are those of the files quoted from."""

    title: str
    purpose: str
    turns: tuple[Turn, ...]
    prove: Prove
    files_tokens: int = 0
    kept: Kept = nothing
    candidates: int = 1


async def worked(bench: Bench, model: ChatModel, job: Job) -> tuple[Proven | Unproven, Count]:
    """What came of it, and what it cost. Raises AgentError only where the texts could not be looked at."""
    async with bench.working(job.title) as progress:
        remaining = bench.due()
        asker = bench.asker(model, job.purpose, remaining, job.kept)
        asker.files_tokens = job.files_tokens
        calls = 0

        async def ask(turns: Sequence[Turn]) -> str:
            nonlocal calls
            done, calls = calls // job.candidates, calls + 1
            asker.heard = _hearing(progress, done, bench.settings.attempts)
            progress(done, bench.settings.attempts, "it is asked")
            return await asker(turns)

        bounds = Bounds(remaining, bench.settings.attempts, job.candidates)
        result = await proven_answer(job.prove, job.turns, ask, bounds, bench.means.redact)
    return result, asker.count


def _hearing(progress: Callable[[int, int, str], None], done: int, total: int) -> Callable[[int], None]:
    return lambda size: progress(done, total, f"it has written {size} characters")
