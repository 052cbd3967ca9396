"""A finding repaired by a model: what it is told, and what of its answers can be shown to people."""

from dataclasses import dataclass

from omni_lsp.agents.coding.answer import whole_blocks
from omni_lsp.agents.coding.loop import Proven, Turn, Unproven
from omni_lsp.agents.coding.prompt import Around, opening
from omni_lsp.agents.coding.proof import Proof, proof
from omni_lsp.agents.coding.region import task_of
from omni_lsp.agents.coding.task import Task
from omni_lsp.app.coding.asking import Count
from omni_lsp.app.coding.bench import Bench
from omni_lsp.app.coding.working import Job, worked
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.chat import ChatModel

TRIED = "fix a finding with a model"


@dataclass(frozen=True, slots=True)
class Prompted:
    """A task and the words for it, before anybody was asked."""

    task: Task
    turns: tuple[Turn, ...]
    files_tokens: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, and what it cost."""

    about: Prompted
    result: Proven | Unproven
    count: Count


async def prompted(bench: Bench, snapshot: Snapshot, fingerprint: str, project: ProjectFacts) -> Prompted:
    """What a model would be told of a finding of the text. Raises AgentError; AgentValidationError where there is none."""
    found = await bench.findings(snapshot)
    finding = next((one for one in found if one.fingerprint == fingerprint), None)
    if finding is None:
        raise AgentValidationError(TRIED, snapshot.name, "the finding is not there any more")
    file = await bench.file(snapshot)
    task = task_of(snapshot, finding, file.symbols, found, project)
    related = await bench.related(snapshot, file, finding.span, project)
    told = opening(task, Around(project.conventions, related), bench.room, bench.means.redact)
    counter = bench.room.counter
    files = counter.count(snapshot.text) + sum(counter.count(text) for _, text in related)
    return Prompted(task, told, files)


async def fixed(bench: Bench, model: ChatModel, about: Prompted, candidates: int = 1) -> Outcome:
    """Raises AgentError only where the texts could not be looked at; whatever goes wrong with a model is a reason."""

    async def prove(answer: str) -> Proof:
        return await proof(about.task, answer, bench.means)

    title = f"omni: {model.name} repairs {about.task.finding.rule.title}"
    job = Job(title, "fix", about.turns, prove, about.files_tokens, whole_blocks, candidates)
    result, count = await worked(bench, model, job)
    return Outcome(about, result, count)
