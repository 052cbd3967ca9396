"""What tests of language models share: a request, a counter of tokens, a model that is asked with a short deadline."""

from collections.abc import Callable

import pytest

from chat_server import ChatServer
from omni_lsp.adapters.chat.remote import RemoteModel
from omni_lsp.adapters.chat.service import Limits, Service, Speaks
from omni_lsp.model.chat import AnswerSchema, Message, Reply, Request, Role
from omni_lsp.model.errors import AgentError
from omni_lsp.ports.chat import ChatModel

KEY = "sk-0123456789"
PROMPT = "launch codes"
REQUEST = Request((Message(Role.SYSTEM, "Be brief."), Message(Role.USER, PROMPT)), 100)
SCHEMA = AnswerSchema("answer", '{"type": "object"}')


class Letters:
    """A token for each character."""

    id = "letters"

    def count(self, text: str) -> int:
        return len(text)


class Clock:
    """Counts seconds, and only when it is told to; sleeping moves it on."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def remote(
    server: ChatServer,
    speaks: Speaks = Speaks.OPENAI,
    limits: Limits | None = None,
    now: Callable[[], float] = lambda: 0.0,
) -> RemoteModel:
    return RemoteModel(Service(server.url, "mini", speaks, KEY, "MY_KEY"), Letters(), limits, now)


async def failed(model: ChatModel, kind: type[AgentError] = AgentError, seconds: float = 10.0) -> AgentError:
    """The failure of a request, which is just of this kind and repeats neither the key nor the prompt."""
    with pytest.raises(kind) as caught:
        await model.ask(REQUEST, seconds, lambda _text: None)
    assert type(caught.value) is kind or kind is AgentError
    assert KEY not in str(caught.value)
    assert PROMPT not in str(caught.value)
    return caught.value


async def asked(
    model: ChatModel, request: Request = REQUEST, seconds: float = 10.0, heard: list[str] | None = None
) -> Reply:
    pieces = [] if heard is None else heard
    reply = await model.ask(request, seconds, pieces.append)
    assert "".join(pieces) == reply.text
    return reply
