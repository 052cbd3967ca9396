"""Ports that read the files of a folder, shut while the folder is not trusted: then only open documents are looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.model.dependencies import DependencyFacts, Installed
from omni_lsp.model.facts import BuildFacts, FileFacts
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.folder import Dependencies, Licences, Manifests, Mentions


@dataclass(frozen=True, slots=True)
class GatedManifests:
    inner: Manifests
    is_open: Callable[[Path], bool]

    async def build(self, root: Path) -> BuildFacts:
        return await self.inner.build(root) if self.is_open(root) else BuildFacts()


@dataclass(frozen=True, slots=True)
class GatedMentions:
    inner: Mentions
    is_open: Callable[[Path], bool]

    def line(self, root: Path, file: FileFacts, name: str) -> int | None:
        return self.inner.line(root, file, name) if self.is_open(root) else None


@dataclass(frozen=True, slots=True)
class GatedLicences:
    inner: Licences
    is_open: Callable[[Path], bool]

    async def about(self, snapshot: Snapshot) -> LicenceFacts:
        return await self.inner.about(snapshot) if _is_open(snapshot, self.is_open) else LicenceFacts()


@dataclass(frozen=True, slots=True)
class GatedDependencies:
    """Without the lock file beside it nobody can tell what is wrong with a manifest, so nothing is said of one."""

    inner: Dependencies
    is_open: Callable[[Path], bool]

    def is_manifest(self, path: Path) -> bool:
        return self.inner.is_manifest(path)

    async def about(self, snapshot: Snapshot) -> DependencyFacts | None:
        return await self.inner.about(snapshot) if _is_open(snapshot, self.is_open) else None

    async def installed(self, snapshot: Snapshot) -> Mapping[str, Installed]:
        return await self.inner.installed(snapshot) if _is_open(snapshot, self.is_open) else {}


def _is_open(snapshot: Snapshot, is_open: Callable[[Path], bool]) -> bool:
    """What lies beside a file that is in no folder is in no folder that somebody trusts."""
    return snapshot.root is not None and is_open(snapshot.root)
