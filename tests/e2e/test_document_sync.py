"""Documents over the wire: the server's text is the editor's, whatever is in it and however it is changed, named or cut."""

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from conftest import Launch, as_client
from editor import Document, Editor, Start

SEAL = "hashlib.md5(b'')"
# A form feed, a line separator and their like end no line in LSP, though they do for `str.splitlines`.
IGNORED = "# omni: ignore-file[unusual-line-end, control-character] they are what is tried here\n"
STRANGE = f"{IGNORED}# \f\v\x1c\x85\u2028\u2029 é漢😀\r\nimport hashlib\n\n\nx = '😀\u2028'; y = {SEAL}  # 👩‍💻\n"
FARTHEST = 2**31 - 1


def _open(editor: Editor, uri: str, text: str, version: int = 1, language: str = "python") -> Document:
    document = editor.documents[uri] = Document(uri, text, version)
    item = types.TextDocumentItem(uri, language, version, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    editor.pulls.want(uri)
    return document


def _change(editor: Editor, document: Document, after: str, *changes: dict[str, Any], version: int) -> None:
    """One message with the changes as they are, which make the text `after`."""
    document.text, document.version = after, version
    identifier = {"uri": document.uri, "version": version}
    params = {"textDocument": identifier, "contentChanges": list(changes)}
    editor.client.send({"method": types.TEXT_DOCUMENT_DID_CHANGE, "params": params})
    editor.pulls.want(document.uri)


def _to(start: tuple[int, int], end: tuple[int, int], text: str, **more: object) -> dict[str, Any]:
    places = [{"line": line, "character": character} for line, character in (start, end)]
    return {"range": {"start": places[0], "end": places[1]}, "text": text, **more}


async def _marked(editor: Editor, document: Document) -> list[str]:
    """What is marked in the text after a save."""
    editor.save(document)
    await editor.ran(document)
    return [editor.excerpt(document, diagnostic.range) for diagnostic in editor.shown(document)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_marks_are_where_the_editor_has_the_words(launch: Launch, tmp_path: Path, encoding: str) -> None:
    editor = await launch(Start((tmp_path,), encoding=encoding))
    document = await editor.open(tmp_path / "a.py", text=STRANGE)
    await editor.ran(document)
    assert [editor.excerpt(document, diagnostic.range) for diagnostic in editor.shown(document)] == [SEAL]
    start = document.text.index("x =")
    editor.replace(document, start, start, "# 😀\f\r\nw = 'é'\n")
    editor.replace(document, document.text.index("é漢"), document.text.index("\r\n"), "\u2028")
    editor.rewrite(document, document.text.replace("w = 'é'", "w = 'é漢'; v = 1"))
    editor.replace(document, document.text.index("v = 1"), document.text.index("v = 1") + 5, SEAL)
    assert await _marked(editor, document) == [SEAL, SEAL]
    hover = await editor.hover(document, document.text.rindex("md5"))
    assert "py.weak-hash" in (hover or "")


async def test_wild_changes_make_what_the_protocol_says(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(tmp_path / "a.py", text="import hashlib\r\nx = 1\ry = 2")
    far = (FARTHEST, FARTHEST)
    changes = [
        _to(far, (FARTHEST, 0), f"\nz = {SEAL}"),
        _to((1, FARTHEST), (1, FARTHEST), "1", rangeLength=77),
        _to((2, 5), (2, 4), "3"),
        _to((0, 16), (0, 16), "  # one"),
    ]
    after = f"import hashlib  # one\r\nx = 11\ry = 3\nz = {SEAL}"
    # Back from version 1 to 0, to it once more, and on with a gap.
    _change(editor, document, after, *changes, version=0)
    assert await _marked(editor, document) == [SEAL]
    _change(editor, document, f"\n{after}", _to((0, 0), (0, 0), "\n"), version=0)
    _change(editor, document, f"import hashlib\nq = {SEAL}", {"text": "q"}, _to((0, 0), (0, 0), "import hashlib\n"), _to((1, 1), far, f" = {SEAL}"), version=90)  # fmt: skip
    assert await _marked(editor, document) == [SEAL]


async def test_halves_of_characters_make_characters(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,), encoding="utf-16"))
    document = await editor.open(tmp_path / "a.py", text="import hashlib\nx = '\ud83d|'\n")
    _change(editor, document, "import hashlib\nx = '\U0001f600'\n", _to((1, 6), (1, 7), "\ude00"), version=2)
    editor.replace(document, len(document.text) - 1, len(document.text) - 1, f"; y = {SEAL}")
    # Inside the pair is before it.
    _change(editor, document, document.text.replace("\U0001f600", "+\U0001f600"), _to((1, 6), (1, 6), "+"), version=4)
    assert await _marked(editor, document) == [SEAL]


async def test_what_is_not_open_harms_nobody(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await editor.open(tmp_path / "a.py", text=STRANGE)
    strangers = [Document(uri, "") for uri in ("file:///none.py", "untitled:x", "file://[", "", "file:///a%00b")]
    for stranger in strangers:
        _change(editor, stranger, "", _to((0, 0), (0, 0), SEAL), version=2)
        identifier = types.TextDocumentIdentifier(stranger.uri)
        editor.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))
    assert await _marked(editor, document) == [SEAL]
    assert [editor.shown(stranger) for stranger in strangers] == [[]] * len(strangers)


async def test_documents_without_a_file_are_looked_at_by_their_texts(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    for uri in ("untitled:Untitled-1", "git:/a.py?HEAD", "file://[", "zipfile:///a.zip::b.py"):
        document = _open(editor, uri, STRANGE)
        assert await _marked(editor, document) == [SEAL]
        editor.replace(document, 0, 0, "import os\n")
        assert await _marked(editor, document) == [SEAL]
        editor.close(document)
        await editor.shows(document, lambda found: not found)


async def test_opening_again_is_another_document(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    uri = (tmp_path / "a.py").as_uri()
    document = _open(editor, uri, STRANGE)
    await editor.ran(document)
    assert len(editor.shown(document)) == 1
    document = _open(editor, uri, "x = 1\n")
    await editor.wait(lambda: editor.shown(document) == [], "what was found in the other text to go")
    document = _open(editor, uri, f"import hashlib\n{SEAL}; {SEAL}\n")
    shown = await editor.shows(document, lambda found: len(found) == 2)
    assert [editor.excerpt(document, diagnostic.range) for diagnostic in shown] == [SEAL, SEAL]


async def test_findings_come_under_the_spelling_of_the_editor(launch: Launch, tmp_path: Path) -> None:
    file = tmp_path / "a b.py"
    file.write_text(STRANGE)
    editor = await launch(Start((tmp_path,)))
    uri = file.as_uri().replace("%20", " ").replace("a%20b", "%61 b")
    document = _open(editor, uri, STRANGE)
    assert await _marked(editor, document) == [SEAL]
    await editor.command("omni.analyzeWorkspace")
    assert {arrival.uri for arrival in editor.arrivals if arrival.diagnostics} == {uri}


@as_client("vscode-1.139.1-codeserver-lc11")
async def test_a_notebook_is_looked_at_cell_by_cell(launch: Launch, tmp_path: Path) -> None:
    # The only recorded editor that has notebooks.
    editor = await launch(Start((tmp_path,)))
    assert editor.answer is not None
    assert editor.answer.capabilities.notebook_document_sync is not None
    book = types.NotebookDocumentIdentifier((tmp_path / "book.ipynb").as_uri())
    one, two, three = (Document(f"vscode-notebook-cell:/book.ipynb#{name}", text) for name, text in _CELLS.items())
    for cell in (one, two, three):
        editor.documents[cell.uri] = cell
    cells = [_cell(one), _cell(two)]
    notebook = types.NotebookDocument(book.uri, "jupyter-notebook", 1, cells)
    opening = types.DidOpenNotebookDocumentParams(notebook, [_item(one), _item(two)])
    editor.client.notebook_document_did_open(opening)
    for cell in (one, two):
        await editor.ran(cell)
    assert [len(editor.shown(cell)) for cell in (one, two)] == [1, 0]

    _restructure(editor, book.uri, one, three)
    _edit(editor, book.uri, two, f"import hashlib\n{SEAL}\n")
    editor.client.notebook_document_did_save(types.DidSaveNotebookDocumentParams(book))
    for cell in (two, three):
        await editor.ran(cell)
    assert [len(editor.shown(cell)) for cell in (two, three)] == [1, 2]
    await _gone(editor, one)

    closing = types.DidCloseNotebookDocumentParams(
        book, [types.TextDocumentIdentifier(cell.uri) for cell in (two, three)]
    )
    editor.client.notebook_document_did_close(closing)
    await _gone(editor, two, three)


_CELLS = {
    "one": f"import hashlib\n{SEAL}\n",
    "two": "import hashlib\n",
    "three": f"import hashlib\n{SEAL}, {SEAL}\n",
}


async def _gone(editor: Editor, *cells: Document) -> None:
    """Nothing of them is shown, neither what the editor asked for nor what it was told."""
    for cell in cells:
        editor.pulls.forget(cell.uri)
        editor.screen.forget(cell.uri)
        await editor.shows(cell, lambda found: not found)


def _cell(cell: Document) -> types.NotebookCell:
    return types.NotebookCell(types.NotebookCellKind.Code, cell.uri)


def _item(cell: Document) -> types.TextDocumentItem:
    return types.TextDocumentItem(cell.uri, "python", cell.version, cell.text)


def _restructure(editor: Editor, book: str, old: Document, new: Document) -> None:
    """The first cell goes, another one comes in its place."""
    array = types.NotebookCellArrayChange(0, 1, [_cell(new)])
    structure = types.NotebookDocumentCellChangeStructure(array, [_item(new)], [types.TextDocumentIdentifier(old.uri)])
    _tell(editor, book, types.NotebookDocumentCellChanges(structure=structure))


def _edit(editor: Editor, book: str, cell: Document, text: str) -> None:
    cell.text, cell.version = text, cell.version + 1
    identifier = types.VersionedTextDocumentIdentifier(cell.version, cell.uri)
    changes = [types.TextDocumentContentChangeWholeDocument(text)]
    contents = [types.NotebookDocumentCellContentChanges(identifier, changes)]
    _tell(editor, book, types.NotebookDocumentCellChanges(text_content=contents))


def _tell(editor: Editor, book: str, cells: types.NotebookDocumentCellChanges) -> None:
    identifier = types.VersionedNotebookDocumentIdentifier(2, book)
    event = types.NotebookDocumentChangeEvent(cells=cells)
    editor.client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(identifier, event))
