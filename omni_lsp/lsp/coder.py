"""What the protocol edge needs from the coding agent, besides the offers that are among all others."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from omni_lsp.model.text import Edit, Snapshot


@dataclass(frozen=True, slots=True)
class Preview:
    """Changes for one finding that were all proven, the smallest first, and the file with what was seen of them."""

    edits: tuple[Edit, ...]
    page: Path | None


class Coder(Protocol):
    async def preview(self, snapshot: Snapshot, fingerprint: str) -> Preview:
        """Several changes for a finding to choose from. Raises AgentError when none holds."""
        ...

    async def request(self, snapshot: Snapshot, fingerprint: str) -> Path | None:
        """A file with what a model would be sent for a finding, `None` where there is no place. Raises AgentError."""
        ...

    async def evidence(self) -> Path | None:
        """A file with what was seen of the last change by a model, `None` while there was none."""
        ...
