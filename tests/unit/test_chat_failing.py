"""Language models that fail, over real connections on the loopback: what is said, what is kept, what is never done."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from chat_fakes import KEY, PROMPT, REQUEST, Letters, asked, failed, remote

from chat_server import (
    EVENTS,
    Answer,
    ChatServer,
    Then,
    anthropic,
    chatting,
    event,
    openai,
    openai_plain,
    refusing,
)
from omni_lsp.adapters.chat.remote import RemoteModel
from omni_lsp.adapters.chat.service import Limits, Service, Speaks
from omni_lsp.model.chat import Usage
from omni_lsp.model.chat_errors import (
    ChatLostError,
    ChatMalformedError,
    ChatRateLimitError,
    ChatRefusalError,
    ChatTimeoutError,
    ChatUnavailableError,
)
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError, AgentValidationError

BOTH = pytest.mark.parametrize("speaks", list(Speaks))
ANSWERS = {Speaks.OPENAI: openai, Speaks.ANTHROPIC: anthropic}


@pytest.fixture
async def service() -> AsyncIterator[ChatServer]:
    async with chatting() as service:
        yield service


@pytest.mark.parametrize(
    ("status", "said", "kind", "reason"),
    [
        (401, "", AgentFatalError, "it does not take the key: put one that may use mini into MY_KEY (401)"),
        (
            401,
            "invalid_request_error",
            AgentFatalError,
            "it does not take the key: put one that may use mini into MY_KEY (401)",
        ),
        (403, "", AgentFatalError, "it does not take the key: put one that may use mini into MY_KEY (403)"),
        (404, "", AgentFatalError, "it knows no such address or no model mini: check both (404)"),
        (402, "", AgentFatalError, "the account has no credit left: add some there, or name another model (402)"),
        (
            429,
            "insufficient_quota",
            AgentFatalError,
            "the account has no credit left: add some there, or name another model (429)",
        ),
        (405, "", AgentFatalError, "it does not answer as such a service must: check the address (405)"),
        (413, "", AgentValidationError, "the request to mini is longer than the model can take (413)"),
        (
            400,
            "context_length_exceeded",
            AgentValidationError,
            "the request to mini is longer than the model can take (400)",
        ),
        (400, "content_filter", ChatRefusalError, "the service does not let the model answer this (400)"),
        (408, "", ChatUnavailableError, "it is busy or broken (408)"),
        (429, "", ChatRateLimitError, "it was asked too often (429)"),
        (500, "", ChatUnavailableError, "it is busy or broken (500)"),
        (529, "overloaded_error", ChatUnavailableError, "it is busy or broken (529)"),
    ],
)
async def test_a_status_becomes_a_failure_that_says_what_to_do(
    service: ChatServer, status: int, said: str, kind: type[AgentError], reason: str
) -> None:
    service.say(refusing(status, {"error": {"code": said, "message": f"{KEY} {PROMPT}"}}))
    assert (await failed(remote(service), kind)).reason == reason
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nobody_goes_where_the_service_sends_them(service: ChatServer, status: int) -> None:
    async with chatting() as elsewhere:
        service.say(refusing(status, None, Location=f"{elsewhere.url}/chat/completions"))
        error = await failed(remote(service), AgentFatalError)
        assert "is not followed: set the address that it has now" in error.reason
        assert (service.connections, elsewhere.connections) == (1, 0)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("20", 20.0),
        ("0.5", 0.5),
        ("Thu, 01 Jan 1970 00:01:30 GMT", 90.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 86_400.0),
        ("999999999999", 7 * 86_400.0),
        ("-5", 0.0),
        ("soon", 0.0),
        ("٣", 0.0),
    ],
)
async def test_how_long_to_wait_is_taken_from_seconds_and_dates(service: ChatServer, said: str, seconds: float) -> None:
    header = said.encode().decode("latin-1")
    service.say(refusing(429, None, Retry_After=header), refusing(503, None, Retry_After=header))
    for kind in (ChatRateLimitError, ChatUnavailableError):
        error = await failed(remote(service), kind)
        assert isinstance(error, ChatUnavailableError)
        assert error.wait_seconds == seconds


async def test_a_refusal_whose_words_never_end_counts_by_its_status(service: ChatServer) -> None:
    limits = Limits(linger_seconds=0.05)
    service.say(refusing(503, "x").and_then(Then.HANGS), refusing(503, "x").and_then(Then.DROPS))
    for _ in range(2):
        await failed(remote(service, limits=limits), ChatUnavailableError)
    service.say(refusing(503, "x" * 1000).and_then(Then.REPEATS))
    await failed(remote(service, limits=Limits(linger_seconds=60)), ChatUnavailableError, 60)


@BOTH
async def test_a_stream_without_its_end_is_a_lost_connection_that_keeps_the_text(
    service: ChatServer, speaks: Speaks
) -> None:
    cut = ANSWERS[speaks]("def f():\n", "    ret", usage=(1, 1)).without_end(3)
    for then in (Then.ENDS, Then.DROPS):
        service.say(cut.and_then(then))
        error = await failed(remote(service, speaks), ChatLostError)
        assert isinstance(error, ChatLostError)
        assert error.heard == "def f():\n    ret"
        assert isinstance(error, AgentTransientError)


async def test_a_connection_that_ends_before_any_answer_is_lost(service: ChatServer) -> None:
    service.say(Answer(then=Then.DROPS))
    error = await failed(remote(service), ChatLostError)
    assert isinstance(error, ChatLostError)
    assert error.heard == ""


@BOTH
async def test_what_breaks_after_the_end_of_the_text_takes_nothing_from_it(service: ChatServer, speaks: Speaks) -> None:
    whole = ANSWERS[speaks]("all", usage=(7, 3)).without_end()
    garbage = replace(whole, parts=[*whole.parts, b"data: {garbage\n\n"])
    for answer in (whole, whole.and_then(Then.DROPS), whole.and_then(Then.HANGS), garbage):
        service.say(answer)
        reply = await asked(remote(service, speaks, Limits(linger_seconds=0.05)))
        assert (reply.text, reply.usage) == ("all", Usage(7, 3, is_counted=True))


@pytest.mark.parametrize("is_late", [False, True])
async def test_a_server_that_hangs_is_given_up_at_the_deadline(service: ChatServer, is_late: bool) -> None:
    answer = openai("some", "more").without_end(3) if is_late else Answer()
    service.say(answer.and_then(Then.HANGS))
    error = await failed(remote(service), ChatTimeoutError, 0.3)
    assert isinstance(error, ChatTimeoutError)
    assert (error.heard, error.reason) == (
        ("somemore", "its answer did not end in time") if is_late else ("", "it does not answer in time")
    )
    await asyncio.wait_for(service.gone.wait(), 10)


async def test_a_server_that_drips_is_given_up_at_the_deadline_and_not_by_its_gaps(service: ChatServer) -> None:
    await asked(remote(service))
    service.say(openai("x" * 100).dripping(0.02))
    begun = time.monotonic()
    await failed(remote(service), ChatTimeoutError, 0.5)
    assert 0.4 < time.monotonic() - begun < 2.0


@BOTH
async def test_a_stream_that_never_ends_is_given_up_at_its_bound(service: ChatServer, speaks: Speaks) -> None:
    service.say(ANSWERS[speaks]("again", "again").without_end(4).and_then(Then.REPEATS))
    error = await failed(remote(service, speaks, Limits(most_bytes=20_000)), ChatMalformedError)
    assert isinstance(error, ChatMalformedError)
    assert error.reason == "its answer is too long"
    assert error.heard.startswith("againagain")


async def test_a_line_that_never_ends_is_given_up_at_its_bound(service: ChatServer) -> None:
    service.say(Answer([b"data: ", b"x" * 1000]).and_then(Then.REPEATS))
    error = await failed(remote(service, limits=Limits(longest_line=10_000)), ChatMalformedError)
    assert error.reason == "its answer has a line without an end"


async def test_an_answer_in_one_piece_has_a_bound_as_well(service: ChatServer) -> None:
    service.say(replace(openai_plain("x" * 1000), then=Then.REPEATS))
    error = await failed(remote(service, limits=Limits(most_plain_bytes=5000)), ChatMalformedError)
    assert error.reason == "its answer is too long"


@BOTH
@pytest.mark.parametrize("body", [b"garbage", b"[]", b"{", b"1", b"\xff", b"[" * 100_000, b'{"choices": []}'])
@pytest.mark.parametrize("kind", ["application/json", "application/vnd.x+json"])
async def test_json_that_is_no_answer_is_not_believed(
    service: ChatServer, speaks: Speaks, body: bytes, kind: str
) -> None:
    service.say(Answer([body], kind))
    await failed(remote(service, speaks), ChatMalformedError)


@BOTH
@pytest.mark.parametrize("line", ["garbage", "[]", "{", "1", "[" * 100_000])
async def test_events_that_are_no_answer_are_not_believed(service: ChatServer, speaks: Speaks, line: str) -> None:
    begun = ANSWERS[speaks]("text").without_end(3)
    service.say(replace(begun, parts=[*begun.parts, event(line)]))
    error = await failed(remote(service, speaks), ChatMalformedError)
    assert isinstance(error, ChatMalformedError)
    assert error.heard == "text"


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "", "application/x-ndjson", "text/event-stream-not"])
async def test_another_kind_of_content_is_not_believed(service: ChatServer, kind: str) -> None:
    service.say(replace(openai("x"), kind=kind))
    error = await failed(remote(service), ChatMalformedError)
    assert error.reason == "it answers with neither events nor JSON: check the address"


async def test_what_is_packed_is_not_unpacked(service: ChatServer) -> None:
    service.say(Answer([b"x"], EVENTS, headers={"Content-Encoding": "gzip"}))
    error = await failed(remote(service), ChatMalformedError)
    assert error.reason == "it answers in a packed form that was not asked for"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("overloaded_error", ChatUnavailableError),
        ("api_error", ChatUnavailableError),
        ("rate_limit_error", ChatRateLimitError),
        ("invalid_request_error", AgentValidationError),
        ("authentication_error", AgentFatalError),
        ("insufficient_quota", AgentFatalError),
        ("content_filter", ChatRefusalError),
    ],
)
async def test_errors_in_place_of_an_answer_mean_what_their_status_would(
    service: ChatServer, name: str, kind: type[AgentError]
) -> None:
    said = {"type": "error", "error": {"type": name, "message": PROMPT}}
    service.say(
        Answer([event(said, "error")]), Answer([event(said)]), Answer([json.dumps(said).encode()], "application/json")
    )
    for speaks in (Speaks.ANTHROPIC, Speaks.OPENAI, Speaks.ANTHROPIC):
        await failed(remote(service, speaks), kind)


@BOTH
async def test_an_error_in_the_middle_of_an_answer_is_a_lost_connection(service: ChatServer, speaks: Speaks) -> None:
    begun = ANSWERS[speaks]("text").without_end(3)
    said = event({"type": "error", "error": {"type": "overloaded_error"}}, "error")
    service.say(replace(begun, parts=[*begun.parts, said]))
    error = await failed(remote(service, speaks), ChatLostError)
    assert isinstance(error, ChatLostError)
    assert error.heard == "text"


@BOTH
async def test_who_cancels_has_the_connection_closed_at_once(service: ChatServer, speaks: Speaks) -> None:
    took: list[float] = []
    for _ in range(3):
        service.hung.clear()
        service.gone.clear()
        service.say(ANSWERS[speaks]("some", "more").without_end(4).and_then(Then.HANGS))
        task = asyncio.create_task(remote(service, speaks).ask(REQUEST, 60, lambda _text: None))
        await asyncio.wait_for(service.hung.wait(), 10)
        begun = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(service.gone.wait(), 10)
        took.append(time.monotonic() - begun)
    # The best of them: others share the processor.
    assert min(took) < 0.2


async def test_a_service_that_is_gone_cannot_be_reached() -> None:
    async with chatting() as service:
        model = remote(service)
        await asked(model)
    assert (await failed(model, ChatUnavailableError)).reason == "it cannot be reached"


async def test_a_key_that_is_missing_or_none_is_not_sent(service: ChatServer) -> None:
    missing = RemoteModel(Service(service.url, "mini", key_variable="MY_KEY"), Letters())
    assert (await failed(missing, AgentFatalError)).reason == "the environment variable MY_KEY is not set"
    for key in (f"{KEY}\nX: y", f" {KEY}", "schlüssel"):
        broken = RemoteModel(Service(service.url, "mini", Speaks.ANTHROPIC, key, "MY_KEY"), Letters())
        assert (await failed(broken, AgentFatalError)).reason == "what is in MY_KEY can be no key"
    assert service.connections == 0


async def test_a_service_without_a_key_gets_none(service: ChatServer) -> None:
    for speaks in Speaks:
        await asked(RemoteModel(Service(service.url, "mini", speaks), Letters()))
    assert not any({"authorization", "x-api-key"} & sent.headers.keys() for sent in service.asked)
    service.say(refusing(401))
    error = await failed(RemoteModel(Service(service.url, "mini"), Letters()), AgentFatalError)
    assert error.reason == "it wants a key: name the environment variable that holds one (401)"


@pytest.mark.parametrize("host", ["models.example", "10.0.0.1", "localhost.example", "127.0.0.1.example"])
async def test_a_key_goes_to_other_machines_in_cipher_alone(host: str) -> None:
    model = RemoteModel(Service(f"http://{host}/v1", "mini", key=KEY, key_variable="MY_KEY"), Letters())
    assert (await failed(model, AgentFatalError)).reason == "a key is sent to other machines by https only"


@pytest.mark.parametrize("url", ["", "models.example/v1", "ftp://h/v1", "https://", "http://[::1/v1", "http://h:x/v1"])
async def test_what_is_no_address_is_not_asked(url: str) -> None:
    model = RemoteModel(Service(url, "mini"), Letters())
    assert "its address is none" in (await failed(model, AgentFatalError)).reason


async def test_an_address_with_a_user_is_refused_and_its_password_not_repeated() -> None:
    service = Service(f"https://me:{KEY}@h.example/v1", "mini")
    error = await failed(RemoteModel(service, Letters()), AgentFatalError)
    assert "has a user in it" in error.reason
    assert error.on == "h.example"
    assert KEY not in repr(service)


async def test_no_proxy_stands_between_us_and_this_machine(
    service: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chatting() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert (await asked(remote(service))).text == "ok"
        assert proxy.connections == 0
        elsewhere = RemoteModel(Service("http://models.example/v1", "mini"), Letters())
        assert (await asked(elsewhere)).text == "ok"
        assert proxy.asked[0].path == "http://models.example/v1/chat/completions"


async def test_a_proxy_that_is_none_is_said_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"gopher://me:{KEY}@proxy.example")
    error = await failed(RemoteModel(Service("http://models.example/v1", "mini"), Letters()), AgentFatalError)
    assert error.reason == "the proxy or certificates of the environment are wrong"
