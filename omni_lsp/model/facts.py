"""What agents know about files and projects, and the typed bag in which a run passes it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from omni_lsp.model.finding import Finding
from omni_lsp.model.knowledge import Convention, EntryPoint, GeneratedFile, Tally
from omni_lsp.model.text import Span

T = TypeVar("T")


class Facts:
    """Immutable values, at most one of each class: `facts.get(FileFacts)`."""

    def __init__(self, *values: object) -> None:
        self._values: Mapping[type, object] = {type(value): value for value in values}

    def get(self, kind: type[T]) -> T | None:
        value = self._values.get(kind)
        return value if isinstance(value, kind) else None

    def with_values(self, *values: object) -> "Facts":
        """A copy in which the given values replace those of their classes."""
        return Facts(*self._values.values(), *values)

    def __contains__(self, kind: type) -> bool:
        return kind in self._values


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition: `span` covers all of it, `name_span` its name; `container` is the qualified name of its parent.

    `kind` is one of function, method, class, interface, struct, enum, type, constant, variable; `line` is that of the
    name, from 0.
    """

    name: str
    kind: str
    span: Span
    name_span: Span
    signature: str = ""
    doc: str = ""
    container: str = ""
    line: int = 0

    @property
    def qualified(self) -> str:
        return f"{self.container}.{self.name}" if self.container else self.name


@dataclass(frozen=True, slots=True)
class Import:
    """An import as written: module text, the names taken from it, and whether it is relative by leading dots."""

    module: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the context agent knows about one file.

    `path` is below the workspace folder with `/` (see `Snapshot.name`), `digest` is that of the text described.
    `names` holds every identifier the file mentions; `imports` is as written, in order.
    `interface` is a digest of what other files can see of it: it stays when a body, a comment or white space changes.
    `is_generated` says that its first lines say so.
    """

    path: str
    language: str
    digest: str
    lines: int
    symbols: tuple[Symbol, ...] = ()
    imports: tuple[Import, ...] = ()
    names: frozenset[str] = frozenset()
    summary: str = ""
    interface: str = ""
    is_generated: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command found in a manifest: `purpose` is build, test, lint, format or run; `source` names the file."""

    purpose: str
    line: str
    source: str


@dataclass(frozen=True, slots=True)
class BuildFacts:
    """What the build and configuration files of a workspace folder say; the most trustworthy commands come first."""

    kinds: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    conventions: tuple[Convention, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is known about one workspace folder; `files` is keyed by `FileFacts.path`, look-up is O(1).

    `languages` are LSP ids, the most used first. `conventions` and `entry_points` are those that `build` declares and
    those that the code shows, which are read from the `tally`. `generated` are the files that somebody registered, by path, see `is_generated`.
    """

    root: str = ""
    kinds: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    files: Mapping[str, FileFacts] = field(default_factory=lambda: MappingProxyType({}))
    languages: tuple[str, ...] = ()
    conventions: tuple[Convention, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    generated: Mapping[str, GeneratedFile] = field(default_factory=lambda: MappingProxyType({}))
    build: BuildFacts = field(default_factory=BuildFacts)
    tally: Tally = field(default_factory=Tally)

    def is_generated(self, path: str) -> bool:
        """Whether a tool wrote the file as it is now: it says so, or its text is still the one that was registered."""
        known, file = self.generated.get(path), self.files.get(path)
        is_known = known is not None and not known.is_part
        if file is None:
            return is_known
        return file.is_generated or (is_known and known is not None and file.digest == known.digest)

    def writer(self, path: str) -> str:
        """Who wrote the file, or the last part of it, by the name that was registered; empty where people did since."""
        known, file = self.generated.get(path), self.files.get(path)
        return known.modifier if known is not None and (file is None or file.digest == known.digest) else ""


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The findings of a document that are in force, for the explaining facets of agents."""

    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Code that is like other code: a piece of a file from `line` on, from 0, and a name that it defines or empty.

    `path` is below the workspace folder with `/`.
    """

    path: str
    line: int
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class RelatedFacts:
    """Other files' code that is like what a file defines, by qualified name, the nearest first.

    A definition that is not among them was not looked up yet.
    """

    path: str
    near: Mapping[str, tuple[Near, ...]] = field(default_factory=lambda: MappingProxyType({}))
