"""New code, tests and explanations behind an editor: what people choose, made by a model and proven."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.agents.coding.loop import Proven, Unproven
from omni_lsp.agents.coding.proof import Proof
from omni_lsp.app.coding.access import Access
from omni_lsp.app.coding.asking import Count
from omni_lsp.app.coding.bench import Bench
from omni_lsp.app.coding.evidence import sentence, words
from omni_lsp.app.coding.handed import Handed
from omni_lsp.app.coding.models import Choice
from omni_lsp.app.coding.working import Job, worked
from omni_lsp.lsp.coder import Explained, Written
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, Span, apply

if TYPE_CHECKING:  # Each is imported by who needs it: they take a while, and most people never ask for them.
    from omni_lsp.app.coding.generating import Ordered

GENERATE, TEST = "omni.generate", "omni.test"


@dataclass(eq=False, slots=True)
class Writing:
    """Implements `lsp.coder.Writer`; everything here happens on the event loop."""

    access: Access
    opened: Callable[[Path], Snapshot | None]
    waiting: Handed

    def model_name(self, snapshot: Snapshot) -> str:
        choice = self.access.choice(snapshot)
        return choice.name if choice is not None else ""

    async def generate(self, snapshot: Snapshot, selection: Span, instruction: str) -> Written:
        from omni_lsp.app.coding.generating import TRIED, ordered  # noqa: PLC0415 - see above

        choice = self.access.require(TRIED, snapshot)
        bench = self.access.bench(snapshot)
        order = await ordered(bench, snapshot, selection, instruction, self.access.project(snapshot.root))
        title = f"omni: {choice.name} writes code"
        proven, count = await self._proven(bench, choice, order, (title, "generate", TRIED))
        return await self._written(Written(snapshot, proven.edit, None, "Code for the wish", GENERATE), proven, count)

    async def tests(self, snapshot: Snapshot, selection: Span) -> Written:
        from omni_lsp.app.coding.target import TRIED  # noqa: PLC0415 - see above
        from omni_lsp.app.coding.testing import tests_ordered  # noqa: PLC0415 - see above

        choice = self.access.require(TRIED, snapshot)
        bench = self.access.bench(snapshot)
        project = self.access.project(snapshot.root)
        order, target, symbol = await tests_ordered(bench, snapshot, selection, project, self.opened)
        title = f"omni: {choice.name} writes tests for {symbol.qualified}"
        proven, count = await self._proven(bench, choice, order, (title, "test", TRIED))
        proven = replace(proven, edit=target.edit_of(proven.edit))
        about = f"Tests for {symbol.qualified}"
        return await self._written(
            Written(target.document, proven.edit, None, about, TEST, target.is_new), proven, count
        )

    async def explain(self, snapshot: Snapshot, selection: Span, finding: Finding | None, hover: str) -> Explained:
        if hover and self.access.choice(snapshot) is None:
            return Explained(hover, await self.access.put("explanation.md", f"{hover}\n"), "")
        from omni_lsp.app.coding import explaining  # noqa: PLC0415 - see above

        choice = self.access.require(explaining.TRIED, snapshot)
        bench = self.access.bench(snapshot)
        matter = await explaining.matter_of(bench, snapshot, selection, finding, hover)
        about = await explaining.questioned(bench, matter, self.access.project(snapshot.root))
        model = await self.access.model(choice, about.turns)
        said, count = await explaining.answered(bench, model, about)
        page = explaining.told(matter, said, choice.name, count)
        return Explained(said, await self.access.put("explanation.md", page), choice.name)

    async def draft(self, written: Written) -> Path | None:
        text = apply(written.snapshot.text, written.edit.changes)
        name = written.snapshot.path.name if written.snapshot.path is not None else "draft"
        return await self.access.put(f"drafts/{name}", text)

    def handed(self, written: Written) -> None:
        self.waiting.out(written.snapshot, written.edit, written.modifier)

    def applied(self, uri: str) -> None:
        self.waiting.applied(uri)

    def saved(self, snapshot: Snapshot) -> None:
        """A document was saved, perhaps with code that was handed out for it."""
        self.waiting.saved(snapshot)

    async def _proven(
        self, bench: Bench, choice: Choice, order: "Ordered", named: tuple[str, str, str]
    ) -> tuple[Proven, Count]:
        """`named` are the title for people, the purpose for the ledger, and what was tried."""
        from omni_lsp.agents.coding.code_proof import code_proof  # noqa: PLC0415 - see above

        title, purpose, tried = named

        async def prove(answer: str) -> Proof:
            return await code_proof(order.wish, answer, bench.means)

        model = await self.access.model(choice, order.turns)
        result, count = await worked(bench, model, Job(title, purpose, order.turns, prove, order.files_tokens))
        if isinstance(result, Unproven):
            self.access.outbox.tell(f"omni: no code was found that holds: {result.reasons[-1]}")
            raise AgentValidationError(tried, order.wish.task.snapshot.name, "; ".join(result.reasons))
        return result, count

    async def _written(self, written: Written, proven: Proven, count: Count) -> Written:
        evidence = words(proven.evidence)
        page = await self.access.page(written.title, written.snapshot, proven, count)
        self.access.outbox.tell(sentence(proven.evidence, count))
        edit = replace(proven.edit, evidence=evidence)
        return replace(written, edit=edit, page=page)
