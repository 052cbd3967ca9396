"""What a run says about itself: one report a stage as it ends, one for the whole run."""

from dataclasses import dataclass, field
from enum import StrEnum

from omni_lsp.model.finding import Finding
from omni_lsp.model.stage import Trigger
from omni_lsp.model.suppression import Ignored
from omni_lsp.model.text import Snapshot


class Status(StrEnum):
    """How a turn ended; `PARTIAL` while it goes on."""

    PARTIAL = "partial"
    DONE = "done"
    TIMED_OUT = "timed-out"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class AgentResult:
    """`facts` are values for the bag of the run, at most one of a class, each of a class the agent `provides`.

    `ignored` are findings that a comment in the text silences, in document order.
    A quick result is that of a look which cannot find everything: what it had no say in stays in force.
    """

    findings: tuple[Finding, ...] = ()
    facts: tuple[object, ...] = ()
    is_quick: bool = False
    ignored: tuple[Ignored, ...] = ()


@dataclass(frozen=True, slots=True)
class StageReport:
    """How one agent's turn ended, or, when it is partial, what it has found so far.

    `seconds` is its own wall time, `budget_left` what the run had left at its end, seconds, never negative.
    `reason` is empty when done; `quiet` marks a skip that nobody needs to be told about.
    `trace_id` is that of the run, empty for what no run said.
    """

    agent: str
    status: Status
    seconds: float
    budget_left: float
    result: AgentResult = field(default_factory=AgentResult)
    reason: str = ""
    quiet: bool = False
    trace_id: str = ""


@dataclass(frozen=True, slots=True)
class RunReport:
    """A finished run over one snapshot; `stages` in order of their ends."""

    snapshot: Snapshot
    trigger: Trigger
    trace_id: str
    seconds: float
    budget_seconds: float
    stages: tuple[StageReport, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for stage in self.stages for finding in stage.result.findings)

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        return tuple(one for stage in self.stages for one in stage.result.ignored)

    @property
    def is_complete(self) -> bool:
        """Whether no stage timed out or failed."""
        return all(stage.status in (Status.DONE, Status.SKIPPED) for stage in self.stages)
