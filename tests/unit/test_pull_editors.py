"""Whatever happens in whatever order, in the end an editor shows just what is in force: nothing twice, nothing stale."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st
from pull_editors import Editor, Neovim, VsCode
from pull_fakes import A, B, C, Desk, settle

from omni_lsp.lsp.client import Client

# Thousands of rounds over lines that other tests cover: counting them again would take twice the time.
pytestmark = pytest.mark.no_cover

URIS = (A, B, C)
ACTS = ("open", "close", "edit", "hide", "report", "report", "read", "read", "ask", "settle")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(URIS), st.lists(st.sampled_from("xyz"), max_size=2)), max_size=40
)
Make = Callable[[Desk], Editor]


async def _act(editor: Editor, act: str, uri: str, names: list[str]) -> None:
    match act:
        case "open" if uri not in editor.open_:
            editor.open(uri)
        case "close" if uri in editor.open_:
            editor.close(uri)
        case "edit" if uri in editor.open_:
            editor.edit(uri)
        case "hide" if uri in editor.open_ and isinstance(editor, VsCode):
            editor.hide(uri)
        case "report":
            editor.desk.report(uri, *names)
        case "read" if editor.desk.inbox:
            editor.read()
        case "ask":
            editor.ask()
            await asyncio.sleep(0)  # The server reads it before anything else happens.
        case "settle":
            await settle()


async def _calm(editor: Editor) -> None:
    """Until neither side has anything to say."""
    await settle()
    while editor.desk.inbox:
        while editor.desk.inbox:
            editor.read()
        await settle()


async def _played(make: Make, client: Client, steps: list[tuple[str, str, list[str]]]) -> None:
    desk = Desk(client)
    editor = make(desk)
    if isinstance(editor, VsCode):
        editor.ask()  # As it does once the server is there.
        await asyncio.sleep(0)
    for act, uri, names in steps:
        await _act(editor, act, uri, names)
    await _calm(editor)
    if isinstance(editor, VsCode):
        # What crosses with the closing of a tab is lost on it until the document is closed too, or reported on again.
        for uri in editor.open_ - editor.tabs:
            editor.close(uri)
        await _calm(editor)
    in_force = {uri: [finding.message for finding in desk.findings.of(uri)] for uri in URIS}
    assert {uri: editor.shows(uri) for uri in URIS} == in_force
    await desk.diagnostics.close()
    await desk.background.close()


@pytest.mark.parametrize(
    ("make", "client"),
    [
        pytest.param(Editor, Client(), id="pushed to"),
        pytest.param(Neovim, Client(pulls=True), id="Neovim"),
        pytest.param(VsCode, Client(pulls=True), id="VS Code"),
        pytest.param(lambda desk: VsCode(desk, pulls_late=True), Client(pulls=True), id="VS Code, pulls late"),
    ],
)
@settings(max_examples=150, deadline=None)
@given(steps=STEPS)
def test_an_editor_shows_what_is_in_force(make: Make, client: Client, steps: list[tuple[str, str, list[str]]]) -> None:
    asyncio.run(_played(make, client, steps))
