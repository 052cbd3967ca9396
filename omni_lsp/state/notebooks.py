"""Open notebooks: which cells each of them has, and which of those are open documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class _Notebook:
    """`cells` are the URIs of its cells in order; `documents` is a set in order of opening."""

    cells: list[str]
    documents: dict[str, None] = field(default_factory=dict)


class Notebooks:
    """Everything goes by URI: a notebook by its own, a cell by that of its document. Fed in message order."""

    def __init__(self) -> None:
        self._open: dict[str, _Notebook] = {}

    def __contains__(self, uri: str) -> bool:
        return uri in self._open

    def cells(self, uri: str) -> tuple[str, ...]:
        """All cells in order, those included whose text we were not given; none of a notebook that is not open."""
        return tuple(self._open[uri].cells) if uri in self._open else ()

    def documents(self, uri: str) -> tuple[str, ...]:
        """The cells that are open documents."""
        return tuple(self._open[uri].documents) if uri in self._open else ()

    def open(self, uri: str, cells: Sequence[str]) -> None:
        self._open[uri] = _Notebook(list(cells))

    def splice(self, uri: str, start: int, delete: int, cells: Sequence[str]) -> tuple[str, ...]:
        """Replace cells, as far as there are so many; those that the notebook has no longer."""
        notebook = self._open[uri]
        start = max(start, 0)
        end = start + max(delete, 0)
        deleted = notebook.cells[start:end]
        notebook.cells[start:end] = cells
        left = set(notebook.cells)
        return tuple(dict.fromkeys(cell for cell in deleted if cell not in left))

    def opened(self, uri: str, cell: str) -> None:
        self._open[uri].documents[cell] = None

    def closed(self, uri: str, cell: str) -> None:
        self._open[uri].documents.pop(cell, None)

    def close(self, uri: str) -> tuple[str, ...]:
        """The cells of the closed notebook that were open documents."""
        documents = self.documents(uri)
        self._open.pop(uri, None)
        return documents
