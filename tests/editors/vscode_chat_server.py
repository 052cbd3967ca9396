"""The server's side of `omni/chat` alone, as VS Code starts it: asks the models of `vscode/models`, and notes what comes.

`vscode_chat_server.py OUT --stdio`; `OUT` gets a line of JSON for the start and for each question.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.process import gone
from omni_lsp.lsp.chat import EditorModel
from omni_lsp.lsp.client import EditorChat
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.lsp.mailbox import Mailbox
from omni_lsp.lsp.stdio import serve
from omni_lsp.model.chat import Message, Request, Role
from omni_lsp.model.errors import AgentError, ConfigError, Mistake
from omni_lsp.model.text import Span
from omni_lsp.state.documents import Documents

KEY = "OMNI_MODEL_KEY"
VENDOR = "omni-test"
SECONDS = 60.0
REQUEST = Request((Message(Role.SYSTEM, "Be brief."), Message(Role.USER, "launch codes")), 1_000)
# The first one is refused by the user, the second one allowed; the number is where a deadline has to end it.
QUESTIONS = (
    ("echo", SECONDS),
    ("echo", SECONDS),
    ("hang", 4.0),
    ("deaf", 4.0),
    ("endless", SECONDS),
    ("blocked", SECONDS),
    ("quota", SECONDS),
    ("denied", SECONDS),
    ("filtered", SECONDS),
    ("broken", SECONDS),
    ("no-such", SECONDS),
    ("count", SECONDS),
    # VS Code itself asks, too: no, then yes.
    ("omni-guarded/echo", SECONDS),
    ("omni-guarded/echo", SECONDS),
)
# What a server asks that is not the first one.
AGAIN = (("count", SECONDS),)


@dataclass
class Asking:
    out: Path
    held: list[Awaitable[None]] = field(default_factory=list)

    async def start(self, _setup: Setup, _documents: Documents, outbox: Outbox) -> Core:
        questions = AGAIN if self.out.exists() else QUESTIONS
        self._note(started=True, key=os.environ.get(KEY))
        assert isinstance(outbox, Mailbox)
        self.held.append(asyncio.ensure_future(self._ask(outbox, questions)))
        raise ConfigError("test", (Mistake("nothing is to be looked at", Span(0, 0)),))

    async def _ask(self, outbox: Mailbox, questions: Sequence[tuple[str, float]]) -> None:
        while not outbox._server.client.chat_models:
            await asyncio.wait({asyncio.get_running_loop().create_future()}, timeout=0.05)
        first = outbox.editor_model()
        assert isinstance(first, EditorModel)
        self._note(models=[model.id for model in outbox._server.client.chat_models], asks=first.asks_for_consent)
        for name, seconds in questions:
            model = EditorModel(
                first.stream, EditorChat(name if "/" in name else f"{VENDOR}/{name}", name), asks_for_consent=True
            )
            heard: list[str] = []
            try:
                reply = await model.ask(REQUEST, seconds, heard.append)
            except AgentError as error:
                self._note(model=name, error=type(error).__name__, heard=getattr(error, "heard", ""))
            else:
                assert "".join(heard) == reply.text
                self._note(model=name, text=reply.text, ending=reply.ending.value)

    def _note(self, **members: object) -> None:
        with self.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(members) + "\n")


if __name__ == "__main__":
    wire = os.fdopen(os.dup(1), "wb")
    sys.exit(serve(Asking(Path(sys.argv[1])).start, sys.stdin.buffer, wire, gone))
