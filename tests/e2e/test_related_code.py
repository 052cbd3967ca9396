"""Related code in an editor: an index that keeps itself up, hovers from it, and similar code on demand."""

from pathlib import Path

import pytest
from lsprotocol import types

from conftest import Launch
from editor import Document, Editor, Start

pytestmark = [pytest.mark.xdist_group("lance"), pytest.mark.timeout(400)]

BASKET = (
    "class Basket:\n"
    '    """What a customer wants to buy."""\n\n'
    "    def total_price(self, currency):\n"
    '        """The sum of all prices, with tax."""\n'
    "        return sum(line.price for line in self.lines) * (1 + self.tax)\n"
)
INVOICE = (
    "from basket import Basket\n\n\n"
    "class Invoice:\n"
    '    """What a customer has bought, and the sum that is to be paid."""\n\n'
    "    def amount(self, basket):\n"
    '        """The sum of all prices with tax."""\n'
    "        return Basket.total_price(basket, self.currency)\n"
)
MAIL = "def send_invitation(address):\n    deliver(address)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    for name, text in {"basket.py": BASKET, "invoice.py": INVOICE, "mail.py": MAIL}.items():
        (root / name).write_text(text, "utf-8")
    return root


async def phase(editor: Editor, wanted: str, times: int = 1) -> None:
    """Until the server has said of its index so often that it is in this phase."""
    # The index process gives way to everybody else: beside busy neighbours its start alone took a minute.
    said = (lambda: [index["phase"] for index in editor.indexes].count(wanted) >= times, f"it to be {wanted}")
    await editor.wait(*said, seconds=150.0)


async def hover_with(editor: Editor, document: Document, offset: int, wanted: str) -> str:
    """The hover once it says so: it never waits itself, and what is looked up in the background tells nobody.

    The search in between lets the index process, which gives way to everybody else, have its turn.
    """
    said = ""
    while wanted not in said:
        said = await editor.hover(document, offset) or ""
        await editor.command("omni.search", query="Basket", limit=1)
    return said


async def test_an_index_makes_itself_and_hovers_know_related_code(launch: Launch, project: Path) -> None:
    editor = await launch(Start((project,)))
    document = await editor.open(project / "basket.py")
    run = await editor.ran(document)
    assert {stage["agent"]: stage["status"] for stage in run["stages"]}["rag"] == "done"
    await phase(editor, "building")
    await phase(editor, "ready")
    (status,) = await editor.command("omni.indexStatus")
    assert (status["uri"], status["phase"], status["files"]) == (project.as_uri(), "ready", 3)
    at = BASKET.index("Basket") + 1
    said = await hover_with(editor, document, at, "Related code")
    if said.startswith("```"):
        assert f"Used in [`invoice.py:9`]({(project / 'invoice.py').as_uri()}#L9)." in said
        assert f"Related code: [`invoice.py:4`]({(project / 'invoice.py').as_uri()}#L4) `Invoice`" in said
    else:
        assert "Used in invoice.py:9." in said
        assert "Related code: invoice.py:4 Invoice" in said
    if editor.announces("window", "workDoneProgress"):
        kinds = [part.value["kind"] for part in editor.progress if isinstance(part.value, dict)]
        assert (kinds[0], kinds[-1]) == ("begin", "end")
        assert "indexing project" in editor.progress[0].value["title"]
    # What is saved is taken in without being asked for.
    mail = await editor.open(project / "mail.py")
    editor.rewrite(mail, f"{MAIL}\n\ndef send_reminder(address):\n    deliver(address)\n")
    (project / "mail.py").write_text(mail.text, "utf-8")
    editor.save(mail)
    await phase(editor, "ready", 2)
    (hit,) = await editor.command("omni.search", query="send_reminder", limit=1)
    assert hit["symbol"] == "send_reminder"
    # So is what somebody else wrote, where the editor tells of it.
    known = [index["phase"] for index in editor.indexes].count("ready")
    (project / "invoice.py").write_text(f"{INVOICE}\n\ndef refund(amount):\n    pay(-amount)\n", "utf-8")
    if editor.wrote(project / "invoice.py"):
        await phase(editor, "ready", known + 1)


async def test_similar_code_is_an_action_that_leads_there(launch: Launch, project: Path) -> None:
    editor = await launch(Start((project,)))
    document = await editor.open(project / "basket.py")
    await editor.ran(document)
    place = editor.position(document, BASKET.index("return sum"))
    context = types.CodeActionContext([], ["source.omni"], types.CodeActionTriggerKind.Invoked)
    identifier = types.TextDocumentIdentifier(document.uri)
    params = types.CodeActionParams(identifier, types.Range(place, place), context)
    offered = await editor.listed(params)
    (action,) = [action for action in offered if action.command and action.command.command == "omni.showSimilar"]
    editor.choice = "invoice.py:1 Invoice"
    await editor.fix(document, action)
    await editor.wait(lambda: bool(editor.messages), "the places")
    assert editor.messages[-1].message.startswith("omni: like Basket.total_price")
    if editor.announces("window", "showDocument", "support"):
        await editor.wait(lambda: bool(editor.showed), "the file that was chosen")
        assert editor.showed[0].uri == (project / "invoice.py").as_uri()
    else:
        assert "invoice.py:1 Invoice" in editor.messages[-1].message
    found = await editor.command("omni.showSimilar", uri=document.uri, range=_json(place), show=False)
    assert (found["subject"], found["places"][0]["symbol"]) == ("Basket.total_price", "Invoice")
    assert len(editor.messages) == 1
    with pytest.raises(Exception, match="range:"):
        await editor.command("omni.showSimilar", uri=document.uri, range={"start": 1})


async def test_without_an_index_nothing_is_looked_up(launch: Launch, project: Path) -> None:
    editor = await launch(Start((project,), options={"search": {"index": False}}))
    document = await editor.open(project / "basket.py")
    await editor.ran(document)
    assert await editor.command("omni.indexStatus") == []
    place = _json(editor.position(document, 0))
    with pytest.raises(Exception, match=r"search\.index is off"):
        await editor.command("omni.showSimilar", uri=document.uri, range=place)


def _json(place: types.Position) -> dict[str, object]:
    at = {"line": place.line, "character": place.character}
    return {"start": at, "end": at}
