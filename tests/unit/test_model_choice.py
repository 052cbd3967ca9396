"""Which model is asked, and with which key."""

from pathlib import Path

import keyring
import keyring.backend
import pytest
from chat_fakes import REQUEST

from chat_server import Answer, Then, chatting, openai
from omni_lsp.adapters.chat.keys import SERVICE
from omni_lsp.app.coding.models import Choice, Models
from omni_lsp.config.model import Model
from omni_lsp.model.chat import Reply, Request, Usage
from omni_lsp.model.chat_errors import ChatSpentError
from omni_lsp.model.errors import AgentFatalError, AgentValidationError

FAR = Model(url="https://api.example.com/v1", name="big")


class Editor:
    """The editor's model."""

    name, destination, needs_leave = "Copilot", "the editor", False

    async def ask(self, request: Request, deadline_seconds: float, heard: object) -> Reply:
        return Reply("ok", Usage(1, 1, is_counted=True))


class Ring(keyring.backend.KeyringBackend):
    """Has one key, for one host."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return "sk-ring" if (service, username) == (SERVICE, "127.0.0.1") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("settings", "editor", "expected"),
    [
        (Model(), False, None),
        (Model(), True, Choice("Copilot", "the editor", needs_leave=False)),
        (FAR, True, Choice("big", "api.example.com", needs_leave=True)),
        (FAR.model_copy(update={"use": "editor"}), True, Choice("Copilot", "the editor", needs_leave=False)),
        (FAR.model_copy(update={"use": "editor"}), False, None),
        (FAR.model_copy(update={"use": "none"}), True, None),
        (Model(url="http://127.0.0.1:11434/v1", name="t"), True, Choice("t", "127.0.0.1:11434", needs_leave=False)),
    ],
)
async def test_who_is_asked(settings: Model, editor: bool, expected: Choice | None, tmp_path: Path) -> None:
    models = Models({}, tmp_path, lambda: Editor() if editor else None)
    assert models.choice(settings) == expected
    if expected is None:
        with pytest.raises(AgentValidationError, match="there is no model"):
            await models.model(settings)
    else:
        model = await models.model(settings)
        assert Choice(model.name, model.destination, model.needs_leave) == expected


async def test_a_silent_service_is_asked_a_second_time_where_people_want_that(tmp_path: Path) -> None:
    async with chatting() as service:
        service.say(Answer(then=Then.HANGS), openai("second"))
        settings = Model(url=service.url, name="tiny", hedge_seconds=0.05)
        reply = await (await Models({}, tmp_path).model(settings)).ask(REQUEST, 10, lambda _text: None)
        assert (reply.text, len(service.asked)) == ("second", 2)


async def test_the_key_is_that_of_the_environment_else_of_the_keyring(tmp_path: Path) -> None:
    async with chatting() as service:
        settings = Model(url=service.url, name="tiny")
        # The port is part of the host, unless it is the usual one.
        models = Models({"OMNI_MODEL_KEY": "sk-env", "MINE": "sk-mine"}, tmp_path)
        for how, key in ((settings, "sk-env"), (settings.model_copy(update={"key_variable": "MINE"}), "sk-mine")):
            await (await models.model(how)).ask(REQUEST, 5, lambda _text: None)
            assert service.asked[-1].headers["authorization"] == f"Bearer {key}"
        unset = settings.model_copy(update={"key_variable": "NOT_SET"})
        with pytest.raises(AgentFatalError, match="NOT_SET is not set"):
            await models.model(unset)
        await (await Models({}, tmp_path).model(settings)).ask(REQUEST, 5, lambda _text: None)
        assert "authorization" not in service.asked[-1].headers


def test_the_keyring_is_asked_by_host() -> None:
    from omni_lsp.adapters.chat.keys import key_for

    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        assert key_for("127.0.0.1", "UNSET", {}, is_named=False) == "sk-ring"
        assert key_for("127.0.0.2", "UNSET", {}, is_named=False) == ""
        assert key_for("127.0.0.1", "SET", {"SET": " sk "}, is_named=True) == "sk"
    finally:
        keyring.set_keyring(before)


async def test_caps_hold_for_the_editors_model_too(tmp_path: Path) -> None:
    models = Models({}, tmp_path, Editor)
    model = await models.model(Model(tokens_per_hour=10, tokens_per_day=0))
    with pytest.raises(ChatSpentError, match="10 tokens"):
        await model.ask(REQUEST, 5, lambda _text: None)
