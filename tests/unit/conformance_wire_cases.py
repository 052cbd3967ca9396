"""Sessions that break one rule of framing, JSON-RPC, shape or order, each beside one that keeps it."""

from collections.abc import Iterator
from typing import Any

from conformance_samples import URI, Talk, begun, diagnostic, place

from conformance.violation import Rule
from recording import frame

Case = tuple[Rule, Talk, Talk]
HOVER = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}


def cases() -> Iterator[Case]:
    yield from _framing()
    yield from _responses()
    yield from _server_requests()
    yield from _shapes()
    yield from _order()


def _sent(data: bytes) -> Talk:
    talk = begun()
    talk.raw(data)
    return talk


def _framing() -> Iterator[Case]:
    note = frame({"jsonrpc": "2.0", "method": "window/logMessage", "params": {"type": 3, "message": "é"}})
    yield Rule.STRAY_BYTES, _sent(b"loud\n" + note), _sent(note)
    yield Rule.STRAY_BYTES, _sent(note[:-1]), _sent(note)
    yield Rule.STRAY_BYTES, _sent(note.replace(b"\r\n", b"\n")), _sent(note + note)
    headers = b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"
    yield Rule.HEADER, _sent(b"X-Speed: 1\r\n" + note), _sent(headers + note)
    yield Rule.HEADER, _sent(headers.replace(b"utf-8", b"latin-1") + note), _sent(headers + note)
    yield Rule.JSON, _sent(b"Content-Length: 5\r\n\r\n{'a':"), _sent(note)
    numbered = frame({"jsonrpc": "2.0", "method": "omni/run", "params": {"seconds": float("nan")}})
    yield Rule.JSON, _sent(numbered), _sent(note)
    twice = b'{"jsonrpc":"2.0","method":"omni/run","params":{"a":1,"a":2}}'
    yield Rule.JSON, _sent(b"Content-Length: %d\r\n\r\n%s" % (len(twice), twice)), _sent(note)


def _answered(*answers: dict[str, Any]) -> Talk:
    talk = begun()
    number = talk.opens("textDocument/hover", HOVER)
    for answer in answers:
        talk.server(**{"id": number, **answer})
    return talk


def _responses() -> Iterator[Case]:
    error = {"code": -32603, "message": "no"}
    good = _answered({"result": None})
    yield Rule.MESSAGE, _sent(frame({"jsonrpc": "1.0", "method": "omni/run", "params": {}})), good
    yield Rule.MESSAGE, _sent(frame([])), good
    yield Rule.MESSAGE, _sent(frame({"jsonrpc": "2.0"})), good
    yield Rule.RESULT_AND_ERROR, _answered({"result": None, "error": error}), _answered({"error": error})
    yield Rule.RESULT_AND_ERROR, _answered({}), good
    yield Rule.UNASKED, _answered({"result": None}, {"result": None}), good
    yield Rule.UNASKED, _answered({"result": None}, {"id": "1", "result": None}), good
    broken, unasked = begun(), begun()
    broken.raw(b"Content-Length: 2\r\n\r\n{]", from_client=True)
    for talk in (broken, unasked):
        talk.server(id=None, error=error)
    yield Rule.UNASKED, unasked, broken
    numbered = begun()
    numbered.client(id=77)
    numbered.server(id=77, error=error)
    yield Rule.UNASKED, _answered({"result": None}, {"id": 77, "error": error}), numbered
    doubly = begun()
    doubly.raw(frame([]), from_client=True)
    for _ in range(2):
        doubly.server(id=None, error=error)
    elsewhere = begun()
    elsewhere.raw(frame([]), from_client=True)
    elsewhere.server(id=88, error=error)
    yield Rule.UNASKED, elsewhere, _unreadable(error)
    yield Rule.UNASKED, doubly, _unreadable(error)
    cancelled = {"error": {"code": -32802, "message": "later", "data": {"retriggerRequest": True}}}
    pulled = begun()
    pulled.server(id=pulled.opens("textDocument/diagnostic", {"textDocument": {"uri": URI}}), **cancelled)
    yield Rule.SERVER_CANCELLED, _answered(cancelled), pulled
    silent, crashed = begun(), begun()
    for talk in (silent, crashed):
        talk.opens("textDocument/hover", HOVER)
    silent.leaves()
    crashed.client(method="exit")
    yield Rule.UNANSWERED, silent, crashed


def _unreadable(error: object) -> Talk:
    """Each message that nobody can read is answered once, and none has to be."""
    talk = begun()
    for sent in (
        frame({"jsonrpc": "1.0", "id": 5, "method": "x"}),
        frame({"jsonrpc": "2.0", "id": None, "method": "x"}),
        frame({"jsonrpc": "2.0", "id": 6, "method": "x", "params": [float("nan")]}),
        frame([]),
        b"{}",
    ):
        talk.raw(sent, from_client=True)
        talk.server(id=None, error=error)
        talk.raw(sent, from_client=True)
    talk.leaves()
    return talk


def _server_requests() -> Iterator[Case]:
    items = {"items": [{"section": "omni"}]}
    floating, counted = begun(), begun()
    floating.demands("workspace/configuration", items, 1.5, result=[None])
    counted.demands("workspace/configuration", items, 1, result=[None])
    yield Rule.ID, floating, counted
    anonymous = begun()
    anonymous.server(id=None, method="workspace/configuration", params=items)
    yield Rule.ID, anonymous, counted
    twice, again = begun(), begun()
    for talk in (twice, again):
        talk.server(id=1, method="workspace/configuration", params=items)
        if talk is again:
            talk.client(id=1, result=[None])
        talk.demands("workspace/configuration", items, 1, result=[None])
    yield Rule.ID_IN_USE, twice, again
    others, own, near = begun(), begun(), begun()
    near.server(id=5, method="workspace/configuration", params=items)
    own.server(id=4, method="workspace/configuration", params=items)
    for talk in (others, own, near):
        talk.tells("$/cancelRequest", {"id": 4})
    yield Rule.CANCELS_OTHERS, others, own
    yield Rule.CANCELS_OTHERS, near, own


def _said(**params: object) -> Talk:
    talk = begun()
    talk.tells("window/logMessage", params)
    return talk


def _pulled(**error: object) -> Talk:
    talk = begun()
    talk.server(id=talk.opens("textDocument/diagnostic", {"textDocument": {"uri": URI}}), error=error)
    return talk


def _registered(**options: object) -> Talk:
    talk = begun()
    each = {"id": "w", "method": "workspace/didChangeWatchedFiles", "registerOptions": options}
    talk.demands("client/registerCapability", {"registrations": [each]})
    return talk


def _progressed(**value: object) -> Talk:
    talk = begun()
    number = talk.opens("textDocument/hover", {**HOVER, "workDoneToken": "t"})
    for each in ({"kind": "begin", "title": "t"}, value, {"kind": "end"}):
        talk.tells("$/progress", {"token": "t", "value": each})
    talk.server(id=number, result=None)
    return talk


def _streamed(**value: object) -> Talk:
    talk = begun(providers={"diagnosticProvider": {"interFileDependencies": False, "workspaceDiagnostics": True}})
    number = talk.opens("workspace/diagnostic", {"previousResultIds": [], "partialResultToken": 5})
    talk.tells("$/progress", {"token": 5, "value": value})
    talk.server(id=number, result={"items": []})
    return talk


def _chatted(**params: object) -> Talk:
    talk = begun({"experimental": {"omniChat": {"models": []}}})
    asked = {"model": "m", "messages": [{"role": "user", "text": "t"}], "maxOutputTokens": 9, "temperature": 0}
    talk.demands("omni/chat", {**asked, "stops": [], "partialResultToken": 1, **params}, result={"ending": "done"})
    return talk


def _shapes() -> Iterator[Case]:
    good = _said(type=3, message="m")
    for params in (
        {"type": 3, "mesage": "m"},
        {"type": "3", "message": "m"},
        {"type": 3},
        {"type": True, "message": "m"},
    ):
        yield Rule.SHAPE, _said(**params), good
    contents = {"kind": "plaintext", "value": "text"}
    right = _answered({"result": {"contents": contents}})
    for result in (
        {"contents": contents, "range": None},
        {"content": contents},
        [],
        {"contents": {**contents, "kind": "rtf"}},
    ):
        yield Rule.SHAPE, _answered({"result": result}), right
    yield (
        Rule.SHAPE,
        _answered({"error": {"code": "x", "message": "m"}}),
        _answered({"error": {"code": 1, "message": "m"}}),
    )
    data = ({"retrigger": True}, {"retriggerRequest": True})
    yield Rule.SHAPE, *(_pulled(code=-32802, message="m", data=each) for each in data)
    yield Rule.SHAPE, _pulled(code=-32802, message=1), _pulled(code=-32803, message="m", data={"retrigger": True})
    yield Rule.SHAPE, _registered(watcher=[]), _registered(watchers=[{"globPattern": "**/*.yaml"}])
    yield Rule.SHAPE, _progressed(kind="report", title="t"), _progressed(kind="report", message="m")
    yield Rule.SHAPE, _streamed(reports=[]), _streamed(items=[])
    for wrong in (diagnostic(source=None), diagnostic(place(-1, 0, 0)), diagnostic(place(0, 2**31, 2**31))):
        odd, good = begun(), begun()
        odd.pushes(wrong)
        good.pushes(diagnostic(data=None))
        yield Rule.SHAPE, odd, good
    for flaw in (
        {"model": None},
        {"messages": [{"role": "tool", "text": "t"}]},
        {"maxOutputTokens": "9"},
        {"stop": []},
    ):
        yield Rule.SHAPE, _chatted(**flaw), _chatted(schema={"name": "n", "json": "{}"})
    ours = begun()
    ours.tells("omni/run", {"anything": None})
    null = begun()
    null.server(id=9, method="workspace/diagnostic/refresh", params=None)
    yield Rule.SHAPE, null, ours


def _order() -> Iterator[Case]:
    for method, params in (("textDocument/publishDiagnostics", {"uri": URI, "diagnostics": []}), ("omni/run", {})):
        early, late = Talk(), begun()
        early.tells(method, params)
        early.initializes()
        late.tells(method, params)
        yield Rule.BEFORE_INITIALIZE, early, late
    yield Rule.BEFORE_INITIALIZE, _initializing("other"), _initializing("init")
    early, late = Talk(), begun()
    registration = {"registrations": [{"id": "d", "method": "workspace/didChangeWatchedFiles"}]}
    early.asks(
        "initialize",
        {"capabilities": {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}},
        {"capabilities": {}},
    )
    for talk in (early, late):
        talk.demands("client/registerCapability", registration)
    yield Rule.BEFORE_INITIALIZED, early, late
    yield Rule.AFTER_SHUTDOWN, _leaving(is_heard=True), _leaving(is_heard=False)
    after, before = begun(), begun()
    before.tells("window/logMessage", {"type": 3, "message": "bye"})
    for talk in (after, before):
        talk.leaves()
    after.tells("window/logMessage", {"type": 3, "message": "bye"})
    yield Rule.AFTER_EXIT, after, before
    for method in ("textDocument/didSave", "window/unheardOf"):
        strange = begun()
        strange.tells(method, {"textDocument": {"uri": URI}})
        yield Rule.DIRECTION, strange, late
    asked, told = begun(), begun()
    asked.server(id=1, method="textDocument/publishDiagnostics", params={"uri": URI, "diagnostics": []})
    told.pushes()
    yield Rule.KIND, asked, told


def _initializing(token: str) -> Talk:
    """Progress while `initialize` is at work."""
    talk = Talk()
    number = talk.opens("initialize", {"capabilities": {}, "workDoneToken": "init"})
    for value in ({"kind": "begin", "title": "t"}, {"kind": "end"}):
        talk.tells("$/progress", {"token": token, "value": value})
    talk.tells("window/showMessage", {"type": 3, "message": "m"})
    talk.server(id=number, result={"capabilities": {}})
    return talk


def _leaving(*, is_heard: bool) -> Talk:
    """A refresh about the time of shutdown, before or after the server has answered something that came later."""
    talk = begun()
    number = talk.opens("shutdown", None)
    if is_heard:
        talk.server(id=number, result=None)
    talk.demands("workspace/diagnostic/refresh")
    if not is_heard:
        talk.server(id=number, result=None)
    return talk
