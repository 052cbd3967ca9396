"""A language server of a few lines for tests of the test editor: each line that holds `bad` is a finding.

It pulls what `initializationOptions` say: `pushes` too, `cancels` the first n questions, `fails` on the first one.
"""

import json
import sys
from typing import Any

_texts: dict[str, tuple[int, str]] = {}
_options: dict[str, Any] = {}
_held: list[object] = []
_OFFERS = {
    "positionEncoding": "utf-16",
    "textDocumentSync": 1,
    "diagnosticProvider": {"identifier": "s", "interFileDependencies": False, "workspaceDiagnostics": True},
    "codeActionProvider": {"resolveProvider": True},
    "codeLensProvider": {"resolveProvider": True},
    "executeCommandProvider": {"commands": ["ask", "refresh"]},
}
_QUESTIONS: dict[str, Any] = {
    "workspace/configuration": {"items": [{"section": "omni"}, {"section": "other"}]},
    "workspace/workspaceFolders": None,
    "workspace/codeLens/refresh": None,
    "window/showDocument": {"uri": "file:///shown"},
    "window/showMessageRequest": {"type": 3, "message": "Well?", "actions": [{"title": "Yes"}, {"title": "No"}]},
    "window/workDoneProgress/create": {"token": "t"},
    "workspace/applyEdit": {"edit": {"changes": {}}},
    "client/unregisterCapability": {"unregisterations": [{"id": "w", "method": "workspace/didChangeWatchedFiles"}]},
}


def _send(**message: object) -> None:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    sys.stdout.buffer.flush()


def _ask(method: str, params: object = None) -> None:
    _send(id=f"{method}", method=method, **({} if params is None else {"params": params}))


def _items(uri: str) -> list[dict[str, Any]]:
    lines = enumerate(_texts[uri][1].split("\n"))
    ends = [({"line": n, "character": 0}, {"line": n, "character": len(line)}) for n, line in lines if "bad" in line]
    return [{"range": {"start": start, "end": end}, "message": "bad"} for start, end in ends]


def _report(uri: str, previous: str | None) -> dict[str, Any]:
    items = _items(uri)
    known = json.dumps(items)
    if previous == known:
        return {"kind": "unchanged", "resultId": known}
    return {"kind": "full", "items": items, "resultId": known}


def _pulled(number: object, params: dict[str, Any]) -> None:
    for name, code, data in (
        ("fails", -32603, None),
        ("cancels", -32802, {"retriggerRequest": True}),
        ("ends", -32802, {"retriggerRequest": False}),
    ):
        if _options.get(name, 0) > 0:
            _options[name] -= 1
            _send(id=number, error={"code": code, "message": name, **({"data": data} if data else {})})
            return
    _send(id=number, result=_report(params["textDocument"]["uri"], params.get("previousResultId")))


def _workspace(number: object, params: dict[str, Any]) -> None:
    """All in one part; the answer is held back until shutdown."""
    known = {each["uri"]: each["value"] for each in params["previousResultIds"]}
    uris = ["file:///closed.py", *_texts]
    _texts.setdefault("file:///closed.py", (1, "bad"))
    items = [{"uri": uri, "version": None, **_report(uri, known.get(uri))} for uri in uris]
    _send(method="$/progress", params={"token": params["partialResultToken"], "value": {"items": items}})
    _held.append(number)


def _changed(uri: str, version: int, text: str) -> None:
    _texts[uri] = (version, text)
    if _options.get("pushes"):
        _send(
            method="textDocument/publishDiagnostics",
            params={"uri": uri, "version": version, "diagnostics": _items(uri)},
        )


def _worse(uri: str) -> None:
    """One finding more, as if a look at another file had brought it."""
    version, text = _texts[uri]
    _texts[uri] = (version, text + "\nbad")


def _notified(method: str, params: dict[str, Any]) -> None:
    if method == "initialized":
        options = {"watchers": [{"globPattern": "**/*.{yaml,yml}"}]}
        registration = {"id": "w", "method": "workspace/didChangeWatchedFiles", "registerOptions": options}
        _ask("client/registerCapability", {"registrations": [registration]})
    elif method == "textDocument/didOpen":
        item = params["textDocument"]
        _changed(item["uri"], item["version"], item["text"])
    elif method == "textDocument/didChange":
        _changed(params["textDocument"]["uri"], params["textDocument"]["version"], params["contentChanges"][-1]["text"])
    elif method == "textDocument/didSave":
        uri = params["textDocument"]["uri"]
        _worse(uri)
        _send(method="omni/run", params={"uri": uri, "version": _texts[uri][0]})
    elif method == "workspace/didChangeWatchedFiles":
        _send(method="window/logMessage", params={"type": 3, "message": json.dumps(params["changes"])})
    elif method == "exit":
        raise SystemExit(0)


def _requested(number: object, method: str, params: Any) -> None:
    if method == "initialize":
        _options.update(params["initializationOptions"])
        _send(id=number, result={"capabilities": _OFFERS})
    elif method == "textDocument/diagnostic":
        _pulled(number, params)
    elif method == "workspace/diagnostic":
        _workspace(number, params)
    elif method == "workspace/executeCommand" and params["command"] == "refresh":
        for uri in _texts:
            _worse(uri)
        _ask("workspace/diagnostic/refresh")
        _send(id=number, result=None)
    elif method == "workspace/executeCommand":
        for question, asked in _QUESTIONS.items():
            _ask(question, asked)
        _send(id=number, result=None)
    elif method == "shutdown":
        for held in _held:
            _send(id=held, error={"code": -32802, "message": "over", "data": {"retriggerRequest": False}})
        _send(id=number, result=None)


def main() -> None:
    """Answers of the client to what was asked are taken for what they are."""
    stdin = sys.stdin.buffer
    size = 0
    while line := stdin.readline():
        if line.lower().startswith(b"content-length:"):
            size = int(line.split(b":")[1])
        elif not line.strip():
            message = json.loads(stdin.read(size))
            if "method" in message and "id" in message:
                _requested(message["id"], message["method"], message.get("params"))
            elif "method" in message:
                _notified(message["method"], message.get("params"))


if __name__ == "__main__":
    main()
