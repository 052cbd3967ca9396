"""Whole folders in the background: what is wrong in their files."""

import asyncio
import logging
from collections.abc import AsyncIterator, Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.app.team import Team
from omni_lsp.lsp.core import Progress, WorkspaceSummary
from omni_lsp.model.errors import AgentError
from omni_lsp.model.facts import BuildFacts, FileFacts
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.report import RunReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.scheduler import Scheduler
from omni_lsp.state.documents import Documents
from omni_lsp.state.workspace import WorkspaceState

log = logging.getLogger(__name__)


def remember(workspace: WorkspaceState, root: Path, facts: Sequence[object]) -> None:
    """Put down what agents found out about a folder's files and about how it is built."""
    files = [fact for fact in facts if isinstance(fact, FileFacts) and fact.language in LANGUAGES]
    workspace.put_files(root, files)
    for fact in facts:
        if isinstance(fact, BuildFacts):
            workspace.put_project(root, fact)


@dataclass
class Sweep:
    """One pass of the pipeline over every text file of some folders, in the background lane.

    Of a folder that is in `trusted` no more, no more files are read.
    """

    team: Team
    documents: Documents
    scheduler: Scheduler
    progress: Progress
    trusted: Container[Path]
    total: int = 0
    files: int = 0
    findings: int = 0
    is_complete: bool = True
    _waiting: "dict[asyncio.Future[RunReport | None], Snapshot]" = field(default_factory=dict)

    async def over(self, folders: Sequence[Path], timeout_seconds: float | None) -> WorkspaceSummary:
        """Files that are open are taken as the editor has them; what was found when the time is over stays."""
        started = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._all(folders)
        except TimeoutError:
            self.is_complete = False
            log.warning("the analysis of the workspace timed out after %s s at %d files", timeout_seconds, self.files)
        finally:
            for future, snapshot in self._waiting.items():
                future.remove_done_callback(self._ended)
                self.scheduler.cancel(snapshot.uri)
        seconds = asyncio.get_running_loop().time() - started
        return WorkspaceSummary(self.files, self.total, self.findings, seconds, self.is_complete)

    async def _all(self, folders: Sequence[Path]) -> None:
        files = {root: await self._listed(root) for root in folders}
        self.total = sum(len(paths) for paths in files.values())
        for root, paths in files.items():
            async for snapshot in self._snapshots(root, paths):
                is_open = snapshot.path is not None and self.documents.at(snapshot.path)
                current = is_open or snapshot
                future = await self.scheduler.admit(current, Trigger.SAVE)
                self._waiting[future] = current
                future.add_done_callback(self._ended)
        if self._waiting:
            await asyncio.wait(tuple(self._waiting))

    async def _snapshots(self, root: Path, files: Sequence[Path]) -> AsyncIterator[Snapshot]:
        """The files as they are on disk, without those that cannot be read or are no text."""
        for path in files:
            if root not in self.trusted:
                self.is_complete = False
                return
            try:
                yield await self.team.files.snapshot(path, root)
            except AgentError as error:
                self.total -= 1
                log.info("left out: %s", error)

    async def _listed(self, root: Path) -> list[Path]:
        return await asyncio.to_thread(lambda: list(self.team.files.walk([root])))

    def _ended(self, future: "asyncio.Future[RunReport | None]") -> None:
        snapshot = self._waiting.pop(future)
        report = None if future.cancelled() or future.exception() else future.result()
        self.files += 1
        self.findings += len(report.findings) if report else 0
        self.is_complete = self.is_complete and (report is None or report.is_complete)
        self.progress(self.files, self.total, snapshot.name)
