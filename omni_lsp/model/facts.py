"""What agents know about files and projects, and the typed bag in which a run passes it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from omni_lsp.model.finding import Finding
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
    """

    path: str
    language: str
    digest: str
    lines: int
    symbols: tuple[Symbol, ...] = ()
    imports: tuple[Import, ...] = ()
    names: frozenset[str] = frozenset()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command found in a manifest: `purpose` is build, test, lint, format or run; `source` names the file."""

    purpose: str
    line: str
    source: str


@dataclass(frozen=True, slots=True)
class BuildFacts:
    """What the build files of a workspace folder say: kinds of project and commands."""

    kinds: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is known about one workspace folder; `files` is keyed by `FileFacts.path`, look-up is O(1)."""

    root: str = ""
    kinds: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    files: Mapping[str, FileFacts] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The findings of a document that are in force, for the explaining facets of agents."""

    findings: tuple[Finding, ...] = ()
