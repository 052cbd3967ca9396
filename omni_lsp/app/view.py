"""Which findings of a file a check shows: all of them, or those on new lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.formats.result import FileRun, file_run, located
from omni_lsp.model.finding import Finding
from omni_lsp.model.newcode import NewLines, fresh
from omni_lsp.model.report import RunReport, StageReport
from omni_lsp.model.suppression import Ignored
from omni_lsp.model.text import Snapshot


@dataclass(frozen=True, slots=True)
class View:
    """`new` is `None` when findings on all lines are shown."""

    new: NewLines | None = None

    def shows(self, path: Path) -> bool:
        """Whether anything in a file could be shown."""
        return self.new is None or self.new.of(path) != ()

    def reported(self, report: RunReport) -> FileRun:
        """A finished run."""
        return self._file_run(report.snapshot, report.findings, report.stages, report.ignored)

    def remembered(self, snapshot: Snapshot, findings: Iterable[Finding]) -> FileRun:
        """What an earlier run found, which was complete."""
        return self._file_run(snapshot, findings)

    def _file_run(
        self,
        snapshot: Snapshot,
        findings: Iterable[Finding],
        stages: Iterable[StageReport] = (),
        ignored: Iterable[Ignored] = (),
    ) -> FileRun:
        found = tuple(findings)
        shown = self._fresh(snapshot, found)
        silenced = list(self._silenced(snapshot, ignored))
        old = located(snapshot, set(found).difference(shown)) if self.new is not None else ()
        return replace(file_run(snapshot, shown, stages, silenced), old=old)

    def _silenced(self, snapshot: Snapshot, ignored: Iterable[Ignored]) -> Iterator[Ignored]:
        for one in ignored:
            for finding in self._fresh(snapshot, [one.finding]):
                yield replace(one, finding=finding)

    def _fresh(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Sequence[Finding]:
        if self.new is None or snapshot.path is None:
            return findings
        return fresh(findings, snapshot.text, self.new.of(snapshot.path))
