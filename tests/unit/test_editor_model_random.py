"""Whatever a client says to `omni/chat`, in whichever order, is a reply or a typed error, and the next question works."""

import asyncio
import random

import pytest
from editor_model_fakes import REQUEST, Editor

from inprocess import message
from omni_lsp.model.chat import Reply
from omni_lsp.model.errors import AgentError

SESSIONS = 150
TEXTS = ("", "one", "é😀", "\ud83d", "\ude00", "x" * 1000)
VALUES: tuple[object, ...] = (None, True, -1, 1e308, "done", "refused", [], {}, [[]], *TEXTS)


def odd(chance: random.Random) -> object:
    """JSON that may just be right."""
    if chance.random() < 0.4:
        return chance.choice(VALUES)
    names = ("text", "ending", "usage", "inputTokens", "outputTokens", "kind", "retryAfterSeconds", "token", "value")
    return {
        name: odd(chance) if name in ("usage", "value") else chance.choice(VALUES) for name in chance.sample(names, 3)
    }


def said(chance: random.Random, editor: Editor) -> bytes:
    question = editor.questions[-1]
    number = chance.choice((question["id"], question["id"], question["id"] - 1, "x", None))
    match chance.randrange(6):
        case 0 | 1:
            return editor.piece({"text": chance.choice(TEXTS)})
        case 2:
            return editor.piece(odd(chance), chance.choice((None, 1, "x", {})))
        case 3:
            return message(id=number, result=odd(chance))
        case 4:
            return message(
                id=number, error=chance.choice((odd(chance), {"code": 1, "message": "m", "data": odd(chance)}))
            )
        case _:
            return message(
                method="omni/didChangeChatModels", params={"models": [{"id": "a", "name": "A"}, odd(chance)]}
            )


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_a_client_says(seed: int, caplog: pytest.LogCaptureFixture) -> None:
    chance, editor = random.Random(seed), Editor()  # noqa: S311 - not for secrets
    ended = set()
    for _ in range(SESSIONS):
        editor.heard.clear()
        asking = await editor.asked()
        for _ in range(chance.randrange(8)):
            editor.client.send(said(chance, editor))
            await asyncio.sleep(0)
        if not asking.done() and chance.random() < 0.5:
            asking.cancel()
        else:
            editor.ends(text="".join(editor.heard) or None)
        (result,) = await asyncio.gather(asking, return_exceptions=True)
        assert isinstance(result, Reply | AgentError | asyncio.CancelledError), result
        if isinstance(result, Reply):
            assert result.text == "".join(editor.heard)
            result.text.encode()
        ended.add(type(result).__name__)
    assert len(ended) >= 4, ended
    assert editor.client.server.protocol._asked == {}
    assert [
        record for record in caplog.records if record.levelname == "ERROR" and "settings" not in record.message
    ] == []
    asking = await editor.asked(REQUEST)
    editor.ends(text="all is well")
    assert (await asking).text == "all is well"
