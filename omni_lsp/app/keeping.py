"""The packs of the folders of an editor: written after saves where the settings say so and by command, and looked at."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from omni_lsp.adapters.packs.front_matter import front_problem
from omni_lsp.adapters.packs.held_back import checked_out
from omni_lsp.adapters.packs.remembered import home
from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.adapters.replacing import replace as put
from omni_lsp.adapters.tokens import TokenBound
from omni_lsp.app.grounds import Grounds
from omni_lsp.app.pack_review import on_disk, pack_file, review
from omni_lsp.app.packing import Ground, Order, holds_secret, planner, problems
from omni_lsp.app.seen_packs import SeenPacks
from omni_lsp.app.sources import Shared, Sources
from omni_lsp.config.packs import Packs
from omni_lsp.lsp.core import Packed, Progress
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.packs import PackFile, PackPlan, PackProblem, PacksOnDisk, PacksWritten
from omni_lsp.model.report import RunReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.model.trace import current_trace
from omni_lsp.pack.difference import difference
from omni_lsp.pack.rendering import Terms
from omni_lsp.pack.wanted import SIGNS
from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.worker import Worker

log = logging.getLogger(__name__)

_LONGEST_WAIT = 1.0
"""Seconds that packs wait for other files which are saved at the same time."""
_PAUSE = 0.02
_LOCK_SECONDS = 3.0
"""Nobody has an editor wait for its end for longer because somebody else writes packs."""
_TYPING = 0.2
"""Seconds before a pack file is looked at: somebody may be writing in it."""
_RUNS = 2
"""As many runs as it takes for a finding to get in."""


_Heard: TypeAlias = dict[str, tuple[frozenset[str], ...]]


@dataclass(slots=True)
class _Folder:
    """`heard` are the rules of the last runs by path, `head` what git noted when packs were written last, or at first.

    `said` is the trouble that the user was told of, `shown` are the pack files that show something and are not open.
    """

    heard: _Heard = field(default_factory=dict)
    head: str | None = None
    is_due: bool = False
    said: str = ""
    shown: frozenset[PackFile] = frozenset()


class Keeping:
    """`is_busy` tells whether files wait that were saved together with the last one; all on the event loop."""

    def __init__(
        self, shared: Shared, sources: Sources, background: Background, caches: Path, is_busy: Callable[[], bool]
    ) -> None:
        self._shared = shared
        self._sources = sources
        self._caches = caches
        self._is_busy = is_busy
        self._background = background
        self.seen = SeenPacks(DiskPacks(caches, SIGNS, _LOCK_SECONDS), shared.outbox.moved)
        self._grounds = Grounds(shared.now, shared.workspace)
        self._folders: dict[Path, _Folder] = {}
        self._to_review: dict[str, tuple[Snapshot, str]] = {}
        self._writer = Worker(background, self._write)
        self._reviewer = Worker(background, self._review)

    def touched(self, snapshot: Snapshot, trigger: Trigger) -> None:
        """A document was opened, changed or saved. Returns at once."""
        self._grounds.touched(snapshot, trigger)
        if pack_file(snapshot) is not None and snapshot.root in self._shared.now().trusted:
            self._to_review[snapshot.uri] = snapshot, current_trace()
            self._reviewer.wake()

    def closed(self, uri: str) -> None:
        self._grounds.closed(uri)
        self._to_review.pop(uri, None)

    def forget(self, root: Path) -> None:
        self._grounds.forget(root)
        self._folders.pop(root, None)
        self.seen.forget(root)

    async def look(self, root: Path) -> None:
        """See how the packs of a folder stand, unless nobody trusts it."""
        if root in self._shared.now().trusted:
            await self.seen.look(root)

    def changed(self, paths: Iterable[Path]) -> None:
        """Files on the disk are not what they were: see the packs of their folders again. Returns at once."""
        packs = frozenset(PackFile)
        told = list(paths)
        for root in self._shared.now().setup.folders:
            if any(path.is_relative_to(root) and path.relative_to(root).as_posix() in packs for path in told):
                self._background.start(self.look(root))

    def ran(self, report: RunReport) -> None:
        """A run has ended, and what it found out is known. Returns at once."""
        root = report.snapshot.root
        is_of_saved = self._grounds.ran(report)
        if root is None:
            return
        folder = self._folders.setdefault(root, _Folder())
        if is_of_saved and report.trigger in (Trigger.OPEN, Trigger.SAVE) and _says_all(report):
            name, found = report.snapshot.name, frozenset(finding.rule.id for finding in report.findings)
            folder.heard = _both(folder.heard, {name: (found,)})
        if not self._shared.now().config.keeps_packs or root not in self._shared.now().trusted:
            return
        # Files of an analysis of the whole workspace were not saved just now.
        folder.is_due |= report.trigger is Trigger.SAVE and report.snapshot.version is not None
        if folder.is_due or folder.head is None:
            self._writer.wake()

    async def pack(self, roots: Sequence[Path], progress: Progress, *, is_preview: bool) -> Sequence[Packed]:
        """Bring the packs of folders up to date now, or only tell what that would change. Raises AgentError."""
        done = []
        for number, root in enumerate(roots):
            progress(number, len(roots), root.name)
            on = await self._ground(root)
            done.append(await self._previewed(root, on) if is_preview else await self._packed(root, on))
        return done

    async def _previewed(self, root: Path, on: Ground) -> Packed:
        disk = await self.seen.look(root)
        plan = await asyncio.to_thread(planner(on, self._order(root)), disk)
        said = "".join(difference(disk.texts, plan))
        place: Path | None = (file := home(self._caches, root) / "preview.diff")
        try:
            await asyncio.to_thread(put, file, said.encode("utf-8", "replace"))
        except OSError as error:
            log.info("there is no place for a preview: %s", error.strerror)
            place = None
        return replace(_told(root, PacksWritten(plan, held_back=disk.held_back)), diff=said, preview=place)

    async def _packed(self, root: Path, on: Ground) -> Packed:
        return _told(root, await self._update(root, on))

    async def _write(self) -> None:
        until = self._shared.clock() + _LONGEST_WAIT
        while self._is_busy() and self._shared.clock() < until:  # noqa: ASYNC110 - the scheduler has many ways to end
            await asyncio.sleep(_PAUSE)
        for root, folder in tuple(self._folders.items()):
            if root not in self._shared.now().trusted:
                continue
            head = await asyncio.to_thread(checked_out, root)
            if folder.head is None:
                folder.head = head
            config = self._shared.now().config
            is_time = config.packs.mode != "commit" or head != folder.head
            if folder.is_due and is_time and config.keeps_packs:
                folder.is_due = False
                await self._keep(root, folder, head)

    async def _keep(self, root: Path, folder: _Folder, head: str) -> None:
        if not await self._sources.indexed(root):
            return  # It is no workspace folder any more.
        try:
            written = await self._update(root, await self._grounds.of(root))
        except AgentError as error:
            self._complain(folder, f"The context packs of {root.name} were not written: {error}.")
            return
        folder.said = ""
        if not written.held_back:
            folder.head = head
        if written.plan.changed:
            log.info("context packs of %s: %s", root.name, ", ".join(written.plan.changed))
        for place in written.aside:
            self._shared.outbox.warn(f"What stood between the markers of a context pack is kept in {place}.")

    async def _update(self, root: Path, on: Ground) -> PacksWritten:
        """Raises AgentError."""
        folder = self._folders.setdefault(root, _Folder())
        order, heard = self._order(root), folder.heard
        folder.heard = {}
        texts: Mapping[PackFile, str] = {}

        def plan(disk: PacksOnDisk) -> PackPlan:
            nonlocal texts
            planned = planner(on, order)(disk)
            texts = {**disk.texts, **planned.writes}
            return planned

        written: PacksWritten | None = None
        try:
            written = await self.seen.update(root, plan)
        finally:
            if written is None or written.held_back:
                folder.heard = _both(heard, folder.heard)
        if not written.held_back:
            self._show(root, folder, texts, written.plan)
        return written

    def _show(self, root: Path, folder: _Folder, texts: Mapping[PackFile, str], plan: PackPlan) -> None:
        """What is wrong with pack files that nobody has open, and the open ones looked at again."""
        told = frozenset(file for file in texts if any(each.path == file for each in plan.problems))
        for file in folder.shown | told:
            if file in texts and file not in plan.removes:
                snapshot = on_disk(root, file, texts[file])
                self._shared.outbox.stage(snapshot, review(snapshot, plan.problems, current_trace()))
        folder.shown = told
        for snapshot in self._shared.documents:
            if snapshot.root == root and pack_file(snapshot) is not None:
                self.touched(snapshot, Trigger.CHANGE)

    async def _review(self) -> None:
        await asyncio.sleep(_TYPING)
        while self._to_review:
            snapshot, trace = self._to_review.pop(next(iter(self._to_review)))
            try:
                found = await self._problems(snapshot)
            except AgentError as error:
                log.info("nothing can be said of %s: %s", snapshot.name, error)
                continue
            self._shared.outbox.stage(snapshot, review(snapshot, found, trace))

    async def _problems(self, snapshot: Snapshot) -> tuple[PackProblem, ...]:
        """As if the document was on the disk as it is in the editor. Raises AgentError."""
        file, root = pack_file(snapshot), snapshot.root
        if file is None or root is None or root not in self._shared.now().trusted:
            return ()
        # Without an outline nobody can tell what should be in it, but most of what may be wrong with it.
        on = (
            await self._grounds.of(root)
            if await self._sources.indexed(root)
            else Ground(root, ProjectFacts(), (), (), ())
        )
        disk = await self.seen.look(root)
        if file not in disk.refused:
            front = front_problem(file, snapshot.text)
            disk = replace(disk, texts={**disk.texts, file: snapshot.text}, problems=(front,) if front else ())
        found = await asyncio.to_thread(problems, on, self._order(root), disk)
        # Most people who write such a file by hand want nothing of us.
        is_ours = self._shared.now().config.keeps_packs
        return tuple(each for each in found if is_ours or each.code != "pack.yours")

    async def _ground(self, root: Path) -> Ground:
        """Raises AgentError."""
        if not await self._sources.outline(root):
            raise AgentValidationError("tell what is in", root.name, "it is no folder of the editor any more")
        return await self._grounds.of(root)

    def _order(self, root: Path) -> Order:
        settings, folder = self._shared.now().config.packs, self._folders.get(root) or _Folder()
        terms = Terms(TokenBound(), map_tokens=settings.map_tokens, is_secret=holds_secret)
        earlier = {path: runs[0] for path, runs in folder.heard.items() if len(runs) == _RUNS}
        last = {path: runs[-1] for path, runs in folder.heard.items()}
        return Order(_off(settings), heard=(earlier, last), terms=terms)

    def _complain(self, folder: _Folder, trouble: str) -> None:
        """Once, until it is over: each save meets it again."""
        log.warning("%s", trouble)
        if folder.said != trouble:
            folder.said = trouble
            self._shared.outbox.warn(trouble)


def _says_all(report: RunReport) -> bool:
    """Whether what a run did not find is not there."""
    return all(stage.status is Status.DONE or stage.quiet for stage in report.stages)


def _both(earlier: _Heard, later: _Heard) -> _Heard:
    """What runs found, the last ones of each file."""
    return {path: (*earlier.get(path, ()), *later.get(path, ()))[-_RUNS:] for path in earlier.keys() | later.keys()}


def _off(settings: Packs) -> frozenset[PackFile]:
    return frozenset(file for file in PackFile if file.slug in settings.without)


def _told(root: Path, written: PacksWritten) -> Packed:
    plan = written.plan
    return Packed(
        root,
        _names(file for file in plan.changed if file in plan.writes),
        _names(plan.removes),
        written.aside,
        written.held_back,
        plan.problems,
    )


def _names(files: Iterable[PackFile]) -> tuple[str, ...]:
    return tuple(file.value for file in files)
