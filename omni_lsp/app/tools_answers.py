"""What the tools for assistants answer; the shapes of their structured output are made of these.

Lines and columns count from 1, as people read them; paths are below the project's folder with `/`.
Everything that comes from the repository is shortened, shows all its characters and holds no secrets.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A piece of a file, both lines included; of a piece that is cut the last lines are missing."""

    path: str
    start_line: int
    end_line: int
    symbol: str
    score: float
    text: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The best first; `left_out` counts those for which there was no room, `index` says how the index stands."""

    hits: tuple[FoundCode, ...] = ()
    left_out: int = 0
    index: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CommandLine:
    purpose: str
    line: str
    source: str


@dataclass(frozen=True, slots=True)
class Language:
    name: str
    files: int


@dataclass(frozen=True, slots=True)
class Start:
    """Where a program begins, and the file that says so."""

    kind: str
    name: str
    path: str
    source: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """`used_by` is how many files of the project import it."""

    path: str
    language: str
    lines: int
    used_by: int


@dataclass(frozen=True, slots=True)
class Definition:
    path: str
    line: int
    kind: str
    name: str
    signature: str


@dataclass(frozen=True, slots=True)
class ContextAnswer:
    """`subject` is project, folder, file or symbol, and tells which parts are filled.

    `uses` and `used_by` are files of the project. `left_out` counts the entries for which there was no room;
    without `complete` not every file of the project was looked at yet.
    """

    subject: str
    path: str = ""
    summary: str = ""
    kinds: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    commands: tuple[CommandLine, ...] = ()
    entry_points: tuple[Start, ...] = ()
    files: tuple[FileLine, ...] = ()
    outline: tuple[Definition, ...] = ()
    imports: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    left_out: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Fix:
    """Put `text` in place of what is there now; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding; the fingerprint stays when the code around it moves."""

    rule: str
    severity: str
    path: str
    line: int
    end_line: int
    message: str
    fingerprint: str
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that findings are of: its weaknesses, and the controls that these touch, like `pci-dss-4.0.1 6.2.4`."""

    rule: str
    title: str
    cwe: tuple[str, ...]
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What was not looked at, wholly or by one agent, and why; `status` is timed-out, failed, skipped or unread."""

    path: str
    agent: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingsAnswer:
    """The most severe first; `rules` are those of the findings that are there. `total` counts also those that were left
    out for want of room, `ignored` those that comments in the code silence. Without `complete` there may be more.
    """

    findings: tuple[Problem, ...] = ()
    rules: tuple[Broken, ...] = ()
    total: int = 0
    left_out: int = 0
    ignored: int = 0
    files: int = 0
    complete: bool = True
    incomplete: tuple[Undone, ...] = ()
    incomplete_left_out: int = 0


@dataclass(frozen=True, slots=True)
class StageEnd:
    """How an agent ended: done, skipped, timed-out or failed."""

    agent: str
    status: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ValidationAnswer:
    """Like that of a whole check; without `complete` an agent could not do its work."""

    findings: tuple[Problem, ...] = ()
    rules: tuple[Broken, ...] = ()
    total: int = 0
    left_out: int = 0
    ignored: int = 0
    complete: bool = True
    stages: tuple[StageEnd, ...] = ()


Answer: TypeAlias = SearchAnswer | ContextAnswer | FindingsAnswer | ValidationAnswer
