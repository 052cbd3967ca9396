"""The whole of it, over real connections on the loopback: who is asked, how often, and what it costs."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from chat_fakes import REQUEST, Clock, Letters, asked, failed, remote

from chat_server import Answer, ChatServer, Then, chatting, openai, refusing
from omni_lsp.adapters.chat.again import Patience
from omni_lsp.adapters.chat.breaker import Breaker
from omni_lsp.adapters.chat.hedged import HedgedModel
from omni_lsp.adapters.chat.ledger import SpendingFile
from omni_lsp.adapters.chat.purse import Purse
from omni_lsp.adapters.chat.resilient import ResilientModel
from omni_lsp.adapters.chat.service import Speaks
from omni_lsp.adapters.chat.spending import Caps
from omni_lsp.model.chat import Ending, Reply, Usage, whole
from omni_lsp.model.chat_errors import (
    ChatLostError,
    ChatRateLimitError,
    ChatRefusalError,
    ChatSpentError,
    ChatTimeoutError,
    ChatTruncatedError,
    ChatUnavailableError,
)
from omni_lsp.model.errors import AgentFatalError

NOW = 1_000_000 * 60.0
BUSY = refusing(503)


@dataclass
class World:
    """A service, and the model that is asked of it; `clock` is that of pauses and rests."""

    service: ChatServer
    folder: Path
    caps: Caps = field(default_factory=lambda: Caps(tokens_per_hour=10_000))
    clock: Clock = field(default_factory=Clock)

    def model(self, speaks: Speaks = Speaks.OPENAI, hedge_seconds: float = 0.0) -> ResilientModel:
        inner = remote(self.service, speaks)
        breaker = Breaker(inner.destination, self.clock, limit=2, rest_seconds=30)
        purse = Purse(SpendingFile(self.folder), self.caps, Letters(), now=lambda: NOW)
        patience = Patience(2, clock=self.clock, sleep=self.clock.sleep)
        return ResilientModel(inner, breaker, purse, patience, hedge_seconds)

    @property
    def tokens(self) -> int:
        minutes = json.loads((self.folder / "spending.json").read_text())["minutes"]
        return sum(each["tokens"] for each in minutes.values())


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with chatting() as service:
        yield World(service, tmp_path)


@pytest.mark.parametrize("speaks", list(Speaks))
async def test_it_answers_as_the_model_in_it_and_counts_what_that_cost(world: World, speaks: Speaks) -> None:
    model, heard = world.model(speaks), list[str]()
    assert await asked(model, heard=heard) == Reply("ok", Usage(7, 3, is_counted=True))
    assert (model.name, model.destination) == ("mini", f"127.0.0.1:{world.service.port}")
    assert (heard, world.tokens) == (["ok"], 10)


async def test_what_passes_is_tried_again_and_costs_once(world: World) -> None:
    world.service.say(BUSY, openai("yes"))
    assert (await asked(world.model())).text == "yes"
    assert (len(world.service.asked), len(world.clock.slept), world.tokens) == (2, 1, 10)


async def test_a_wait_that_is_asked_for_and_does_not_fit_fails_at_once(world: World) -> None:
    world.service.say(refusing(429, Retry_After="60"))
    error = await failed(world.model(), ChatRateLimitError)
    assert isinstance(error, ChatRateLimitError)
    assert (error.wait_seconds, len(world.service.asked), world.clock.slept) == (60.0, 1, [])


async def test_half_an_answer_is_not_asked_for_again_and_not_free(world: World) -> None:
    world.service.say(openai("some", "more").without_end(3).and_then(Then.DROPS))
    error = await failed(world.model(), ChatLostError)
    assert isinstance(error, ChatLostError)
    assert (error.heard, len(world.service.asked)) == ("somemore", 1)
    assert world.tokens == Letters().count("Be brief.launch codes") + 16 + 8


async def test_a_destination_that_fails_is_left_alone_and_probed_later(world: World) -> None:
    model = world.model()
    world.service.say(*[BUSY] * 4)
    for _ in range(2):
        await failed(model, ChatUnavailableError)
    assert len(world.service.asked) == 4
    assert "is left alone for a while" in (await failed(model, ChatUnavailableError)).reason
    assert (len(world.service.asked), world.tokens) == (4, 0)
    world.clock.now += 30
    assert (await asked(model)).text == "ok"
    assert (await asked(model)).text == "ok"


async def test_nothing_is_asked_beyond_the_caps_and_the_destination_is_not_blamed(world: World) -> None:
    world.caps = Caps(tokens_per_hour=150)
    model = world.model()
    await asked(model)
    world.service.say(openai("yes", usage=(100, 0)))
    await asked(model)
    for _ in range(3):
        await failed(model, ChatSpentError)
    assert (len(world.service.asked), world.tokens) == (2, 110)


async def test_what_somebody_has_to_change_is_said_each_time(world: World) -> None:
    model = world.model()
    world.service.say(*[refusing(401)] * 3)
    for _ in range(3):
        await failed(model, AgentFatalError)
    assert (len(world.service.asked), world.tokens) == (3, 0)


async def test_a_deadline_holds_for_all_tries_together(world: World) -> None:
    world.service.say(BUSY, Answer(then=Then.HANGS))
    await failed(world.model(), ChatTimeoutError, 1.0)
    assert len(world.service.asked) == 2


async def test_who_cancels_has_it_closed_and_written_down(world: World) -> None:
    world.service.say(openai("some", "more").without_end(3).and_then(Then.HANGS))
    task = asyncio.create_task(world.model().ask(REQUEST, 60, lambda _text: None))
    await asyncio.wait_for(world.service.hung.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(world.service.gone.wait(), 10)
    assert world.tokens == Letters().count("Be brief.launch codes") + 16 + 8


def test_who_needs_all_of_an_answer_gets_all_or_an_error() -> None:
    usage = Usage(7, 3, is_counted=True)
    assert whole(Reply("all", usage), "h") == "all"
    with pytest.raises(ChatRefusalError, match="the model refuses to answer this"):
        whole(Reply("", usage, Ending.REFUSED), "h")
    with pytest.raises(ChatTruncatedError, match="cut off after 3 tokens") as caught:
        whole(Reply("half", usage, Ending.LENGTH), "h")
    assert caught.value.heard == "half"


SILENT = Answer(then=Then.HANGS)
READ = len("Be brief.launch codes") + 16


async def hedged(world: World, heard: list[str] | None = None) -> Reply:
    return await asked(world.model(hedge_seconds=0.05), heard=heard)


async def test_nobody_is_asked_twice_unless_people_want_it(world: World) -> None:
    world.service.say(SILENT)
    await failed(world.model(), ChatTimeoutError, 0.3)
    assert len(world.service.asked) == 1


async def test_a_silent_service_is_asked_a_second_time_and_both_are_paid_for(world: World) -> None:
    heard = list[str]()
    world.service.say(SILENT, openai("second"))
    assert (await hedged(world, heard)).text == "second"
    await asyncio.wait_for(world.service.gone.wait(), 10)
    assert (heard, len(world.service.asked), world.tokens) == (["second"], 2, 10 + READ)


async def test_who_has_begun_to_answer_is_not_asked_twice(world: World) -> None:
    world.service.say(openai("slow", "ly").without_end(3).and_then(Then.HANGS))
    error = await failed(world.model(hedge_seconds=0.5), ChatTimeoutError, 1.0)
    assert isinstance(error, ChatTimeoutError)
    assert (error.heard, len(world.service.asked)) == ("slowly", 1)


async def test_a_second_request_that_fails_costs_nothing_and_the_first_goes_on(world: World) -> None:
    world.service.say(SILENT, BUSY)
    await failed(world.model(hedge_seconds=0.05), ChatTimeoutError, 0.5)
    assert (len(world.service.asked), world.tokens) == (2, READ)


async def test_nobody_is_asked_twice_beyond_the_caps(world: World) -> None:
    world.caps = Caps(tokens_per_hour=READ + 100)
    world.service.say(SILENT)
    await failed(world.model(hedge_seconds=0.05), ChatTimeoutError, 0.5)
    assert len(world.service.asked) == 1


async def test_a_request_is_doubled_once_however_often_it_is_tried(world: World) -> None:
    purse = Purse(SpendingFile(world.folder), world.caps, Letters(), now=lambda: NOW)
    model = HedgedModel(remote(world.service), purse, 0.05)
    world.service.say(SILENT, openai("second"), SILENT)
    assert (await asked(model)).text == "second"
    await failed(model, ChatTimeoutError, 0.3)
    assert len(world.service.asked) == 3


async def test_who_cancels_a_doubled_request_has_both_closed(world: World) -> None:
    world.service.say(SILENT, SILENT)
    task = asyncio.create_task(hedged(world))
    while len(world.service.asked) < 2:
        await asyncio.wait_for(world.service.hung.wait(), 10)
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(world.service.gone.wait(), 10)
    assert world.tokens == 2 * READ
