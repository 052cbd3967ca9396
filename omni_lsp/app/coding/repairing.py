"""Findings repaired by a model, for an editor: people are told of each change what was seen of it, or why there is none."""

from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.agents.coding.loop import Proven, Unproven
from omni_lsp.agents.coding.prompt import shown
from omni_lsp.app.coding.access import Access
from omni_lsp.app.coding.bench import bench_for
from omni_lsp.app.coding.evidence import page, sentence, words
from omni_lsp.app.coding.fixing import TRIED, Outcome, Prompted, fixed, prompted
from omni_lsp.app.coding.refusals import Refusals
from omni_lsp.lsp.coder import Preview
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.text import Edit, Snapshot


@dataclass(frozen=True, slots=True)
class Repairing:
    """`refusals` get to know what was tried in vain."""

    access: Access
    refusals: Refusals

    async def fix(self, fingerprint: str, snapshot: Snapshot) -> Edit:
        """A proven change. Raises AgentError."""
        try:
            outcome = await self._outcome(fingerprint, snapshot)
        except AgentError as error:
            self.access.outbox.tell(f"omni: no fix: {error.reason}")
            raise
        proven = self._proven(snapshot, fingerprint, outcome)
        await self._page(snapshot, outcome, proven)
        self.access.outbox.tell(sentence(proven.evidence, outcome.count))
        return replace(proven.edit, evidence=words(proven.evidence))

    async def request(self, snapshot: Snapshot, fingerprint: str) -> Path | None:
        """A file with what a model would be sent for a finding, `None` where there is no place. Raises AgentError."""
        about = await self._prompted(snapshot, fingerprint)
        return await self.access.put("request.md", shown(about.turns))

    async def preview(self, snapshot: Snapshot, fingerprint: str) -> Preview:
        """Several changes, and the page about them. Raises AgentError when none holds."""
        outcome = await self._outcome(fingerprint, snapshot, self.access.settings.candidates)
        proven = self._proven(snapshot, fingerprint, outcome)
        evidence = words(proven.evidence)
        edits = (replace(edit, evidence=evidence) for edit in (proven.edit, *proven.others))
        return Preview(tuple(edits), await self._page(snapshot, outcome, proven))

    async def _prompted(self, snapshot: Snapshot, fingerprint: str) -> Prompted:
        project = self.access.project(snapshot.root)
        return await prompted(bench_for(self.access, snapshot), snapshot, fingerprint, project)

    async def _outcome(self, fingerprint: str, snapshot: Snapshot, candidates: int = 1) -> Outcome:
        choice = self.access.require(TRIED, snapshot)
        about = await self._prompted(snapshot, fingerprint)
        model = await self.access.model(choice, shown(about.turns))
        return await fixed(bench_for(self.access, snapshot), model, about, candidates)

    async def _page(self, snapshot: Snapshot, outcome: Outcome, proven: Proven) -> Path | None:
        title = outcome.about.task.finding.rule.title
        return await self.access.page(page(title, snapshot, proven, outcome.count))

    def _proven(self, snapshot: Snapshot, fingerprint: str, outcome: Outcome) -> Proven:
        """Raises AgentValidationError where nothing holds, which is said, and remembered unless a model may do better."""
        result = outcome.result
        if not isinstance(result, Unproven):
            return result
        reason = result.reasons[-1]
        if not result.is_open:
            self.refusals.add(snapshot, fingerprint, reason)
        self.access.outbox.tell(f"omni: no fix was found that holds: {reason}")
        raise AgentValidationError(TRIED, snapshot.name, "; ".join(result.reasons))
