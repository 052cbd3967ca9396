"""Search in code: pieces of files, questions, and what answers them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Domain(StrEnum):
    """What a question is about; the patterns that decide are in `retrieval/domains.py`."""

    CODE = "code"
    TESTS = "tests"
    DOCS = "docs"
    CONFIGURATION = "configuration"
    SECURITY = "security"
    HISTORY = "history"
    DEPENDENCIES = "dependencies"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of a file: `start` to before `end`, from 0.

    `path` is below the folder with `/`, `file_hash` is the content hash of the file, `definitions` are the names that are
    defined in it, `terms` what search knows it by: words joined by spaces, some of them repeated.
    """

    path: str
    file_hash: str
    start: int
    end: int
    language: str
    text: str
    definitions: tuple[str, ...] = ()
    terms: str = ""

    @property
    def id(self) -> str:
        """The same lines of the same text have the same one."""
        return f"{self.path}#{self.file_hash}#{self.start}"


class Scored(NamedTuple):
    """A chunk and how well it answers; scores are comparable within one answer only, a greater one is better."""

    chunk: Chunk
    score: float


@dataclass(frozen=True, slots=True)
class Query:
    """`domain` `None` leaves the choice to the words of the question."""

    text: str
    limit: int = 10
    domain: Domain | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of a file, lines `start` to before `end` from 0; a greater `score` is better, of one answer only."""

    path: str
    start: int
    end: int
    symbol: str
    score: float
    text: str


class IndexPhase(StrEnum):
    """`READY` is said only of an index that holds every file as it was when it was last looked at."""

    ABSENT = "absent"
    BUILDING = "building"
    READY = "ready"
    INCOMPLETE = "incomplete"
    REBUILDING = "rebuilding"
    IN_MEMORY = "in memory"


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """`reason` says why the index is not what it should be; `bytes` are those on the disk."""

    phase: IndexPhase
    files: int = 0
    chunks: int = 0
    bytes: int = 0
    embedder: str = ""
    reason: str = ""
