"""What is going on, for whoever shows it: the engine, the folders with their packs, the runs under way."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omni_lsp.model.packs import PackFile, PackProblem
from omni_lsp.model.report import Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.trust import Trust


class Turn(StrEnum):
    """Where the turn of an agent stands in a run that has not ended."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    TIMED_OUT = "timed-out"
    FAILED = "failed"
    SKIPPED = "skipped"

    @classmethod
    def of(cls, status: Status) -> "Turn":
        """That of a stage which reported."""
        return cls.RUNNING if status is Status.PARTIAL else cls(status.value)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A run that has not ended: `seconds` since it began, `turns` by agent in the order of the plan."""

    uri: str
    trigger: Trigger
    seconds: float
    budget_seconds: float
    turns: tuple[tuple[str, Turn], ...]


class Author(StrEnum):
    """Who keeps a pack file: `OMNI` what is between its markers, `PEOPLE` all of one without, nobody one to be left alone."""

    OMNI = "omni"
    PEOPLE = "people"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class PackState:
    """A pack file that is there, as it was seen last."""

    file: PackFile
    author: Author
    problems: tuple[PackProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderState:
    """`packs` are in the order of `PackFile`, `None` while nobody has looked. `held_back` is that of `PacksOnDisk`."""

    root: Path
    trust: Trust
    packs: tuple[PackState, ...] | None = None
    held_back: str = ""


@dataclass(frozen=True, slots=True)
class ModelState:
    """The language model that may be asked; `trouble` says why it could not answer lately, empty where it could."""

    name: str
    destination: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """`trouble` says what the engine cannot do as it should, empty for nothing; `runs` are in the order of their begin.

    `model` is `None` where there is none, which is no trouble.
    """

    is_starting: bool = False
    trouble: str = ""
    folders: tuple[FolderState, ...] = ()
    runs: tuple[UnderWay, ...] = ()
    model: ModelState | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """What findings of a rule are gathered under: a control, a weakness, or the rule itself; `id` tells them apart."""

    id: str
    label: str
    tooltip: str = ""
