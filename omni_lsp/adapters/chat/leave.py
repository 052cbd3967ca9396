"""Where a user lets code be sent, in one small file of their own.

Only a file that nobody else can write counts: whoever writes it decides where code goes.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from omni_lsp.adapters.cache_folder import make_private
from omni_lsp.adapters.own_file import unsafe
from omni_lsp.adapters.replacing import replace
from omni_lsp.model.errors import AgentFatalError, AgentTransientError

log = logging.getLogger(__name__)

_NAME = "leave.json"
_TRIED = "remember where code may be sent"
_MAX_BYTES = 1_000_000
_LOCK_SECONDS = 5.0


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1]
    destinations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeaveFile:
    """`folder` is the user's own, such as `~/.local/state/omni-lsp`; it need not be there. All methods are for threads."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / _NAME

    def destinations(self) -> frozenset[str]:
        """None where the file is damaged, or could have been written by somebody else."""
        try:
            if trouble := unsafe(self.folder) or unsafe(self.file):
                log.warning("%s; what it says does not count", trouble)
                return frozenset()
            if self.file.stat().st_size > _MAX_BYTES:
                log.warning("%s is too large; what it says does not count", self.file)
                return frozenset()
            return frozenset(_File.model_validate_json(self.file.read_bytes()).destinations)
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError) as error:  # A ValidationError is a ValueError.
            log.warning("%s cannot be read, so it does not count: %s", self.file, type(error).__name__)
            return frozenset()

    def give(self, destination: str) -> None:
        """Raises AgentFatalError, AgentTransientError where that cannot be remembered."""
        self._change(lambda known: known | {destination})

    def take(self, destination: str) -> None:
        """Raises as `give`."""
        self._change(lambda known: known - {destination})

    def _change(self, change: Callable[[frozenset[str]], frozenset[str]]) -> None:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - few sessions change any

        try:
            make_private(self.folder)
            with FileLock(self.folder / "leave.lock", timeout=_LOCK_SECONDS, mode=0o600):
                known = sorted(change(self.destinations()))
                content = json.dumps({"version": 1, "destinations": known}, indent=2) + "\n"
                replace(self.file, content.encode("ascii"), mode=0o600)
        except Timeout as error:
            raise AgentTransientError(_TRIED, self.file.name, "another process keeps it locked") from error
        except OSError as error:
            reason = f"{self.file} cannot be written: {error.strerror or error}"
            raise AgentFatalError(_TRIED, self.file.name, reason) from error
