"""What the parts need from each other, as protocols; implementations are chosen in `app.py` alone."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from omni_lsp.model.dependencies import DependencyFacts, Installed
from omni_lsp.model.errors import AgentError, Mistake
from omni_lsp.model.facts import Command, Facts, Import, Symbol
from omni_lsp.model.finding import Explanation, Finding, Offer, Related, Rule
from omni_lsp.model.leftout import LeftOut
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.newcode import NewLines
from omni_lsp.model.policy import Policy
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Edit, Snapshot, Span


@dataclass(frozen=True, slots=True)
class AgentMeta:
    """What an agent is called and which classes of facts it needs, likes to have, and gives.

    One that reports no findings is left out of a check, unless another one needs its facts.
    """

    id: str
    requires: frozenset[type] = frozenset()
    uses: frozenset[type] = frozenset()
    provides: frozenset[type] = frozenset()
    reports_findings: bool = True


class Agent(Protocol):
    @property
    def meta(self) -> AgentMeta: ...

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        """Raises AgentError; cancelled when its time is over, and then stops whatever it started."""
        ...


@runtime_checkable
class Streams(Protocol):
    """Facet of an agent that knows something before it knows everything."""

    async def stream(self, snapshot: Snapshot, facts: Facts, show: Callable[[AgentResult], None]) -> AgentResult:
        """Like `Agent.run`; `show` gets what is known so far, each time more of it, and must not be called later."""
        ...


@runtime_checkable
class Explains(Protocol):
    """Hover facet."""

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:
        """Answered from memory, in a millisecond; `offset` in code points."""
        ...


@runtime_checkable
class Remedies(Protocol):
    """Code-action facet: cheap offers, the work in `resolve` and `resolve_all`."""

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]: ...

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        """Raises AgentValidationError when the offer does not hold for this snapshot."""
        ...

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        """The preferred remedies of as many findings as hold together. Raises AgentValidationError when none does."""
        ...


@runtime_checkable
class Ponders(Protocol):
    """Facet of an agent that can say more about its findings when nobody waits for it."""

    async def ponder(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The agent's own findings in a text, in their order, with what else is known of them. Raises AgentError."""
        ...


@dataclass(frozen=True, slots=True)
class Outline:
    """What a syntax tree tells: definitions in document order, imports as written, identifiers mentioned.

    `doc` is the first line of what the file says about itself.
    """

    symbols: tuple[Symbol, ...] = ()
    imports: tuple[Import, ...] = ()
    names: frozenset[str] = frozenset()
    doc: str = ""


class Syntax(Protocol):
    """Syntax trees; a language without a grammar gives an empty outline, no errors and no comments."""

    async def outline(self, snapshot: Snapshot) -> Outline: ...

    async def error_count(self, snapshot: Snapshot) -> int: ...

    async def in_comment(self, snapshot: Snapshot, offset: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched, before anybody judged it; spans in code points.

    `flow` is the way of the data to it, the source first, as far as whoever found it tells.
    """

    rule: str
    span: Span
    message: str
    flow: tuple[Related, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found, in document order and suppressed ones included; `too_slow` are rules that were given up."""

    matches: tuple[Match, ...] = ()
    too_slow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A rule or rule file that could not be used: the others still run."""

    source: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules in force by id; `digest` changes when any of them does."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    problems: tuple[RuleProblem, ...] = ()
    digest: str = ""


class Matcher(Protocol):
    """A look at a text that takes milliseconds, at every pause in typing."""

    @property
    def ruleset(self) -> Ruleset: ...

    async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
        """Matches in document order, suppressed ones included. Raises AgentError."""
        ...


@runtime_checkable
class Rewrites(Protocol):
    """Facet of what finds matches: it knows what should stand in their place."""

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        """The rewriting of each match, in their order, `None` where there is none. Raises AgentError.

        All of them cost about as much as one.
        """
        ...


@runtime_checkable
class Traces(Protocol):
    """Facet of what finds matches: it knows on which ways data comes to them."""

    async def flows(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[tuple[Related, ...]]:
        """The way to each match, in their order, the source first, empty where there is none. Raises AgentError."""
        ...


class Pack(StrEnum):
    """Rules by what they cost; those of the fast pack are ready first."""

    FAST = "fast"
    DEEP = "deep"


class RuleEngine(Rewrites, Protocol):
    @property
    def ruleset(self) -> Ruleset: ...

    @property
    def packs(self) -> Sequence[Pack]:
        """Those that are scanned for side by side, none where one scan for all is as good."""
        ...

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        """What the rules of one pack, or of all, find. Raises AgentError."""
        ...


@runtime_checkable
class LeavesOut(Protocol):
    """Facet of a rule engine that gives up on rules that are too slow."""

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """Those that do not run any more since the rules were read."""
        ...


class Manifests(Protocol):
    """What build files of a folder say; files that cannot be read or parsed are left out."""

    async def kinds(self, root: Path) -> tuple[str, ...]: ...

    async def commands(self, root: Path) -> tuple[Command, ...]: ...


class Stamp(NamedTuple):
    """What a file or folder looked like from outside: another stamp means that it may have another content.

    `modified_ns` counts nanoseconds since 1970, `size` bytes.
    """

    modified_ns: int
    size: int
    inode: int
    is_folder: bool


class Vcs(Protocol):
    """What version control knows of a folder; it runs nothing that the folder brings, and writes nothing."""

    async def new_lines(self, root: Path, since: str) -> NewLines:
        """The lines that differ from a revision, on the disk; `REV...` is where the current branch left `REV`.

        Raises AgentValidationError where there is no such revision or no repository, AgentError for what else failed.
        """
        ...


class Files(Protocol):
    """Reads and walks; never writes."""

    def walk(self, paths: Iterable[Path], *, ignore: bool = True, leave: Container[Path] = ()) -> Iterable[Path]:
        """Files below the paths in sorted order, without those that ignore files exclude or that are below `leave`."""
        ...

    def wanted(self, paths: Iterable[Path], root: Path) -> list[Path]:
        """Those of the paths below a folder that a walk of it comes to, be there anything at them or not."""
        ...

    async def stamps(self, paths: Iterable[Path]) -> dict[Path, Stamp | None]:
        """The stamp of each path, `None` where there is nothing, or nothing that may be seen."""
        ...

    async def snapshot(self, path: Path, root: Path | None) -> Snapshot:
        """Raises AgentValidationError for what is no text, AgentFatalError for what cannot be read."""
        ...

    async def snapshots(self, paths: Iterable[Path], root: Path | None) -> list[Snapshot | AgentError]:
        """Each path's file, or what is wrong with it, in their order."""
        ...


class Policies(Protocol):
    """The policy of each workspace folder."""

    async def policy(self, root: Path | None) -> Policy:
        """The one in force; while its file is wrong, the last one that was not."""
        ...

    def known(self, root: Path | None) -> Policy:
        """What `policy` said last, from memory; at first the default."""
        ...

    def is_source(self, snapshot: Snapshot) -> bool:
        """Whether a document is a policy file that has a say."""
        ...

    def review(self, snapshot: Snapshot) -> Sequence[Mistake]:
        """What is wrong with the text of a policy file, in document order; nothing of it is put in force."""
        ...


class Licences(Protocol):
    """What is known about the licence of a file apart from its text."""

    async def about(self, snapshot: Snapshot) -> LicenceFacts: ...


class Dependencies(Protocol):
    """What manifests say; licences of packages are those that their own metadata on the disk declares."""

    def is_manifest(self, path: Path) -> bool: ...

    async def about(self, snapshot: Snapshot) -> DependencyFacts | None:
        """What the text of a manifest says, and the lock file beside it; `None` for any other file."""
        ...

    async def installed(self, snapshot: Snapshot) -> Mapping[str, Installed]:
        """The packages that a manifest and its lock file name, as far as their metadata is at hand, by name."""
        ...
