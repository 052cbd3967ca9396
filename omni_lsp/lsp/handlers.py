"""What each message does: convert, ask, convert. Notifications are plain functions that only hand over."""

import gc
from dataclasses import replace
from pathlib import Path

from lsprotocol import types

from omni_lsp.lsp import actions, commands, completing, diagnostics, lenses, notebooks, sync, watching
from omni_lsp.lsp.capabilities import choose_encoding, server_capabilities
from omni_lsp.lsp.client import Client, chat_models_in
from omni_lsp.lsp.mailbox import begin, reconfigure
from omni_lsp.lsp.positions import offset_of
from omni_lsp.lsp.progress import cancel_progress
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import hover_of
from omni_lsp.lsp.uris import path_of
from omni_lsp.model.text import Span


def register(server: OmniServer) -> None:
    server.feature(types.INITIALIZE)(initialize)
    server.feature(types.INITIALIZED)(initialized)
    server.feature(types.SHUTDOWN)(shutdown)
    server.feature(types.EXIT)(exit_)
    server.feature(types.WINDOW_WORK_DONE_PROGRESS_CANCEL)(cancel_progress)
    server.feature(types.PROGRESS)(progressed)
    server.feature("omni/didChangeChatModels")(did_change_chat_models)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(did_save)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(did_close)
    server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)(notebooks.did_open_notebook)
    server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)(notebooks.did_change_notebook)
    server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)(notebooks.did_save_notebook)
    server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)(notebooks.did_close_notebook)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(did_change_configuration)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(did_change_folders)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(watching.did_change_watched_files)
    server.feature(types.WORKSPACE_DID_CREATE_FILES, watching.FILE_OPERATIONS)(watching.did_create_files)
    server.feature(types.WORKSPACE_DID_RENAME_FILES, watching.FILE_OPERATIONS)(watching.did_rename_files)
    server.feature(types.WORKSPACE_DID_DELETE_FILES, watching.FILE_OPERATIONS)(watching.did_delete_files)
    server.feature(types.TEXT_DOCUMENT_HOVER)(hover)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions())(completing.completion)
    offered = types.CodeActionOptions(actions.KINDS, resolve_provider=True)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, offered)(actions.code_action)
    server.feature(types.CODE_ACTION_RESOLVE)(actions.resolve_code_action)
    server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))(lenses.code_lens)
    commands.register(server)


def initialize(ls: OmniServer, params: types.InitializeParams) -> types.InitializeResult:
    encoding = choose_encoding(params.capabilities)
    ls.client = ls.diagnostics.client = Client.of(params.capabilities, encoding)
    ls.options = dict(params.initialization_options) if isinstance(params.initialization_options, dict) else {}
    folders = params.workspace_folders or []
    uris = [folder.uri for folder in folders] or [uri for uri in (params.root_uri,) if uri]
    ls.folders = {uri: path for uri in uris if (path := path_of(uri)) is not None}
    if not uris and params.root_path and Path(params.root_path).is_absolute():  # All that some old clients say.
        ls.folders = {Path(params.root_path).as_uri(): Path(params.root_path)}
    if ls.client.pulls:
        diagnostics.register(ls, ls.diagnostics)
    ls.is_initialized = True
    if params.process_id is not None:
        ls.watch(params.process_id)
    capabilities = server_capabilities(ls, params, encoding)
    return types.InitializeResult(capabilities, types.ServerInfo(ls.name, ls.version))


def initialized(ls: OmniServer, _params: types.InitializedParams) -> None:
    # Off since the start, for its speed; what was imported until now stays anyway, and need not be looked through again.
    gc.freeze()
    gc.enable()
    begin(ls)


async def shutdown(ls: OmniServer, _params: None) -> None:
    await ls.diagnostics.close()
    ls.protocol.cancel_all()
    await ls.close()


def exit_(ls: OmniServer, _params: None) -> None:
    ls.leave()


def did_open(ls: OmniServer, params: types.DidOpenTextDocumentParams) -> None:
    sync.opened(ls, params.text_document)


def did_change(ls: OmniServer, params: types.DidChangeTextDocumentParams) -> None:
    sync.changed(ls, params.text_document, params.content_changes)


def did_save(ls: OmniServer, params: types.DidSaveTextDocumentParams) -> None:
    sync.saved(ls, params.text_document.uri)


def did_close(ls: OmniServer, params: types.DidCloseTextDocumentParams) -> None:
    sync.closed(ls, params.text_document.uri)


def did_change_configuration(ls: OmniServer, _params: types.DidChangeConfigurationParams) -> None:
    reconfigure(ls)


def did_change_folders(ls: OmniServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    for folder in params.event.removed:
        ls.folders.pop(folder.uri, None)
    for folder in params.event.added:
        if (path := path_of(folder.uri)) is not None:
            ls.folders[folder.uri] = path
    reconfigure(ls)


def progressed(ls: OmniServer, params: types.ProgressParams) -> None:
    ls.protocol.progressed(params.token, params.value)


def did_change_chat_models(ls: OmniServer, params: object) -> None:
    models = chat_models_in(params)
    # Who has not said that it answers `omni/chat` is not asked.
    if models is not None and ls.client.chat_models is not None:
        ls.client = replace(ls.client, chat_models=models)


def hover(ls: OmniServer, params: types.HoverParams) -> types.Hover | None:
    snapshot = ls.documents.get(params.text_document.uri)
    if snapshot is None or ls.core is None:
        return None
    offset = offset_of(params.position, snapshot.lines, ls.client.encoding)
    here = Span(offset, offset)
    found = [finding for finding in ls.findings.of(snapshot.uri) if finding.span.touches(here)]
    return hover_of(list(ls.core.explain(snapshot, offset, found)), snapshot, ls.client)
