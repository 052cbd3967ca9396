"""An editor with a model of its own, in this process: what it is asked over the wire, and what it says to that."""

import asyncio
from typing import Any

from inprocess import INITIALIZED, Client, message
from omni_lsp.lsp.chat import EditorModel
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.model.chat import Message, Reply, Request, Role
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span
from omni_lsp.state.documents import Documents

REQUEST = Request((Message(Role.SYSTEM, "Be brief."), Message(Role.USER, "launch codes")), 100)
ANNOUNCED = {"models": [{"id": "vendor/mini", "name": "Mini"}], "asksForConsent": True}


class Editor:
    """`heard` is what the server's side took of the answer. The application does not start, and leaves its outbox."""

    def __init__(self, experimental: object = None) -> None:
        self.client = Client(self._start)
        self.heard: list[str] = []
        self.outbox: Outbox | None = None
        capabilities = {"experimental": {"omniChat": ANNOUNCED} if experimental is None else experimental}
        params = {"processId": None, "rootUri": None, "capabilities": capabilities}
        self.client.send(message(id="i", method="initialize", params=params), INITIALIZED)

    async def _start(self, _setup: Setup, _documents: Documents, outbox: Outbox) -> Core:
        self.outbox = outbox
        raise ConfigError("settings", (Mistake("no", Span(0, 0)),))

    async def model(self) -> EditorModel | None:
        """What the application gets, as of now."""
        await self.client.until(lambda: self.outbox is not None)
        assert self.outbox is not None
        found = self.outbox.editor_model()
        assert found is None or isinstance(found, EditorModel)
        return found

    async def asked(self, request: Request = REQUEST, seconds: float = 600.0) -> "asyncio.Task[Reply]":
        """The request is on its way to the editor, and has not been answered."""
        model = await self.model()
        assert model is not None
        before = len(self.questions)
        asking = asyncio.ensure_future(model.ask(request, seconds, self.heard.append))
        await self.client.until(lambda: len(self.questions) > before)
        return asking

    @property
    def questions(self) -> list[dict[str, Any]]:
        return [sent for sent in self.client.sent if sent.get("method") == "omni/chat"]

    @property
    def cancelled(self) -> list[object]:
        return [sent["params"]["id"] for sent in self.client.sent if sent.get("method") == "$/cancelRequest"]

    def says(self, *pieces: object, token: object = None) -> None:
        """Pieces of the answer to the last question, each sent on its own."""
        self.client.send(*(self.piece({"text": piece}, token) for piece in pieces))

    def piece(self, value: object, token: object = None) -> bytes:
        said = self.questions[-1]["params"]["partialResultToken"] if token is None else token
        return message(method="$/progress", params={"token": said, "value": value})

    def answer(self, result: object) -> bytes:
        return message(id=self.questions[-1]["id"], result=result)

    def ends(self, ending: object = "done", **members: object) -> None:
        self.client.send(self.answer({"ending": ending, **members}))

    def fails(self, data: object = None, code: object = -32603, words: object = "launch codes") -> None:
        error = {"code": code, "message": words, "data": data}
        self.client.send(message(id=self.questions[-1]["id"], error=error))
