"""What language models did cost, in one small file of the user's that all processes share.

A file that is damaged counts as empty and is replaced: the caps are there against accidents, and somebody who could damage
it could as well remove it. One that cannot be read, locked or written lets nothing through: then nobody counts.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field

from omni_lsp.adapters.cache_folder import make_private
from omni_lsp.adapters.chat.spending import Caps, Ledger, Shortage, Spent, added, aged, minute_of, settled, shortage
from omni_lsp.adapters.replacing import replace
from omni_lsp.model.errors import AgentFatalError, AgentTransientError

log = logging.getLogger(__name__)

_NAME = "spending.json"
_TRIED = "count what language models cost"
# A day has 1,440 minutes, each in a line of less than 100 bytes.
_MOST_BYTES = 1 << 20
_MOST_TOKENS, _MOST_COST, _LAST_MINUTE = 1 << 50, 1e15, 1 << 40


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tokens: int = Field(ge=0, le=_MOST_TOKENS)
    cost: float = Field(ge=0, le=_MOST_COST, allow_inf_nan=False)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1]
    minutes: dict[Annotated[int, Field(ge=0, le=_LAST_MINUTE)], _Entry]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was set aside, and the minute since 1970 in which it was."""

    minute: int
    amount: Spent


@dataclass(frozen=True, slots=True)
class SpendingFile:
    """`folder` is the user's own, such as `~/.local/state/omni-lsp`; it need not be there.

    All methods wait for other processes and the disk, so they are called in threads. They raise AgentTransientError where
    another process keeps the file locked for `lock_seconds`, AgentFatalError where it cannot be read or written.
    """

    folder: Path
    lock_seconds: float = 2.0

    @property
    def file(self) -> Path:
        return self.folder / _NAME

    def reserve(self, caps: Caps, wanted: Spent, now: float) -> Receipt | Shortage:
        """Sets aside what is wanted, if the caps have room for it; `now` counts seconds since 1970.

        What nobody settles, because its process was killed, counts as spent.
        """
        found: list[Shortage] = []

        def change(ledger: Ledger) -> Ledger | None:
            short = shortage(ledger, caps, wanted, now)
            found.extend([short] if short is not None else [])
            return None if found else added(ledger, minute_of(now), wanted)

        self._change(change, now)
        return found[0] if found else Receipt(minute_of(now), wanted)

    def settle(self, receipt: Receipt, actual: Spent, now: float) -> None:
        """Puts what it came to in the place of what was set aside."""
        # Since the clock was put back, it counts as of a later minute.
        minute = min(receipt.minute, minute_of(now))
        self._change(lambda ledger: settled(ledger, minute, receipt.amount, actual), now)

    def _change(self, change: Callable[[Ledger], Ledger | None], now: float) -> None:
        try:
            make_private(self.folder)
            with FileLock(self.folder / "spending.lock", timeout=self.lock_seconds, mode=0o600):
                known = self._read()
                ledger = aged(known, now)
                changed = change(ledger)
                # Since a clock was put back, and seen once: else it would count as of every next minute, for years perhaps.
                if changed is None and any(minute > minute_of(now) for minute in known):
                    changed = ledger
                if changed is not None:
                    replace(self.file, _written(changed), mode=0o600)
        except Timeout as error:
            raise AgentTransientError(_TRIED, _NAME, "another process keeps it locked") from error
        except OSError as error:
            reason = f"{self.file} cannot be read or written: {error.strerror or error}"
            raise AgentFatalError(_TRIED, _NAME, reason) from error

    def _read(self) -> Ledger:
        """Raises OSError."""
        try:
            with self.file.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
            if len(content) > _MOST_BYTES:
                raise ValueError("too large")
            minutes = _File.model_validate_json(content).minutes
        except FileNotFoundError:
            return {}
        except ValueError:  # A ValidationError is one.
            log.warning("%s is damaged: what language models did cost before is not known any more", self.file)
            return {}
        return {minute: Spent(entry.tokens, entry.cost) for minute, entry in minutes.items()}


def _written(ledger: Ledger) -> bytes:
    minutes = {
        str(minute): {"tokens": min(amount.tokens, _MOST_TOKENS), "cost": min(amount.cost, _MOST_COST)}
        for minute, amount in sorted(ledger.items())
        if amount.tokens or amount.cost
    }
    return (json.dumps({"version": 1, "minutes": minutes}, indent=1) + "\n").encode("ascii")
