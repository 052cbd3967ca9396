"""Recordings written by hand, in which each request is answered as the test says."""

from collections.abc import Mapping
from typing import Any

from profiles import joined
from recording import Recording, frame

URI = "file:///a.py"
TEXT = "one = 1\ntwo = 'é😀'\n"
"""In UTF-16 the second line has 11 columns, and there is none between the two halves of the last character but one."""

ALL = {
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "workspace": {
        "configuration": True,
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}, "resourceOperations": ["create"]},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "diagnostics": {"refreshSupport": True},
        "codeLens": {"refreshSupport": True},
    },
    "textDocument": {
        "synchronization": {"dynamicRegistration": True},
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
        },
        "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}},
            "isPreferredSupport": True,
            "disabledSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
        "codeLens": {},
        "completion": {"completionItem": {"snippetSupport": True}},
    },
}
PROVIDERS = {
    "positionEncoding": "utf-16",
    "textDocumentSync": 2,
    "hoverProvider": True,
    "codeActionProvider": {"codeActionKinds": ["quickfix"], "resolveProvider": True},
    "codeLensProvider": {"resolveProvider": True},
    "completionProvider": {},
    "executeCommandProvider": {"commands": ["do"]},
}
PULLED = {"diagnosticProvider": {"interFileDependencies": False, "workspaceDiagnostics": True}}


class Talk:
    """`index` is that of the next message."""

    def __init__(self) -> None:
        self.recording = Recording()
        self.index = 0
        self._asked = 0

    def raw(self, data: bytes, *, from_client: bool = False) -> None:
        self.recording.add(data, from_client=from_client)

    def client(self, **body: object) -> None:
        self.raw(frame({"jsonrpc": "2.0", **body}), from_client=True)
        self.index += 1

    def server(self, **body: object) -> None:
        self.raw(frame({"jsonrpc": "2.0", **body}))
        self.index += 1

    def asks(self, method: str, params: object, result: object) -> int:
        """A request of the client and its answer; the number of the request."""
        number = self.opens(method, params)
        self.server(id=number, result=result)
        return number

    def opens(self, method: str, params: object) -> int:
        """A request of the client that is not answered yet."""
        self._asked += 1
        self.client(id=self._asked, method=method, params=params)
        return self._asked

    def demands(self, method: str, params: object = None, number: object = None, **answer: object) -> None:
        """A request of the server and its answer, a result of `null` if not said otherwise."""
        self._asked += 1
        number = f"s{self._asked}" if number is None else number
        self.server(id=number, method=method, **({} if params is None else {"params": params}))
        self.client(id=number, **(answer or {"result": None}))

    def tells(self, method: str, params: object) -> None:
        """A notification of the server."""
        self.server(method=method, params=params)

    def pushes(self, *items: object, version: int | None = None, uri: str = URI) -> None:
        named = {} if version is None else {"version": version}
        self.tells("textDocument/publishDiagnostics", {"uri": uri, "diagnostics": list(items), **named})

    def pulls(self, report: object, previous: str | None = None) -> None:
        known = {} if previous is None else {"previousResultId": previous}
        self.asks("textDocument/diagnostic", {"textDocument": {"uri": URI}, **known}, report)

    def initializes(
        self, capabilities: Mapping[str, Any] = ALL, providers: Mapping[str, Any] = PROVIDERS, **params: object
    ) -> None:
        offer = {"processId": None, "rootUri": None, "capabilities": capabilities, **params}
        given = {name: value for name, value in providers.items() if value is not None}
        self.asks("initialize", offer, {"capabilities": given})
        self.client(method="initialized", params={})

    def edits(self, text: str, version: int, uri: str = URI) -> None:
        """The first version opens the document."""
        if version == 1:
            item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
            self.client(method="textDocument/didOpen", params={"textDocument": item})
        else:
            document = {"uri": uri, "version": version}
            params = {"textDocument": document, "contentChanges": [{"text": text}]}
            self.client(method="textDocument/didChange", params=params)

    def leaves(self) -> None:
        self.asks("shutdown", None, None)
        self.client(method="exit")


def begun(
    capabilities: Mapping[str, Any] | None = None, providers: Mapping[str, Any] | None = None, **params: object
) -> Talk:
    """Both sides announced everything, or what is said here in place of it; the server knows the open document."""
    talk = Talk()
    talk.initializes(joined(ALL, capabilities or {}), joined(PROVIDERS, providers or {}), **params)
    talk.edits(TEXT, 1)
    talk.asks("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}, None)
    return talk


def place(line: int, start: int, end: int) -> dict[str, Any]:
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


def diagnostic(where: Mapping[str, Any] = place(0, 0, 3), **members: object) -> dict[str, Any]:
    return {"range": where, "message": "wrong", **members}


def change(where: Mapping[str, Any] = place(0, 0, 3), **members: object) -> dict[str, Any]:
    return {"range": where, "newText": "new", **members}
