"""The pack files of folders as they were seen last, for who shows how they stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.model.packs import PackFile, PackPlan, PackProblem, PacksOnDisk, PacksWritten
from omni_lsp.model.status import Author, PackState
from omni_lsp.pack.block import find


@dataclass(frozen=True, slots=True)
class SeenFolder:
    packs: tuple[PackState, ...]
    held_back: str


@dataclass(eq=False, slots=True)
class SeenPacks:
    """The store, and what was seen by whoever used it; `moved` hears of each change."""

    store: DiskPacks
    moved: Callable[[], None]
    folders: dict[Path, SeenFolder] = field(default_factory=dict)

    async def look(self, root: Path) -> PacksOnDisk:
        disk = await self.store.look(root)
        self._put(root, SeenFolder(states(disk.texts, disk.refused, disk.problems), disk.held_back))
        return disk

    async def update(self, root: Path, plan: Callable[[PacksOnDisk], PackPlan]) -> PacksWritten:
        """Raises AgentError."""
        before: PacksOnDisk | None = None

        def planned(disk: PacksOnDisk) -> PackPlan:
            nonlocal before
            before = disk
            return plan(disk)

        written = await self.store.update(root, planned)
        if before is None:
            await self.look(root)  # Somebody held it back.
            return written
        done = written.plan
        texts = {file: text for file, text in {**before.texts, **done.writes}.items() if file not in done.removes}
        self._put(root, SeenFolder(states(texts, before.refused, done.problems), written.held_back))
        return written

    def forget(self, root: Path) -> None:
        self.folders.pop(root, None)

    def _put(self, root: Path, seen: SeenFolder) -> None:
        if self.folders.get(root) != seen:
            self.folders[root] = seen
            self.moved()


def states(
    texts: Mapping[PackFile, str], refused: frozenset[PackFile], problems: tuple[PackProblem, ...]
) -> tuple[PackState, ...]:
    """Those that are there, in the order of `PackFile`, each with its own problems, those of its markers among them."""
    found = []
    for file in PackFile:
        if file not in texts and file not in refused:
            continue
        block, wrong = find(texts.get(file, ""), file)
        author = Author.NOBODY if file in refused or wrong else Author.OMNI if block else Author.PEOPLE
        mine = (*(each for each in problems if each.path == file), *wrong)
        found.append(PackState(file, author, tuple(dict.fromkeys(mine))))
    return tuple(found)
