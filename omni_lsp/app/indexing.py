"""The indexes of the open folders, kept up in the background: begun when the start is over, then save by save."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.app.inforce import InForce
from omni_lsp.app.related import Related
from omni_lsp.lsp.core import Outbox, Progress
from omni_lsp.model.errors import AgentError
from omni_lsp.model.retrieval import IndexPhase, IndexStatus
from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.worker import Worker
from omni_lsp.ports.retrieval import Index

log = logging.getLogger(__name__)

BEGIN_SECONDS = 5.0
"""After the start, in which others need the processors."""
REST_SECONDS = 1.5
"""Without a word from the editor before anything is done: who types goes on typing, and the next save may be near."""
LOOK_SECONDS = 300.0
"""After this long a save has the whole folder compared with the index: few editors tell of files that others write."""
MOST_FILES = 200
"""Changed files that are taken in one by one; of more, the whole folder is compared."""
_ANSWERING = frozenset({IndexPhase.READY, IndexPhase.IN_MEMORY})


@dataclass(frozen=True, slots=True)
class Means:
    """`index` is the one in force, `None` for none; `is_busy` says that files are being looked at.

    `clock` counts seconds and never goes back.
    """

    now: Callable[[], InForce]
    index: Callable[[], Awaitable[Index | None]]
    is_busy: Callable[[], bool]
    outbox: Outbox
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Indexing:
    """One thing after the other, and only while the editor is at rest; everything on the event loop.

    `related` is what is remembered of the answers of the indexes.
    """

    def __init__(self, means: Means, background: Background) -> None:
        self._means = means
        self._worker = Worker(background, self._work)
        self.related = Related(self._worker.wake, means.clock)
        self._whole: dict[Path, None] = {}
        self._some: dict[Path, dict[Path, None]] = {}
        self._next_look: dict[Path, float] = {}
        self._called_off: set[Path] = set()
        self._not_before = 0.0
        self._at_work: Path | None = None  # The folder that is compared as a whole now.
        self._task: asyncio.Task[None] | None = None  # Which does that.

    def begin(self, root: Path) -> None:
        """A folder was opened: bring its index up to date before long. Returns at once."""
        if self._is_wanted and root in self._means.now().trusted:
            self._not_before = self._means.clock() + BEGIN_SECONDS
            self._whole[root] = None
            self._worker.wake()

    def stirred(self) -> None:
        """Somebody is at work in the editor. Returns at once."""
        self._not_before = max(self._not_before, self._means.clock() + REST_SECONDS)

    def changed(self, root: Path | None, paths: Iterable[Path]) -> None:
        """Files, or folders, are not what they were. Returns at once."""
        self.stirred()
        if root is None or not self._is_wanted or not (root == self._at_work or self.related.answers_for(root)):
            return  # It is all to be looked at yet, or nothing is.
        some = self._some.setdefault(root, {})
        some |= dict.fromkeys(paths)
        is_due = root != self._at_work and self._means.clock() >= self._next_look.get(root, 0.0)
        if len(some) > MOST_FILES or is_due:
            del self._some[root]
            self._whole[root] = None
        self._worker.wake()

    def taken_in(self, root: Path, status: IndexStatus) -> None:
        """The index of a folder was brought up to date, by whomever."""
        if root in self._means.now().trusted and status.phase in _ANSWERING:
            self._next_look[root] = self._means.clock() + LOOK_SECONDS
            self._called_off.discard(root)
            self.related.changed(root)
            self._means.outbox.indexed(root, status)

    def forget(self, root: Path) -> None:
        """The folder was closed, or is to have no index any more."""
        for known in (self._whole, self._some, self._next_look):
            known.pop(root, None)
        self._called_off.discard(root)
        self.related.forget(root)

    def stop(self, root: Path) -> None:
        """Forget the folder, and read no more of its files."""
        self.forget(root)
        if root == self._at_work and self._task is not None:
            self._task.cancel()
            self._task = None

    def begin_anew(self) -> None:
        """The settings are others."""
        for root in self._means.now().setup.folders:
            self.forget(root)
            self.begin(root)

    @property
    def _is_wanted(self) -> bool:
        search = self._means.now().config.search
        return search.index and search.background

    async def _work(self) -> None:
        while self._whole or self._some or self.related.is_waited_for:
            await self._rest()
            index = await self._means.index()
            try:
                if index is None:
                    self._give_up()
                elif self._whole:
                    root, _ = self._whole.popitem()
                    await self._all_of(index, root)
                elif self._some:
                    root, paths = self._some.popitem()
                    self.taken_in(root, await index.refresh(root, tuple(paths)))
                else:
                    await self.related.look_up(index)
            except AgentError as error:
                # Whatever it is, a search meets it, too, and says so to who asked.
                log.info("the index is not kept up: %s", error)

    async def _rest(self) -> None:
        while (left := self._not_before - self._means.clock()) > 0 or self._means.is_busy():
            await self._means.sleep(left if left > 0 else REST_SECONDS)

    def _give_up(self) -> None:
        for root in self._means.now().setup.folders:
            self.forget(root)
        self._whole.clear()
        self._some.clear()

    async def _all_of(self, index: Index, root: Path) -> None:
        """Raises AgentError. A first build is shown; when people call it off, it is left to a search."""
        self._some.pop(root, None)
        if root in self._called_off:
            return
        status = await index.status(root)
        is_first = status.phase is not IndexPhase.READY
        if is_first:
            self._means.outbox.indexed(root, replace(status, phase=IndexPhase.BUILDING))
        shown = self._means.outbox.working(f"OMNI: indexing {root.name}") if is_first else None
        self._at_work = root
        task = self._task = asyncio.ensure_future(self._built(index, root, shown))
        try:
            await asyncio.wait({task})
        finally:
            is_stopped = self._task is not task
            self._at_work = self._task = None
            if not task.done():  # It is the server that ends.
                task.cancel()
                await asyncio.wait({task})
        if task.cancelled():
            self._called_off |= set() if is_stopped else {root}
            self._some.pop(root, None)
            self._stopped(root, status, "called off, and left to the next search")
            return
        if (error := task.exception()) is not None:
            self._stopped(root, status, str(error))
        task.result()

    def _stopped(self, root: Path, status: IndexStatus, reason: str) -> None:
        """What was taken in until then stays."""
        self._means.outbox.indexed(root, replace(status, phase=IndexPhase.INCOMPLETE, reason=reason))

    async def _built(self, index: Index, root: Path, shown: AbstractAsyncContextManager[Progress] | None) -> None:
        if shown is None:
            self.taken_in(root, await self._refreshed(index, root, None))
            return
        async with shown as report:
            self.taken_in(root, await self._refreshed(index, root, report))

    async def _refreshed(self, index: Index, root: Path, report: Progress | None) -> IndexStatus:
        """Raises CancelledError of its own accord when there is too much to do."""
        most = self._means.now().config.search.background_files
        task = asyncio.current_task()

        def progress(done: int, total: int) -> None:
            if total > most and task is not None:
                log.warning("%s: %d files are more than search.background_files: left to a search", root.name, total)
                task.cancel()
            elif report is not None:
                report(done, total, root.name)

        return await index.refresh(root, None, progress)


def by_root(paths: Iterable[Path], folders: Sequence[Path]) -> dict[Path, list[Path]]:
    """The paths by the innermost of the folders that holds them; others are left out."""
    found: dict[Path, list[Path]] = {}
    for path in paths:
        holding = [root for root in folders if path.is_relative_to(root)]
        if holding:
            found.setdefault(max(holding, key=lambda root: len(root.parts)), []).append(path)
    return found
