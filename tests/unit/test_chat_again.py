"""When a request to a language model is tried again, and how long we wait before."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from chat_fakes import REQUEST, Clock

from omni_lsp.adapters.chat.again import Patience, ask_again
from omni_lsp.model.chat import Reply, Request, Usage
from omni_lsp.model.chat_errors import (
    ChatLostError,
    ChatMalformedError,
    ChatRateLimitError,
    ChatRefusalError,
    ChatTimeoutError,
    ChatUnavailableError,
)
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentValidationError

OK = Reply("ok", Usage(1, 1, is_counted=True))


@dataclass
class Scripted:
    """A model that fails as it is told to, then answers; with `says` it says something before each failure."""

    failures: Sequence[AgentError]
    says: str = ""
    name: str = "mini"
    destination: str = "h"
    deadlines: list[float] = field(default_factory=list)

    async def ask(self, request: Request, deadline_seconds: float, heard: Callable[[str], None]) -> Reply:
        self.deadlines.append(deadline_seconds)
        if len(self.deadlines) > len(self.failures):
            heard("ok")
            return OK
        if self.says:
            heard(self.says)
        raise self.failures[len(self.deadlines) - 1]


def patience(clock: Clock, draw: float = 1.0) -> Patience:
    return Patience(clock=clock, sleep=clock.sleep, draw=lambda: draw)


async def again(model: Scripted, clock: Clock, seconds: float = 100.0, draw: float = 1.0) -> Reply:
    return await ask_again(model, REQUEST, clock.now + seconds, lambda _text: None, patience(clock, draw))


@pytest.mark.parametrize(
    "error", [ChatUnavailableError("h", "busy"), ChatRateLimitError("h", "often"), ChatLostError("h", "lost")]
)
async def test_what_may_pass_is_tried_again_with_what_is_left_of_the_time(error: AgentError) -> None:
    clock, model = Clock(), Scripted([error] * 3)
    assert await again(model, clock) == OK
    assert clock.slept == [0.5, 1.0, 2.0]
    assert model.deadlines == [100.0, 99.5, 98.5, 96.5]


@pytest.mark.parametrize("draw", [0.0, 0.25])
async def test_pauses_are_drawn_from_nothing_to_a_bound_that_doubles(draw: float) -> None:
    clock = Clock()
    await again(Scripted([ChatLostError("h", "lost")] * 3), clock, draw=draw)
    assert clock.slept == [0.5 * draw, 1.0 * draw, 2.0 * draw]


def test_the_bound_has_a_bound() -> None:
    assert patience(Clock()).pause(50, ChatLostError("h", "lost")) == 8.0


@pytest.mark.parametrize(
    "error",
    [
        AgentFatalError("a", "h", "wrong key"),
        AgentValidationError("a", "h", "wrong text"),
        ChatRefusalError("h", "no"),
        ChatMalformedError("h", "garbage"),
        ChatTimeoutError("h", "late"),
    ],
)
async def test_what_does_not_pass_is_not_tried_again(error: AgentError) -> None:
    clock, model = Clock(), Scripted([error] * 2)
    with pytest.raises(type(error)) as caught:
        await again(model, clock)
    assert caught.value is error
    assert (len(model.deadlines), clock.slept) == (1, [])


async def test_nothing_is_tried_again_after_a_word_was_heard() -> None:
    model = Scripted([ChatLostError("h", "lost", "wo")], says="wo")
    with pytest.raises(ChatLostError):
        await again(model, Clock())
    assert len(model.deadlines) == 1


async def test_there_is_an_end_to_trying() -> None:
    errors = [ChatUnavailableError("h", f"busy {number}") for number in range(9)]
    model = Scripted(errors)
    with pytest.raises(ChatUnavailableError, match="busy 3"):
        await again(model, Clock())
    assert len(model.deadlines) == 4


async def test_it_waits_at_least_as_long_as_it_is_asked_to() -> None:
    clock = Clock()
    await again(Scripted([ChatRateLimitError("h", "often", 20.0)]), clock)
    assert clock.slept == [20.5]


@pytest.mark.parametrize(("seconds", "tries"), [(20.4, 1), (20.6, 2)])
async def test_a_wait_that_does_not_fit_fails_at_once(seconds: float, tries: int) -> None:
    clock, model = Clock(), Scripted([ChatRateLimitError("h", "often", 20.0)] * 9)
    with pytest.raises(ChatRateLimitError) as caught:
        await again(model, clock, seconds)
    assert caught.value is model.failures[tries - 1]
    assert len(model.deadlines) == tries
    assert clock.now < seconds


async def test_who_cancels_does_not_wait_for_the_pause() -> None:
    began = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        began.set()
        await asyncio.Event().wait()

    model = Scripted([ChatLostError("h", "lost")])
    long = Patience(clock=Clock(), sleep=sleep)
    task = asyncio.create_task(ask_again(model, REQUEST, 100.0, lambda _text: None, long))
    await asyncio.wait_for(began.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(model.deadlines) == 1
