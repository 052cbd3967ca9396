"""What syntax trees tell."""

from dataclasses import dataclass
from typing import Protocol

from omni_lsp.model.facts import Import, Symbol
from omni_lsp.model.text import Snapshot


@dataclass(frozen=True, slots=True)
class Outline:
    """What a syntax tree tells: definitions in document order, imports as written, identifiers mentioned.

    `doc` is the first line of what the file says about itself; `interface` a digest of what other files can see of it.
    """

    symbols: tuple[Symbol, ...] = ()
    imports: tuple[Import, ...] = ()
    names: frozenset[str] = frozenset()
    doc: str = ""
    interface: str = ""


class Syntax(Protocol):
    """Syntax trees; a language without a grammar gives an empty outline, no errors and no comments."""

    async def outline(self, snapshot: Snapshot) -> Outline: ...

    async def error_count(self, snapshot: Snapshot) -> int: ...

    async def in_comment(self, snapshot: Snapshot, offset: int) -> bool: ...
