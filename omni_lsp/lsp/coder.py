"""What the protocol edge needs from the coding agent, besides the offers that are among all others."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Edit, Snapshot, Span


@dataclass(frozen=True, slots=True)
class Preview:
    """Changes for one finding that were all proven, the smallest first, and the file with what was seen of them."""

    edits: tuple[Edit, ...]
    page: Path | None


@dataclass(frozen=True, slots=True)
class Written:
    """Code that was proven: an edit of `snapshot`, and the file with what was seen of it.

    Where `is_new` there is no such file yet, and the edit is of an empty one. `modifier` is the command that wrote it.
    """

    snapshot: Snapshot
    edit: Edit
    page: Path | None
    title: str
    modifier: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """Markdown that loads nothing, the file that has it, and the model that wrote it; empty where none was asked."""

    markdown: str
    file: Path | None
    model: str


class Writer(Protocol):
    def model_name(self, snapshot: Snapshot) -> str:
        """The model that may be asked about a document, from memory; empty for none."""
        ...

    async def generate(self, snapshot: Snapshot, selection: Span, instruction: str) -> Written:
        """Code for an instruction, else for the comment there that asks for it. Raises AgentError when none holds."""
        ...

    async def tests(self, snapshot: Snapshot, selection: Span) -> Written:
        """Tests of the definition around a place. Raises AgentError when none hold."""
        ...

    async def explain(self, snapshot: Snapshot, selection: Span, finding: Finding | None, hover: str) -> Explained:
        """A selection, else a finding, else the definition around a place; `hover` is known of it. Raises AgentError."""
        ...

    async def draft(self, written: Written) -> Path | None:
        """A file in the caches with the text, for editors that make none; `None` where there is no place."""
        ...

    def handed(self, written: Written) -> None:
        """It goes to the editor now."""
        ...

    def applied(self, uri: str) -> None:
        """The editor has put into a document what was handed to it last."""
        ...


class Coder(Protocol):
    @property
    def writing(self) -> Writer:
        """New code and words about code."""
        ...

    async def preview(self, snapshot: Snapshot, fingerprint: str) -> Preview:
        """Several changes for a finding to choose from. Raises AgentError when none holds."""
        ...

    async def request(self, snapshot: Snapshot, fingerprint: str) -> Path | None:
        """A file with what a model would be sent for a finding, `None` where there is no place. Raises AgentError."""
        ...

    async def evidence(self) -> Path | None:
        """A file with what was seen of the last change by a model, `None` while there was none."""
        ...
