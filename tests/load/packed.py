"""A folder whose packs are kept in this process as files change: what is known stays, one change costs what it costs."""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from omni_lsp.adapters.controls.policies import WORKSPACE_FILE
from omni_lsp.adapters.manifests.readers import is_manifest
from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.agents.symbol_map import SymbolMap
from omni_lsp.app.packing import Ground, Order, ground, planner
from omni_lsp.app.team import Team
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.knowledge import MappedFile
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.packs import PackFile
from omni_lsp.model.text import Snapshot
from omni_lsp.pack.wanted import SIGNS
from omni_lsp.state.workspace import WorkspaceState

POLICIES = frozenset({WORKSPACE_FILE.as_posix()})
IGNORE_FILES = frozenset({".gitignore", ".ignore"})


@dataclass(frozen=True, slots=True)
class Written:
    """`files` are the whole texts that were put down, by file; `seconds` from the new facts to the files on the disk."""

    files: Mapping[PackFile, str]
    rendered: tuple[str, ...]
    seconds: float


@dataclass(slots=True)
class PackedFolder:
    """All eight files are kept. `team` has its rules loaded; `caches` is an empty folder."""

    root: Path
    caches: Path
    team: Team
    _state: WorkspaceState = field(default_factory=WorkspaceState)
    _symbols: SymbolMap = field(default_factory=SymbolMap)
    _ground: Ground | None = None

    async def begin(self) -> Written:
        await self._know(self.team.files.walk([self.root]))
        self._state.put_project(self.root, await self.team.context.build_facts(self.root))
        return await self.written()

    async def take(self, changed: Iterable[str], gone: Collection[str]) -> None:
        """Learn of files by their paths below the folder, as the server does when they are saved."""
        changed = list(changed)
        if any(path.rpartition("/")[2] in IGNORE_FILES for path in (*changed, *gone)):
            there = {path.relative_to(self.root).as_posix() for path in self.team.files.walk([self.root])}
            self._state.remove_files(self.root, self._state.project(self.root).files.keys() - there)
            changed = sorted(there)
        if gone:
            self._state.remove_files(self.root, gone)
        await self._know(self.team.files.wanted([self.root / path for path in changed], self.root))
        if not {*changed, *gone}.isdisjoint(POLICIES):
            self._ground = None
        if any(is_manifest(path) for path in (*changed, *gone)):
            self._state.put_project(self.root, await self.team.context.build_facts(self.root))

    async def written(self, heard: Mapping[str, Collection[str]] | None = None) -> Written:
        """`heard` are the rules that a run found in each file it looked at, by path."""
        begun = time.perf_counter()
        project = self._state.project(self.root)
        mapped = self._symbols.ranked(
            project.files, {}, [path for path in project.generated if project.is_generated(path)]
        )
        self._ground = await self._grounded(project, mapped)
        plan = planner(self._ground, Order(every=True, heard=heard or {}))
        done = (await DiskPacks(self.caches, SIGNS).update(self.root, plan)).plan
        return Written(done.writes, done.rendered, time.perf_counter() - begun)

    async def _grounded(self, project: ProjectFacts, mapped: tuple[MappedFile, ...]) -> Ground:
        """Rules and duties are those of the policy, so as long as that stays they need not be sorted out again."""
        if self._ground is None:
            return await ground(self.root, project, mapped, self.team)
        return replace(self._ground, project=project, mapped=mapped)

    @property
    def paths(self) -> tuple[str, ...]:
        """The source files that are known, below the folder."""
        return tuple(self._state.project(self.root).files)

    def size(self) -> int:
        """Bytes of all eight."""
        return sum(path.stat().st_size for file in PackFile if (path := self.root / file).is_file())

    async def _know(self, paths: Iterable[Path]) -> None:
        sources = [path for path in paths if language_of(path) in LANGUAGES]
        facts, lost = [], []
        for path, snapshot in zip(sources, await self.team.files.snapshots(sources, self.root), strict=True):
            if isinstance(snapshot, Snapshot):
                facts.append(await self.team.context.file_facts(snapshot))
            else:
                lost.append(path.relative_to(self.root).as_posix())
        self._state.put_files(self.root, facts)
        self._state.remove_files(self.root, lost)
