"""The coding agent behind an editor: what it offers for a finding, at once; what it makes of it is made elsewhere."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.app.coding.access import AGENT, Access
from omni_lsp.app.coding.refusals import Refusals
from omni_lsp.app.coding.writing import Writing
from omni_lsp.lsp.coder import Preview
from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.status import ModelState
from omni_lsp.model.text import Edit, Snapshot

if TYPE_CHECKING:
    from omni_lsp.app.coding.repairing import Repairing

FIX = "fix"
PREVIEW = "omni.previewFix"


@dataclass(eq=False, slots=True)
class Coding:
    """Everything here happens on the event loop; `writing` is for whoever wants new code."""

    access: Access
    writing: Writing
    _refusals: Refusals = field(default_factory=Refusals)

    @property
    def state(self) -> ModelState | None:
        """Which model there is, and how it did lately."""
        return self.access.models.state(self.access.settings)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        """From memory: whether a model is there to be asked, and whether that was in vain for this very text."""
        choice = self.access.choice(snapshot)
        if choice is None or finding.stale:
            return ()
        refused = self._refusals.of(snapshot, finding.fingerprint)
        mark, title = finding.fingerprint, f"Fix with {choice.name}"
        fix = Offer(AGENT, FIX, title, mark, refused=refused)
        if refused or self.access.settings.candidates == 1:
            return (fix,)
        return fix, Offer(AGENT, "preview", f"{title}: preview changes to choose from", mark, command=PREVIEW)

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        """A proven change, which people are told what was seen of. Raises AgentError, and tells them why."""
        return await (await self._repairing()).fix(offer.fingerprint, snapshot)

    async def request(self, snapshot: Snapshot, fingerprint: str) -> Path | None:
        """A file with what a model would be sent for a finding, `None` where there is no place. Raises AgentError."""
        return await (await self._repairing()).request(snapshot, fingerprint)

    async def preview(self, snapshot: Snapshot, fingerprint: str) -> Preview:
        """Several changes for a finding to choose from, and the page about them. Raises AgentError when none holds."""
        return await (await self._repairing()).preview(snapshot, fingerprint)

    async def evidence(self) -> Path | None:
        """The page about the last change by a model, `None` while there was none."""
        return self.access.last_page

    async def _repairing(self) -> "Repairing":
        """Imported by who wants it: it takes a while, and most people never do."""
        await asyncio.to_thread(import_module, "omni_lsp.app.coding.repairing")
        from omni_lsp.app.coding.repairing import Repairing  # noqa: PLC0415 - imported in a thread before

        return Repairing(self.access, self._refusals)
