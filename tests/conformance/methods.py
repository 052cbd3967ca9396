"""Requests and registrations only where the client announced them, and a position encoding it offered."""

from collections.abc import Iterator

from lsprotocol import types

from conformance.session import Session
from conformance.violation import Rule, Violation
from profiles import look

_ANNOUNCED = {
    types.WORKSPACE_CONFIGURATION: ("workspace", "configuration"),
    types.WORKSPACE_WORKSPACE_FOLDERS: ("workspace", "workspaceFolders"),
    types.WORKSPACE_APPLY_EDIT: ("workspace", "applyEdit"),
    types.WINDOW_WORK_DONE_PROGRESS_CREATE: ("window", "workDoneProgress"),
    types.WINDOW_SHOW_DOCUMENT: ("window", "showDocument", "support"),
    types.WORKSPACE_CODE_LENS_REFRESH: ("workspace", "codeLens", "refreshSupport"),
    types.WORKSPACE_DIAGNOSTIC_REFRESH: ("workspace", "diagnostics", "refreshSupport"),
    types.WORKSPACE_FOLDING_RANGE_REFRESH: ("workspace", "foldingRange", "refreshSupport"),
    types.WORKSPACE_INLAY_HINT_REFRESH: ("workspace", "inlayHint", "refreshSupport"),
    types.WORKSPACE_INLINE_VALUE_REFRESH: ("workspace", "inlineValue", "refreshSupport"),
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH: ("workspace", "semanticTokens", "refreshSupport"),
    types.WORKSPACE_TEXT_DOCUMENT_CONTENT_REFRESH: ("workspace", "textDocumentContent"),
    "omni/chat": ("experimental", "omniChat"),
}

# Where the name of the capability is not that of the method.
_CAPABILITY = {
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: ("workspace", "workspaceFolders"),
    types.TEXT_DOCUMENT_DOCUMENT_COLOR: ("textDocument", "colorProvider", "dynamicRegistration"),
    types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY: ("textDocument", "callHierarchy", "dynamicRegistration"),
    types.TEXT_DOCUMENT_PREPARE_TYPE_HIERARCHY: ("textDocument", "typeHierarchy", "dynamicRegistration"),
    "notebookDocument/sync": ("notebookDocument", "synchronization", "dynamicRegistration"),
}
_SYNC = ("didOpen", "didChange", "didSave", "didClose", "willSave", "willSaveWaitUntil")
_FILES = ("didCreateFiles", "didRenameFiles", "didDeleteFiles", "willCreateFiles", "willRenameFiles", "willDeleteFiles")


def check(session: Session) -> Iterator[Violation]:
    for index, body in session.sent(client=False):
        path = _ANNOUNCED.get(body.get("method", ""))
        if path is not None and not session.announced(*path):
            yield Violation(Rule.METHOD, f"{body['method']}: {'.'.join(path)}", index)
    yield from _dynamic(session)
    yield from _trace(session)
    yield from _encoding(session)


def _dynamic(session: Session) -> Iterator[Violation]:
    for call in session.demanded:
        if call.method != types.CLIENT_REGISTER_CAPABILITY or call.index in session.ill:
            continue
        for registration in call.params["registrations"]:
            path = _capability(registration["method"])
            if not session.announced(*path):
                yield Violation(Rule.DYNAMIC, f"{registration['method']}: {'.'.join(path)}", call.index)


def _capability(method: str) -> tuple[str, ...]:
    scope, _, name = method.partition("/")
    if method in _CAPABILITY:
        return _CAPABILITY[method]
    if name in _SYNC:
        return (scope, "synchronization", "dynamicRegistration")
    if name in _FILES:
        return (scope, "fileOperations", "dynamicRegistration")
    return (scope, name, "dynamicRegistration")


def _trace(session: Session) -> Iterator[Violation]:
    """On from `initialize` or the last `$/setTrace`."""
    asked = session.initialize
    settings = [(asked.index, look(asked.params, "trace"))] if asked else []
    settings += [(index, look(params, "value")) for index, params in session.notified(types.SET_TRACE, client=True)]
    for index, _ in session.notified(types.LOG_TRACE, client=False):
        values = [value for since, value in settings if since <= index]
        # A change that is under way may not have been read yet.
        if not any(value not in (None, "off") for value in values[-2:]):
            yield Violation(Rule.TRACE, "trace is off", index)


def _encoding(session: Session) -> Iterator[Violation]:
    """UTF-16 is what a client means that offers nothing, and a server that chooses nothing."""
    asked = session.initialize
    if asked is None or asked.answered is None or look(asked.result, "capabilities") is None:
        return
    offer = session.announced("general", "positionEncodings") or ["utf-16"]
    chosen = session.offered("positionEncoding") or "utf-16"
    if chosen not in offer:
        yield Violation(Rule.ENCODING, f"{chosen} of {offer}", asked.answered)
