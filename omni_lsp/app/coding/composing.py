"""New code, tests and explanations by a model, for an editor: people are told what was seen of each, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.agents.coding.code_proof import code_proof
from omni_lsp.agents.coding.loop import Proven, Unproven
from omni_lsp.agents.coding.prompt import shown
from omni_lsp.agents.coding.proof import Proof
from omni_lsp.app.coding import explaining, generating, target as place
from omni_lsp.app.coding.access import Access
from omni_lsp.app.coding.asking import Count
from omni_lsp.app.coding.bench import Bench, bench_for
from omni_lsp.app.coding.evidence import page, sentence, words
from omni_lsp.app.coding.generating import Ordered, ordered
from omni_lsp.app.coding.models import Choice
from omni_lsp.app.coding.testing import tests_ordered
from omni_lsp.app.coding.working import Job, worked
from omni_lsp.lsp.coder import Explained, Written
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, Span

GENERATE, TEST = "omni.generate", "omni.test"


@dataclass(frozen=True, slots=True)
class Composing:
    """`opened` gives the text of a file that is open in the editor."""

    access: Access
    opened: Callable[[Path], Snapshot | None]

    async def generate(self, snapshot: Snapshot, selection: Span, instruction: str) -> Written:
        """Code for an instruction, else for the comment there that asks for it. Raises AgentError when none holds."""
        choice = self.access.require(generating.TRIED, snapshot)
        bench = bench_for(self.access, snapshot)
        order = await ordered(bench, snapshot, selection, instruction, self.access.project(snapshot.root))
        title = f"omni: {choice.name} writes code"
        proven, count = await self._proven(bench, choice, order, (title, "generate", generating.TRIED))
        return await self._written(Written(snapshot, proven.edit, None, "Code for the wish", GENERATE), proven, count)

    async def tests(self, snapshot: Snapshot, selection: Span) -> Written:
        """Tests of the definition around a place. Raises AgentError when none hold."""
        choice = self.access.require(place.TRIED, snapshot)
        bench = bench_for(self.access, snapshot)
        project = self.access.project(snapshot.root)
        order, target, symbol = await tests_ordered(bench, snapshot, selection, project, self.opened)
        title = f"omni: {choice.name} writes tests for {symbol.qualified}"
        proven, count = await self._proven(bench, choice, order, (title, "test", place.TRIED))
        proven = replace(proven, edit=target.edit_of(proven.edit))
        about = f"Tests for {symbol.qualified}"
        return await self._written(
            Written(target.document, proven.edit, None, about, TEST, target.is_new), proven, count
        )

    async def explain(self, snapshot: Snapshot, selection: Span, finding: Finding | None, hover: str) -> Explained:
        """A selection, else a finding, else the definition around a place; `hover` is known of it. Raises AgentError."""
        choice = self.access.require(explaining.TRIED, snapshot)
        bench = bench_for(self.access, snapshot)
        matter = await explaining.matter_of(bench, snapshot, selection, finding, hover)
        about = await explaining.questioned(bench, matter, self.access.project(snapshot.root))
        model = await self.access.model(choice, shown(about.turns))
        said, count = await explaining.answered(bench, model, about)
        text = explaining.told(matter, said, choice.name, count)
        return Explained(said, await self.access.put("explanation.md", text), choice.name)

    async def _proven(
        self, bench: Bench, choice: Choice, order: Ordered, named: tuple[str, str, str]
    ) -> tuple[Proven, Count]:
        """`named` are the title for people, the purpose for the ledger, and what was tried."""
        title, purpose, tried = named

        async def prove(answer: str) -> Proof:
            return await code_proof(order.wish, answer, bench.means)

        model = await self.access.model(choice, shown(order.turns))
        result, count = await worked(bench, model, Job(title, purpose, order.turns, prove, order.files_tokens))
        if isinstance(result, Unproven):
            self.access.outbox.tell(f"omni: no code was found that holds: {result.reasons[-1]}")
            raise AgentValidationError(tried, order.wish.task.snapshot.name, "; ".join(result.reasons))
        return result, count

    async def _written(self, written: Written, proven: Proven, count: Count) -> Written:
        file = await self.access.page(page(written.title, written.snapshot, proven, count))
        self.access.outbox.tell(sentence(proven.evidence, count))
        edit = replace(proven.edit, evidence=words(proven.evidence))
        return replace(written, edit=edit, page=file)
