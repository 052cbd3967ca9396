"""What a picture of a pipeline shows: its stages in columns, what each may take and what it took in one run."""

from dataclasses import dataclass

from omni_lsp.model.report import Status


@dataclass(frozen=True, slots=True)
class Spent:
    """What became of an agent in a run: `seconds` of its own wall time, `reason` empty when it is done."""

    status: Status
    seconds: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """An agent in its column, behind all that it waits for, and row, both from 0.

    `limit_seconds` is its own, or that of the run where it has none. `notes` say when it runs and on what it does not.
    `spent` is `None` when the run had no turn for it.
    """

    agent: str
    column: int
    row: int
    limit_seconds: float
    has_own_limit: bool
    notes: str
    spent: Spent | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to one behind it, by their places in `Picture.boxes`; `label` names the facts that are passed on.

    Where a longer way leads from the one to the other there is none.
    """

    before: int
    after: int
    label: str


@dataclass(frozen=True, slots=True)
class Ran:
    """The run that the boxes tell of: what began it, over which file, and its wall time."""

    trigger: str
    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Picture:
    budget_seconds: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    ran: Ran | None = None
