"""What each message does: convert, ask, convert. Notifications are plain functions that only hand over."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types

from omni_lsp.lsp import commands
from omni_lsp.lsp.client import Client
from omni_lsp.lsp.positions import edited, offset_of, span_of
from omni_lsp.lsp.server import OmniServer, path_of
from omni_lsp.lsp.shapes import action_of, hover_of, workspace_edit_of
from omni_lsp.lsp.wire import content_modified, invalid, refused
from omni_lsp.model.errors import AgentError
from omni_lsp.model.facts import FileFindings
from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot, Span


def register(server: OmniServer) -> None:
    server.feature(types.INITIALIZE)(initialize)
    server.feature(types.INITIALIZED)(initialized)
    server.feature(types.SHUTDOWN)(shutdown)
    server.feature(types.EXIT)(exit_)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(did_save)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(did_close)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(did_change_configuration)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(did_change_folders)
    server.feature(types.TEXT_DOCUMENT_HOVER)(hover)
    actions = types.CodeActionOptions([types.CodeActionKind.QuickFix], resolve_provider=True)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, actions)(code_action)
    server.feature(types.CODE_ACTION_RESOLVE)(resolve_code_action)
    commands.register(server, resolved)


def initialize(ls: OmniServer, params: types.InitializeParams) -> None:
    ls.client = Client.of(params.capabilities, ls.workspace.position_encoding or types.PositionEncodingKind.Utf16)
    ls.options = dict(params.initialization_options) if isinstance(params.initialization_options, dict) else {}
    folders = params.workspace_folders or []
    uris = [folder.uri for folder in folders] or [uri for uri in (params.root_uri,) if uri]
    ls.folders = {uri: path for uri in uris if (path := path_of(uri)) is not None}
    if not uris and params.root_path:  # All that some old clients say.
        ls.folders = {Path(params.root_path).as_uri(): Path(params.root_path)}


def initialized(ls: OmniServer, _params: types.InitializedParams) -> None:
    # Off since the start, for its speed; what was imported until now stays anyway, and need not be looked through again.
    gc.freeze()
    gc.enable()
    ls.background.start(ls.bring_up())


async def shutdown(ls: OmniServer, _params: None) -> None:
    ls.is_leaving = True
    await ls.close()


def exit_(ls: OmniServer, _params: None) -> None:
    ls.background.start(_leave(ls))


def did_open(ls: OmniServer, params: types.DidOpenTextDocumentParams) -> None:
    snapshot = ls.snapshot(params.text_document)
    ls.findings.forget(snapshot.uri)
    ls.documents.open(snapshot)
    _submit(ls, snapshot, Trigger.OPEN)


def did_change(ls: OmniServer, params: types.DidChangeTextDocumentParams) -> None:
    document = params.text_document
    snapshot = ls.documents.get(document.uri)
    if snapshot is None:
        return
    text, changes = edited(snapshot, params.content_changes, ls.client.encoding)
    new = ls.documents.change(document.uri, document.version, text)
    ls.findings.edited(document.uri, document.version, changes)
    _submit(ls, new, Trigger.CHANGE)


def did_save(ls: OmniServer, params: types.DidSaveTextDocumentParams) -> None:
    _submit(ls, ls.documents.get(params.text_document.uri), Trigger.SAVE)


def did_close(ls: OmniServer, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    if ls.core is not None:
        ls.core.cancel(uri)
    ls.documents.close(uri)
    ls.findings.forget(uri)
    ls.publisher.clear(uri)


def did_change_configuration(ls: OmniServer, _params: types.DidChangeConfigurationParams) -> None:
    ls.background.start(_reconfigure(ls))


def did_change_folders(ls: OmniServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    for folder in params.event.removed:
        ls.folders.pop(folder.uri, None)
    for folder in params.event.added:
        if (path := path_of(folder.uri)) is not None:
            ls.folders[folder.uri] = path
    ls.background.start(_reconfigure(ls))


def hover(ls: OmniServer, params: types.HoverParams) -> types.Hover | None:
    snapshot = ls.documents.get(params.text_document.uri)
    if snapshot is None or ls.core is None:
        return None
    offset = offset_of(params.position, snapshot.lines, ls.client.encoding)
    here = Span(offset, offset)
    found = FileFindings(tuple(f for f in ls.findings.of(snapshot.uri) if f.span.touches(here)))
    return hover_of(list(ls.core.explain(snapshot, offset, found)), snapshot, ls.client)


def code_action(ls: OmniServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    snapshot = ls.documents.get(params.text_document.uri)
    if snapshot is None or ls.core is None or not _wants_fixes(params.context.only):
        return []
    actions = []
    for finding in _meant(ls, snapshot, params):
        shown = [d for d in ls.publisher.shown(snapshot.uri) if _fingerprint(d) == finding.fingerprint]
        actions += [action_of(offer, snapshot, shown, ls.client) for offer in ls.core.offers(snapshot, finding)]
    return actions


async def resolve_code_action(ls: OmniServer, params: types.CodeAction) -> types.CodeAction:
    params.edit = await resolved(ls, params.data)
    return params


async def resolved(ls: OmniServer, data: object) -> types.WorkspaceEdit:
    """The edit of an offer, by the `data` that listed it; ContentModified when the document moved on."""
    if not isinstance(data, dict) or not {"uri", "version", "agent", "kind", "fingerprint"} <= data.keys():
        raise invalid("the code action carries no omni data")
    snapshot = ls.documents.get(str(data["uri"]))
    if snapshot is None or snapshot.version != data["version"]:
        raise content_modified()
    offer = Offer(str(data["agent"]), str(data["kind"]), str(data["kind"]), str(data["fingerprint"]))
    core = await ls.up()
    try:
        edit = await core.resolve(offer, snapshot)
    except AgentError as error:
        raise refused(error) from error
    if ls.documents.get(snapshot.uri) is not snapshot:
        raise content_modified()
    return workspace_edit_of(edit, snapshot, ls.client)


def _submit(ls: OmniServer, snapshot: Snapshot | None, trigger: Trigger) -> None:
    # Before the application is up nothing is lost: it looks at all open documents when it comes.
    if snapshot is not None and ls.core is not None:
        ls.core.submit(snapshot, trigger)


async def _leave(ls: OmniServer) -> None:
    # Some clients do not wait for the answer to their shutdown, and some send none.
    await ls.close()
    # The base library would wait for its reader, and that for the client to close our stdin.
    sys.stderr.flush()
    os._exit(ls.status)


async def _reconfigure(ls: OmniServer) -> None:
    core = await ls.up()
    setup = await ls.setup()
    core.reconfigure(setup)


def _wants_fixes(only: Sequence[str] | None) -> bool:
    return only is None or any(kind in ("", types.CodeActionKind.QuickFix) for kind in only)


def _meant(ls: OmniServer, snapshot: Snapshot, params: types.CodeActionParams) -> list[Finding]:
    """Findings the client names by fingerprint, else those that its range touches."""
    named = {fingerprint for d in params.context.diagnostics if (fingerprint := _fingerprint(d))}
    span = span_of(params.range, snapshot.lines, ls.client.encoding)
    findings = ls.findings.of(snapshot.uri)
    return [f for f in findings if f.fingerprint in named] or [f for f in findings if f.span.touches(span)]


def _fingerprint(diagnostic: types.Diagnostic) -> str | None:
    return (
        str(diagnostic.data["fingerprint"])
        if isinstance(diagnostic.data, dict) and "fingerprint" in diagnostic.data
        else None
    )
