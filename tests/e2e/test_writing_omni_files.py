"""Writing `.omni/*.yaml` in an editor: completion and hover by the server, for clients that register it and for the others."""

import asyncio
from pathlib import Path

from lsprotocol import types

from conftest import Launch, as_client
from editor import ANSWER_SECONDS, Document, Editor, Start

HERE = "‸"
PIPELINE = "version: 1\nanalysis:\n  pipeline:\n    stages:\n      - agent: context\n      - agent: ‸\n"
POLICY = "version: 1\nname: 🔒\nseverities: {py.🔒: off, weak‸: error}\n"


async def _complete(editor: Editor, document: Document, offset: int) -> types.CompletionList | None:
    where = types.TextDocumentIdentifier(document.uri)
    found = await editor.client.text_document_completion_async(
        types.CompletionParams(where, editor.position(document, offset))
    )
    assert found is None or isinstance(found, types.CompletionList)
    return found


async def _offered(editor: Editor, document: Document, offset: int) -> list[types.CompletionItem]:
    """As an editor does that was told that there may be more: ask again."""
    async with asyncio.timeout(ANSWER_SECONDS):
        while True:
            found = await _complete(editor, document, offset)
            if found is not None and found.items:
                return list(found.items)


async def _write(editor: Editor, file: Path, marked: str) -> tuple[Document, int]:
    file.parent.mkdir(exist_ok=True)
    document = await editor.open(file, "yaml", marked.replace(HERE, ""))
    return document, marked.index(HERE)


def _take(editor: Editor, document: Document, item: types.CompletionItem) -> str:
    assert isinstance(item.text_edit, types.TextEdit)
    start, end = (editor.offset(document, place) for place in (item.text_edit.range.start, item.text_edit.range.end))
    editor.replace(document, start, end, item.text_edit.new_text)
    return document.text


@as_client("vscode-1.139.1-codeserver-lc11", "neovim-0.11.4")
async def test_what_may_stand_there_is_offered_and_explained(launch: Launch, tmp_path: Path, profile: str) -> None:
    editor = await launch(Start((tmp_path,)))
    assert editor.answer is not None
    if profile.startswith("vscode"):
        assert editor.answer.capabilities.completion_provider is None
        await editor.wait(lambda: "omni-completion" in editor.registered, "completion to be registered")
        options = editor.registered["omni-completion"].register_options
        assert options["documentSelector"] == [{"pattern": "**/.omni/*.yaml"}]
    else:
        assert editor.answer.capabilities.completion_provider is not None
        assert editor.registered == {}

    pipeline, cursor = await _write(editor, tmp_path / ".omni" / "pipeline.yaml", PIPELINE)
    agents = await _offered(editor, pipeline, cursor)
    labels = {item.label for item in agents}
    assert {"security", "compliance"} <= labels
    assert "context" not in labels  # It has a stage.
    security = next(item for item in agents if item.label == "security")
    assert _take(editor, pipeline, security).endswith("- agent: security\n")
    assert "Reports findings." in (await editor.hover(pipeline, cursor) or "")

    policy, cursor = await _write(editor, tmp_path / ".omni" / "policy.yaml", POLICY)
    rules = await _offered(editor, policy, cursor)
    rule = next(item for item in rules if item.label == "py.weak-hash")
    assert _take(editor, policy, rule) == POLICY.replace("weak‸", "py.weak-hash")
    assert "Weak hash" in (await editor.hover(policy, policy.text.index("weak-hash")) or "")

    code = await editor.open(tmp_path / "a.py", text="import hashlib\n")
    assert await _complete(editor, code, 3) is None
