"""The `Dependencies` port on the local disk."""

import asyncio
import fnmatch
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.adapters.dependencies.lock import Lock
from omni_lsp.adapters.dependencies.manifest import Manifest
from omni_lsp.adapters.licences.reading import Seen, seen, text_of
from omni_lsp.model.dependencies import DependencyFacts, Installed, Mismatch
from omni_lsp.model.markdown import code
from omni_lsp.model.text import Snapshot

log = logging.getLogger(__name__)

_LONGEST_TEXT = 1_000_000  # Characters of a manifest; longer ones nobody wrote.
_LARGEST_LOCK = 5_000_000  # Bytes.
_KEPT = 50

_NODE = "package.json"
_GO = "go.mod"
_LOCKS: Mapping[str, tuple[str, ...]] = {
    "pyproject.toml": ("uv.lock", "poetry.lock", "pdm.lock"),
    "Pipfile": ("Pipfile.lock",),
    _NODE: ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"),
}
"""The lock files that may lie beside a manifest, the first that does counts."""
_KINDS = (
    *((name, name) for name in (*_LOCKS, _GO, "pom.xml", "build.gradle", "build.gradle.kts", ".npmrc", "pip.conf")),
    ("*requirements*.txt", "requirements.txt"),
    ("requirements/*.txt", "requirements.txt"),
)


@dataclass(frozen=True, slots=True)
class _Read:
    stamp: Seen | None
    lock: Lock | None


class ManifestDependencies:
    """Manifests by their text, lock files and packages from the disk; what cannot be parsed says nothing."""

    def __init__(self) -> None:
        self._locks: dict[Path, _Read] = {}

    def is_manifest(self, path: Path) -> bool:
        return _kind(path) is not None

    async def about(self, snapshot: Snapshot) -> DependencyFacts | None:
        kind = _kind(snapshot.path) if snapshot.path is not None else None
        if kind is None or snapshot.path is None or len(snapshot.text) > _LONGEST_TEXT:
            return None
        return await asyncio.to_thread(self._about, kind, snapshot.path, snapshot)

    async def installed(self, snapshot: Snapshot) -> Mapping[str, Installed]:
        kind = _kind(snapshot.path) if snapshot.path is not None else None
        if kind is None or snapshot.path is None or len(snapshot.text) > _LONGEST_TEXT:
            return {}
        return await asyncio.to_thread(self._installed, kind, snapshot.path, snapshot)

    def _about(self, kind: str, path: Path, snapshot: Snapshot) -> DependencyFacts | None:
        manifest = _manifest(kind, snapshot.text)
        if manifest is None:
            return None
        name, lock = self._lock(kind, path.parent)
        if kind == _GO:
            found = tuple(_go_mismatches(manifest, path, snapshot.root))
        else:
            from omni_lsp.adapters.dependencies.steps import mismatches  # noqa: PLC0415 - see `_parse`.

            found = mismatches(manifest, lock, name) if lock is not None else ()
        return DependencyFacts(
            kind, manifest.dependencies, manifest.sources, name, found, manifest.wants_pins, manifest.head
        )

    def _installed(self, kind: str, path: Path, snapshot: Snapshot) -> Mapping[str, Installed]:
        from omni_lsp.adapters.dependencies import installed  # noqa: PLC0415 - see `_parse`.

        manifest = _manifest(kind, snapshot.text)
        if manifest is None:
            return {}
        _, lock = self._lock(kind, path.parent)
        names = [each.name for each in manifest.dependencies if each.name]
        wanted = dict.fromkeys([*names, *(lock.versions if lock else ())])
        if kind == _NODE:
            return installed.node_packages(path.parent, wanted, lock.licences if lock else {})
        if kind in {"pyproject.toml", "Pipfile", "requirements.txt"}:
            places = dict.fromkeys([path.parent, snapshot.root or path.parent])
            found = [installed.python_packages(place, wanted) for place in places]
            return {name: package for each in reversed(found) for name, package in each.items()}
        return {}

    def _lock(self, kind: str, folder: Path) -> tuple[str, Lock | None]:
        """The lock file beside a manifest, by name, and what it says; no name where there is none that can be read."""
        for name in _LOCKS.get(kind, ()):
            stamp = seen(folder / name)
            if stamp is None:
                continue
            known = self._locks.get(folder / name)
            if known is None or known.stamp != stamp:
                known = _Read(stamp, _read_lock(folder / name))
                if len(self._locks) >= _KEPT:
                    self._locks.clear()
                self._locks[folder / name] = known
            return name, known.lock
        return "", None


def _kind(path: Path) -> str | None:
    below = f"{path.parent.name}/{path.name}"
    for pattern, kind in _KINDS:
        if fnmatch.fnmatchcase(below if "/" in pattern else path.name, pattern):
            return kind
    return None


def _manifest(kind: str, text: str) -> Manifest | None:
    """What a manifest says, `None` while it cannot be parsed, as in the middle of typing."""
    try:
        return _parse(kind)(text)
    except (ValueError, RecursionError) as error:
        log.debug("%s cannot be parsed: %s", kind, type(error).__name__)
        return None


def _parse(kind: str) -> Callable[[str], Manifest]:
    # 60 ms of `packaging` that only who opens a manifest is to wait for.
    from omni_lsp.adapters.dependencies import go_mod, java_files, package_json, pyproject, requirements_txt  # noqa: PLC0415

    readers: Mapping[str, Callable[[str], Manifest]] = {
        "requirements.txt": requirements_txt.requirements_txt,
        "pyproject.toml": pyproject.pyproject,
        "Pipfile": pyproject.pipfile,
        _NODE: package_json.package_json,
        _GO: go_mod.go_mod,
        "pom.xml": java_files.pom_xml,
    }
    return readers.get(kind, java_files.build_gradle if kind.startswith("build.") else requirements_txt.settings_file)


def _read_lock(file: Path) -> Lock | None:
    import yaml  # noqa: PLC0415 - see `_parse`.

    from omni_lsp.adapters.dependencies import node_locks, python_locks  # noqa: PLC0415

    readers: Mapping[str, Callable[[str], Lock]] = {
        "uv.lock": python_locks.uv_lock,
        "Pipfile.lock": python_locks.pipfile_lock,
        "package-lock.json": node_locks.package_lock,
        "npm-shrinkwrap.json": node_locks.package_lock,
        "yarn.lock": node_locks.yarn_lock,
        "pnpm-lock.yaml": node_locks.pnpm_lock,
    }
    text = text_of(file, _LARGEST_LOCK)
    if text is None:
        return None
    try:
        return readers.get(file.name, python_locks.toml_lock)(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        log.info("%s is left out: %s", file, type(error).__name__)
        return None


def _go_mismatches(manifest: Manifest, path: Path, root: Path | None) -> Iterator[Mismatch]:
    """Modules that `go.sum` does not know; in a Go workspace their sums may be elsewhere."""
    from omni_lsp.adapters.dependencies.go_mod import go_sum  # noqa: PLC0415 - see `_parse`.

    folders = [each for each in path.parents if root is None or each.is_relative_to(root)]
    text = text_of(path.with_name("go.sum"), _LARGEST_LOCK)
    if text is None or any(seen(folder / "go.work") for folder in folders):
        return
    known = go_sum(text)
    for each in manifest.dependencies:
        declared = manifest.declared.get(each.name)
        if declared is not None and tuple(re.split(" ", declared)) not in known:
            yield Mismatch(each.span, f"go.sum does not know {code(declared)}.")
