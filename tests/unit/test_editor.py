"""The test editor itself, against a server of a few lines: it pulls as real editors do, answers all, records every byte."""

import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from editor import Document, Editor, start
from starting import Start

SERVER = (sys.executable, "-S", "-E", str(Path(__file__).parent / "scripted_server.py"))
VSCODE = "vscode-1.139.1-codeserver-lc11"
Begin = Callable[..., Awaitable[Editor]]


@pytest.fixture
async def begin(tmp_path: Path) -> AsyncIterator[Begin]:
    """An editor at work; those that are still up in the end are taken down."""
    editors: list[Editor] = []

    async def begun(client: str = VSCODE, **options: object) -> Editor:
        editors.append(await start(Start((tmp_path,), command=SERVER, client=client, options=options)))
        return editors[-1]

    yield begun
    for editor in editors:
        if editor.client._server.returncode is None:
            assert await editor.leave() == 0


def _lines(editor: Editor, document: Document) -> list[int]:
    return [found.range.start.line for found in editor.shown(document)]


def _sent(editor: Editor, method: str) -> list[Any]:
    messages = editor.client.recording.read().messages
    return [each.body["params"] for each in messages if each.from_client and each.body.get("method") == method]


async def test_it_asks_on_open_on_change_and_when_told_to(begin: Begin, tmp_path: Path) -> None:
    editor = await begin()
    document = await editor.open(tmp_path / "a.py", text="bad")
    await editor.shows(document, bool)
    editor.rewrite(document, "good\nbad")
    await editor.shows(document, lambda shown: [d.range.start.line for d in shown] == [1])
    editor.save(document)
    await editor.shows(document, lambda shown: len(shown) == 2)
    await editor.command("refresh")
    await editor.shows(document, lambda shown: len(shown) == 3)
    first, *others = _sent(editor, "textDocument/diagnostic")
    assert first == {"textDocument": {"uri": document.uri}, "identifier": "s"}
    assert all("previousResultId" in params for params in others)
    assert [(arrival.version, arrival.is_pulled) for arrival in editor.arrivals] == [(1, True), *[(2, True)] * 3]
    assert editor.published == []


async def test_a_run_is_over_when_its_findings_are_on_the_screen(begin: Begin, tmp_path: Path) -> None:
    editor = await begin()
    document = await editor.open(tmp_path / "a.py", text="bad")
    await editor.shows(document, bool)
    await editor.saved(document)
    assert _lines(editor, document) == [0, 2]


async def test_many_changes_are_few_questions(begin: Begin, tmp_path: Path) -> None:
    editor = await begin()
    document = await editor.open(tmp_path / "a.py", text="bad")
    for number in range(1, 100):
        editor.rewrite(document, "\n" * number + "bad")
    await editor.pulls.round(document.uri)
    assert _lines(editor, document) == [99]
    assert len(_sent(editor, "textDocument/diagnostic")) <= 2


async def test_a_client_that_does_not_ask_shows_what_is_pushed(begin: Begin, tmp_path: Path) -> None:
    editor = await begin("helix-25.01.1", pushes=True)
    document = await editor.open(tmp_path / "a.py", text="bad")
    assert len(await editor.shows(document, bool)) == 1
    assert _sent(editor, "textDocument/diagnostic") == []


async def test_who_is_pushed_to_and_asks_shows_both(begin: Begin, tmp_path: Path) -> None:
    editor = await begin(pushes=True)
    document = await editor.open(tmp_path / "a.py", text="bad")
    await editor.shows(document, lambda shown: len(shown) == 2)
    editor.close(document)
    assert len(editor.shown(document)) == 1


async def test_a_cancelled_question_is_asked_again_when_the_server_says_so(begin: Begin, tmp_path: Path) -> None:
    editor = await begin(cancels=3)
    document = await editor.open(tmp_path / "a.py", text="bad")
    await editor.pulls.round(document.uri)
    assert _lines(editor, document) == [0]
    over = await begin(ends=1)
    document = await over.open(tmp_path / "a.py", text="bad")
    await over.pulls.round(document.uri)
    assert len(_sent(over, "textDocument/diagnostic")) == 1


async def test_any_other_error_is_one_of_the_test(begin: Begin, tmp_path: Path) -> None:
    editor = await begin(fails=1)
    document = await editor.open(tmp_path / "a.py", text="bad")
    with pytest.raises(Exception, match="fails"):
        await editor.pulls.round(document.uri)
    with pytest.raises(Exception, match="fails"):
        await editor.leave()


async def test_the_whole_workspace_comes_in_parts(begin: Begin, tmp_path: Path) -> None:
    editor = await begin()
    document = await editor.open(tmp_path / "a.py", text="bad\nbad")
    await editor.pulls.round(document.uri)
    asked = editor.workspace.start()
    closed = Document("file:///closed.py", "")
    await editor.shows(closed, lambda shown: len(shown) == 1)
    assert not asked.done()
    assert len(editor.shown(document)) == 2
    editor.close(document)
    assert len(editor.shown(document)) == 2
    again = editor.workspace.start()
    await editor.wait(lambda: len(editor.progress) == 2, "the second answer")
    assert await editor.leave() == 0
    assert {report["kind"] for report in editor.progress[1].value["items"]} == {"unchanged"}
    assert isinstance(again.exception(), Exception)


async def test_every_request_of_the_server_is_answered(begin: Begin) -> None:
    editor = await begin()
    editor.choice = "No"
    editor.settings["a"] = 1
    await editor.wait(lambda: "w" in editor.registered, "the registration")
    await editor.command("ask")
    assert await editor.leave() == 0
    messages = editor.client.recording.read().messages
    asked = [m.body["id"] for m in messages if not m.from_client and "id" in m.body and "method" in m.body]
    answers = {m.body["id"]: m.body for m in messages if m.from_client and "method" not in m.body}
    assert set(asked) == set(answers)
    assert [body for body in answers.values() if "error" in body] == []
    assert answers["workspace/configuration"]["result"] == [{"a": 1}, None]
    assert answers["window/showMessageRequest"]["result"] == {"title": "No"}
    assert answers["workspace/workspaceFolders"]["result"][0]["uri"] == editor.folders[0].as_uri()
    assert editor.registered == {}
    assert editor.refreshes == ["workspace/codeLens/refresh"]
    assert [params.uri for params in editor.showed] == ["file:///shown"]


async def test_files_are_told_of_where_the_server_asked(begin: Begin, tmp_path: Path) -> None:
    editor = await begin()
    await editor.wait(lambda: "w" in editor.registered, "the registration")
    assert not editor.wrote(tmp_path / "a.py")
    assert editor.wrote(tmp_path / "deep" / "b.yml", types.FileChangeType.Deleted)
    await editor.wait(lambda: bool(editor.logged), "the server to have heard")
    assert json.loads(editor.logged[0].message) == [{"uri": (tmp_path / "deep" / "b.yml").as_uri(), "type": 3}]


async def test_initialize_is_sent_as_it_was_recorded(begin: Begin) -> None:
    """Members that no standard knows included: the library's types would lose them."""
    editor = await begin("helix-25.07.1-20260723", anything=1)
    (params,) = _sent(editor, "initialize")
    assert params["capabilities"]["workspace"]["diagnostic"] == {"refreshSupport": True}
    assert params["rootPath"] == str(editor.folders[0])
    assert params["initializationOptions"] == {"runReports": True, "anything": 1}


async def test_the_last_byte_is_recorded(tmp_path: Path) -> None:
    program = tmp_path / "loud.py"
    source = Path(SERVER[-1]).read_text("utf-8")
    program.write_text(source.replace("raise SystemExit(0)", "print('bye'); raise SystemExit(3)"))
    editor = await start(Start((tmp_path,), command=(*SERVER[:-1], str(program))))
    assert await editor.leave() == 3
    (stray,) = editor.client.recording.read().strays
    assert (stray.from_client, stray.raw) == (False, b"bye\n")
