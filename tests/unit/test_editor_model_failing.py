"""Every way in which the editor's own model fails: each is a typed error, and none breaks what comes after it."""

import asyncio
from dataclasses import replace

import pytest
from editor_model_fakes import REQUEST, Editor

from omni_lsp.lsp.chat_answer import MOST_BYTES
from omni_lsp.model.chat_errors import (
    ChatLostError,
    ChatMalformedError,
    ChatRateLimitError,
    ChatRefusalError,
    ChatTimeoutError,
    ChatUnavailableError,
)
from omni_lsp.model.errors import AgentError, AgentFatalError

WEEK = 7 * 24 * 3600


@pytest.fixture
async def editor() -> Editor:
    return Editor()


async def goes_on(editor: Editor) -> None:
    """The next question is answered as if nothing had been."""
    asking = await editor.asked()
    editor.says("still ", "here")
    editor.ends()
    assert (await asking).text == "still here"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"kind": "unavailable"}, ChatUnavailableError),
        ({"kind": "rateLimit"}, ChatRateLimitError),
        ({"kind": "refused"}, ChatRefusalError),
        ({"kind": "notAllowed"}, AgentFatalError),
        ({"kind": "of a later version"}, ChatUnavailableError),
        ({"kind": ["refused"]}, ChatUnavailableError),
        (None, ChatUnavailableError),
        ("refused", ChatUnavailableError),
    ],
)
async def test_what_the_client_says_went_wrong(editor: Editor, data: object, kind: type[AgentError]) -> None:
    asking = await editor.asked()
    editor.fails(data)
    with pytest.raises(kind) as caught:
        await asking
    assert type(caught.value) is kind
    assert "the editor" in str(caught.value)
    assert "launch codes" not in str(caught.value), "what the client says may repeat the question"
    assert editor.cancelled == []
    await goes_on(editor)


@pytest.mark.parametrize("kind", ["unavailable", "rateLimit"])
@pytest.mark.parametrize(
    ("said", "seconds"),
    [(7.5, 7.5), (None, 0), (-1, 0), (True, 0), ("9", 0), (1e9, WEEK), (10**400, WEEK)],
    ids=["some", "none", "less", "true", "text", "much", "beyond"],
)
async def test_how_long_to_wait_before_the_next(editor: Editor, kind: str, said: object, seconds: float) -> None:
    asking = await editor.asked()
    editor.fails({"kind": kind, "retryAfterSeconds": said})
    with pytest.raises(ChatUnavailableError) as caught:
        await asking
    assert caught.value.wait_seconds == seconds


@pytest.mark.parametrize(("code", "shown"), [(-32601, "-32601"), (-32800, "-32800"), ("x", "-32603"), (None, "-32603")])
async def test_the_code_of_any_other_error_is_told(editor: Editor, code: object, shown: str) -> None:
    asking = await editor.asked()
    editor.fails(code=code, words=5)
    with pytest.raises(ChatUnavailableError, match=shown):
        await asking


@pytest.mark.parametrize("kind", ["unavailable", "rateLimit", "other"])
async def test_a_failure_in_the_middle_is_a_lost_answer(editor: Editor, kind: str) -> None:
    asking = await editor.asked()
    editor.says("half of")
    editor.fails({"kind": kind})
    with pytest.raises(ChatLostError) as caught:
        await asking
    assert caught.value.heard == "half of"


@pytest.mark.parametrize(("kind", "error"), [("refused", ChatRefusalError), ("notAllowed", AgentFatalError)])
async def test_a_refusal_in_the_middle_stays_one(editor: Editor, kind: str, error: type[AgentError]) -> None:
    asking = await editor.asked()
    editor.says("half of")
    editor.fails({"kind": kind})
    with pytest.raises(error):
        await asking


@pytest.mark.parametrize(
    "answer",
    [
        None,
        5,
        [],
        "text",
        {},
        {"text": "without an ending"},
        {"ending": "stopped"},
        {"ending": None},
        {"ending": ["done"]},
        {"ending": {}},
        {"ending": "done", "text": 5},
        {"ending": "done", "text": ["a"]},
    ],
)
async def test_an_answer_of_another_shape_is_none(editor: Editor, answer: object) -> None:
    asking = await editor.asked()
    editor.client.send(editor.answer(answer))
    with pytest.raises(ChatMalformedError):
        await asking
    assert editor.heard == []
    await goes_on(editor)


@pytest.mark.parametrize("text", ["", "one", "one two three", "two"])
async def test_a_text_that_is_not_that_of_its_pieces_is_no_answer(editor: Editor, text: str) -> None:
    asking = await editor.asked()
    editor.says("one ", "two")
    editor.ends(text=text)
    with pytest.raises(ChatMalformedError) as caught:
        await asking
    assert caught.value.heard == "one two"


@pytest.mark.parametrize("value", [None, "one", {}, {"text": None}, {"text": 5}, {"text": ["a"]}, [{"text": "a"}]])
async def test_a_piece_without_text_ends_it_at_once(editor: Editor, value: object) -> None:
    asking = await editor.asked()
    editor.says("one")
    editor.client.send(editor.piece(value), editor.piece({"text": "two"}), editor.piece(5))
    with pytest.raises(ChatMalformedError, match="piece") as caught:
        await asking
    assert caught.value.heard == "one"
    assert editor.heard == ["one"]
    assert editor.cancelled == [editor.questions[-1]["id"]]
    await goes_on(editor)


async def test_an_answer_without_end_is_called_off(editor: Editor) -> None:
    asking = await editor.asked()
    half = "é" * (MOST_BYTES // 4)
    editor.says(half, half)
    assert editor.cancelled == []
    editor.says("!", "!")
    with pytest.raises(ChatMalformedError, match="longer than 4 MB"):
        await asking
    assert editor.cancelled == [editor.questions[-1]["id"]]
    assert len("".join(editor.heard)) == 2 * len(half)
    await goes_on(editor)


async def test_so_is_one_that_comes_at_once(editor: Editor) -> None:
    asking = await editor.asked()
    editor.ends(text="x" * (MOST_BYTES + 1))
    with pytest.raises(ChatMalformedError, match="longer"):
        await asking
    assert editor.heard == []


async def test_a_client_that_never_answers_is_waited_for_until_the_deadline(editor: Editor) -> None:
    asking = await editor.asked(seconds=0.02)
    with pytest.raises(ChatTimeoutError, match="does not answer") as caught:
        await asking
    assert caught.value.heard == ""
    assert editor.cancelled == [editor.questions[-1]["id"]]
    editor.says("too late")
    editor.ends()
    assert editor.heard == []
    await goes_on(editor)


async def test_what_was_heard_until_the_deadline_is_told(editor: Editor) -> None:
    asking = await editor.asked(seconds=0.02)
    editor.says("half", " of\ud83d")
    with pytest.raises(ChatTimeoutError, match="did not end") as caught:
        await asking
    assert caught.value.heard == "half of"


@pytest.mark.parametrize("seconds", [0.0, -1.0])
async def test_no_time_at_all_is_a_deadline_too(editor: Editor, seconds: float) -> None:
    model = await editor.model()
    assert model is not None
    with pytest.raises(ChatTimeoutError):
        await model.ask(REQUEST, seconds, editor.heard.append)


async def test_who_cancels_it_has_the_client_told_at_once(editor: Editor) -> None:
    asking = await editor.asked()
    editor.says("half")
    asking.cancel()
    await asyncio.wait({asking})
    assert asking.cancelled()
    assert editor.cancelled == [editor.questions[-1]["id"]]
    editor.says("later")
    editor.ends()
    assert editor.heard == ["half"]
    await goes_on(editor)


async def test_what_comes_in_the_moment_of_the_deadline_changes_nothing(
    editor: Editor, caplog: pytest.LogCaptureFixture
) -> None:
    asking = await editor.asked(seconds=0.02)
    loop = asyncio.get_running_loop()
    loop.call_later(0.02, lambda: editor.client.send(editor.piece(5)))
    end = loop.time() + 0.05
    while loop.time() < end:
        pass  # Both are due when the loop comes round again.
    with pytest.raises(ChatMalformedError):
        await asking
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    await goes_on(editor)


async def test_an_error_that_comes_after_a_stop_is_not_worth_more_than_the_text(editor: Editor) -> None:
    asking = await editor.asked(replace(REQUEST, stops=("END",)))
    editor.says("all of it END")
    editor.fails({"kind": "unavailable"})
    assert (await asking).text == "all of it "
