"""Fix-all, lenses and their twins, and what each client is sent of a finding, over the wire."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

import columns
import family
from conftest import Launch, as_client
from editor import Document, Editor, Start

SERVICE = (Path(__file__).parents[1] / "cases" / "service_300.py").read_text("utf-8")
FOUND = "import hashlib\n\nmark = hashlib.md5(b'')\n"
NESTED = (
    "import hashlib\nimport requests\nimport yaml\n\n\n"
    "def load(url):\n"
    "    é = '😀'; raw = yaml.load(requests.get(url, verify=False).text, Loader=yaml.Loader)\n"
    "    return raw, é, hashlib.md5(hashlib.sha1(requests.get(url, verify=False).content).digest())\n"
)
LITERALS = "textDocument.codeAction.codeActionLiteralSupport"
RESOLVE = "textDocument.codeAction.resolveSupport"
REPORTING = ("omni.showReport", "omni.analyzeFile", "omni.analyzeWorkspace")
INVOKED, AUTOMATIC = types.CodeActionTriggerKind.Invoked, types.CodeActionTriggerKind.Automatic


async def opened(editor: Editor, folder: Path, text: str) -> Document:
    """A document whose findings are there."""
    file = folder / "service.py"
    file.write_text(text, "utf-8")
    document = await editor.open(file)
    await editor.ran(document)
    return document


async def listed(editor: Editor, document: Document, **context: Any) -> list[Any]:
    """The actions for the start of a document, as JSON."""
    at = {"line": 0, "character": 0}
    identifier = {"uri": document.uri}
    context = {"diagnostics": [], **context}
    params = {"textDocument": identifier, "range": {"start": at, "end": at}, "context": context}
    answer: list[Any] = await editor.client.request(types.TEXT_DOCUMENT_CODE_ACTION, params)
    return answer


async def fixable(editor: Editor, document: Document) -> list[types.CodeAction]:
    """The one action that fixes all, if there is something to fix."""
    found = editor.shown(document) or [types.Diagnostic(types.Range(types.Position(0, 0), types.Position(0, 0)), "")]
    return await editor.actions(document, found[0], only=["source.fixAll"])


async def fixable_once_tried(editor: Editor, document: Document, titles: Sequence[str]) -> list[types.CodeAction]:
    """The same, once it is these: fixes are tried when the run is over, and nobody is told that they were."""
    while True:
        actions = await fixable(editor, document)
        if [action.title for action in actions] == titles:
            return actions


@pytest.mark.parametrize(("text", "number"), [(SERVICE, 11), (NESTED, 5)], ids=["service", "nested"])
async def test_one_action_fixes_all_that_can_be_fixed(launch: Launch, tmp_path: Path, text: str, number: int) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, text)
    before = editor.shown(document)
    title = f"omni: fix all findings that can be fixed ({number})"
    (action,) = await fixable_once_tried(editor, document, [title])
    await editor.fix(document, action)
    await editor.saved(document)
    assert len(editor.shown(document)) == len(before) - number
    assert await fixable_once_tried(editor, document, []) == []


@as_client("vscode-1.139.1-codeserver-lc11")
async def test_fix_all_is_for_the_version_it_was_listed_for(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, FOUND)
    (action,) = await fixable(editor, document)
    editor.replace(document, 0, 0, "\n")
    with pytest.raises(JsonRpcException) as caught:
        await editor.resolve(action)
    assert caught.value.code == types.LSPErrorCodes.ContentModified


@as_client("neovim-0.12")
async def test_changes_are_labelled_where_that_is_shown(launch: Launch, tmp_path: Path) -> None:
    labels = {"workspace": {"workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}}}}
    editor = await launch(Start((tmp_path,), also=labels))
    document = await opened(editor, tmp_path, SERVICE)
    (action,) = await fixable(editor, document)
    edit = (await editor.resolve(action)).edit
    assert edit is not None
    assert edit.change_annotations is not None
    titles = {annotation.label for annotation in edit.change_annotations.values()}
    assert {"Fix: Weak hash", "Fix: SQL injection", "What the fixes need elsewhere, such as an import"} <= titles
    assert {annotation.description for annotation in edit.change_annotations.values()} == {
        "the finding is gone; no other finding came; the text has no new mistake of syntax"
    }
    (changed,) = edit.document_changes or []
    assert isinstance(changed, types.TextDocumentEdit)
    used = {getattr(change, "annotation_id", None) for change in changed.edits}
    assert used == edit.change_annotations.keys()


ASKED: Sequence[tuple[dict[str, object], set[str]]] = [
    ({"triggerKind": AUTOMATIC}, set()),
    ({"triggerKind": INVOKED}, {"source.fixAll.omni", "source.omni"}),
    ({"triggerKind": AUTOMATIC, "only": ["source"]}, {"source.fixAll.omni", "source.omni"}),
    ({"only": ["source.fixAll"]}, {"source.fixAll.omni"}),
    ({"only": ["refactor", "source.omni"]}, {"source.omni"}),
    ({"only": ["quickfix"]}, set()),
    ({"only": [""]}, {"source.fixAll.omni", "source.omni"}),
]


@pytest.mark.parametrize("number", range(2))  # Two clients, as each test has one of its own.
async def test_only_what_is_asked_for_is_listed(launch: Launch, tmp_path: Path, number: int) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, FOUND)
    answer = editor.answer
    assert answer is not None
    options = answer.capabilities.code_action_provider
    assert isinstance(options, types.CodeActionOptions)
    offered = {str(kind) for kind in options.code_action_kinds or ()}
    for asked, kinds in ASKED:
        actions = await listed(editor, document, **asked)
        assert {action["kind"] for action in actions} == kinds, asked
        assert kinds <= offered


async def test_a_client_without_action_literals_gets_commands_that_work(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,), without=(LITERALS, RESOLVE)))
    document = await opened(editor, tmp_path, FOUND)
    offered = await listed(editor, document)
    assert all(isinstance(each["command"], str) for each in offered)
    command = next(each for each in offered if "fix all" in each["title"])
    await editor.command(command["command"], **command["arguments"][0])
    assert "sha256" in document.text


async def test_a_client_that_can_apply_nothing_is_offered_nothing_to_apply(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,), without=(RESOLVE, "workspace.applyEdit")))
    document = await opened(editor, tmp_path, FOUND)
    (found,) = editor.shown(document)
    actions = await editor.actions(document, found)
    commands = {action.command.command for action in actions if action.command is not None}
    assert (len(actions), commands) == (8, {*REPORTING, "omni.pack", "omni.prompt", "omni.showSimilar", "omni.untrust"})


async def test_each_command_of_a_lens_is_an_action_too(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, FOUND)
    (found,) = editor.shown(document)
    twins = {
        action.command.command: action
        for action in await editor.actions(document, found, only=["source.omni"])
        if action.command is not None
    }
    assert set(twins) == {*REPORTING, "omni.pack", "omni.showSimilar", "omni.untrust"}
    # Some editors resolve these as well.
    assert (await editor.resolve(twins["omni.showReport"])).command is not None
    run = editor.runs[-1]
    await editor.fix(document, twins["omni.showReport"])
    await editor.wait(lambda: bool(editor.messages), "the report")
    said = editor.messages[-1]
    assert said.type is types.MessageType.Info
    assert all(word in said.message for word in ("service.py", "context done in", "security done in", run["traceId"]))
    await editor.fix(document, twins["omni.analyzeFile"])
    assert [each["trigger"] for each in editor.runs] == ["open", "command"]
    await editor.fix(document, twins["omni.analyzeWorkspace"])
    assert await editor.command("omni.showReport", uri=document.uri) == editor.runs[-1]


async def test_a_lens_is_there_while_there_is_something_to_say(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, FOUND)
    (lens,) = await editor.lenses(document)
    assert lens.command is not None
    assert lens.command.title.startswith("omni: 1 finding · ")
    assert lens.command.title.endswith(" of 60 s")
    run = await editor.command(lens.command.command, **lens.command.arguments[0])
    assert run == editor.runs[-1]
    told = editor.announces("workspace", "codeLens", "refreshSupport")
    refresh = types.WORKSPACE_CODE_LENS_REFRESH
    await editor.wait(lambda: (refresh in editor.refreshes) == bool(told), "the lens to be refreshed")
    editor.rewrite(document, "x = 1\n")
    await editor.saved(document)
    assert await editor.lenses(document) == []
    await editor.wait(lambda: not told or editor.refreshes.count(refresh) > 1, "the lens to go")


async def test_a_run_that_could_not_finish_offers_another(launch: Launch, tmp_path: Path) -> None:
    pipeline = tmp_path / ".omni" / "pipeline.yaml"
    pipeline.parent.mkdir()
    stages = "[{agent: context}, {agent: security, timeout: 1ms}]"
    pipeline.write_text(f"version: 1\nanalysis: {{pipeline: {{stages: {stages}}}}}\n")
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    document = await opened(editor, tmp_path, FOUND)
    report, again = [lens.command for lens in await editor.lenses(document)]
    assert report is not None
    assert again is not None
    assert report.title.startswith("omni: security timed out · ")
    assert (again.title, again.command) == ("Analyze again", "omni.analyzeFile")
    await editor.command(again.command, **again.arguments[0])
    assert [run["trigger"] for run in editor.runs] == ["open", "command"]


async def test_related_places_are_told_where_they_are_shown(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    file = tmp_path / ".omni" / "pipeline.yaml"
    file.parent.mkdir()
    stages = "      - agent: context\n      - agent: security\n      - agent: context\n"
    file.write_text(f"version: 1\nanalysis:\n  pipeline:\n    stages:\n{stages}")
    document = await editor.open(file, "yaml")
    (mistake,) = await editor.shows(document, bool)
    assert mistake.message.startswith("agent context is in the pipeline twice")
    assert mistake.range.start.line == 6
    if not editor.announces("textDocument", "publishDiagnostics", "relatedInformation"):
        assert mistake.related_information is None
        return
    ((also),) = mistake.related_information or ()
    assert (also.message, also.location.uri, also.location.range.start.line) == ("first listed here", document.uri, 4)


async def test_what_is_deprecated_is_tagged_where_tags_are_shown(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, "import tempfile\n\nname = tempfile.mktemp()\n")
    (found,) = editor.shown(document)
    assert list(found.tags or ()) == [types.DiagnosticTag.Deprecated]  # Every recorded client shows tags.
    plain = await launch(Start((tmp_path,), without=("textDocument.publishDiagnostics", "textDocument.diagnostic")))
    (untagged,) = plain.shown(await opened(plain, tmp_path, document.text))
    assert (untagged.tags, untagged.code_description, untagged.related_information) == (None, None, None)


async def test_a_finding_carries_the_id_of_its_run(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, FOUND)
    (found,) = editor.shown(document)
    assert found.data["trace"] == editor.runs[-1]["traceId"]


@as_client("emacs-30-eglot")
async def test_a_hover_has_no_marks_where_markdown_is_not_shown(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, FOUND)
    hover = await editor.hover(document, document.text.index("md5"))
    assert hover is not None
    assert "Weak hash" in hover
    assert not {"`", "**", "](", "<http"} & {hover[at : at + size] for at in range(len(hover)) for size in (1, 2, 5)}


@as_client("vscode-1.139.1-codeserver-lc11")
async def test_a_fix_that_is_called_off_stops_the_engine(launch: Launch, tmp_path: Path) -> None:
    if not family.IS_KNOWN:
        pytest.skip("asks Linux who is whose child")
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, "")
    # Nothing is looked up after a pause in typing, so the engine runs for the fix alone.
    editor.replace(document, 0, 0, SERVICE * 2)
    await editor.shows(document, lambda found: len(found) > 1)
    (action,) = await fixable(editor, document)
    server = editor.client._server
    assert server is not None
    params = {"title": action.title, "kind": action.kind, "data": action.data}
    request = asyncio.ensure_future(editor.client.request(types.CODE_ACTION_RESOLVE, params, "fix"))
    await asyncio.sleep(0)  # The question is sent before it is taken back.
    while not family.one_shots(server.pid):
        assert not request.done()
        await asyncio.sleep(0)
    editor.client.cancel_request(types.CancelParams("fix"))
    with pytest.raises(JsonRpcException) as caught:
        await request
    assert caught.value.code == types.LSPErrorCodes.RequestCancelled
    assert await editor.hover(document, document.text.index("md5(")) is not None
    assert family.one_shots(server.pid) == set()
    await editor.saved(document)
    assert {stage["status"] for stage in editor.runs[-1]["stages"]} == {"done"}


async def test_an_analysis_that_is_called_off_stops_and_the_next_save_is_looked_at(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch(Start((tmp_path,), settings={"pipeline": "ci"}))
    document = await opened(editor, tmp_path, SERVICE * 2)
    params = {"command": "omni.analyzeFile", "arguments": [{"uri": document.uri}]}
    request = asyncio.ensure_future(editor.client.request(types.WORKSPACE_EXECUTE_COMMAND, params, "run"))
    await asyncio.sleep(0)
    await editor.hover(document, 0)  # Answered after the analysis has begun.
    editor.client.cancel_request(types.CancelParams("run"))
    with pytest.raises(JsonRpcException) as caught:
        await request
    assert caught.value.code == types.LSPErrorCodes.RequestCancelled
    editor.rewrite(document, FOUND)
    await editor.saved(document)
    assert [run["trigger"] for run in editor.runs] == ["open", "save"]
    assert [found.code for found in editor.shown(document)] == ["py.weak-hash"]


async def test_code_is_looked_at_before_it_is_written(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    document = await opened(editor, tmp_path, FOUND)
    before, runs = editor.shown(document), len(editor.runs)
    wide = "mark = '\U0001d49c' and " + "hashlib.sha1(b'')\n"
    answer = await editor.command("omni.validateCode", uri=document.uri, code="import hashlib\n\n" + wide)
    (found,) = answer["diagnostics"]
    assert (answer["isComplete"], found["code"], found["range"]["start"]["line"]) == (True, "py.weak-hash", 2)
    start = columns.offset(wide, types.Position(0, found["range"]["start"]["character"]), editor.encoding)
    assert wide[start:].startswith("hashlib.sha1")
    new = await editor.command("omni.validateCode", uri=(tmp_path / "new.js").as_uri(), code="eval(location.hash)\n")
    assert [each["code"] for each in new["diagnostics"]] != []
    clean = await editor.command("omni.validateCode", uri=document.uri, code="one = 1\n")
    assert (clean["isComplete"], clean["diagnostics"]) == (True, [])
    assert (editor.shown(document), len(editor.runs)) == (before, runs)
    assert sorted(each.name for each in tmp_path.iterdir()) == [Path(document.uri).name]
    for wrong in ({"code": 1, "uri": document.uri}, {"code": ""}, {"code": "", "uri": "untitled:x"}):
        with pytest.raises(JsonRpcException, match=r"a text|that of a file"):
            await editor.command("omni.validateCode", **wrong)
