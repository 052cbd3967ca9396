"""Code actions and workspace edits in the form the client said it can take."""

from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from conformance.carried import JSON, actions, edits
from conformance.session import Session
from conformance.violation import Rule, Violation

_ACTION, _EDIT = ("textDocument", "codeAction"), ("workspace", "workspaceEdit")
_MEMBERS = {
    "isPreferred": "isPreferredSupport",
    "disabled": "disabledSupport",
    "data": "dataSupport",
    "tags": "tagSupport",
}
_OPERATIONS = ("create", "rename", "delete")


def check(session: Session) -> Iterator[Violation]:
    yield from _options(session)
    for index, call, action in actions(session):
        if not isinstance(action.get("command"), str):
            yield from _action(session, index, action, is_resolved=call.method == types.CODE_ACTION_RESOLVE)
    for index, _, edit in edits(session):
        yield from _edit(session, index, edit)


def _options(session: Session) -> Iterator[Violation]:
    asked = session.initialize
    is_object = isinstance(session.offered("codeActionProvider"), dict)
    takes_literals = session.announced(*_ACTION, "codeActionLiteralSupport") is not None
    if asked is not None and asked.answered is not None and is_object and not takes_literals:
        yield Violation(Rule.ACTION_OPTIONS, "codeActionProvider", asked.answered)


def _action(session: Session, index: int, action: JSON, *, is_resolved: bool) -> Iterator[Violation]:
    title = action.get("title")
    if session.announced(*_ACTION, "codeActionLiteralSupport") is None:
        yield Violation(Rule.ACTION_LITERAL, f"{title!r}", index)
    for name, capability in _MEMBERS.items():
        if name in action and not session.announced(*_ACTION, capability):
            yield Violation(Rule.ACTION_MEMBER, f"{name} of {title!r}", index)
    lazy = session.announced(*_ACTION, "resolveSupport", "properties") or ()
    waits = "edit" in lazy or "command" in lazy
    can_wait = waits and bool(_resolves(session.offered("codeActionProvider"))) and not is_resolved
    if not {"edit", "command", "disabled"} & set(action) and not can_wait:
        yield Violation(Rule.ACTION_IDLE, f"{title!r}", index)


def _resolves(provider: Any) -> Any:
    return isinstance(provider, dict) and provider.get("resolveProvider")


def _edit(session: Session, index: int, edit: JSON) -> Iterator[Violation]:
    takes_operations = session.announced(*_EDIT, "resourceOperations") or ()
    declared = edit.get("changeAnnotations") or {}
    # A client that makes files takes what goes into them in the same form (LSP 3.17, WorkspaceEdit).
    made = {change["uri"] for change in edit.get("documentChanges") or () if change.get("kind") == "create"}
    if "changeAnnotations" in edit and session.announced(*_EDIT, "changeAnnotationSupport") is None:
        yield Violation(Rule.ANNOTATION, "changeAnnotations", index)
    for change in edit.get("documentChanges") or ():
        if change.get("kind") in _OPERATIONS:
            if change["kind"] not in takes_operations:
                yield Violation(Rule.RESOURCE, change["kind"], index)
        elif not (session.announced(*_EDIT, "documentChanges") or change["textDocument"]["uri"] in made):
            yield Violation(Rule.DOCUMENT_CHANGES, change["textDocument"]["uri"], index)
        for part in (change, *change.get("edits", ())):
            if "annotationId" in part and part["annotationId"] not in declared:
                yield Violation(Rule.ANNOTATION, f"{part['annotationId']!r} is not declared", index)
            if "snippet" in part and not session.announced(*_EDIT, "snippetEditSupport"):
                yield Violation(Rule.RESOURCE, "snippet", index)
