"""What the protocol edge needs from the application, and what it gives back; `app.py` implements the one, we the other."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from omni_lsp.model.finding import Explanation, Finding, Offer, Rule
from omni_lsp.model.report import RunReport, StageReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Edit, Snapshot, Span

if TYPE_CHECKING:  # Making these classes would take 20 ms of the start, and nobody has any before it is over.
    from omni_lsp.lsp.coder import Coder
    from omni_lsp.model.completion import Completions
    from omni_lsp.model.packs import PackProblem
    from omni_lsp.model.retrieval import Hit, IndexStatus, Query
    from omni_lsp.model.status import Heading, Overview
    from omni_lsp.ports.chat import ChatModel


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


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a file below a workspace folder that answers a question.

    `writer` is the tool that wrote the file or the last part of it, empty where people did.
    """

    root: Path
    hit: "Hit"
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was done about the packs of a folder, or would be done; paths are below the folder with `/`.

    `aside` are the places at which texts of people were kept. `held_back` names what keeps everybody from writing ("a
    rebase"), empty for nothing. `diff` is what would change, and `preview` the file that it can be looked at in; both
    of previews alone.
    """

    root: Path
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    held_back: str = ""
    problems: tuple["PackProblem", ...] = ()
    diff: str = ""
    preview: Path | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is known of a finding, as one text, and the file that it can be copied from, where there is room for one."""

    text: str
    place: Path | None


@dataclass(frozen=True, slots=True)
class Similar:
    """What was asked about, as `Cart.total`, and what is like it, the nearest first."""

    subject: str
    found: tuple[Found, ...]


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


Progress = Callable[[int, int, str], None]
"""Done, total, what is being done."""


class Outbox(Protocol):
    """Called on the event loop only."""

    def stage(self, snapshot: Snapshot, report: StageReport) -> None: ...

    def ran(self, report: RunReport) -> None: ...

    def warn(self, message: str) -> None:
        """Something the user has to know once: a message window in the editor."""
        ...

    def tell(self, message: str) -> None:
        """Something that is good to know, once; nothing has to be done about it."""
        ...

    async def choose(self, message: str, choices: Sequence[str]) -> str | None:
        """What the user answers to a question, however late; `None` for no answer, as where an editor shows none."""
        ...

    async def show(self, file: Path) -> bool:
        """Whether the editor shows a file to people."""
        ...

    def working(self, title: str) -> AbstractAsyncContextManager[Progress]:
        """Progress that people see, where the editor shows it; the task inside is cancelled when they cancel."""
        ...

    def indexed(self, root: Path, status: "IndexStatus") -> None:
        """How the index of a folder stands now: being built for the first time, or brought up to date."""
        ...

    def moved(self) -> None:
        """What `Core.overview` tells may be something else now; costs nothing, and may be called at any rate."""
        ...

    def editor_model(self) -> "ChatModel | None":
        """The editor's own model where the client has said that it has one, as of now; the first that it lists."""
        ...

    def gone(self, paths: Collection[Path]) -> None:
        """What was found in these files, and below these folders, holds no longer; open documents keep theirs."""
        ...


class Core(Protocol):
    def submit(self, snapshot: Snapshot, trigger: Trigger) -> None:
        """Hand-over: returns at once, reports come through the outbox."""
        ...

    def cancel(self, uri: str) -> None: ...

    def reconfigure(self, setup: Setup) -> None:
        """Folders or settings changed; a wrong setting is said through the outbox and the last good ones stay."""
        ...

    def explain(self, snapshot: Snapshot, offset: int, findings: Sequence[Finding]) -> Sequence[Explanation]:
        """What there is to say about an offset, a code point, at which these were found. From memory."""
        ...

    def completions(self, snapshot: Snapshot, offset: int) -> "Completions | None":
        """What may be written at an offset, a code point, of a file that steers us; `None` for any other. From memory."""
        ...

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]: ...

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        """Raises AgentError."""
        ...

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        """One edit with the preferred fixes of all findings that hold together; raises AgentError when none does."""
        ...

    @property
    def coding(self) -> "Coder":
        """What the coding agent can do besides."""
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

    async def validate(self, snapshot: Snapshot) -> RunReport:
        """What would be found in a text that is in no document; nothing of it is shown, kept or written."""
        ...

    async def analyze_workspace(self, timeout_seconds: float | None, progress: Progress) -> WorkspaceSummary:
        """Every file of the folders that are trusted. Raises AgentValidationError where none is."""
        ...

    async def search(self, query: "Query", progress: Progress) -> Sequence[Found]:
        """The best answers of all folders, as the disk has them now. Raises AgentError."""
        ...

    async def pack(self, root: Path | None, progress: Progress, *, is_preview: bool) -> Sequence[Packed]:
        """Bring the context packs of a folder, or of all, up to date, or tell what that would change. Raises AgentError."""
        ...

    async def prompt(self, finding: Finding, snapshot: Snapshot) -> Prompt:
        """What an assistant has to know to repair a finding of a snapshot. Raises AgentError."""
        ...

    async def similar(self, snapshot: Snapshot, span: Span, progress: Progress) -> Similar:
        """Code of other files that is like what is selected, or like the definition at a mere cursor. Raises AgentError."""
        ...

    @property
    def has_index(self) -> bool:
        """Whether there is to be one."""
        ...

    async def index_status(self) -> Mapping[Path, "IndexStatus"]:
        """How the index of each folder stands; none where there is to be none. Raises AgentError."""
        ...

    def trusts(self, root: Path) -> bool:
        """Whether more of a folder than its open files may be looked at, and what it brings counts."""
        ...

    async def trust(self, root: Path) -> None:
        """Trust a folder as it is now, which comes into force at once. Raises AgentError."""
        ...

    async def untrust(self, root: Path) -> None:
        """Trust it no more. Raises AgentError."""
        ...

    def graph(self, style: str, root: Path | None, last: RunReport | None) -> str:
        """The pipeline in force for a folder, by default the first one, as `mermaid`, `dot` or `svg`.

        The latter has what a run used, where there is one. Raises ConfigError for another style.
        """
        ...

    def overview(self) -> "Overview":
        """What is going on, from memory."""
        ...

    def heading(self, rule: Rule) -> "Heading":
        """What findings of a rule are gathered under, from memory."""
        ...

    async def close(self) -> None: ...
