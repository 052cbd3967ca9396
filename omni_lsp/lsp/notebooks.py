"""Notebooks, synced cell by cell (LSP 3.17): each cell is a document of its own, with its language and its findings."""

import logging

from lsprotocol import types

from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.sync import changed, closed, opened, saved
from omni_lsp.model.languages import LANGUAGES

log = logging.getLogger(__name__)


def notebook_sync() -> types.NotebookDocumentSyncOptions:
    """Cells in the languages that agents know, of every kind of notebook."""
    cells = [types.NotebookCellLanguage(language) for language in LANGUAGES]
    return types.NotebookDocumentSyncOptions([types.NotebookDocumentFilterWithCells(cells, notebook="*")], save=True)


def did_open_notebook(ls: OmniServer, params: types.DidOpenNotebookDocumentParams) -> None:
    notebook = params.notebook_document
    for uri in ls.notebooks.close(notebook.uri):
        closed(ls, uri)
    ls.notebooks.open(notebook.uri, [cell.document for cell in notebook.cells])
    for item in params.cell_text_documents:
        _open(ls, notebook.uri, item)


def did_change_notebook(ls: OmniServer, params: types.DidChangeNotebookDocumentParams) -> None:
    """Structure first, as the texts are about the cells after it; other properties of cells have no say in findings."""
    uri, cells = params.notebook_document.uri, params.change.cells
    if uri not in ls.notebooks:
        log.info("changed, but not open: the notebook %r", uri)
        return
    if cells is None:
        return
    if cells.structure is not None:
        _restructure(ls, uri, cells.structure)
    for content in cells.text_content or ():
        changed(ls, content.document, content.changes)


def did_save_notebook(ls: OmniServer, params: types.DidSaveNotebookDocumentParams) -> None:
    for uri in ls.notebooks.documents(params.notebook_document.uri):
        saved(ls, uri)


def did_close_notebook(ls: OmniServer, params: types.DidCloseNotebookDocumentParams) -> None:
    """With all its cells, whether the client names them or not."""
    known = ls.notebooks.close(params.notebook_document.uri)
    for uri in dict.fromkeys([*known, *(cell.uri for cell in params.cell_text_documents)]):
        closed(ls, uri)


def _restructure(ls: OmniServer, uri: str, structure: types.NotebookDocumentCellChangeStructure) -> None:
    array = structure.array
    cells = [cell.document for cell in array.cells or ()]
    deleted = ls.notebooks.splice(uri, array.start, array.delete_count, cells)
    still_open = ls.notebooks.documents(uri)
    named = [cell.uri for cell in structure.did_close or ()]
    # What is shown of a cell that is no more would stay for ever, so a client that forgets to close it is helped.
    for cell in dict.fromkeys([*named, *(cell for cell in deleted if cell in still_open)]):
        ls.notebooks.closed(uri, cell)
        closed(ls, cell)
    for item in structure.did_open or ():
        _open(ls, uri, item)


def _open(ls: OmniServer, notebook: str, item: types.TextDocumentItem) -> None:
    ls.notebooks.opened(notebook, item.uri)
    opened(ls, item)
