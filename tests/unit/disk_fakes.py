"""A session around a folder on disk, for the parts that follow what happens there."""

import asyncio
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.controls.policies import PolicyFiles
from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.manifests.build_files import BuildFiles
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.context import ContextAgent
from omni_lsp.config.settings import Config
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.background import Background


@dataclass
class FakeOutbox:
    cleared: list[Path] = field(default_factory=list)

    def gone(self, paths: Collection[Path]) -> None:
        self.cleared += paths


@dataclass
class CountingFiles(LocalFiles):
    """Notes what is asked of the disk; `meanwhile` happens while files are read."""

    read: list[Path] = field(default_factory=list)
    stamped: list[Path] = field(default_factory=list)
    listed: list[Path] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        super().__init__(scan=self._scanned)

    def _scanned(self, folder: Path) -> AbstractContextManager[Iterable[os.DirEntry[str]]]:
        self.listed.append(folder)
        return os.scandir(folder)

    async def snapshots(self, paths: Collection[Path], root: Path | None) -> list[object]:
        self.read += paths
        self.meanwhile()
        return await super().snapshots(paths, root)

    async def stamps(self, paths: Collection[Path]) -> dict[Path, object]:
        found = await super().stamps(paths)
        self.stamped += found
        return found


@dataclass
class FakePlans:
    sources: Sequence[Path] = ()


@dataclass
class FakeSetup:
    folders: Sequence[Path]


@dataclass
class FakeTeam:
    files: CountingFiles = field(default_factory=CountingFiles)
    policies: PolicyFiles = field(default_factory=lambda: PolicyFiles(is_trusted=True))
    context: ContextAgent = field(default_factory=lambda: ContextAgent(TreeSitterSyntax(), BuildFiles()))


@dataclass
class FakeInForce:
    setup: FakeSetup
    config: Config = field(default_factory=Config)
    team: FakeTeam = field(default_factory=FakeTeam)
    plans: FakePlans = field(default_factory=FakePlans)
    shut: Collection[Path] = ()

    @property
    def trusted(self) -> Sequence[Path]:
        return [folder for folder in self.setup.folders if folder not in self.shut]


def opened(path: Path, root: Path, text: str) -> Snapshot:
    return Snapshot(path.as_uri(), 1, "python", text, path, root)


async def settled(background: Background) -> None:
    """All that was begun has ended."""
    while background._tasks:
        await asyncio.gather(*background._tasks)
