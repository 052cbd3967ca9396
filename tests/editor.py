"""An editor without a screen: starts the server over stdio, keeps documents, applies edits, waits for what comes back.

It announces what a real editor announced and does what that editor would: asks for diagnostics where the server offers
that, resolves actions or runs their commands, tells of files where it was asked to.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter

import columns
from answers import listen
from omni_lsp.model.languages import language_of
from profiles import look
from pulling import Pulls
from received import action_of, edits_of, files_of, takes_changes
from screen import Arrival, Screen
from starting import Start, params_of
from taped import TapedClient
from watching import is_watched
from workspace_pull import WorkspacePull

SERVER = [sys.executable, "-m", "omni_lsp", "--stdio"]
ANSWER_SECONDS = 15.0
_JSON = get_converter()


@dataclass
class Document:
    uri: str
    text: str
    version: int = 1


@dataclass
class Editor:
    """`runs` holds every `omni/run`, `indexes` every `omni/index`, `statuses` every `omni/status`, `refreshes` the methods of
    the refresh requests.

    `asked` counts how often the server wanted to know the settings; `choice` is what the user would press in a message
    with buttons.
    """

    client: TapedClient
    settings: dict[str, object]
    folders: Sequence[Path] = ()
    capabilities: Mapping[str, Any] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    screen: Screen = field(default_factory=Screen)
    runs: list[Any] = field(default_factory=list)
    indexes: list[Any] = field(default_factory=list)
    statuses: list[Any] = field(default_factory=list)
    messages: list[types.ShowMessageParams] = field(default_factory=list)
    logged: list[types.LogMessageParams] = field(default_factory=list)
    progress: list[types.ProgressParams] = field(default_factory=list)
    showed: list[types.ShowDocumentParams] = field(default_factory=list)
    refreshes: list[str] = field(default_factory=list)
    registered: dict[str, types.Registration] = field(default_factory=dict)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    answer: types.InitializeResult | None = None
    choice: str = ""
    asked: int = 0

    def __post_init__(self) -> None:
        self.pulls = Pulls(self.client.request, self._version, self._pulled)
        self.workspace = WorkspacePull(self.client.request, self._pulled_of_workspace)
        listen(self)

    @property
    def published(self) -> list[tuple[float, types.PublishDiagnosticsParams]]:
        """The pushes alone, each with its time of arrival."""
        return self.screen.published

    @property
    def arrivals(self) -> list[Arrival]:
        """The diagnostics of both channels."""
        return self.screen.arrivals

    @property
    def encoding(self) -> str:
        """The server's choice; what the standard has for a server that makes none."""
        chosen = self.answer and self.answer.capabilities.position_encoding
        return str(chosen or types.PositionEncodingKind.Utf16.value)

    def announces(self, *path: str) -> Any:
        """What the editor announced at this place of its capabilities, `None` where there is nothing."""
        return look(self.capabilities, *path)

    async def wait(self, ready: Callable[[], bool], what: str, seconds: float = ANSWER_SECONDS) -> None:
        """Until something that came makes it so."""
        try:
            async with asyncio.timeout(seconds), self.news:
                await self.news.wait_for(ready)
        except TimeoutError:
            raise AssertionError(f"waited {seconds} s in vain for {what}") from None

    async def tell(self) -> None:
        async with self.news:
            self.news.notify_all()

    async def open(self, path: Path, language: str = "python", text: str | None = None) -> Document:
        document = Document(path.as_uri(), path.read_bytes().decode() if text is None else text)
        self._opened(document, language)
        return document

    def _opened(self, document: Document, language: str) -> None:
        self.documents[document.uri] = document
        item = types.TextDocumentItem(document.uri, language, document.version, document.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        self.pulls.want(document.uri)

    def close(self, document: Document) -> None:
        del self.documents[document.uri]
        identifier = types.TextDocumentIdentifier(document.uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))
        self.pulls.forget(document.uri)
        if not self.workspace.is_running:  # Which will tell what is so of the file from now on.
            self.screen.forget(document.uri)

    def replace(self, document: Document, start: int, end: int, text: str) -> None:
        """A change, sent as one if the server takes such; offsets in code points of the text as it is."""
        range_ = types.Range(self.position(document, start), self.position(document, end))
        document.text = document.text[:start] + text + document.text[end:]
        part = types.TextDocumentContentChangePartial(range=range_, text=text)
        whole = types.TextDocumentContentChangeWholeDocument(document.text)
        self._changed(document, part if takes_changes(self.answer) else whole)

    def rewrite(self, document: Document, text: str) -> None:
        """A change sent as the whole text."""
        document.text = text
        self._changed(document, types.TextDocumentContentChangeWholeDocument(text))

    def save(self, document: Document) -> None:
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(document.uri)))
        self.pulls.want(document.uri)

    def wrote(self, path: Path, kind: types.FileChangeType = types.FileChangeType.Changed) -> bool:
        """Something else than the editor wrote a file: tell the server if it asked to be told; whether it did."""
        options = [r.register_options for r in self.registered.values() if r.method.endswith("didChangeWatchedFiles")]
        watched = is_watched(path, kind, [watcher for each in options for watcher in each["watchers"]])
        if watched:
            event = types.FileEvent(path.as_uri(), kind)
            self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        return watched

    async def ran(self, document: Document, version: int | None = None) -> Any:
        """The report of a run over this version (default: the current one), once its findings are here too."""
        wanted = document.version if version is None else version
        found: list[Any] = []

        def arrived() -> bool:
            found[:] = [run for run in self.runs if run["uri"] == document.uri and run["version"] == wanted]
            return bool(found)

        await self.wait(arrived, f"a run over version {wanted} of {document.uri}")
        await self.pulls.round(document.uri)
        return found[-1]

    async def saved(self, document: Document) -> Any:
        """Touch the end of the document, save it and wait for the run."""
        self.replace(document, len(document.text), len(document.text), "\n")
        self.save(document)
        return await self.ran(document)

    def shown(self, document: Document) -> list[types.Diagnostic]:
        """What the editor shows now; one that is pushed to and asks shows both."""
        return self.screen.at(document.uri)

    async def shows(
        self, document: Document, is_right: Callable[[list[types.Diagnostic]], bool]
    ) -> list[types.Diagnostic]:
        """What the editor shows, as soon as that is right."""
        await self.wait(lambda: is_right(self.shown(document)), f"{document.uri} to show the right thing")
        return self.shown(document)

    def pull_all(self) -> None:
        for uri in self.documents:
            self.pulls.want(uri)

    async def hover(self, document: Document, offset: int) -> str | None:
        params = types.HoverParams(types.TextDocumentIdentifier(document.uri), self.position(document, offset))
        hover = await self.client.text_document_hover_async(params)
        if hover is None:
            return None
        assert isinstance(hover.contents, types.MarkupContent)
        return hover.contents.value

    async def actions(
        self, document: Document, diagnostic: types.Diagnostic, only: Sequence[str] | None = None
    ) -> list[types.CodeAction]:
        """What is offered on a diagnostic; a bare command is wrapped in an action, as editors do."""
        context = types.CodeActionContext([diagnostic], only)
        identifier = types.TextDocumentIdentifier(document.uri)
        return await self.listed(types.CodeActionParams(identifier, diagnostic.range, context))

    async def listed(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What is offered at a place, wrapped in the same way."""
        # The client library takes an action that has a command for a command.
        offered = await self.client.request(types.TEXT_DOCUMENT_CODE_ACTION, _JSON.unstructure(params)) or []
        return [action_of(item) for item in offered]

    async def resolve(self, action: types.CodeAction) -> types.CodeAction:
        return await self.client.code_action_resolve_async(action)

    async def fix(self, document: Document, action: types.CodeAction) -> None:
        """Take an action: its edit, which is asked for where it is not there yet, then its command."""
        resolves = "edit" in (self.announces("textDocument", "codeAction", "resolveSupport", "properties") or ())
        if action.edit is None and action.command is None and resolves:
            action = await self.resolve(action)
        assert action.edit or action.command, f"nothing happens on {action.title!r}"
        if action.edit is not None:
            self.apply(action.edit)
        if action.command is not None:
            command = types.ExecuteCommandParams(action.command.command, action.command.arguments)
            await self.client.workspace_execute_command_async(command)

    async def lenses(self, document: Document) -> list[types.CodeLens]:
        """The lenses with their commands, which are asked for where they are not there yet."""
        params = types.CodeLensParams(types.TextDocumentIdentifier(document.uri))
        found = await self.client.text_document_code_lens_async(params) or []
        return [lens if lens.command else await self.client.code_lens_resolve_async(lens) for lens in found]

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """As an editor does: make files, refuse another version, change the text from the last edit to the first."""
        for made in files_of(edit):
            assert not made.exists(), "a file in the way"
            made.parent.mkdir(parents=True, exist_ok=True)
            made.touch()
            self._opened(Document(made.as_uri(), ""), language_of(made))
        for uri, version, edits in edits_of(edit):
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
        return columns.position(document.text, offset, self.encoding)

    def offset(self, document: Document, position: types.Position) -> int:
        return columns.offset(document.text, position, self.encoding)

    def excerpt(self, document: Document, range_: types.Range) -> str:
        return document.text[self.offset(document, range_.start) : self.offset(document, range_.end)]

    async def leave(self) -> int:
        """Shut the server down as an editor does, without a thought to what it was asked before; its exit status."""
        self.pulls.is_on = False
        await self.client.shutdown_async(None)
        self.client.exit(None)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for the server to go, and for its last byte; its exit status. Raises what an editor would have to say."""
        server = self.client._server
        status = await asyncio.wait_for(server.wait(), ANSWER_SECONDS)
        await self.client.drained()
        with suppress(asyncio.CancelledError):
            await self.client.stop()
        await self.pulls.end()
        await self.workspace.end()
        return status

    def _version(self, uri: str) -> int | None:
        return self.documents[uri].version if uri in self.documents else None

    async def _pulled(self, uri: str, version: int | None, items: Sequence[Any]) -> None:
        self.screen.pull(uri, version, items)
        await self.tell()

    def _pulled_of_workspace(self, uri: str, version: int | None, items: Sequence[Any]) -> None:
        if uri not in self.documents:  # What was asked about an open document is more to the point.
            self.screen.pull(uri, version, items)

    def _changed(self, document: Document, event: types.TextDocumentContentChangeEvent) -> None:
        document.version += 1
        identifier = types.VersionedTextDocumentIdentifier(document.version, document.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [event]))
        self.pulls.want(document.uri)


async def start(how: Start) -> Editor:
    """A running server that has answered `initialize` and got `initialized`."""
    params = params_of(how)
    editor = Editor(TapedClient(), dict(how.settings), how.folders, params["capabilities"])
    # The base library wants to know, to check what it is sent; what it has no types for it cannot.
    editor.client.capabilities = _JSON.structure(params["capabilities"], types.ClientCapabilities)
    await editor.client.start_io(*(how.command or SERVER), **({"env": how.env} if how.env else {}))
    answer = await editor.client.request(types.INITIALIZE, params)
    editor.answer = _JSON.structure(answer, types.InitializeResult)
    asks = editor.announces("textDocument", "diagnostic") is not None
    provider = look(answer, "capabilities", "diagnosticProvider")
    editor.pulls.is_on = asks and provider is not None
    editor.pulls.identifier = editor.workspace.identifier = look(provider, "identifier")
    editor.workspace.is_offered = editor.pulls.is_on and bool(look(provider, "workspaceDiagnostics"))
    editor.client.initialized(types.InitializedParams())
    return editor
