"""What is known about a folder that no editor has open: outlined at the first question, looked at again at each one."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from omni_lsp.app.sweep import remember
from omni_lsp.app.team import Team
from omni_lsp.model.facts import FileFacts, ProjectFacts
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.folder import Stamp
from omni_lsp.state.workspace import WorkspaceState

_PATIENCE_SECONDS = 20.0
_BATCH = 100
"""Files that are read at once."""


class Projects:
    """Facts by folder; only files that are not what they were are read again."""

    def __init__(self, team: Callable[[], Team], clock: Callable[[], float] = time.monotonic) -> None:
        self._team = team
        self._clock = clock
        self._workspace = WorkspaceState()
        self._stamps: dict[Path, dict[Path, Stamp]] = {}
        self._turns: dict[Path, asyncio.Lock] = {}

    async def facts(self, root: Path) -> tuple[ProjectFacts, bool]:
        """What is known, and whether that is all: after twenty seconds the rest waits for the next question."""
        team = self._team()
        async with self._turns.setdefault(root, asyncio.Lock()):
            remember(self._workspace, root, [await team.context.build_facts(root)])
            there = await self._stamped(team, root)
            known = self._stamps.setdefault(root, {})
            gone = known.keys() - there.keys()
            self._workspace.remove_files(root, [path.relative_to(root).as_posix() for path in gone])
            for path in gone:
                del known[path]
            is_whole = await self._read(team, root, {path: at for path, at in there.items() if known.get(path) != at})
        return self._workspace.project(root), is_whole

    async def file(self, root: Path, path: Path) -> FileFacts:
        """About one file of any kind, as it is now. Raises AgentError."""
        team = self._team()
        return await team.context.file_facts(await team.files.snapshot(path, root))

    async def _stamped(self, team: Team, root: Path) -> dict[Path, Stamp]:
        paths = await asyncio.to_thread(_sources, team, root)
        stamps = await team.files.stamps(paths)
        return {path: stamp for path, stamp in stamps.items() if stamp is not None}

    async def _read(self, team: Team, root: Path, changed: Mapping[Path, Stamp]) -> bool:
        known, end, left = self._stamps[root], self._clock() + _PATIENCE_SECONDS, iter(changed)
        while batch := list(islice(left, _BATCH)):
            if self._clock() > end:
                return False
            read = await team.files.snapshots(batch, root)
            snapshots = [snapshot for snapshot in read if isinstance(snapshot, Snapshot)]
            remember(self._workspace, root, [await team.context.file_facts(snapshot) for snapshot in snapshots])
            lost = set(batch) - {snapshot.path for snapshot in snapshots}
            self._workspace.remove_files(root, [path.relative_to(root).as_posix() for path in lost])
            # Also those that cannot be read: they will not be tried again until they change.
            known.update((path, changed[path]) for path in batch)
        return True


def _sources(team: Team, root: Path) -> Sequence[Path]:
    return [path for path in team.files.walk([root]) if language_of(path) in LANGUAGES]
