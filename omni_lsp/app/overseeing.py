"""What goes on in a session, gathered for whoever shows it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.app.inforce import InForce
from omni_lsp.app.seen_packs import SeenPacks
from omni_lsp.lsp.core import Outbox
from omni_lsp.model.report import StageReport
from omni_lsp.model.status import FolderState, ModelState, Overview
from omni_lsp.model.trust import Trust
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work
from omni_lsp.pipeline.underway import RunsUnderWay


@dataclass(frozen=True, slots=True)
class Hearers:
    """What a run tells: `reported` each report of a stage, `began` the id of each agent that sets to work."""

    reported: Callable[[StageReport], None]
    began: Callable[[str], None]


@dataclass(eq=False, slots=True)
class Overseer:
    """`now` is what is in force, `packs` what was seen of the pack files, `model` how it stands with the language model."""

    now: Callable[[], InForce]
    packs: Callable[[], SeenPacks]
    outbox: Outbox
    model: Callable[[], ModelState | None] = lambda: None
    _is_ready: bool = False
    _runs: RunsUnderWay = field(init=False)

    def __post_init__(self) -> None:
        self._runs = RunsUnderWay(self.outbox.moved)

    def ready(self) -> None:
        """The start is over: agents answer as fast as they will."""
        self._is_ready = True
        self.outbox.moved()

    @contextmanager
    def watch(self, plan: Plan, work: Work) -> Iterator[Hearers]:
        """A run takes as long as the block; its reports go on to the outbox."""
        with self._runs.watch(plan, work) as turns:

            def reported(stage: StageReport) -> None:
                turns.reported(stage)
                self.outbox.stage(work.snapshot, stage)

            yield Hearers(reported, turns.began)

    def overview(self) -> Overview:
        now = self.now()
        folders = tuple(self._folder(root, now) for root in now.setup.folders)
        return Overview(not self._is_ready, now.team.engine.trouble, folders, self._runs.now, self.model())

    def _folder(self, root: Path, now: InForce) -> FolderState:
        seen = self.packs().folders.get(root)
        trust = now.trust.get(root, Trust.UNTRUSTED)
        return FolderState(root, trust) if seen is None else FolderState(root, trust, seen.packs, seen.held_back)
