"""What comes after the findings: how data gets to them."""

from pathlib import Path

from conftest import Launch
from editor import Document, Editor, Start

FLOW = """from flask import request


def find(db):
    name = request.args["name"]
    query = "select * from users where name = " + name
    return db.cursor().execute(query)
"""
SHOWS = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}


async def shown_with_flow(editor: Editor, document: Document) -> list[int]:
    """The lines, from 0, of the places that have to do with the finding, once there are any."""

    def known() -> list[int]:
        found = [one for one in editor.shown(document) if one.code == "py.sql-injection"]
        return [place.location.range.start.line for one in found for place in one.related_information or []]

    await editor.wait(lambda: bool(known()), "the way of the data")
    return known()


async def test_the_way_of_the_data_is_shown_after_the_finding(launch: Launch, tmp_path: Path) -> None:
    file = tmp_path / "shop.py"
    file.write_text(FLOW, "utf-8")
    editor = await launch(Start((tmp_path,), also=SHOWS))
    document = await editor.open(file)
    await editor.ran(document)
    assert await shown_with_flow(editor, document) == [4, 4, 5]
    editor.replace(document, 0, 0, "\n\n")
    await editor.saved(document)
    assert await shown_with_flow(editor, document) == [6, 6, 7]
    hover = await editor.hover(document, document.text.index("query)"))
    assert hover is not None
    assert "line 7" in hover
    assert "Comes from request.args" in hover
