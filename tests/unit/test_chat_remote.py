"""Answers of language models, over real connections on the loopback: what is sent, and what is understood."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from chat_fakes import KEY, PROMPT, REQUEST, SCHEMA, asked, failed, remote

from chat_server import (
    Answer,
    ChatServer,
    Then,
    anthropic,
    anthropic_plain,
    chatting,
    event,
    openai,
    openai_plain,
    refusing,
)
from omni_lsp.adapters.chat.service import Limits, Service, Speaks
from omni_lsp.model.chat import AnswerSchema, Ending, Message, Reply, Request, Role, Usage
from omni_lsp.model.chat_errors import ChatMalformedError
from omni_lsp.model.errors import AgentValidationError

BOTH = pytest.mark.parametrize("speaks", list(Speaks))
ANSWERS = {Speaks.OPENAI: openai, Speaks.ANTHROPIC: anthropic}


@pytest.fixture
async def service() -> AsyncIterator[ChatServer]:
    async with chatting() as service:
        yield service


@BOTH
async def test_pieces_are_heard_as_they_come_and_the_reply_is_all_of_them(service: ChatServer, speaks: Speaks) -> None:
    service.say(ANSWERS[speaks]("Hel", "lo ", "wörld"))
    heard: list[str] = []
    reply = await asked(remote(service, speaks), heard=heard)
    assert heard == ["Hel", "lo ", "wörld"]
    assert reply == Reply("Hello wörld", Usage(7, 3, is_counted=True))


@BOTH
async def test_a_piece_is_heard_before_the_answer_has_come_to_its_end(service: ChatServer, speaks: Speaks) -> None:
    service.say(ANSWERS[speaks]("first", "second").without_end(4).and_then(Then.HANGS))
    first = asyncio.Event()
    task = asyncio.create_task(remote(service, speaks).ask(REQUEST, 10, lambda _text: first.set()))
    await asyncio.wait_for(first.wait(), 10)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@BOTH
@pytest.mark.parametrize("size", [1, 2, 7, 1000])
async def test_it_does_not_matter_how_the_bytes_are_cut(service: ChatServer, speaks: Speaks, size: int) -> None:
    service.say(ANSWERS[speaks]("a𝄞\n\n", "ü").cut(size))
    assert (await asked(remote(service, speaks))).text == "a𝄞\n\nü"


async def test_openai_is_asked_in_its_own_words_and_nothing_else_is_sent(service: ChatServer) -> None:
    await asked(remote(service), Request((Message(Role.USER, "hi"), Message(Role.ASSISTANT, "ho")), 9, stops=("END",)))
    (sent,) = service.asked
    assert sent.path == "/v1/chat/completions"
    assert sent.body == {
        "model": "mini",
        "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ho"}],
        "max_tokens": 9,
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.0,
        "stop": ["END"],
    }
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.headers["accept-encoding"] == "identity"


async def test_anthropic_is_asked_in_its_own_words_with_the_system_apart(service: ChatServer) -> None:
    await asked(remote(service, Speaks.ANTHROPIC), replace(REQUEST, schema=SCHEMA, stops=("END",), temperature=0.5))
    (sent,) = service.asked
    assert sent.path == "/v1/messages"
    assert sent.body == {
        "model": "mini",
        "messages": [{"role": "user", "content": PROMPT}],
        "system": "Be brief.",
        "max_tokens": 100,
        "stream": True,
        "temperature": 0.5,
        "stop_sequences": ["END"],
        "output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}},
    }
    assert (sent.headers["x-api-key"], sent.headers["anthropic-version"]) == (KEY, "2023-06-01")
    assert "authorization" not in sent.headers


async def test_a_schema_goes_to_openai_as_response_format(service: ChatServer) -> None:
    await asked(remote(service), replace(REQUEST, schema=SCHEMA))
    schema = {"name": "answer", "strict": True, "schema": {"type": "object"}}
    assert service.asked[0].body["response_format"] == {"type": "json_schema", "json_schema": schema}


@BOTH
async def test_a_schema_that_is_no_json_is_not_sent(service: ChatServer, speaks: Speaks) -> None:
    with pytest.raises(AgentValidationError, match="the schema of the answer is no JSON"):
        await asked(remote(service, speaks), replace(REQUEST, schema=AnswerSchema("a", "{")))
    assert service.asked == []


@BOTH
async def test_broken_characters_are_sent_replaced(service: ChatServer, speaks: Speaks) -> None:
    await asked(remote(service, speaks), Request((Message(Role.USER, "half \ud83d of a pair"),), 9))
    assert service.asked[0].body["messages"][0]["content"] == "half ? of a pair"


@pytest.mark.parametrize(
    ("url", "speaks", "path"),
    [
        ("/v1", Speaks.OPENAI, "/v1/chat/completions"),
        ("/v1/", Speaks.OPENAI, "/v1/chat/completions"),
        ("/v1/chat/completions", Speaks.OPENAI, "/v1/chat/completions"),
        ("/deployment?api-version=1", Speaks.OPENAI, "/deployment/chat/completions?api-version=1"),
        ("", Speaks.ANTHROPIC, "/v1/messages"),
        ("/", Speaks.ANTHROPIC, "/v1/messages"),
        ("/v1", Speaks.ANTHROPIC, "/v1/messages"),
        ("/proxy/v1/messages", Speaks.ANTHROPIC, "/proxy/v1/messages"),
    ],
)
def test_the_address_is_made_of_the_base_or_taken_as_it_is(url: str, speaks: Speaks, path: str) -> None:
    service = Service(f"https://h.example:8{url}", "mini", speaks)
    assert service.address == f"https://h.example:8{path}"
    assert service.destination == "h.example:8"


@BOTH
async def test_a_server_that_does_not_stream_is_understood_as_well(service: ChatServer, speaks: Speaks) -> None:
    plain = {Speaks.OPENAI: openai_plain, Speaks.ANTHROPIC: anthropic_plain}[speaks]
    service.say(plain("all at once"))
    heard: list[str] = []
    reply = await asked(remote(service, speaks), heard=heard)
    assert (reply, heard) == (Reply("all at once", Usage(7, 3, is_counted=True)), ["all at once"])


@pytest.mark.parametrize(
    ("speaks", "answer", "ending"),
    [
        (Speaks.OPENAI, openai("x", finish="length"), Ending.LENGTH),
        (Speaks.OPENAI, openai("x", finish="content_filter"), Ending.REFUSED),
        (Speaks.OPENAI, openai("x", finish="tool_calls"), Ending.DONE),
        (Speaks.OPENAI, openai("x", finish=None), Ending.DONE),
        (Speaks.OPENAI, openai_plain("x", finish="length"), Ending.LENGTH),
        (Speaks.ANTHROPIC, anthropic("x", stop="max_tokens"), Ending.LENGTH),
        (Speaks.ANTHROPIC, anthropic("x", stop="model_context_window_exceeded"), Ending.LENGTH),
        (Speaks.ANTHROPIC, anthropic("x", stop="refusal"), Ending.REFUSED),
        (Speaks.ANTHROPIC, anthropic("x", stop="stop_sequence"), Ending.DONE),
        (Speaks.ANTHROPIC, anthropic_plain("x", stop="refusal"), Ending.REFUSED),
    ],
)
async def test_how_an_answer_ended_is_told(service: ChatServer, speaks: Speaks, answer: Answer, ending: Ending) -> None:
    service.say(answer)
    reply = await asked(remote(service, speaks))
    assert (reply.text, reply.ending) == ("x", ending)


async def test_a_refusal_stays_one_though_its_words_came_to_their_end(service: ChatServer) -> None:
    delta = {"choices": [{"index": 0, "delta": {"refusal": "I would rather not."}}]}
    end = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    service.say(Answer([event(delta), event(end), event("[DONE]")]))
    assert (await asked(remote(service))).ending is Ending.REFUSED


async def test_tokens_are_estimated_where_the_service_does_not_count(service: ChatServer) -> None:
    service.say(openai("four", usage=None))
    usage = (await asked(remote(service))).usage
    assert usage == Usage(len("Be brief.") + len(PROMPT) + 16, 4, is_counted=False)


@pytest.mark.parametrize("odd", [-1, True, 1.5, "7", 1 << 40, None, []])
async def test_counts_that_are_none_are_not_believed(service: ChatServer, odd: object) -> None:
    counts = event({"choices": [], "usage": {"prompt_tokens": odd, "completion_tokens": odd}})
    service.say(replace(openai("four"), parts=[*openai("four", usage=None).parts[:-1], counts, event("[DONE]")]))
    assert (await asked(remote(service))).usage.output_tokens == 4


@BOTH
async def test_the_largest_count_holds_where_a_later_event_says_less(service: ChatServer, speaks: Speaks) -> None:
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "input_tokens": 0, "output_tokens": 0}
    whole = ANSWERS[speaks]("x")
    service.say(
        replace(whole, parts=[*whole.parts[:-1], event({"type": "message_delta", "usage": usage}), whole.parts[-1]])
    )
    assert (await asked(remote(service, speaks))).usage == Usage(7, 3, is_counted=True)


async def test_the_mark_of_the_end_needs_no_empty_line(service: ChatServer) -> None:
    service.say(Answer([*openai("x", finish=None, usage=None).parts[:-1], b"data: [DONE]\n"]))
    assert (await asked(remote(service))).text == "x"


@BOTH
async def test_nobody_waits_for_a_connection_after_the_mark_of_the_end(service: ChatServer, speaks: Speaks) -> None:
    service.say(ANSWERS[speaks]("x").and_then(Then.HANGS))
    assert (await asked(remote(service, speaks, Limits(linger_seconds=30)))).text == "x"


async def test_text_in_parts_and_thoughts_and_unknown_events(service: ChatServer) -> None:
    parts = {
        "choices": [{"index": 0, "delta": {"content": [{"type": "text", "text": "a"}], "reasoning_content": "hm"}}]
    }
    service.say(Answer([b": wait\n\n", b"data:\n\n", event(parts), event({"object": "odd"}), *openai("b").parts]))
    assert (await asked(remote(service))).text == "ab"
    thought = {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "hm"}}
    service.say(Answer([event(thought), event({"type": "new_kind"}), *anthropic("b").parts]))
    assert (await asked(remote(service, Speaks.ANTHROPIC))).text == "b"


async def test_halves_of_a_character_in_two_events_are_one_character(service: ChatServer) -> None:
    heard: list[str] = []
    service.say(openai("a\ud83d", "\ude00b", "\ude00", "c\ud83d"))
    reply = await asked(remote(service), heard=heard)
    assert heard == ["a", "\U0001f600b", "\ufffd", "c", "\ufffd"]
    assert reply.text.encode()


@pytest.mark.parametrize("status", [400, 422])
async def test_members_that_a_server_does_not_know_are_left_out_once_and_for_all(
    service: ChatServer, status: int
) -> None:
    model, request = remote(service), replace(REQUEST, schema=SCHEMA)
    service.say(refusing(status, {"error": {"message": "what is this?"}}))
    assert (await asked(model, request)).text == "ok"
    await asked(model, request)
    first, second, third = (sent.body for sent in service.asked)
    assert {"response_format", "stream_options"} <= first.keys()
    for plain in (second, third):
        assert not {"response_format", "stream_options"} & plain.keys()
        assert '{"type": "object"}' in plain["messages"][-1]["content"]


async def test_a_member_that_is_named_is_the_only_one_to_go(service: ChatServer) -> None:
    service.say(refusing(400, {"error": {"message": "Unsupported: 'max_tokens'. Use 'max_completion_tokens'."}}))
    await asked(remote(service))
    body = service.asked[1].body
    assert body["max_completion_tokens"] == 100
    assert "max_tokens" not in body
    assert {"stream_options", "temperature"} <= body.keys()
    service.say(refusing(400, {"error": {"message": "`temperature` is deprecated for this model."}}))
    await asked(remote(service, Speaks.ANTHROPIC), replace(REQUEST, schema=SCHEMA))
    assert "temperature" not in service.asked[3].body
    assert "output_config" in service.asked[3].body


async def test_a_schema_that_anthropic_does_not_take_is_put_into_words(service: ChatServer) -> None:
    service.say(refusing(400, {"type": "error", "error": {"message": "output_config: not supported"}}))
    await asked(remote(service, Speaks.ANTHROPIC), replace(REQUEST, schema=SCHEMA))
    assert '{"type": "object"}' in service.asked[1].body["system"]


async def test_nothing_is_asked_twice_where_nothing_can_be_left_out(service: ChatServer) -> None:
    service.say(refusing(400, "no"))
    await failed(remote(service, Speaks.ANTHROPIC), AgentValidationError)
    assert len(service.asked) == 1


async def test_what_is_refused_twice_is_refused(service: ChatServer) -> None:
    service.say(refusing(400, PROMPT), refusing(400, PROMPT))
    model = remote(service)
    error = await failed(model, AgentValidationError)
    assert error.reason == "the request to mini or the name of the model is not taken (400)"
    await asked(model)
    assert [("stream_options" in sent.body) for sent in service.asked] == [True, False, True]


async def test_an_answer_that_goes_on_and_on_is_given_up() -> None:
    async with chatting() as service:
        service.say(openai("word " * 10, "more " * 1_000).without_end(3).and_then(Then.REPEATS))
        error = await failed(remote(service, limits=Limits(characters_per_token=2)), ChatMalformedError)
        assert "much longer than it may be" in str(error)
        assert isinstance(error, ChatMalformedError)
        assert error.heard == "word " * 10
