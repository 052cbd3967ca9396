"""What manifests and lock files say about dependencies, whatever the language."""

from dataclasses import dataclass
from enum import StrEnum

from omni_lsp.model.text import Span


class Origin(StrEnum):
    """Where a dependency comes from."""

    REGISTRY = "registry"
    GIT = "git"
    URL = "url"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Dependency:
    """A dependency as a manifest has it; `span` in code points of the manifest's text, `requirement` as written.

    `name` is spelled as the registry compares it. `is_open` says that any version at all may come, or the newest;
    `is_pinned` that it can be only one: a version, a commit, a hash.
    `address` is where it comes from if not from a registry.
    """

    name: str
    requirement: str
    span: Span
    origin: Origin = Origin.REGISTRY
    is_pinned: bool = False
    is_open: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in which a lock file differs from the manifest, at the manifest's place."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Installed:
    """A package that is part of the project: `licence` is a normalised SPDX expression or empty when it is not known."""

    name: str
    licence: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class DependencyFacts:
    """About one manifest. `sources` are registries and links that it names, by place; `lock` the lock file beside it.

    `kind` is the name of the manifest: `requirements.txt`, `pyproject.toml`, …
    `wants_pins` says that the manifest is one whose every line is meant to be one version, as in `requirements.txt`.
    `head` is where findings about what is not written in the manifest stand.
    """

    kind: str
    dependencies: tuple[Dependency, ...] = ()
    sources: tuple[tuple[str, Span], ...] = ()
    lock: str = ""
    mismatches: tuple[Mismatch, ...] = ()
    wants_pins: bool = False
    head: Span = Span(0, 0)
