"""What was tried in vain, so that it is not offered again for the same text."""

from collections import OrderedDict
from dataclasses import dataclass, field

from omni_lsp.model.text import Snapshot

_REMEMBERED = 256


@dataclass(eq=False, slots=True)
class Refusals:
    """The latest ones, each for the text it was about."""

    _reasons: OrderedDict[tuple[str, str], tuple[str, str]] = field(default_factory=OrderedDict)

    def of(self, snapshot: Snapshot, fingerprint: str) -> str:
        """Why there is no fix for a finding of this very text, empty where nothing is known against one."""
        digest, reason = self._reasons.get((snapshot.uri, fingerprint), ("", ""))
        return reason if digest == snapshot.digest else ""

    def add(self, snapshot: Snapshot, fingerprint: str, reason: str) -> None:
        self._reasons[snapshot.uri, fingerprint] = snapshot.digest, reason
        if len(self._reasons) > _REMEMBERED:
            self._reasons.popitem(last=False)
