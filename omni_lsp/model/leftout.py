"""A rule that does not run any more, and why: whoever counts on it has to know."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LeftOut:
    """It took longer than `seconds` on each of `files`, in the order in which that happened.

    `source` is the user's file that it is in, `None` for a bundled rule.
    """

    rule: str
    files: tuple[str, ...]
    seconds: float
    source: Path | None = None

    @property
    def message(self) -> str:
        names = ", ".join(self.files)
        where = "" if self.source is None else f" (in {self.source.name})"
        return (
            f"The rule {self.rule}{where} took more than {self.seconds:g} s on {names} and is left out until the rules "
            "are read again or the server starts anew. What it would find is not reported."
        )
