"""Sessions in which the server sends what the client, or itself, did not announce, each beside one where it did."""

from collections.abc import Iterator, Mapping
from typing import Any

from conformance_samples import PULLED, URI, Talk, begun, change, diagnostic, place

from conformance.violation import Rule

Case = tuple[Rule, Talk, Talk]
_AT = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
_ASKED = {"textDocument": {"uri": URI}, "range": place(0, 0, 3), "context": {"diagnostics": []}}


def cases() -> Iterator[Case]:
    yield from _requests()
    yield from _registrations()
    yield from _initialize()
    yield from _diagnostics()
    yield from _hovers_and_completions()
    yield from _actions()
    yield from _edits()
    yield from _features()


def _demanding(method: str, params: object, capabilities: Mapping[str, Any], **answer: object) -> Talk:
    talk = begun(capabilities)
    talk.demands(method, params, **answer)
    return talk


def _requests() -> Iterator[Case]:
    create = {"token": "t"}
    for method, params, without in (
        ("workspace/configuration", {"items": []}, {"workspace": {"configuration": False}}),
        ("window/workDoneProgress/create", create, {"window": {"workDoneProgress": False}}),
        ("window/showDocument", {"uri": URI}, {"window": {"showDocument": {"support": False}}}),
        ("workspace/codeLens/refresh", None, {"workspace": {"codeLens": {"refreshSupport": False}}}),
        ("workspace/diagnostic/refresh", None, {"workspace": {"diagnostics": None}}),
    ):
        yield Rule.METHOD, _demanding(method, params, without), _demanding(method, params, {})
    chat = {"model": "m", "messages": [], "maxOutputTokens": 9, "temperature": 0, "stops": [], "partialResultToken": 1}
    announced = {"experimental": {"omniChat": {"models": []}}}
    yield Rule.METHOD, _demanding("omni/chat", chat, {}), _demanding("omni/chat", chat, announced)
    misspelt = {"workspace": {"diagnostics": None, "diagnostic": {"refreshSupport": True}}}
    wrong = _demanding("workspace/inlayHint/refresh", None, {})
    yield Rule.METHOD, wrong, _demanding("workspace/diagnostic/refresh", None, misspelt)


def _registering(method: str, capabilities: Mapping[str, Any] | None = None) -> Talk:
    talk = begun(capabilities)
    talk.demands("client/registerCapability", {"registrations": [{"id": method, "method": method}]})
    return talk


def _registrations() -> Iterator[Case]:
    watched = "workspace/didChangeWatchedFiles"
    fixed = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": False}}}
    yield Rule.DYNAMIC, _registering(watched, fixed), _registering(watched)
    yield Rule.DYNAMIC, _registering("textDocument/rename"), _registering("textDocument/diagnostic")
    synced = {"textDocument": {"synchronization": {"dynamicRegistration": False}}}
    yield Rule.DYNAMIC, _registering("textDocument/didSave", synced), _registering("textDocument/didSave")
    folders = {"workspace": {"workspaceFolders": True}}
    changed = "workspace/didChangeWorkspaceFolders"
    yield Rule.DYNAMIC, _registering(changed), _registering(changed, folders)


def _initialize() -> Iterator[Case]:
    silent, loud = begun(trace="off"), begun(trace="messages")
    switched = begun()
    switched.client(method="$/setTrace", params={"value": "verbose"})
    for talk in (silent, loud, switched):
        talk.tells("$/logTrace", {"message": "m"})
    yield Rule.TRACE, silent, loud
    yield Rule.TRACE, silent, switched
    offer = {"general": {"positionEncodings": ["utf-8", "utf-16"]}}
    good = begun(offer, {"positionEncoding": "utf-8"})
    yield Rule.ENCODING, begun(offer, {"positionEncoding": "utf-32"}), good
    only = {"general": {"positionEncodings": ["utf-32"]}}
    yield Rule.ENCODING, begun(only, {"positionEncoding": None}), begun(only, {"positionEncoding": "utf-32"})
    nothing = {"general": None}
    yield Rule.ENCODING, begun(nothing, {"positionEncoding": "utf-8"}), begun(nothing)


def _pushing(item: object, capabilities: Mapping[str, Any] | None = None) -> Talk:
    talk = begun({"textDocument": {"publishDiagnostics": capabilities}} if capabilities else None)
    talk.pushes(item, version=1)
    return talk


def _pulling(report: object, capabilities: Mapping[str, Any] | None = None) -> Talk:
    talk = begun({"textDocument": capabilities} if capabilities else None, PULLED)
    talk.pulls(report)
    return talk


def _diagnostics() -> Iterator[Case]:
    where = {"location": {"uri": URI, "range": place(0, 0, 3)}, "message": "here"}
    for rule, members, without in (
        (Rule.RELATED_INFORMATION, {"relatedInformation": [where]}, {"relatedInformation": False}),
        (Rule.TAGS, {"tags": [1, 2]}, {"tagSupport": {"valueSet": [1]}}),
        (Rule.TAGS, {"tags": [1]}, {"tagSupport": None}),
        (Rule.CODE_DESCRIPTION, {"codeDescription": {"href": "https://x.y"}}, {"codeDescriptionSupport": None}),
    ):
        item = diagnostic(**members)
        yield rule, _pushing(item, without), _pushing(item)
        full = {"kind": "full", "items": [item]}
        instead = {name: {"valueSet": [1, 2]} if name == "tagSupport" else True for name in without}
        said = {"publishDiagnostics": without, "diagnostic": instead}
        yield rule, _pulling(full, {"publishDiagnostics": without}), _pulling(full, said)
    related = {"kind": "full", "items": [], "relatedDocuments": {"file:///b.py": {"kind": "full", "items": []}}}
    without = {"diagnostic": {"relatedDocumentSupport": False}}
    yield Rule.RELATED_DOCUMENTS, _pulling(related, without), _pulling(related)


def _asking(method: str, result: object, capabilities: Mapping[str, Any] | None = None) -> Talk:
    talk = begun({"textDocument": capabilities} if capabilities else None)
    talk.asks(method, _ASKED if method == "textDocument/codeAction" else _AT, result)
    return talk


def _hovers_and_completions() -> Iterator[Case]:
    hover = "textDocument/hover"
    marked, plain = ({"contents": {"kind": kind, "value": "x"}} for kind in ("markdown", "plaintext"))
    plain_only = {"hover": {"contentFormat": ["plaintext"]}}
    yield Rule.HOVER_FORMAT, _asking(hover, marked, plain_only), _asking(hover, plain, plain_only)
    yield Rule.HOVER_FORMAT, _asking(hover, {"contents": "x"}, plain_only), _asking(hover, {"contents": "x"})
    yield Rule.HOVER_FORMAT, _asking(hover, marked, {"hover": None}), _asking(hover, plain, {"hover": None})
    item = {"label": "l", "insertTextFormat": 2}
    both = {"label": "l", "textEdit": {"newText": "n", "insert": place(0, 0, 1), "replace": place(0, 0, 2)}}
    complete = "textDocument/completion"
    replacing = {"completion": {"completionItem": {"insertReplaceSupport": True}}}
    yield Rule.COMPLETION, _asking(complete, [both]), _asking(complete, [both], replacing)
    old = {"label": "l", "deprecated": True}
    yield Rule.COMPLETION, _asking(complete, [old]), _asking(complete, [{"label": "l"}])
    plainly = {"completion": {"completionItem": {"snippetSupport": False}}}
    listed = {"isIncomplete": False, "items": [item]}
    yield Rule.COMPLETION, _asking(complete, listed, plainly), _asking(complete, listed)


def _acting(action: object, capabilities: Mapping[str, Any] | None = None) -> Talk:
    return _asking("textDocument/codeAction", [action], {"codeAction": capabilities} if capabilities else None)


def _actions() -> Iterator[Case]:
    command = {"title": "t", "command": "do"}
    fix = {"title": "t", "kind": "quickfix", "edit": {"changes": {URI: [change()]}}}
    options = {"codeActionProvider": True}
    literals = {"textDocument": {"codeAction": {"codeActionLiteralSupport": None}}}
    yield Rule.ACTION_OPTIONS, begun(literals), begun(literals, options)
    bare, offered = begun(literals, options), begun(literals, options)
    bare.asks("textDocument/codeAction", _ASKED, [fix])
    offered.asks("textDocument/codeAction", _ASKED, [command])
    yield Rule.ACTION_LITERAL, bare, offered
    for name, value, capability in (
        ("isPreferred", True, "isPreferredSupport"),
        ("disabled", {"reason": "r"}, "disabledSupport"),
        ("data", {}, "dataSupport"),
        ("tags", [1], "tagSupport"),
    ):
        action = {**fix, name: value}
        has = {"tagSupport": {"valueSet": [1]}} if name == "tags" else {}
        yield Rule.ACTION_MEMBER, _acting(action, {capability: None}), _acting(action, has)
    lazy, eager = {"title": "t", "data": 1}, {"title": "t", "command": {"title": "t", "command": "do"}}
    yield Rule.ACTION_IDLE, _acting(lazy, {"resolveSupport": None}), _acting(lazy)
    yield Rule.ACTION_IDLE, _acting(lazy, {"resolveSupport": None}), _acting(eager, {"resolveSupport": None})
    idle, resolved = begun(), begun()
    idle.asks("codeAction/resolve", lazy, lazy)
    resolved.asks("codeAction/resolve", lazy, fix)
    yield Rule.ACTION_IDLE, idle, resolved


def _applying(edit: object, capabilities: Mapping[str, Any] | None = None) -> Talk:
    workspace = {"workspace": {"workspaceEdit": capabilities}} if capabilities else {}
    return _demanding("workspace/applyEdit", {"edit": edit}, workspace, result={"applied": True})


def _edits() -> Iterator[Case]:
    def versioned(*edits: object) -> dict[str, Any]:
        return {"documentChanges": [{"textDocument": {"uri": URI, "version": 1}, "edits": list(edits)}]}

    plain = versioned(change())
    yield Rule.DOCUMENT_CHANGES, _applying(plain, {"documentChanges": False}), _applying(plain)
    marked = versioned(change(annotationId="a"))
    declared = {**marked, "changeAnnotations": {"a": {"label": "l"}}}
    yield Rule.ANNOTATION, _applying(marked), _applying(declared)
    yield Rule.ANNOTATION, _applying(declared, {"changeAnnotationSupport": None}), _applying(declared)
    create, delete = ({"documentChanges": [{"kind": kind, "uri": URI}]} for kind in ("create", "delete"))
    yield Rule.RESOURCE, _applying(delete), _applying(create)
    filled = {"range": place(0, 0, 3), "snippet": {"kind": "snippet", "value": "$0"}}
    takes_snippets = {"snippetEditSupport": True}
    yield Rule.RESOURCE, _applying(versioned(filled)), _applying(versioned(filled), takes_snippets)
    yield (
        Rule.METHOD,
        _demanding("workspace/applyEdit", {"edit": {}}, {"workspace": {"applyEdit": False}}, result={"applied": False}),
        _applying(plain),
    )


def _features() -> Iterator[Case]:
    hover = {"contents": {"kind": "plaintext", "value": "x"}}
    offered, not_offered = begun(), begun(None, {"hoverProvider": None})
    for talk in (offered, not_offered):
        talk.asks("textDocument/hover", _AT, hover)
    yield Rule.NOT_OFFERED, not_offered, offered
    dynamic = {"textDocument": {"codeLens": {"dynamicRegistration": True}}}
    lensing = {"registrations": [{"id": "l", "method": "textDocument/codeLens"}]}
    registered, late = (begun(dynamic, {"codeLensProvider": None}) for _ in range(2))
    late.demands("client/registerCapability", lensing)
    for talk in (registered, late):
        talk.asks("textDocument/codeLens", {"textDocument": {"uri": URI}}, [])
    yield Rule.NOT_OFFERED, registered, late
    registered.demands("client/registerCapability", lensing)
    own, unknown = ({"title": "t", "command": name} for name in ("do", "editor.do"))
    yield Rule.COMMAND, _acting(unknown), _acting(own)
    yield Rule.COMMAND, _acting({"title": "t", "command": unknown}), _acting({"title": "t", "command": own})
    for name, rule_talk in (("do", offered), ("other", None)):
        if rule_talk is None:
            executed = begun()
            executed.asks("workspace/executeCommand", {"command": name}, None)
            yield Rule.COMMAND, executed, offered
    lens = {"range": place(0, 0, 3)}
    lensed, good = begun(), begun()
    lensed.asks("textDocument/codeLens", {"textDocument": {"uri": URI}}, [{**lens, "command": unknown}])
    good.asks("textDocument/codeLens", {"textDocument": {"uri": URI}}, [{**lens, "command": own}])
    yield Rule.COMMAND, lensed, good
    fix = {"title": "t", "command": {"title": "t", "command": "do"}}
    other, known = ({**fix, "kind": kind} for kind in ("source.fixAll", "quickfix.omni"))
    yield Rule.ACTION_KIND, _acting(other), _acting(known)
    wide, narrow = begun(), begun()
    for talk, kind in ((wide, "quickfix"), (narrow, "quickfix.omni")):
        asked = {**_ASKED, "context": {"diagnostics": [], "only": ["quickfix.omni"]}}
        talk.asks("textDocument/codeAction", asked, [{**fix, "kind": kind}])
    yield Rule.ACTION_KIND, wide, narrow
