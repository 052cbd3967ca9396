"""The editor's own model: what the client says of it, what it is asked, and how its answer comes in."""

import asyncio

import pytest
from editor_model_fakes import REQUEST, Editor

from inprocess import message
from omni_lsp.model.chat import AnswerSchema, Ending, Message, Reply, Request, Role, Usage
from omni_lsp.ports.chat import ChatModel


@pytest.fixture
async def editor() -> Editor:
    return Editor()


def models(*known: object) -> bytes:
    return message(method="omni/didChangeChatModels", params={"models": [*known]})


async def test_the_first_model_that_the_client_lists_is_the_one(editor: Editor) -> None:
    model = await editor.model()
    assert model is not None
    as_port: ChatModel = model
    assert (as_port.name, as_port.destination, model.asks_for_consent) == ("Mini", "the editor", True)


async def test_models_come_and_go(editor: Editor) -> None:
    editor.client.send(models({"id": "b", "name": "B"}, {"id": "a", "name": "A"}))
    asking = await editor.asked()
    assert editor.questions[-1]["params"]["model"] == "b"
    editor.client.send(models())
    assert await editor.model() is None
    editor.ends(text="of one that is gone")
    assert (await asking).text == "of one that is gone"
    for wrong in ({}, {"models": 5}, []):
        editor.client.send(message(method="omni/didChangeChatModels", params=wrong))
    editor.client.send(message(method="omni/didChangeChatModels"))
    assert await editor.model() is None
    editor.client.send(models({"id": "c"}))
    model = await editor.model()
    assert model is not None
    assert (model.name, model.asks_for_consent) == ("c", True)


@pytest.mark.parametrize(
    "experimental",
    [{}, [], "omniChat", {"omniChat": None}, {"omniChat": True}, {"omniChat": {"models": {"id": "a"}}}],
)
async def test_who_does_not_say_it_rightly_has_no_model_and_gets_none_later(experimental: object) -> None:
    editor = Editor(experimental)
    assert await editor.model() is None
    editor.client.send(models({"id": "a", "name": "A"}))
    assert await editor.model() is None


async def test_of_a_list_what_is_no_model_is_left_out() -> None:
    nonsense = [None, 5, {}, {"name": "x"}, {"id": ""}, {"id": 5, "name": "x"}]
    long = {"id": "a", "name": " \x1b[31m" + "n" * 1000, "family": 5}
    model = await Editor({"omniChat": {"models": [*nonsense, long], "asksForConsent": "yes"}}).model()
    assert model is not None
    assert model.name.startswith("[31mnnn")
    assert len(model.name) <= 100
    assert not model.asks_for_consent
    nameless = await Editor({"omniChat": {"models": [{"id": "\x01"}]}}).model()
    assert nameless is not None
    assert nameless.name == "a model"


async def test_of_a_list_without_end_the_first_hundred_count(editor: Editor) -> None:
    editor.client.send(models(*({"id": f"{number}"} for number in range(1_000))))
    assert [model.id for model in editor.client.server.client.chat_models or ()] == [f"{n}" for n in range(100)]


async def test_what_the_editor_is_asked(editor: Editor) -> None:
    schema = AnswerSchema("answer", '{"type": "object"}')
    messages = (*REQUEST.messages, Message(Role.ASSISTANT, "No."), Message(Role.USER, "Please."))
    asking = await editor.asked(Request(messages, 77, schema, 0.5, ("END",)))
    token = editor.questions[-1]["params"].pop("partialResultToken")
    assert isinstance(token, int)
    assert editor.questions[-1]["params"] == {
        "model": "vendor/mini",
        "messages": [
            {"role": "system", "text": "Be brief."},
            {"role": "user", "text": "launch codes"},
            {"role": "assistant", "text": "No."},
            {"role": "user", "text": "Please."},
        ],
        "maxOutputTokens": 77,
        "temperature": 0.5,
        "stops": ["END"],
        "schema": {"name": "answer", "json": '{"type": "object"}'},
    }
    editor.ends(text="{}")
    assert (await asking).text == "{}"


async def test_pieces_are_heard_as_they_come(editor: Editor) -> None:
    asking = await editor.asked()
    editor.says("one ", "")
    assert editor.heard == ["one "]
    editor.says("two")
    editor.ends(usage={"inputTokens": 12, "outputTokens": 3})
    assert await asking == Reply("one two", Usage(12, 3, is_counted=True))
    assert editor.heard == ["one ", "two"]
    assert editor.cancelled == []


@pytest.mark.parametrize("text", ["one two", None])
async def test_the_answer_may_repeat_the_text(editor: Editor, text: str | None) -> None:
    asking = await editor.asked()
    editor.says("one ", "two")
    editor.ends(text=text)
    assert (await asking).text == "one two"


async def test_the_text_may_come_with_the_answer_alone(editor: Editor) -> None:
    asking = await editor.asked()
    editor.ends("length", text="all at once")
    assert await asking == Reply("all at once", Usage(14, 3, is_counted=False), Ending.LENGTH)
    assert editor.heard == ["all at once"]


@pytest.mark.parametrize("ending", list(Ending))
async def test_how_it_ended(editor: Editor, ending: Ending) -> None:
    asking = await editor.asked()
    editor.ends(ending.value)
    assert (await asking).ending is ending
    assert editor.heard == []


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        (None, Usage(14, 2, is_counted=False)),
        ({"inputTokens": 9}, Usage(9, 2, is_counted=False)),
        ({"inputTokens": 9, "outputTokens": 0}, Usage(9, 0, is_counted=True)),
        ({"inputTokens": -9, "outputTokens": "2"}, Usage(14, 2, is_counted=False)),
        ({"inputTokens": True, "outputTokens": 1e300}, Usage(14, 2, is_counted=False)),
        ([], Usage(14, 2, is_counted=False)),
    ],
)
async def test_what_the_editor_does_not_count_is_estimated(editor: Editor, usage: object, counted: Usage) -> None:
    asking = await editor.asked()
    editor.ends(text="12345", usage=usage)
    # A token for four characters, rounded up, and four for each of the two messages of nine and twelve.
    assert (await asking).usage == counted


async def test_the_schema_counts_as_asked(editor: Editor) -> None:
    asking = await editor.asked(Request(REQUEST.messages, 9, AnswerSchema("a", "x" * 400)))
    editor.ends(text="")
    assert (await asking).usage.input_tokens == 14 + 104


async def test_a_character_that_is_cut_in_two_is_heard_whole(editor: Editor) -> None:
    asking = await editor.asked()
    editor.says("a\ud83d")
    editor.says("\ude00b", "c\ud83d")
    editor.ends(text="a😀bc\ud83d")
    assert (await asking).text == "a😀bc\ufffd"
    assert editor.heard == ["a", "😀b", "c", "\ufffd"]


async def test_the_answer_ends_before_a_stop_and_the_rest_is_called_off(editor: Editor) -> None:
    asking = await editor.asked(Request(REQUEST.messages, 9, stops=("</end>", "\n\n", "")))
    editor.says("one\n", "two <", "/", "en", "joy> </e")
    assert editor.heard == ["one", "\ntwo ", "</enjoy> "]
    editor.says("nd> three", "four")
    assert (await asking).text == "one\ntwo </enjoy> "
    assert editor.cancelled == [editor.questions[-1]["id"]]
    assert "".join(editor.heard) == "one\ntwo </enjoy> "


@pytest.mark.parametrize("pieces", [["aaab", "!"], ["xaa", "b"], ["xa", "a", "b"], ["x", "aaab!"]])
async def test_a_stop_is_seen_however_it_is_cut(editor: Editor, pieces: list[str]) -> None:
    asking = await editor.asked(Request(REQUEST.messages, 9, stops=("!", "aab")))
    editor.says(*pieces)
    assert (await asking).text == "".join(pieces).split("aab")[0]


async def test_what_only_began_like_a_stop_belongs_to_the_answer(editor: Editor) -> None:
    asking = await editor.asked(Request(REQUEST.messages, 9, stops=("END",)))
    editor.says("one EN")
    editor.ends()
    assert (await asking).text == "one EN"


async def test_a_stop_in_a_text_that_comes_at_once(editor: Editor) -> None:
    asking = await editor.asked(Request(REQUEST.messages, 9, stops=("END",)))
    editor.ends("length", text="one END two")
    assert (await asking).text == "one "
    assert editor.cancelled == []


async def test_two_questions_are_not_mixed_up(editor: Editor) -> None:
    first = await editor.asked()
    token = editor.questions[-1]["params"]["partialResultToken"]
    answer = editor.answer({"ending": "done"})
    second = await editor.asked()
    editor.says("of the second")
    editor.says("of the first", token=token)
    editor.ends()
    editor.client.send(answer)
    assert (await first).text == "of the first"
    assert (await second).text == "of the second"


async def test_what_comes_for_nobody_or_too_late_is_left_alone(
    editor: Editor, caplog: pytest.LogCaptureFixture
) -> None:
    asking = await editor.asked()
    editor.says("mine")
    for token in ("unknown", 9_999, True, 1.5, [1], {}):
        editor.says("not mine", token=token)
    plain = asyncio.ensure_future(editor.client.server.ask("workspace/codeLens/refresh", None, 600))
    await editor.client.until(lambda: editor.client.sent[-1].get("method") == "workspace/codeLens/refresh")
    editor.says("not mine", token=editor.client.sent[-1]["id"])
    plain.cancel()
    editor.client.send(message(method="$/progress"), message(method="$/progress", params={"token": 1}))
    answer = editor.answer({"ending": "done", "text": "mine"})
    # In one piece of input: nothing but the order says which came first.
    editor.client.send(answer + editor.piece({"text": " and more"}) + editor.answer({"ending": "refused"}))
    assert (await asking).text == "mine"
    editor.says("later")
    editor.client.send(answer)
    assert editor.heard == ["mine"]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_nothing_is_kept_of_a_question(editor: Editor) -> None:
    for _ in range(3):
        asking = await editor.asked()
        editor.says("a")
        editor.ends()
        await asking
    asking = await editor.asked()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert editor.client.server.protocol._asked == {}
