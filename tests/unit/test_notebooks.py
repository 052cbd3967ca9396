"""Notebooks cell by cell: each is looked at by itself, goes when it is closed, and nonsense does no harm."""

import logging

import pytest
from lsprotocol import converters, types
from sync_fakes import Desk, insertion, item, version

from omni_lsp.lsp.notebooks import (
    did_change_notebook,
    did_close_notebook,
    did_open_notebook,
    did_save_notebook,
    notebook_sync,
)
from omni_lsp.model.stage import Trigger
from omni_lsp.state.notebooks import Notebooks

BOOK = "file:///book.ipynb"
ONE, TWO, THREE = (f"vscode-notebook-cell:/book.ipynb#{name}" for name in ("one", "two", "three"))


@pytest.fixture
async def desk() -> Desk:
    """With a notebook of two cells."""
    desk = Desk()
    open_notebook(desk, ONE, TWO)
    return desk


def cell(uri: str) -> types.NotebookCell:
    return types.NotebookCell(types.NotebookCellKind.Code, uri)


def open_notebook(desk: Desk, *uris: str) -> None:
    notebook = types.NotebookDocument(BOOK, "jupyter-notebook", 1, [cell(uri) for uri in uris])
    items = [item(uri, f"# {uri[-3:]}") for uri in uris]
    did_open_notebook(desk.server, types.DidOpenNotebookDocumentParams(notebook, items))


def change(desk: Desk, uri: str = BOOK, **cells: object) -> None:
    event = types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(**cells) if cells else None)
    identifier = types.VersionedNotebookDocumentIdentifier(2, uri)
    did_change_notebook(desk.server, types.DidChangeNotebookDocumentParams(identifier, event))


def structure(
    start: int, delete: int, *cells: str, opens: tuple[str, ...] = (), closes: tuple[str, ...] = ()
) -> types.NotebookDocumentCellChangeStructure:
    array = types.NotebookCellArrayChange(start, delete, [cell(uri) for uri in cells])
    items = [item(uri, f"# {uri[-3:]}") for uri in opens]
    return types.NotebookDocumentCellChangeStructure(
        array, items, [types.TextDocumentIdentifier(uri) for uri in closes]
    )


def texts(desk: Desk) -> dict[str, str]:
    return {snapshot.uri: snapshot.text for snapshot in desk.server.documents}


async def test_each_cell_is_a_document_of_its_own(desk: Desk) -> None:
    assert desk.core.texts == [(ONE, "# one", Trigger.OPEN), (TWO, "# two", Trigger.OPEN)]
    one, two = (snapshot for snapshot, _ in desk.core.submitted)
    desk.found(two, 2)
    desk.found(one, 0, 1)
    assert desk.shown() == {TWO: [(0, 2)], ONE: [(0, 0), (0, 1)]}


async def test_a_cell_has_its_own_language() -> None:
    desk = Desk()
    notebook = types.NotebookDocument(BOOK, "polyglot-notebook", 1, [cell(ONE)])
    items = [item(ONE, "let a", language="javascript")]
    did_open_notebook(desk.server, types.DidOpenNotebookDocumentParams(notebook, items))
    assert [snapshot.language for snapshot in desk.server.documents] == ["javascript"]


async def test_texts_change_cell_by_cell(desk: Desk) -> None:
    two = types.NotebookDocumentCellContentChanges(version(TWO), [insertion("x"), insertion("y", 0, 1)])
    change(desk, text_content=[two])
    assert texts(desk) == {ONE: "# one", TWO: "xy# two"}
    assert desk.core.texts[-1] == (TWO, "xy# two", Trigger.CHANGE)


async def test_cells_come_and_go(desk: Desk) -> None:
    desk.found(desk.core.submitted[0][0], 0)
    text = types.NotebookDocumentCellContentChanges(version(THREE), [insertion("x")])
    change(desk, structure=structure(0, 1, THREE, opens=(THREE,), closes=(ONE,)), text_content=[text])
    assert desk.server.notebooks.cells(BOOK) == (THREE, TWO)
    assert texts(desk) == {TWO: "# two", THREE: "x# ree"}
    assert desk.shown() == {}


async def test_cells_that_move_stay_open(desk: Desk) -> None:
    desk.found(desk.core.submitted[0][0], 0)
    change(desk, structure=structure(0, 2, TWO, ONE))
    assert desk.server.notebooks.cells(BOOK) == (TWO, ONE)
    assert desk.shown() == {ONE: [(0, 0)]}
    assert desk.core.cancelled == []


async def test_a_cell_that_is_deleted_goes_even_if_the_client_does_not_close_it(desk: Desk) -> None:
    change(desk, structure=structure(1, 1))
    assert texts(desk) == {ONE: "# one"}


async def test_a_cell_may_be_closed_and_opened_in_one_message(desk: Desk) -> None:
    change(desk, structure=structure(0, 1, ONE, opens=(ONE,), closes=(ONE,)))
    assert desk.core.cancelled == [ONE]
    assert texts(desk) == {TWO: "# two", ONE: "# one"}


async def test_saving_looks_at_all_cells(desk: Desk) -> None:
    did_save_notebook(desk.server, types.DidSaveNotebookDocumentParams(types.NotebookDocumentIdentifier(BOOK)))
    assert desk.core.texts[2:] == [(ONE, "# one", Trigger.SAVE), (TWO, "# two", Trigger.SAVE)]


@pytest.mark.parametrize("named", [(ONE, TWO), (), (ONE, THREE)])
async def test_closing_closes_all_cells_whether_they_are_named_or_not(desk: Desk, named: tuple[str, ...]) -> None:
    desk.found(desk.core.submitted[0][0], 0)
    close(desk, *named)
    assert texts(desk) == {}
    assert desk.shown() == {}
    assert BOOK not in desk.server.notebooks


async def test_opening_again_replaces(desk: Desk) -> None:
    desk.found(desk.core.submitted[0][0], 0)
    open_notebook(desk, TWO, THREE)
    assert desk.server.notebooks.cells(BOOK) == (TWO, THREE)
    assert texts(desk) == {TWO: "# two", THREE: "# ree"}
    assert desk.shown() == {}


async def test_a_notebook_that_is_not_open_is_left_alone(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "omni_lsp"):
        change(desk, "file:///other.ipynb", structure=structure(0, 0, THREE, opens=(THREE,)))
    assert "not open: the notebook 'file:///other.ipynb'" in caplog.text
    other = types.NotebookDocumentIdentifier("file:///other.ipynb")
    did_save_notebook(desk.server, types.DidSaveNotebookDocumentParams(other))
    did_close_notebook(desk.server, types.DidCloseNotebookDocumentParams(other, []))
    assert texts(desk) == {ONE: "# one", TWO: "# two"}
    assert len(desk.core.submitted) == 2


async def test_what_is_not_about_texts_changes_nothing(desk: Desk) -> None:
    change(desk)
    change(desk, data=[cell(ONE), cell(THREE)])
    change(desk, structure=structure(2**31 - 1, 2**31 - 1, closes=(THREE,)))
    change(desk, text_content=[types.NotebookDocumentCellContentChanges(version(THREE), [insertion("x")])])
    assert texts(desk) == {ONE: "# one", TWO: "# two"}
    assert desk.server.notebooks.cells(BOOK) == (ONE, TWO)


def test_a_splice_takes_what_there_is() -> None:
    notebooks = Notebooks()
    notebooks.open(BOOK, ["a", "b", "a", "c"])
    assert notebooks.splice(BOOK, 2, 99, ["d"]) == ("c",)
    assert notebooks.cells(BOOK) == ("a", "b", "d")
    assert notebooks.splice(BOOK, 99, 1, ["e"]) == ()
    assert notebooks.splice(BOOK, -1, -5, ["f"]) == ()
    assert notebooks.cells(BOOK) == ("f", "a", "b", "d", "e")
    assert notebooks.cells("other") == notebooks.documents("other") == ()


def test_the_client_is_asked_for_cells_in_the_languages_that_agents_know() -> None:
    offer = converters.get_converter().unstructure(notebook_sync())
    (selector,) = offer["notebookSelector"]
    assert offer["save"] is True
    assert selector["notebook"] == "*"
    assert {"language": "python"} in selector["cells"]
    assert {"language": "markdown"} not in selector["cells"]


def close(desk: Desk, *cells: str) -> None:
    identifier = types.NotebookDocumentIdentifier(BOOK)
    named = [types.TextDocumentIdentifier(uri) for uri in cells]
    did_close_notebook(desk.server, types.DidCloseNotebookDocumentParams(identifier, named))
