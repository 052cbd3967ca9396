"""What files declare about the personal data they work on, and what was waived, for the evidence report."""

from collections.abc import Iterable
from dataclasses import dataclass

from omni_lsp.model.suppression import Suppression


@dataclass(frozen=True, slots=True)
class Declaration:
    """A marker comment `omni: personal-data purpose=… retention=…`; lines from 0, empty texts for what is not said.

    It speaks of the line it stands on and, alone on its line, of the next line of code: `speaks_of`.
    `basis` is the legal basis (GDPR article 6), `consent` tells where consent is asked for.
    """

    line: int
    speaks_of: int
    purpose: str = ""
    retention: str = ""
    basis: str = ""
    consent: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says what for and for how long (GDPR article 30(1)(b) and (f))."""
        return bool(self.purpose and self.retention)


@dataclass(frozen=True, slots=True)
class ComplianceFacts:
    """What the compliance agent knows about one file; `path` is `Snapshot.name`."""

    path: str
    declarations: tuple[Declaration, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """Findings that somebody chose to accept: `rules` empty means all, `line` from 0, `expires` an ISO date or empty."""

    path: str
    line: int
    rules: tuple[str, ...]
    reason: str
    expires: str = ""


def waivers(path: str, suppressions: Iterable[Suppression]) -> tuple[Waiver, ...]:
    """The comments of a file that ignore findings."""
    return tuple(
        Waiver(path, each.line, tuple(sorted(each.rules)), each.reason, each.until.isoformat() if each.until else "")
        for each in suppressions
    )
