"""The `Manifests` port: reads the build files at the top of a folder again when one of them changed."""

import asyncio
import configparser
import logging
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from omni_lsp.adapters.manifests.other_files import (
    build_gradle,
    cargo_toml,
    compose,
    go_mod,
    makefile,
    package_json,
    pom_xml,
)
from omni_lsp.adapters.manifests.purpose import Line
from omni_lsp.adapters.manifests.python_files import MYPY, PYTEST, RUFF, pyproject, setup_cfg
from omni_lsp.model.facts import Command

log = logging.getLogger(__name__)

_MAX_BYTES = 1_000_000

Reader = Callable[[str, frozenset[str]], Iterable[Line]]


def _says(*lines: Line) -> Reader:
    """A file that means the same whatever is in it."""
    return lambda _text, _names: lines


_READERS: Mapping[str, tuple[str, Reader]] = {
    "Makefile": ("make", makefile),
    "makefile": ("make", makefile),
    "GNUmakefile": ("make", makefile),
    "pyproject.toml": ("python", pyproject),
    "setup.cfg": ("python", setup_cfg),
    "setup.py": ("python", _says()),
    "requirements.txt": ("python", _says()),
    "tox.ini": ("python", setup_cfg),
    "pytest.ini": ("python", _says(PYTEST)),
    "mypy.ini": ("python", _says(MYPY)),
    "ruff.toml": ("python", _says(*RUFF)),
    ".ruff.toml": ("python", _says(*RUFF)),
    "noxfile.py": ("python", _says(Line("test", "nox"))),
    "package.json": ("node", package_json),
    "go.mod": ("go", go_mod),
    "pom.xml": ("java-maven", pom_xml),
    "build.gradle": ("java-gradle", build_gradle),
    "build.gradle.kts": ("java-gradle", build_gradle),
    "Cargo.toml": ("rust", cargo_toml),
    "Dockerfile": ("docker", _says(Line("build", "docker build ."))),
    "compose.yaml": ("docker", compose),
    "compose.yml": ("docker", compose),
    "docker-compose.yaml": ("docker", compose),
    "docker-compose.yml": ("docker", compose),
    ".pre-commit-config.yaml": ("", _says(Line("lint", "pre-commit run --all-files"))),
}
"""Project kind, none for an empty one, and reader of each file, in the order in which commands are listed."""

MANIFESTS = frozenset(_READERS)
"""Names of the build files."""


class _Stamp(NamedTuple):
    """Changes when a folder gains, loses or changes a build file."""

    names: frozenset[str]
    files: tuple[tuple[str, int, int], ...]


class _Found(NamedTuple):
    kinds: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()


class BuildFiles:
    """Looks at the folder itself, not below it; a build file over 1 MB or with mistakes in it is left out."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[_Stamp, _Found]] = {}

    async def kinds(self, root: Path) -> tuple[str, ...]:
        return (await asyncio.to_thread(self._read, root)).kinds

    async def commands(self, root: Path) -> tuple[Command, ...]:
        return (await asyncio.to_thread(self._read, root)).commands

    def _read(self, root: Path) -> _Found:
        stamp = _stamp(root)
        known = self._known.get(root)
        if known is None or known[0] != stamp:
            known = self._known[root] = (stamp, _read(root, stamp))
        return known[1]


def _stamp(root: Path) -> _Stamp:
    try:
        names = frozenset(path.name for path in root.iterdir())
    except OSError as error:
        log.info("cannot list %s: %s", root, error.strerror)
        return _Stamp(frozenset(), ())
    return _Stamp(names, tuple(_files(root, names)))


def _files(root: Path, names: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    for name in _READERS:
        if name not in names:
            continue
        try:
            status = (root / name).stat()
        except OSError as error:
            log.info("cannot read %s: %s", root / name, error.strerror)
            continue
        if stat.S_ISREG(status.st_mode) and status.st_size <= _MAX_BYTES:
            yield name, status.st_mtime_ns, status.st_size


def _read(root: Path, stamp: _Stamp) -> _Found:
    kinds: dict[str, None] = {}
    commands: dict[Line, Command] = {}
    for name, _, _ in stamp.files:
        kind, reader = _READERS[name]
        try:
            lines = list(reader((root / name).read_bytes().decode("utf-8-sig"), stamp.names))
        except (OSError, ValueError, RecursionError, configparser.Error) as error:
            log.info("%s is left out: %s", root / name, type(error).__name__)
            continue
        if kind:
            kinds[kind] = None
        for line in lines:
            commands.setdefault(line, Command(line.purpose, line.line, name))
    return _Found(tuple(kinds), tuple(commands.values()))
