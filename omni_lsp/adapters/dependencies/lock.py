"""What a lock file says, whatever its format."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lock:
    """`versions` of every package by name, as registries compare it; `licences` where the file tells them.

    `copied` are the manifest's requirements as the file has them, by name, `None` where it keeps no copy.
    `entries` are what a requirement must be found under in files that are keyed by requirement.
    """

    versions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    copied: Mapping[str, frozenset[str]] | None = None
    entries: frozenset[str] | None = None
    licences: Mapping[str, str] = field(default_factory=dict)


def grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The second of each pair by the first, in order."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def copies(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Requirements by name; one package may be asked for in several places."""
    return {name: frozenset(values) for name, values in grouped(pairs).items()}
