"""An editor without a screen: starts the server over stdio, keeps documents, applies edits, waits for what comes back.

Used by the demo and the end-to-end tests; positions are converted here, independently of the server's own code.
"""

import ast
import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.exceptions import JsonRpcInvalidParams
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient

SERVER = [sys.executable, "-m", "omni_lsp", "--stdio"]
ANSWER_SECONDS = 15.0
CASES = Path(__file__).parent / "cases"


def capabilities(editor: str = "neovim-0.12", encoding: str = "utf-16") -> types.ClientCapabilities:
    """What a real editor announced, with its choice of position encodings narrowed to one."""
    recorded = json.loads((CASES / "clients" / f"{editor}.initialize.json").read_text())
    params = recorded["params"] | {"processId": None}
    structured = get_converter().structure(params, types.InitializeParams)
    found = structured.capabilities
    found.general = found.general or types.GeneralClientCapabilities()
    found.general.position_encodings = [encoding]
    return found


@dataclass
class Document:
    uri: str
    text: str
    version: int = 1


@dataclass
class Editor:
    """`published` holds every diagnostics message with its time of arrival, `runs` every `omni/run`.

    `asked` counts how often the server wanted to know the settings.
    """

    client: LanguageClient
    encoding: str
    settings: dict[str, object]
    documents: dict[str, Document] = field(default_factory=dict)
    published: list[tuple[float, types.PublishDiagnosticsParams]] = field(default_factory=list)
    runs: list[Any] = field(default_factory=list)
    messages: list[types.ShowMessageParams] = field(default_factory=list)
    progress: list[Any] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    answer: types.InitializeResult | None = None
    asked: int = 0

    async def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Until something that came makes it so."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self.news:
                await self.news.wait_for(ready)
        except TimeoutError:
            raise AssertionError(f"waited {ANSWER_SECONDS} s in vain for {what}") from None

    async def open(self, path: Path, language: str = "python", text: str | None = None) -> Document:
        document = Document(path.as_uri(), path.read_bytes().decode() if text is None else text)
        self.documents[document.uri] = document
        item = types.TextDocumentItem(document.uri, language, document.version, document.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return document

    def close(self, document: Document) -> None:
        del self.documents[document.uri]
        identifier = types.TextDocumentIdentifier(document.uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    def replace(self, document: Document, start: int, end: int, text: str) -> None:
        """Incremental change; offsets in code points of the text as it is."""
        range_ = types.Range(self.position(document, start), self.position(document, end))
        document.text = document.text[:start] + text + document.text[end:]
        self._changed(document, types.TextDocumentContentChangePartial(range=range_, text=text))

    def rewrite(self, document: Document, text: str) -> None:
        """Full change."""
        document.text = text
        self._changed(document, types.TextDocumentContentChangeWholeDocument(text))

    def save(self, document: Document) -> None:
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(document.uri)))

    async def ran(self, document: Document, version: int | None = None) -> Any:
        """The report of a run over this version (default: the current one), once it has ended."""
        wanted = document.version if version is None else version
        found: list[Any] = []

        def arrived() -> bool:
            found[:] = [run for run in self.runs if run["uri"] == document.uri and run["version"] == wanted]
            return bool(found)

        await self.wait(arrived, f"a run over version {wanted} of {document.uri}")
        return found[-1]

    async def saved(self, document: Document) -> Any:
        """Touch the end of the document, save it and wait for the run."""
        self.replace(document, len(document.text), len(document.text), "\n")
        self.save(document)
        return await self.ran(document)

    def shown(self, document: Document) -> list[types.Diagnostic]:
        """What the editor shows now: the last diagnostics that came."""
        mine = [params.diagnostics for _, params in self.published if params.uri == document.uri]
        return list(mine[-1]) if mine else []

    async def hover(self, document: Document, offset: int) -> str | None:
        params = types.HoverParams(types.TextDocumentIdentifier(document.uri), self.position(document, offset))
        hover = await self.client.text_document_hover_async(params)
        if hover is None:
            return None
        assert isinstance(hover.contents, types.MarkupContent)
        return hover.contents.value

    async def actions(self, document: Document, diagnostic: types.Diagnostic) -> list[types.CodeAction]:
        context = types.CodeActionContext([diagnostic])
        identifier = types.TextDocumentIdentifier(document.uri)
        params = types.CodeActionParams(identifier, diagnostic.range, context)
        offered = await self.client.text_document_code_action_async(params) or []
        return [_action(action) for action in offered]

    async def resolve(self, action: types.CodeAction) -> types.CodeAction:
        return await self.client.code_action_resolve_async(action)

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """As an editor does: refuse another version, change the text from the last edit to the first."""
        for uri, version, edits in _edits(edit):
            document = self.documents[uri]
            assert version in (None, document.version), "an edit for another version"
            spans = [
                (self.offset(document, e.range.start), self.offset(document, e.range.end), e.new_text) for e in edits
            ]
            for start, end, text in sorted(spans, reverse=True):
                self.replace(document, start, end, text)

    async def command(self, name: str, **argument: object) -> Any:
        return await self.client.workspace_execute_command_async(types.ExecuteCommandParams(name, [argument]))

    def position(self, document: Document, offset: int) -> types.Position:
        before = document.text[:offset].replace("\r\n", " \n").replace("\r", "\n")
        line = before.count("\n")
        return types.Position(line, self._units(before[before.rfind("\n") + 1 :]))

    def offset(self, document: Document, position: types.Position) -> int:
        text = document.text.replace("\r\n", " \n").replace("\r", "\n")
        start = 0
        for _ in range(position.line):
            start = text.index("\n", start) + 1
        at = start
        while self._units(document.text[start:at]) < position.character:
            at += 1
        return at

    def excerpt(self, document: Document, range_: types.Range) -> str:
        return document.text[self.offset(document, range_.start) : self.offset(document, range_.end)]

    async def leave(self) -> int:
        """Shut the server down as an editor does; its exit status."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        server = self.client._server
        status = await asyncio.wait_for(server.wait(), ANSWER_SECONDS)
        with suppress(asyncio.CancelledError):
            await self.client.stop()
        return status

    def _units(self, text: str) -> int:
        if self.encoding == "utf-32":
            return len(text)
        return len(text.encode("utf-8")) if self.encoding == "utf-8" else len(text.encode("utf-16-le")) // 2

    def _changed(self, document: Document, event: types.TextDocumentContentChangeEvent) -> None:
        document.version += 1
        identifier = types.VersionedTextDocumentIdentifier(document.version, document.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [event]))


@dataclass(frozen=True)
class Start:
    """How the editor starts the server; `options` are its initializationOptions."""

    folders: tuple[Path, ...]
    command: tuple[str, ...] = tuple(SERVER)
    options: dict[str, object] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    capabilities: types.ClientCapabilities | None = None
    encoding: str = "utf-16"
    env: dict[str, str] | None = None


async def start(how: Start) -> Editor:
    """A running server that has answered `initialize` and got `initialized`."""
    client = LanguageClient(converter_factory=default_converter)
    editor = Editor(client, how.encoding, dict(how.settings))
    _listen(editor)
    await client.start_io(*how.command, **({"env": how.env} if how.env else {}))
    folders = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in how.folders]
    params = types.InitializeParams(
        capabilities=how.capabilities or capabilities(encoding=how.encoding),
        root_uri=folders[0].uri if folders else None,
        workspace_folders=folders,
        initialization_options={"runReports": True, **how.options},
    )
    editor.answer = await client.initialize_session(params)
    return editor


def _listen(editor: Editor) -> None:
    client = editor.client

    async def tell() -> None:
        async with editor.news:
            editor.news.notify_all()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    async def _(params: types.PublishDiagnosticsParams) -> None:
        editor.published.append((time.perf_counter(), params))
        await tell()

    @client.feature("omni/run")
    async def _(params: Any) -> None:
        editor.runs.append(_plain(params))
        await tell()

    @client.feature(types.WINDOW_SHOW_MESSAGE)
    async def _(params: types.ShowMessageParams) -> None:
        editor.messages.append(params)
        await tell()

    @client.feature(types.PROGRESS)
    async def _(params: types.ProgressParams) -> None:
        editor.progress.append(params)
        await tell()

    @client.feature(types.WORKSPACE_CONFIGURATION)
    async def _(params: types.ConfigurationParams) -> list[object]:
        editor.asked += 1
        await tell()
        if "refuse" in editor.settings:
            raise JsonRpcInvalidParams("this client answers no such question")
        return [editor.settings if item.section == "omni" else None for item in params.items]

    @client.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)
    def _(_params: types.WorkDoneProgressCreateParams) -> None: ...

    @client.feature(types.WORKSPACE_APPLY_EDIT)
    def _(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        editor.apply(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)


def _action(offered: types.CodeAction | types.Command) -> types.CodeAction:
    """The client library takes an action that has a command for a command whose name is that object's text; this undoes it."""
    if isinstance(offered, types.CodeAction):
        return offered
    return types.CodeAction(offered.title, command=types.Command(**ast.literal_eval(offered.command)))


def _edits(edit: types.WorkspaceEdit) -> list[tuple[str, int | None, Sequence[Any]]]:
    if edit.document_changes:
        documents = [change for change in edit.document_changes if isinstance(change, types.TextDocumentEdit)]
        return [(change.text_document.uri, change.text_document.version, change.edits) for change in documents]
    return [(uri, None, edits) for uri, edits in (edit.changes or {}).items()]


def _plain(value: Any) -> Any:
    """The base library turns objects of unknown messages into named tuples; this turns them back."""
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
