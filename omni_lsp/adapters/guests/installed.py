"""Which agents the installed packages bring, found without importing any of them."""

import json
import logging
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

log = logging.getLogger(__name__)

GROUP = "omni_lsp.agents"
"""The entry-point group (PyPA specification "Entry points") in which a package names its agents."""

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")  # What pipelines and settings can say.


@dataclass(frozen=True, slots=True)
class Brought:
    """An agent of a package: `target` is what is to be called for it, `module:attribute`.

    The files of one that is editable may be others tomorrow under the same version.
    """

    name: str
    target: str
    package: str
    version: str
    is_editable: bool = False

    @property
    def origin(self) -> str:
        """The package with its version, for people."""
        return f"{self.package} {self.version}".strip()


def search_path() -> tuple[str, ...]:
    """The folders that packages are looked for in: the interpreter's own, without the current one and relative ones.

    The current folder is often a workspace, which must not bring agents, nor stand in for modules of packages.
    """
    here = os.path.realpath(os.curdir)
    return tuple(entry for entry in sys.path if Path(entry).is_absolute() and os.path.realpath(entry) != here)


def brought(path: Sequence[str]) -> tuple[Brought, ...]:
    """Every agent that a package on the path brings, by name and package; those that share a name are all there."""
    found: dict[tuple[str, str], Brought] = {}
    for distribution in metadata.distributions(path=list(path)):
        for one in _of(distribution):
            found.setdefault((one.name, one.package), one)  # What comes first on the path hides what comes later.
    return tuple(found[key] for key in sorted(found))


def _of(distribution: metadata.Distribution) -> Iterator[Brought]:
    try:
        points = [one for one in distribution.entry_points if one.group == GROUP and _NAME.fullmatch(one.name)]
        if points:
            package, version = (_shown(distribution.metadata[key]) for key in ("Name", "Version"))
            is_editable = _is_editable(distribution.read_text("direct_url.json"))
            yield from (Brought(point.name, point.value, package, version, is_editable) for point in points)
    except (ValueError, TypeError, KeyError, OSError) as error:
        log.warning("the metadata of an installed package cannot be read: %s", error)


def _shown(value: str | None) -> str:
    """What metadata says, in one line of a terminal."""
    return "".join(character for character in value or "?" if character.isprintable())[:80]


def _is_editable(direct_url: str | None) -> bool:
    """By the record of a direct installation (PyPA specification "Direct URL data structure")."""
    record = json.loads(direct_url) if direct_url else {}
    about = record.get("dir_info") if isinstance(record, dict) else None
    return isinstance(about, dict) and about.get("editable") is True
