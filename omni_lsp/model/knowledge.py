"""What is known about a project as a whole, apart from its single files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Convention:
    """A habit that the code or a configuration file proves.

    `topic` and `value` are words of ours, such as `formatter` and `ruff`, or `function names` and `snake_case`; `source`
    is the file that says so, below the workspace folder with `/`, empty where the code as a whole does.
    """

    topic: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """Where a program begins: `kind` is program, module, server, container or handler.

    `name` is what one calls, `path` the file that it is in as far as that is known, `source` the file that says so.
    """

    kind: str
    name: str
    path: str
    source: str


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file that a tool wrote: `digest` is that of its text then, `modifier` who wrote it.

    `is_part` says that people wrote the rest of it, which stays theirs: the file counts as one of people then.
    """

    path: str
    digest: str
    modifier: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class MappedFile:
    """A file of the symbol map with its definitions, the most important first; `signatures` are one line each.

    `rank` is its share of all ranks, which add up to 1, rounded down so that it stays when little changes.
    """

    path: str
    rank: float
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over the files of a project from which its languages and habits are read.

    `languages` are files by LSP id; `habits` are how often each way of doing something was seen, by topic and value as in
    `Convention`; `entry_points` are those that a file itself shows, by its path.
    """

    languages: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    habits: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    entry_points: Mapping[str, EntryPoint] = field(default_factory=lambda: MappingProxyType({}))
