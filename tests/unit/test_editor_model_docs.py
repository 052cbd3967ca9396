"""The exchange that the documentation shows is what the server says and takes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editor_model_fakes import Editor

from inprocess import message
from omni_lsp.model.chat import Message, Reply, Request, Role, Usage
from omni_lsp.model.chat_errors import ChatRateLimitError

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text("utf-8")


def shown() -> Iterator[dict[str, Any]]:
    """The messages of the section in their order."""
    for block in re.findall(r"```json\n(.*?)```", PAGE.split("### An exchange")[1].split("\n## ")[0], re.DOTALL):
        text = block.strip()
        while text:
            found, end = json.JSONDecoder().raw_decode(text)
            yield found
            text = text[end:].strip()


def asked(question: dict[str, Any]) -> Request:
    messages = tuple(Message(Role(each["role"]), each["text"]) for each in question["params"]["messages"])
    return Request(messages, question["params"]["maxOutputTokens"])


@pytest.mark.parametrize("is_busy", [False, True])
async def test_the_exchange(is_busy: bool) -> None:
    question, *pieces, answer, busy = shown()
    editor = Editor({"omniChat": {"models": [{"id": question["params"]["model"], "name": "Mini"}]}})
    asking = await editor.asked(asked(question))
    sent = editor.questions[-1]
    token = sent["params"]["partialResultToken"]
    as_shown = {**sent["params"], "partialResultToken": question["params"]["partialResultToken"]}
    assert {**sent, "id": question["id"], "params": as_shown} == question
    if is_busy:
        editor.client.send(message(**{**busy, "id": sent["id"]}))
        with pytest.raises(ChatRateLimitError) as caught:
            await asking
        assert caught.value.wait_seconds == 60
        return
    for piece in pieces:
        editor.client.send(message(**{**piece, "params": {**piece["params"], "token": token}}))
    editor.client.send(message(**{**answer, "id": sent["id"]}))
    assert await asking == Reply('"""The sum of both."""', Usage(21, 7, is_counted=True))
