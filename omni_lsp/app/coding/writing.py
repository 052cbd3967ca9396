"""New code, tests and explanations behind an editor: what people choose; it is composed elsewhere."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.app.coding.access import Access
from omni_lsp.app.coding.handed import Handed
from omni_lsp.lsp.coder import Explained, Written
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, Span, apply

if TYPE_CHECKING:
    from omni_lsp.app.coding.composing import Composing


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
        return await (await self._composing()).generate(snapshot, selection, instruction)

    async def tests(self, snapshot: Snapshot, selection: Span) -> Written:
        return await (await self._composing()).tests(snapshot, selection)

    async def explain(self, snapshot: Snapshot, selection: Span, finding: Finding | None, hover: str) -> Explained:
        if hover and self.access.choice(snapshot) is None:
            return Explained(hover, await self.access.put("explanation.md", f"{hover}\n"), "")
        return await (await self._composing()).explain(snapshot, selection, finding, hover)

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

    async def _composing(self) -> "Composing":
        """Imported by who wants it: it takes a while, and most people never do."""
        await asyncio.to_thread(import_module, "omni_lsp.app.coding.composing")
        from omni_lsp.app.coding.composing import Composing  # noqa: PLC0415 - imported in a thread before

        return Composing(self.access, self.opened)
