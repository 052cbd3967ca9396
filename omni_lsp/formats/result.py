"""The outcome of a check as the formats read it: places for people, what is not shown, and what stayed unchecked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from omni_lsp.model.baseline import Entry
from omni_lsp.model.finding import Finding, Severity, fingerprints
from omni_lsp.model.report import RunReport, StageReport, Status
from omni_lsp.model.suppression import Ignored
from omni_lsp.model.text import Lines, Position, Snapshot

_BEFORE = 200
_AFTER = 400


class Step(NamedTuple):
    """A place in the same file that data comes from or through on its way to a finding; counted as in `Located`."""

    start: Position
    end: Position
    message: str


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and its place, so that the text of the file need not be kept.

    `start` and `end` count from 0 in code points, `end` is exclusive.
    `excerpt` is the line of `start`, cut to the neighbourhood of the finding; it begins at column `excerpt_column`.
    `twins` is the same for findings of the file that differ in their places alone.
    `flow` is the way of the data to it, the source first.
    """

    finding: Finding
    start: Position
    end: Position
    excerpt: str
    excerpt_column: int
    twins: str = ""
    flow: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that a comment in the file ignores, and the reason given there, perhaps empty."""

    place: Located
    reason: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A stage that did not do its work on a file; `seconds` is the time it took."""

    agent: str
    status: Status
    reason: str
    seconds: float

    @property
    def act(self) -> str:
        """What happened, without file and reason: `security timed out after 2.0 s`."""
        if self.status is Status.TIMED_OUT:
            return f"{self.agent} timed out after {self.seconds:.1f} s"
        return f"{self.agent} was skipped" if self.status is Status.SKIPPED else f"{self.agent} {self.status}"

    @property
    def is_harmless(self) -> bool:
        """A skip is what the pipeline asked for; anything else leaves the answer open."""
        return self.status is Status.SKIPPED


@dataclass(frozen=True, slots=True)
class FileRun:
    """One file: `path` is `Snapshot.name`, `located` in document order, `gaps` by agent.

    A run without gaps is complete and says all there is to say, so it may be cached.
    What is found and not reported: `known` by the baseline, `silenced` by comments, and `old` as it is on lines that did
    not change, when only new ones were asked for.
    """

    path: str
    located: tuple[Located, ...] = ()
    gaps: tuple[Gap, ...] = ()
    known: tuple[Located, ...] = ()
    silenced: tuple[Silenced, ...] = ()
    old: tuple[Located, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that should have been checked and could not be read."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """How many findings of a rule a fix took out of a file."""

    path: str
    rule: str
    number: int


@dataclass(frozen=True, slots=True)
class Tried:
    """A finding that a model was asked to repair, `line` from 0; `reasons` why it was not, empty where it was.

    `checks` are what was seen of the change, in words.
    """

    path: str
    rule: str
    line: int
    attempts: int
    reasons: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByModel:
    """What a model repaired, in the order in which it was asked, and what that took in tokens."""

    name: str
    destination: str
    tried: tuple[Tried, ...] = ()
    sent: int = 0
    answered: int = 0
    saved: int = 0


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A whole check; the paths of `runs` and `unread` are below `root`, or whole when they lie outside.

    `stale` are entries of the baseline that are not found any more, `None` when the check had no baseline.
    `since` is the revision from which on lines count as new, `None` when all lines counted.
    `fixed` is what was put right, `unwritten` what could have been and was not; `None` when nothing was to be fixed.
    `by_model` is there when a model was to be asked for what no rule has a fix for.
    """

    root: Path
    tool_version: str
    seconds: float
    runs: tuple[FileRun, ...] = ()
    unread: tuple[Unread, ...] = ()
    stale: tuple[Entry, ...] | None = None
    since: str | None = None
    fixed: tuple[Fixed, ...] | None = None
    unwritten: tuple[Unread, ...] = ()
    by_model: ByModel | None = None

    @property
    def files(self) -> tuple[FileRun, ...]:
        return tuple(sorted(self.runs, key=lambda run: run.path))

    @property
    def unread_files(self) -> tuple[Unread, ...]:
        return tuple(sorted(self.unread, key=lambda unread: (unread.path, unread.reason)))

    @property
    def counts(self) -> Counter[Severity]:
        return Counter(place.finding.rule.severity for run in self.runs for place in run.located)

    @property
    def known(self) -> int:
        """How many findings are in the baseline."""
        return sum(len(run.known) for run in self.runs)

    @property
    def silenced(self) -> int:
        """How many findings comments ignore, as far as the agents tell."""
        return sum(len(run.silenced) for run in self.runs)

    @property
    def unchanged(self) -> int:
        """How many findings of the files that changed are on lines that did not."""
        return sum(len(run.old) for run in self.runs)

    @property
    def is_complete(self) -> bool:
        """Whether every file was read and no stage timed out or failed."""
        return not self.unread and all(gap.is_harmless for run in self.runs for gap in run.gaps)


def file_run(
    snapshot: Snapshot,
    findings: Iterable[Finding],
    stages: Iterable[StageReport] = (),
    ignored: Iterable[Ignored] = (),
) -> FileRun:
    """Findings with their places; of the stages, those that did not end well and are not quiet become gaps."""
    gaps = (
        Gap(stage.agent, stage.status, stage.reason, stage.seconds)
        for stage in stages
        if stage.status is not Status.DONE and not stage.quiet
    )
    return FileRun(
        snapshot.name,
        located(snapshot, findings),
        tuple(sorted(gaps, key=lambda gap: (gap.agent, gap.status))),
        silenced=tuple(Silenced(place, one.reason) for one in ignored for place in located(snapshot, [one.finding])),
    )


def located(snapshot: Snapshot, findings: Iterable[Finding]) -> tuple[Located, ...]:
    """Findings with their places, in document order."""
    return tuple(_located(finding, snapshot.lines) for finding in sorted(findings, key=_order))


def reported(report: RunReport) -> FileRun:
    """A finished run as the formats read it."""
    return file_run(report.snapshot, report.findings, report.stages, report.ignored)


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return (finding.span.start, finding.span.end, finding.rule.id, finding.fingerprint)


def _located(finding: Finding, lines: Lines) -> Located:
    start = lines.position(finding.span.start)
    # A minified file is one line of a megabyte; a thousand findings in it must not keep a thousand copies.
    first = max(start.column - _BEFORE, 0)
    excerpt = lines.text(start.line)[first : start.column + _AFTER]
    (twins,) = fingerprints([(finding.rule.id, lines.slice(finding.span.start, finding.span.end))])
    at = lines.position
    flow = tuple(Step(at(one.span.start), at(one.span.end), one.message) for one in finding.related)
    return Located(finding, start, at(finding.span.end), excerpt, first, twins, flow)
