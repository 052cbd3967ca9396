"""Vectors from a service, over real connections on the loopback: what is sent, what is believed, what is tried again."""

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from embeddings import HANGS, HANGS_UP, Embeddings, embedding
from omni_lsp.adapters.embedding.remote import RemoteEmbedder
from omni_lsp.adapters.embedding.reply import BusyError, refusal, vectors_of
from omni_lsp.adapters.embedding.service import Patience, Service
from omni_lsp.model.errors import (
    AgentError,
    AgentFatalError,
    AgentTimeoutError,
    AgentTransientError,
    AgentValidationError,
)

KEY = "sk-0123456789"
TEXT = "def launch_codes"
QUICK = Patience(connect=2.0, request=5.0, first=5.0, pauses=(0.0, 0.0), longest_pause=0.5, rest=60.0)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def service() -> Iterator[Embeddings]:
    with embedding() as service:
        yield service


def embedder(service: Embeddings, patience: Patience = QUICK, clock: Clock | None = None) -> RemoteEmbedder:
    return RemoteEmbedder(Service(service.url, "mini", KEY, "MY_KEY"), patience, clock or Clock())


async def refused(asked: RemoteEmbedder, kind: type[AgentError] = AgentError) -> AgentError:
    with pytest.raises(kind) as caught:
        await asked.embed([TEXT])
    assert KEY not in str(caught.value)
    assert "launch" not in str(caught.value)
    return caught.value


async def test_texts_go_out_in_batches_and_come_back_in_their_order(service: Embeddings) -> None:
    texts = [f"word{number} " + "pad " * (number % 3) for number in range(300)]
    vectors = await embedder(service).embed(texts)
    assert vectors.shape == (300, 8)
    assert sorted(len(asked.texts) for asked in service.asked) == [12] + [32] * 9
    assert sorted(service.texts) == sorted(texts)
    for text, vector in zip(texts, vectors, strict=True):
        expected = np.array(service.vector(text))
        assert np.allclose(vector, expected / np.linalg.norm(expected), atol=1e-6)
    assert vectors.dtype == np.float32


async def test_no_more_than_four_requests_are_under_way(service: Embeddings) -> None:
    asked = embedder(service)
    await asked.prepare()
    service.say(*[HANGS] * 10)
    with pytest.raises(AgentTimeoutError):
        await asked.embed(["word"] * 320, 0.4)
    assert service.at_once <= 4


async def test_it_asks_as_openai_is_asked_and_sends_nothing_else(service: Embeddings) -> None:
    await embedder(service).embed(["one"])
    (asked,) = service.asked
    assert (asked.path, asked.body) == ("/v1/embeddings", {"model": "mini", "input": ["one"]})
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    plain = RemoteEmbedder(Service(f"{service.url}/embeddings", "mini"), QUICK)
    await plain.embed(["one"])
    assert service.asked[1].path == "/v1/embeddings"
    assert "Authorization" not in service.asked[1].headers


async def test_texts_without_words_are_zeros_and_never_sent(service: Embeddings) -> None:
    asked = embedder(service)
    vectors = await asked.embed(["", "one", " \n"])
    assert vectors.any(axis=1).tolist() == [False, True, False]
    assert service.texts == ["one"]
    assert (await asked.embed([" "])).shape == (1, 8)


async def test_very_long_texts_and_broken_characters_are_sent_in_part(service: Embeddings) -> None:
    await embedder(service).embed(["long " * 10_000, "half \ud83d of a pair"])
    assert [len(text) for text in service.texts] == [6_000, 16]


async def test_it_is_known_by_address_and_model_and_learns_its_dimensions(service: Embeddings) -> None:
    first = embedder(service)
    assert first.dimensions == 0
    await first.prepare()
    await first.prepare()
    assert (first.dimensions, len(service.asked)) == (8, 1)
    assert first.id.startswith("url mini ")
    assert first.id == embedder(service).id
    other_model = RemoteEmbedder(Service(service.url, "maxi"))
    other_address = RemoteEmbedder(Service("http://127.0.0.1:1/v1", "mini"))
    assert len({first.id, other_model.id, other_address.id}) == 3


async def test_a_wrong_dimension_is_refused_and_learned_anew(service: Embeddings) -> None:
    clock = Clock()
    asked = embedder(service, clock=clock)
    await asked.embed(["one"])
    service.dimensions = 4
    error = await refused(asked, AgentValidationError)
    assert error.reason == "its vectors have 4 numbers, those before had 8"
    clock.now = 61.0
    await asked.prepare()
    assert asked.dimensions == 4


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (401, AgentFatalError, "it does not take the key (401)"),
        (403, AgentFatalError, "it does not take the key (403)"),
        (404, AgentFatalError, "it knows no such address or model (404)"),
        (302, AgentFatalError, "it sends to another address (302), which is not followed"),
        (307, AgentFatalError, "it sends to another address (307), which is not followed"),
        (402, AgentFatalError, "it does not answer as it must (402)"),
    ],
)
async def test_what_a_person_has_to_change_is_said_at_once(
    service: Embeddings, status: int, kind: type[AgentError], reason: str
) -> None:
    with embedding() as elsewhere:
        service.say(status, Location=f"{elsewhere.url}/embeddings")
        assert (await refused(embedder(service), kind)).reason == reason
        assert (len(service.asked), elsewhere.asked) == (1, [])


@pytest.mark.parametrize("status", [429, 500, 503, HANGS_UP])
async def test_what_passes_is_tried_again(service: Embeddings, status: int) -> None:
    service.say(status, status)
    assert (await embedder(service).embed(["one"])).any()
    assert len(service.asked) == 3


async def test_what_does_not_pass_is_given_up_and_not_asked_again_for_a_while(service: Embeddings) -> None:
    clock = Clock()
    asked = embedder(service, clock=clock)
    service.say(500, 500, 500)
    error = await refused(asked, AgentTransientError)
    assert error.reason == "it is busy or broken (500)"
    assert await refused(asked) is error
    assert len(service.asked) == 3
    clock.now = 61.0
    assert (await asked.embed(["one"])).any()


async def test_it_waits_as_long_as_it_is_told(service: Embeddings) -> None:
    service.say(429, Retry_After="1")
    begun = time.monotonic()
    patience = Patience(pauses=(0.0,), longest_pause=1.5)
    await embedder(service, patience).embed(["one"])
    assert time.monotonic() - begun >= 1.0


async def test_it_does_not_wait_for_an_hour(service: Embeddings) -> None:
    service.say(429, Retry_After="3600")
    await refused(embedder(service), BusyError)
    assert len(service.asked) == 1


async def test_a_question_does_not_wait_for_a_service_that_hangs_but_an_index_may(service: Embeddings) -> None:
    asked = embedder(service)
    await asked.prepare()
    service.say(HANGS)
    with pytest.raises(AgentTimeoutError, match="it does not answer in time"):
        await asked.embed(["one"], 0.4)
    with pytest.raises(AgentTimeoutError):
        await asked.embed(["one"], 0.4)
    assert len(service.asked) == 2
    assert (await asked.embed(["one"])).any()
    assert (await asked.embed(["one"], 5.0)).any()


async def test_a_request_ends_in_time(service: Embeddings) -> None:
    service.say(HANGS)
    await refused(embedder(service, Patience(request=0.2, pauses=())), AgentTimeoutError)


async def test_who_is_cancelled_leaves_at_once(service: Embeddings) -> None:
    service.say(HANGS)
    task = asyncio.create_task(embedder(service).embed(["one"]))
    await asyncio.to_thread(service.hung.wait, 10)
    task.cancel()
    begun = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - begun < 2


async def test_who_gave_a_silent_service_up_does_not_wait_for_it_again_at_once(service: Embeddings) -> None:
    clock = Clock()
    clock.now = 1.0
    asked = embedder(service, clock=clock)
    service.say(HANGS)
    task = asyncio.create_task(asked.embed(["one"]))
    await asyncio.to_thread(service.hung.wait, 10)
    clock.now = 7.0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await refused(asked, AgentTimeoutError)
    clock.now = 68.0
    assert (await asked.embed(["one"])).any()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no JSON",
        b"[]",
        b'{"data": {}}',
        b'{"data": []}',
        b'{"data": [{"index": 0}]}',
        b'{"data": [{"index": 1, "embedding": [1.0]}]}',
        b'{"data": [{"index": "0", "embedding": [1.0]}]}',
        b'{"data": [{"index": 0, "embedding": []}]}',
        b'{"data": [{"index": 0, "embedding": "AACAPw=="}]}',
        b'{"data": [{"index": 0, "embedding": [1.0, null]}]}',
        b'{"data": [{"index": 0, "embedding": [1.0, NaN]}]}',
        b'{"data": [{"index": 0, "embedding": [1.0, Infinity]}]}',
        b'{"data": [{"index": 0, "embedding": [true]}]}',
        b'{"data": [{"index": 0, "embedding": [[1.0]]}]}',
        b'{"data": [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0]}]}',
        b'{"data": [{"index": {}, "embedding": [1.0]}]}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
async def test_what_is_no_answer_is_not_believed(service: Embeddings, body: bytes) -> None:
    service.bodies.append(body)
    await refused(embedder(service), AgentValidationError)
    assert len(service.asked) == 1


async def test_rows_without_numbers_are_in_order(service: Embeddings) -> None:
    service.bodies.append(json.dumps({"data": [{"embedding": [3, 4]}, {"embedding": [0, 0]}]}).encode())
    assert np.allclose(await embedder(service).embed(["one", "two"]), [[0.6, 0.8], [0, 0]])


@settings(max_examples=40)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_any_finite_vector_gets_norm_one_or_zero(values: list[float]) -> None:
    (row,) = vectors_of(json.dumps({"data": [{"embedding": values}]}).encode(), 1, "x")
    norm = float(np.linalg.norm(row))
    assert abs(norm - 1) < 1e-5 or not any(values)


async def test_texts_that_are_too_long_for_it_are_tried_apart_and_shorter(service: Embeddings) -> None:
    service.admits = lambda texts: all(len(text) < 500 for text in texts)
    texts = ["one", "two", "word " * 300, "four"]
    vectors = await embedder(service).embed(texts)
    assert vectors.any(axis=1).all()
    assert {len(text) for text in service.texts} >= {3, 1500, 750, 375}


async def test_a_model_that_it_does_not_know_is_no_endless_search(service: Embeddings) -> None:
    service.admits = lambda _texts: False
    with pytest.raises(AgentValidationError, match="does not take the model's name or the texts"):
        await embedder(service).embed(["word " * 100] * 32)
    assert len(service.asked) < 10


async def test_a_service_that_is_gone_is_said_to_be_gone() -> None:
    with embedding() as service:
        asked = embedder(service)
        await asked.embed(["one"])
    assert (await refused(asked, AgentTransientError)).reason == "it cannot be reached"


async def test_a_key_that_is_missing_or_none_is_not_sent(service: Embeddings) -> None:
    missing = RemoteEmbedder(Service(service.url, "mini", "", "MY_KEY"), QUICK)
    assert (await refused(missing, AgentFatalError)).reason == "the environment variable MY_KEY is not set"
    broken = RemoteEmbedder(Service(service.url, "mini", f"{KEY}\nX: y", "MY_KEY"), QUICK)
    assert (await refused(broken, AgentFatalError)).reason == "what is in MY_KEY can be no key"
    assert service.asked == []


async def test_a_key_goes_to_other_machines_in_cipher_alone() -> None:
    asked = RemoteEmbedder(Service("http://embeddings.example/v1", "mini", KEY, "MY_KEY"), QUICK)
    assert (await refused(asked, AgentFatalError)).reason == "a key is sent to other machines by https only"


def test_the_key_is_in_no_representation() -> None:
    assert KEY not in repr(Service("https://h/v1", "mini", KEY, "MY_KEY"))


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://localhost/v1", True),
        ("http://localhost.example/v1", False),
        ("http://10.0.0.1/v1", False),
        ("http://127.0.0.1.example/v1", False),
    ],
)
def test_what_is_on_this_machine(url: str, is_here: bool) -> None:
    assert Service(url, "mini").is_here == is_here


async def test_no_proxy_stands_between_us_and_this_machine(
    service: Embeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with embedding() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert (await embedder(service).embed(["one"])).any()
        assert proxy.asked == []
        elsewhere = RemoteEmbedder(Service("http://embeddings.example/v1", "mini"), QUICK)
        assert (await elsewhere.embed(["one"])).any()
        assert [asked.path for asked in proxy.asked] == ["http://embeddings.example/v1/embeddings"]


async def test_a_proxy_that_is_none_is_said_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks9://me:hunter2@127.0.0.1:1")
    asked = RemoteEmbedder(Service("http://embeddings.example/v1", "mini"), QUICK)
    error = await refused(asked, AgentFatalError)
    assert error.reason == "the proxy or certificates of the environment are wrong"


NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("", 0.0),
        ("soon", 0.0),
        ("-3", 0.0),
        ("٣", 0.0),
        ("9" * 400, 604_800.0),
        ("1.5", 1.5),
        (format_datetime(NOW + timedelta(seconds=9), usegmt=True), 9.0),
        (format_datetime(NOW - timedelta(seconds=9), usegmt=True), 0.0),
    ],
)
def test_when_to_come_back(said: str, seconds: float) -> None:
    error = refusal("x", 429, {"retry-after": said}, NOW.timestamp())
    assert isinstance(error, BusyError)
    assert error.wait_seconds == seconds
