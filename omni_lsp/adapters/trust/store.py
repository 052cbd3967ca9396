"""What users decided about folders, in one file of their own, apart from every folder.

Only a file that nobody else can write counts: whoever writes it decides what runs.
"""

import json
import logging
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from omni_lsp.adapters.own_file import unsafe
from omni_lsp.adapters.replacing import replace
from omni_lsp.adapters.trust.pins import is_text
from omni_lsp.model.errors import AgentFatalError, AgentTransientError
from omni_lsp.model.trust import Record

log = logging.getLogger(__name__)

_NAME = "trust.json"
_MAX_BYTES = 20_000_000
_LOCK_SECONDS = 5.0


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    decision: Literal["trusted", "never"]
    files: dict[str, str] = {}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1]
    folders: dict[str, _Entry]


@dataclass(frozen=True, slots=True)
class Records:
    """Decisions by real path; `trouble` says why a file that is there does not count, empty where all is well."""

    by_path: Mapping[str, Record] = field(default_factory=dict)
    trouble: str = ""

    def of(self, root: Path) -> Record | None:
        return self.by_path.get(_key(root))


@dataclass(frozen=True, slots=True)
class TrustStore:
    """`folder` is the user's own, such as `~/.local/state/omni-lsp`; it need not be there."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / _NAME

    def records(self) -> Records:
        """All decisions; none where the file is damaged, or could have been written by somebody else."""
        try:
            if trouble := unsafe(self.folder) or unsafe(self.file):
                return Records(trouble=trouble)
            if self.file.stat().st_size > _MAX_BYTES:
                return Records(trouble=f"{self.file} is too large")
            return Records(_parsed(self.file.read_bytes()))
        except FileNotFoundError:
            return Records()
        except OSError as error:
            return Records(trouble=f"{self.file} cannot be read: {error.strerror or error}")
        except (ValueError, RecursionError):  # A ValidationError is a ValueError.
            return Records(trouble=f"{self.file} is damaged")

    def trust(self, root: Path, files: Mapping[str, str]) -> None:
        """The folder as it is with these files. Raises AgentFatalError, AgentTransientError."""
        self._put(root, Record(files))

    def refuse(self, root: Path) -> None:
        """Never, and nobody is to ask again. Raises as `trust`."""
        self._put(root, Record(is_refusal=True))

    def forget(self, root: Path) -> bool:
        """Whether there was a decision. Raises as `trust`."""
        path, was_there = _key(root), self.records().of(root) is not None
        if was_there:
            self._change(lambda known: {each: record for each, record in known.items() if each != path})
        return was_there

    def _put(self, root: Path, record: Record) -> None:
        path = _key(root)
        if not is_text(path):
            raise AgentFatalError("remember trust", self.file.name, "the folder has a name that is no text")
        self._change(lambda known: {**known, path: record})

    def _change(self, change: Callable[[Mapping[str, Record]], Mapping[str, Record]]) -> None:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - few sessions change any

        trouble = self.records().trouble
        if trouble:
            log.warning("%s: what it says is replaced", trouble)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix" and stat.S_IMODE(self.folder.stat().st_mode) & 0o077:
                self.folder.chmod(0o700)
            with FileLock(self.folder / "trust.lock", timeout=_LOCK_SECONDS, mode=0o600):
                known = {} if trouble else self.records().by_path
                replace(self.file, _written(change(known)), mode=0o600)
        except Timeout as error:
            raise AgentTransientError("remember trust", self.file.name, "another process keeps it locked") from error
        except OSError as error:
            reason = f"{self.file} cannot be written: {error.strerror or error}"
            raise AgentFatalError("remember trust", self.file.name, reason) from error


def _key(root: Path) -> str:
    """The one name that a folder has, by whatever links one comes to it."""
    return os.path.realpath(root)


def _parsed(content: bytes) -> Mapping[str, Record]:
    """Raises ValidationError."""
    folders = _File.model_validate_json(content).folders
    return {
        path: Record(MappingProxyType(entry.files), is_refusal=entry.decision == "never")
        for path, entry in folders.items()
    }


def _written(records: Mapping[str, Record]) -> bytes:
    folders = {
        path: {"decision": "never"}
        if record.is_refusal
        else {"decision": "trusted", "files": dict(sorted(record.files.items()))}
        for path, record in sorted(records.items())
    }
    return (json.dumps({"version": 1, "folders": folders}, indent=2) + "\n").encode("ascii")
