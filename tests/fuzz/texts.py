"""What the client's documents are after what it said: text by the plain model, notebooks cell by cell (LSP 3.17)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lsprotocol import types
from plain_document import PlainDocument


@dataclass
class _Notebook:
    cells: list[str]
    documents: set[str]


@dataclass
class Texts:
    """Version and text of each open document by URI; `encoding` is that of positions."""

    encoding: str = "utf-16"
    open: dict[str, tuple[int, str]] = field(default_factory=dict)
    _notebooks: dict[str, _Notebook] = field(default_factory=dict)

    def take(self, params: object) -> None:
        """The parameters of a notification; of those that do nothing to documents nothing comes."""
        match params:
            case types.DidOpenTextDocumentParams(document):
                self.open[document.uri] = document.version, document.text
            case types.DidChangeTextDocumentParams(document, changes):
                self._change(document, changes)
            case types.DidCloseTextDocumentParams(document):
                self.open.pop(document.uri, None)
            case types.DidOpenNotebookDocumentParams(notebook, documents):
                self._close(notebook.uri, [])
                self._notebooks[notebook.uri] = _Notebook([cell.document for cell in notebook.cells], set())
                self._add(notebook.uri, documents)
            case types.DidChangeNotebookDocumentParams(notebook, change):
                if notebook.uri in self._notebooks and change.cells is not None:
                    self._change_cells(notebook.uri, change.cells)
            case types.DidCloseNotebookDocumentParams(notebook, documents):
                self._close(notebook.uri, [document.uri for document in documents])

    def _change(
        self,
        document: types.VersionedTextDocumentIdentifier,
        changes: Sequence[types.TextDocumentContentChangeEvent],
    ) -> None:
        if document.uri not in self.open:
            return
        plain = PlainDocument(self.encoding)
        plain.rewrite(self.open[document.uri][1])
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = change.range.start, change.range.end
                plain.replace((start.line, start.character), (end.line, end.character), change.text)
            else:
                plain.rewrite(change.text)
        self.open[document.uri] = document.version, plain.text

    def _change_cells(self, uri: str, change: types.NotebookDocumentCellChanges) -> None:
        notebook = self._notebooks[uri]
        if change.structure is not None:
            array = change.structure.array
            end = array.start + array.delete_count
            deleted = notebook.cells[array.start : end]
            notebook.cells[array.start : end] = [cell.document for cell in array.cells or ()]
            gone = {cell for cell in deleted if cell not in notebook.cells} & notebook.documents
            for cell in gone | {closed.uri for closed in change.structure.did_close or ()}:
                notebook.documents.discard(cell)
                self.open.pop(cell, None)
            self._add(uri, change.structure.did_open or ())
        for content in change.text_content or ():
            self._change(content.document, content.changes)

    def _close(self, uri: str, named: Sequence[str]) -> None:
        notebook = self._notebooks.pop(uri, None)
        for cell in {*named, *(notebook.documents if notebook else ())}:
            self.open.pop(cell, None)

    def _add(self, uri: str, documents: Sequence[types.TextDocumentItem]) -> None:
        for document in documents:
            self._notebooks[uri].documents.add(document.uri)
            self.open[document.uri] = document.version, document.text
