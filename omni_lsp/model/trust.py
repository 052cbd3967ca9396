"""Trust in a workspace folder: whether what it brings may change what runs, and what that was when it was given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

STEERING_FOLDER = ".omni"
"""The folder below a workspace folder whose files change what runs."""


class Trust(StrEnum):
    """A folder that is `STALE` was trusted, but what can change what runs is not what it was: it gets nothing more."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Pins:
    """What can change what runs: content hashes by paths below the folder, with `/`.

    `scopes` are the files and folders that were looked through for them, `.` for the whole folder. `trouble` says in words why that cannot be
    told for certain, empty where it can; such a folder can be trusted for a session, but not for longer.
    """

    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    scopes: tuple[str, ...] = (STEERING_FOLDER,)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a user decided about a folder: `files` are those of `Pins` as they were then, empty for a refusal.

    `is_refusal` stands for "never": nobody is asked about this folder again.
    """

    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_refusal: bool = False


def changes(record: Record, pins: Pins) -> Sequence[str]:
    """Paths that are new, gone or not what they were when trust was given, sorted.

    What was pinned outside of the scopes does not steer any more, so nothing depends on it.
    """
    before = {path: mark for path, mark in record.files.items() if _is_within(path, pins.scopes)}
    return sorted(path for path in before.keys() | pins.files.keys() if before.get(path) != pins.files.get(path))


def _is_within(path: str, scopes: Sequence[str]) -> bool:
    return any(scope in (path, ".") or path.startswith(f"{scope}/") for scope in scopes)
