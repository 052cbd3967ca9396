"""The coding agent behind an editor: what it offers for a finding, at once, and what it makes of it when somebody wants it."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from omni_lsp.agents.coding.loop import Unproven
from omni_lsp.agents.coding.prompt import shown
from omni_lsp.app.coding.access import AGENT, Access
from omni_lsp.app.coding.evidence import sentence, words
from omni_lsp.app.coding.fixing import TRIED, Outcome, fixed, prompted
from omni_lsp.app.coding.writing import Writing
from omni_lsp.lsp.coder import Preview
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.status import ModelState
from omni_lsp.model.text import Edit, Snapshot

FIX = "fix"
PREVIEW = "omni.previewFix"
_REMEMBERED = 256


@dataclass(eq=False, slots=True)
class Coding:
    """Everything here happens on the event loop; `writing` is for whoever wants new code."""

    access: Access
    writing: Writing
    _refused: OrderedDict[tuple[str, str], tuple[str, str]] = field(default_factory=OrderedDict)

    @property
    def state(self) -> ModelState | None:
        """Which model there is, and how it did lately."""
        return self.access.models.state(self.access.settings)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        """From memory: whether a model is there to be asked, and whether that was in vain for this very text."""
        choice = self.access.choice(snapshot)
        if choice is None or finding.stale:
            return ()
        digest, reason = self._refused.get((snapshot.uri, finding.fingerprint), ("", ""))
        refused = reason if digest == snapshot.digest else ""
        mark, title = finding.fingerprint, f"Fix with {choice.name}"
        fix = Offer(AGENT, FIX, title, mark, refused=refused)
        if refused or self.access.settings.candidates == 1:
            return (fix,)
        return fix, Offer(AGENT, "preview", f"{title}: preview changes to choose from", mark, command=PREVIEW)

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        """A proven change, which people are told what was seen of. Raises AgentError, and tells them why."""
        try:
            outcome = await self._outcome(offer.fingerprint, snapshot)
        except AgentError as error:
            self.access.outbox.tell(f"omni: no fix: {error.reason}")
            raise
        return await self._told(offer, snapshot, outcome)

    async def request(self, snapshot: Snapshot, fingerprint: str) -> Path | None:
        """A file with what a model would be sent for a finding, `None` where there is no place. Raises AgentError."""
        project = self.access.project(snapshot.root)
        about = await prompted(self.access.bench(snapshot), snapshot, fingerprint, project)
        return await self.access.put("request.md", shown(about.turns))

    async def preview(self, snapshot: Snapshot, fingerprint: str) -> Preview:
        """Several changes for a finding to choose from, and the page about them. Raises AgentError when none holds."""
        outcome = await self._outcome(fingerprint, snapshot, self.access.settings.candidates)
        result = outcome.result
        if isinstance(result, Unproven):
            raise self._refusal(snapshot, fingerprint, result)
        evidence = words(result.evidence)
        edits = (replace(edit, evidence=evidence) for edit in (result.edit, *result.others))
        title = outcome.about.task.finding.rule.title
        return Preview(tuple(edits), await self.access.page(title, snapshot, result, outcome.count))

    async def evidence(self) -> Path | None:
        """The page about the last change by a model, `None` while there was none."""
        return self.access.last_page

    async def _outcome(self, fingerprint: str, snapshot: Snapshot, candidates: int = 1) -> Outcome:
        choice = self.access.require(TRIED, snapshot)
        bench = self.access.bench(snapshot)
        about = await prompted(bench, snapshot, fingerprint, self.access.project(snapshot.root))
        return await fixed(bench, await self.access.model(choice, about.turns), about, candidates)

    async def _told(self, offer: Offer, snapshot: Snapshot, outcome: Outcome) -> Edit:
        result = outcome.result
        if isinstance(result, Unproven):
            raise self._refusal(snapshot, offer.fingerprint, result)
        evidence = words(result.evidence)
        await self.access.page(outcome.about.task.finding.rule.title, snapshot, result, outcome.count)
        self.access.outbox.tell(sentence(result.evidence, outcome.count))
        return replace(result.edit, evidence=evidence)

    def _refusal(self, snapshot: Snapshot, fingerprint: str, result: Unproven) -> AgentError:
        """Said, and remembered so that nobody is offered in vain what was tried."""
        reason = result.reasons[-1]
        if not result.is_open:
            self._refused[snapshot.uri, fingerprint] = snapshot.digest, reason
        if len(self._refused) > _REMEMBERED:
            self._refused.popitem(last=False)
        self.access.outbox.tell(f"omni: no fix was found that holds: {reason}")
        return AgentValidationError(TRIED, snapshot.name, "; ".join(result.reasons))
