"""What the protocol edge needs from the application, and what it gives back; `app.py` implements the one, we the other."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from omni_lsp.model.facts import FileFindings
from omni_lsp.model.finding import Explanation, Finding, Offer
from omni_lsp.model.report import RunReport, StageReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Edit, Snapshot


@dataclass(frozen=True, slots=True)
class Setup:
    """What the client said at start: `options` are its initializationOptions, `settings` its answer about `omni`."""

    folders: tuple[Path, ...]
    options: Mapping[str, object]
    settings: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WorkspaceSummary:
    """A whole-workspace analysis: files looked at of all, findings, seconds, whether every stage of every file ended."""

    files: int
    total: int
    findings: int
    seconds: float
    is_complete: bool


class FileChange(StrEnum):
    """What became of a file on disk, as the client or a look at the disk tells it."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Watched:
    """What the client is to watch besides source files.

    `names` are paths with `/` below any workspace folder, `paths` the user's own files and folders elsewhere.
    """

    names: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()


class Outbox(Protocol):
    """Called on the event loop only."""

    def stage(self, snapshot: Snapshot, report: StageReport) -> None: ...

    def ran(self, report: RunReport) -> None: ...

    def warn(self, message: str) -> None:
        """Something the user has to know once: a message window in the editor."""
        ...

    def gone(self, paths: Collection[Path]) -> None:
        """What was found in these files, and below these folders, holds no longer; open documents keep theirs."""
        ...


Progress = Callable[[int, int, str], None]
"""Done, total, what is being done."""


class Core(Protocol):
    def submit(self, snapshot: Snapshot, trigger: Trigger) -> None:
        """Hand-over: returns at once, reports come through the outbox."""
        ...

    def cancel(self, uri: str) -> None: ...

    def reconfigure(self, setup: Setup) -> None:
        """Folders or settings changed; a wrong setting is said through the outbox and the last good ones stay."""
        ...

    def explain(self, snapshot: Snapshot, offset: int, found: FileFindings) -> Sequence[Explanation]: ...

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]: ...

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        """Raises AgentError."""
        ...

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        """One edit with the preferred fixes of all findings that hold together; raises AgentError when none does."""
        ...

    def files_changed(self, changes: Mapping[Path, FileChange]) -> None:
        """Hand-over: files on disk are not what they were, the open ones among them included."""
        ...

    def watched(self) -> Watched:
        """What steers us, for the client to watch; another answer after `reconfigure` means to watch that instead."""
        ...

    def observe(self, method: str, request: str | int) -> Callable[[str], None]:
        """A request of the client began; the answer is to be called with how it ended: `ok`, `cancelled` or `error`."""
        ...

    async def analyze(self, snapshot: Snapshot, timeout_seconds: float | None) -> RunReport | None:
        """One file now; `None` when a newer version of it took over. Cancelling this stops the run."""
        ...

    async def analyze_workspace(self, timeout_seconds: float | None, progress: Progress) -> WorkspaceSummary: ...

    def graph(self, style: str) -> str:
        """The agents' dependency graph as `mermaid` or `dot`; raises ConfigError for another style."""
        ...

    async def close(self) -> None: ...
