"""Results only of features the server announced or registered, with the commands and kinds it announced."""

from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from conformance.carried import JSON, actions, lenses, sound_answers
from conformance.session import Session
from conformance.violation import Rule, Violation
from profiles import look

# What a server announces for a method, below its capabilities.
PROVIDERS: dict[str, tuple[str, ...]] = {
    types.TEXT_DOCUMENT_HOVER: ("hoverProvider",),
    types.TEXT_DOCUMENT_CODE_ACTION: ("codeActionProvider",),
    types.CODE_ACTION_RESOLVE: ("codeActionProvider", "resolveProvider"),
    types.TEXT_DOCUMENT_CODE_LENS: ("codeLensProvider",),
    types.CODE_LENS_RESOLVE: ("codeLensProvider", "resolveProvider"),
    types.TEXT_DOCUMENT_DIAGNOSTIC: ("diagnosticProvider",),
    types.WORKSPACE_DIAGNOSTIC: ("diagnosticProvider", "workspaceDiagnostics"),
    types.WORKSPACE_EXECUTE_COMMAND: ("executeCommandProvider",),
    types.TEXT_DOCUMENT_COMPLETION: ("completionProvider",),
    types.COMPLETION_ITEM_RESOLVE: ("completionProvider", "resolveProvider"),
    types.TEXT_DOCUMENT_SIGNATURE_HELP: ("signatureHelpProvider",),
    types.TEXT_DOCUMENT_DEFINITION: ("definitionProvider",),
    types.TEXT_DOCUMENT_REFERENCES: ("referencesProvider",),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: ("documentSymbolProvider",),
    types.WORKSPACE_SYMBOL: ("workspaceSymbolProvider",),
    types.TEXT_DOCUMENT_FORMATTING: ("documentFormattingProvider",),
    types.TEXT_DOCUMENT_RENAME: ("renameProvider",),
    types.TEXT_DOCUMENT_INLAY_HINT: ("inlayHintProvider",),
    types.TEXT_DOCUMENT_FOLDING_RANGE: ("foldingRangeProvider",),
}

# A feature is registered under the first method of its family.
_FAMILY = {
    types.CODE_ACTION_RESOLVE: types.TEXT_DOCUMENT_CODE_ACTION,
    types.CODE_LENS_RESOLVE: types.TEXT_DOCUMENT_CODE_LENS,
    types.COMPLETION_ITEM_RESOLVE: types.TEXT_DOCUMENT_COMPLETION,
    types.WORKSPACE_DIAGNOSTIC: types.TEXT_DOCUMENT_DIAGNOSTIC,
}


def check(session: Session) -> Iterator[Violation]:
    for index, call, _ in sound_answers(session, *PROVIDERS):
        if not _is_offered(session, call.method, index):
            yield Violation(Rule.NOT_OFFERED, call.method, index)
    yield from _commands(session)
    yield from _kinds(session)


def _is_offered(session: Session, method: str, index: int) -> bool:
    path = PROVIDERS[method]
    if session.offered(*path) not in (None, False):
        return True
    registered = session.registered(_FAMILY.get(method, method), index)
    return any(len(path) == 1 or look(options, *path[1:]) for options in registered)


def _commands(session: Session) -> Iterator[Violation]:
    for index, name in _named(session):
        registered = session.registered(types.WORKSPACE_EXECUTE_COMMAND, index)
        known = [session.offered("executeCommandProvider"), *registered]
        if not any(name in (look(options, "commands") or ()) for options in known):
            yield Violation(Rule.COMMAND, f"{name!r}", index)


def _named(session: Session) -> Iterator[tuple[int, str]]:
    for index, _, item in (*actions(session), *lenses(session)):
        command = item.get("command")
        if command is not None:
            yield index, command if isinstance(command, str) else command["command"]
    for index, call, _ in sound_answers(session, types.WORKSPACE_EXECUTE_COMMAND):
        yield index, str(look(call.params, "command"))


def _kinds(session: Session) -> Iterator[Violation]:
    registered = session.registered(types.TEXT_DOCUMENT_CODE_ACTION, len(session.reading.messages))
    sources = [session.offered("codeActionProvider"), *registered]
    lists: list[Any] = [found for options in sources if (found := look(options, "codeActionKinds")) is not None]
    for index, call, action in actions(session):
        kind = _kind(action)
        if kind is None:
            continue
        if lists and not any(_is_below(kind, each) for kinds in lists for each in kinds):
            yield Violation(Rule.ACTION_KIND, f"{kind!r} was not announced", index)
        only = look(call.params, "context", "only")
        if only is not None and not any(_is_below(kind, each) for each in only):
            yield Violation(Rule.ACTION_KIND, f"{kind!r} was not asked for", index)


def _kind(action: JSON) -> str | None:
    return None if isinstance(action.get("command"), str) else action.get("kind")


def _is_below(kind: str, other: str) -> bool:
    """Kinds are a tree: `a.b` is an `a`, and all are below the empty one."""
    return other in ("", kind) or kind.startswith(other + ".")
