"""What `omni-lsp doctor` finds out, one fact at a time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A fact about the installation: `said` is what it is, `advice` what to do where all is not well.

    `group` names the part that it belongs to; facts of a group follow each other.
    """

    group: str
    name: str
    said: str
    is_well: bool = True
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """The facts in the order in which they are shown."""

    checks: tuple[Check, ...]

    @property
    def is_well(self) -> bool:
        return all(check.is_well for check in self.checks)
