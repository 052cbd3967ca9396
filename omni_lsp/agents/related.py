"""What is asked about a definition to find code that is like it."""

from collections.abc import Sequence
from pathlib import Path

from omni_lsp.model.facts import FileFacts, Near, Symbol
from omni_lsp.ports.retrieval import Nearby

_ASKED_ABOUT = frozenset({"function", "method", "class", "interface", "struct", "enum", "type"})


def is_asked_about(symbol: Symbol) -> bool:
    """Constants and variables are like too many others."""
    return symbol.kind in _ASKED_ABOUT


def related(nearby: Nearby, root: Path, home: FileFacts, symbol: Symbol) -> Sequence[Near] | None:
    """Code of other files that is like a definition of the file `home`; `None` while that is not known."""
    if not is_asked_about(symbol):
        return ()
    said = (symbol.container, symbol.signature or symbol.name, symbol.doc)
    return nearby.near(root, home.path, "\n".join(filter(None, said)))
