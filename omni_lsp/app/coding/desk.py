"""The coding agent behind an editor: what it offers for a finding, at once, and what it makes of it when somebody wants it."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from omni_lsp.adapters.chat.leave import LeaveFile
from omni_lsp.adapters.chat.requests import RequestsFile
from omni_lsp.adapters.replacing import replace as put
from omni_lsp.agents.coding.loop import Proven, Unproven
from omni_lsp.agents.coding.prompt import shown
from omni_lsp.app.coding.bench import Bench
from omni_lsp.app.coding.evidence import page, sentence, words
from omni_lsp.app.coding.fixing import TRIED, Outcome, Prompted, fixed, prompted
from omni_lsp.app.coding.leave import Leave
from omni_lsp.app.coding.models import Models
from omni_lsp.app.inforce import InForce
from omni_lsp.config.model import Model
from omni_lsp.config.settings import cache_dir, state_dir
from omni_lsp.lsp.coder import Preview
from omni_lsp.lsp.core import Outbox
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.status import ModelState
from omni_lsp.model.text import Edit, Snapshot
from omni_lsp.ports.retrieval import Nearby

log = logging.getLogger(__name__)

AGENT, FIX = "coding", "fix"
PREVIEW = "omni.previewFix"
SECONDS = 60.0
"""For one change where no pipeline says how long it may take."""
_REMEMBERED = 256


@dataclass(eq=False, slots=True)
class Coding:
    """Everything here happens on the event loop; `trusts` tells whether a folder's files may be read and sent."""

    now: Callable[[], InForce]
    trusts: Callable[[Path | None], bool]
    project: Callable[[Path | None], ProjectFacts]
    nearby: Nearby
    outbox: Outbox
    environment: Mapping[str, str]
    models: Models = field(init=False)
    leave: Leave = field(init=False)
    _refused: OrderedDict[tuple[str, str], tuple[str, str]] = field(default_factory=OrderedDict)
    _last_page: Path | None = None

    def __post_init__(self) -> None:
        states = state_dir(self.environment)
        self.models = Models(self.environment, states, self.outbox.editor_model)
        self.leave = Leave(LeaveFile(states), self.outbox.choose)

    @property
    def state(self) -> ModelState | None:
        """Which model there is, and how it did lately."""
        return self.models.state(self._settings)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        """From memory: whether a model is there to be asked, and whether that was in vain for this very text."""
        choice = self.models.choice(self._settings) if self._may(snapshot) else None
        if choice is None or finding.stale:
            return ()
        digest, reason = self._refused.get((snapshot.uri, finding.fingerprint), ("", ""))
        refused = reason if digest == snapshot.digest else ""
        mark, title = finding.fingerprint, f"Fix with {choice.name}"
        fix = Offer(AGENT, FIX, title, mark, refused=refused)
        if refused or self._settings.candidates == 1:
            return (fix,)
        return fix, Offer(AGENT, "preview", f"{title}: preview changes to choose from", mark, command=PREVIEW)

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        """A proven change, which people are told what was seen of. Raises AgentError, and tells them why."""
        try:
            outcome = await self._outcome(offer.fingerprint, snapshot)
        except AgentError as error:
            self.outbox.tell(f"omni: no fix: {error.reason}")
            raise
        return await self._told(offer, snapshot, outcome)

    async def request(self, snapshot: Snapshot, fingerprint: str) -> Path | None:
        """A file with what a model would be sent for a finding, `None` where there is no place. Raises AgentError."""
        about = await prompted(self._bench(snapshot), snapshot, fingerprint, self.project(snapshot.root))
        return await self._written(about)

    async def preview(self, snapshot: Snapshot, fingerprint: str) -> Preview:
        """Several changes for a finding to choose from, and the page about them. Raises AgentError when none holds."""
        outcome = await self._outcome(fingerprint, snapshot, self._settings.candidates)
        result = outcome.result
        if isinstance(result, Unproven):
            raise self._refusal(snapshot, fingerprint, result)
        evidence = words(result.evidence)
        edits = (replace(edit, evidence=evidence) for edit in (result.edit, *result.others))
        return Preview(tuple(edits), await self._page(snapshot, outcome, result))

    async def evidence(self) -> Path | None:
        """The page about the last change by a model, `None` while there was none."""
        return self._last_page

    async def _outcome(self, fingerprint: str, snapshot: Snapshot, candidates: int = 1) -> Outcome:
        settings = self._settings
        choice = self.models.choice(settings) if self._may(snapshot) else None
        if choice is None:
            raise AgentValidationError(TRIED, snapshot.name, "there is no model that may be asked about it")
        bench = self._bench(snapshot)
        about = await prompted(bench, snapshot, fingerprint, self.project(snapshot.root))

        async def show() -> None:
            if (file := await self._written(about)) is not None:
                await self.outbox.show(file)

        await self.leave.require(choice, settings.allowed, show)
        try:
            return await fixed(bench, await self.models.model(settings), about, candidates)
        finally:
            self.outbox.moved()

    async def _told(self, offer: Offer, snapshot: Snapshot, outcome: Outcome) -> Edit:
        result = outcome.result
        if isinstance(result, Unproven):
            raise self._refusal(snapshot, offer.fingerprint, result)
        evidence = words(result.evidence)
        await self._page(snapshot, outcome, result)
        self.outbox.tell(sentence(result.evidence, outcome.count))
        return replace(result.edit, evidence=evidence)

    def _refusal(self, snapshot: Snapshot, fingerprint: str, result: Unproven) -> AgentError:
        """Said, and remembered so that nobody is offered in vain what was tried."""
        reason = result.reasons[-1]
        if not result.is_open:
            self._refused[snapshot.uri, fingerprint] = snapshot.digest, reason
        if len(self._refused) > _REMEMBERED:
            self._refused.popitem(last=False)
        self.outbox.tell(f"omni: no fix was found that holds: {reason}")
        return AgentValidationError(TRIED, snapshot.name, "; ".join(result.reasons))

    async def _page(self, snapshot: Snapshot, outcome: Outcome, proven: Proven) -> Path | None:
        title = outcome.about.task.finding.rule.title
        self._last_page = await self._put("evidence.md", page(title, snapshot, proven, outcome.count))
        return self._last_page

    async def _written(self, about: Prompted) -> Path | None:
        return await self._put("request.md", shown(about.turns))

    async def _put(self, name: str, text: str) -> Path | None:
        file = cache_dir(self.environment) / name
        try:
            await asyncio.to_thread(put, file, text.encode("utf-8", "replace"), mode=0o600)
        except OSError as error:
            log.info("there is no place for %s: %s", name, error.strerror)
            return None
        return file

    @property
    def _settings(self) -> Model:
        return self.now().config.model

    def _may(self, snapshot: Snapshot) -> bool:
        """What is in no folder that is trusted stays on this machine, and so does what nobody could look at after."""
        return snapshot.language in LANGUAGES and self.trusts(snapshot.root)

    def _bench(self, snapshot: Snapshot) -> Bench:
        now = self.now()
        steps = (step for step in now.plans.of(snapshot.root).steps if step.id == AGENT)
        seconds = next((step.timeout_seconds for step in steps), None) or SECONDS
        ledger = RequestsFile(state_dir(self.environment))
        return Bench(now.team, now.config.model, ledger, seconds, self.nearby, self.outbox.working)
