"""A section of a pack: which inputs it reads, how much room it has, and what it says."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from omni_lsp.model.packs import PackInputs
from omni_lsp.pack.limits import Ranked

SPAN = "`[^`\n]+`"
SPANS = f"{SPAN}(?:, {SPAN})*"


@dataclass(frozen=True, slots=True)
class Section:
    """`reads` are members of `PackInputs`, and nothing else of it may have a say in what is `ranked`, which is the text
    below the heading; without items there is no heading.

    `tokens` is the room for both; `forms` match the lines that are made of inputs, each of them whole.
    """

    name: str
    reads: tuple[str, ...]
    tokens: int
    heading: tuple[str, ...]
    ranked: Callable[[PackInputs], Ranked]
    forms: tuple[str, ...] = ()

    def whole(self, inputs: PackInputs) -> Ranked:
        """The text with its heading."""
        below = self.ranked(inputs)
        return Ranked(below.count, lambda n: "\n".join((*self.heading, below.text(n))) if n else "")

    def digests(self, inputs: PackInputs) -> dict[str, str]:
        """Of each member that it reads."""
        return {name: digest_of(getattr(inputs, name)) for name in self.reads}

    def writes(self, line: str) -> bool:
        """Whether a line is one that it could write with some inputs."""
        return line in self.heading or any(re.fullmatch(form, line) for form in self.forms)


def listed(lines: Sequence[str]) -> Ranked:
    """Lines in their order, the most valuable first."""
    return Ranked(len(lines), lambda n: "\n".join(lines[:n]))


def spans(each: Iterable[str]) -> str:
    """Code spans in a row, without the empty ones and each once."""
    return ", ".join(dict.fromkeys(filter(None, each)))


def digest_of(value: object) -> str:
    """16 hex digits; equal values of our frozen classes have equal ones on every machine."""
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
