"""When a destination with language models is left alone, and how it comes back."""

import asyncio

import pytest
from chat_fakes import Clock

from omni_lsp.adapters.chat.breaker import Breaker, Breakers
from omni_lsp.model.chat_errors import (
    ChatLostError,
    ChatMalformedError,
    ChatRefusalError,
    ChatTimeoutError,
    ChatUnavailableError,
)
from omni_lsp.model.errors import AgentFatalError, AgentValidationError

BUSY = ChatUnavailableError("h", "it is busy")


def failing(breaker: Breaker, error: BaseException = BUSY, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(type(error)) as caught, breaker.watching():
            raise error
        assert caught.value is error


def opened(clock: Clock) -> Breaker:
    breaker = Breaker("h", clock, limit=3, rest_seconds=30)
    failing(breaker, times=3)
    return breaker


def turned_away(breaker: Breaker) -> ChatUnavailableError:
    with pytest.raises(ChatUnavailableError) as caught, breaker.watching():
        pytest.fail("it was let through")
    assert caught.value is not BUSY
    return caught.value


def test_it_opens_after_failures_in_a_row_and_says_why() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 10.0
    error = turned_away(breaker)
    assert error.reason == "it failed 3 times in a row and is left alone for a while, the last time: it is busy"
    assert (error.on, error.wait_seconds) == ("h", 20.0)


def test_a_success_between_them_starts_the_count_anew() -> None:
    breaker = Breaker("h", Clock(), limit=3)
    failing(breaker, times=2)
    with breaker.watching():
        pass
    failing(breaker, times=2)
    with breaker.watching():
        pass


@pytest.mark.parametrize(
    "error", [ChatLostError("h", "x", "heard"), ChatMalformedError("h", "x"), ChatTimeoutError("h", "x")]
)
def test_what_says_that_it_is_broken_counts(error: BaseException) -> None:
    breaker = Breaker("h", Clock(), limit=3)
    failing(breaker, error, 3)
    turned_away(breaker)


@pytest.mark.parametrize(
    "error",
    [
        AgentFatalError("a", "h", "x"),
        AgentValidationError("a", "h", "x"),
        ChatRefusalError("h", "x"),
        ChatTimeoutError("h", "x", "heard"),
        asyncio.CancelledError(),
    ],
)
def test_what_says_nothing_about_it_does_not_count(error: BaseException) -> None:
    breaker = Breaker("h", Clock(), limit=1)
    failing(breaker, error, 5)


def test_one_probe_goes_after_the_rest_and_its_success_closes() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30.0
    with breaker.watching():
        assert turned_away(breaker).wait_seconds == 1.0
    for _ in range(2):
        with breaker.watching(), breaker.watching():
            pass


def test_a_probe_that_fails_opens_it_for_another_rest() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 31.0
    failing(breaker, ChatLostError("h", "it went away"))
    assert turned_away(breaker).wait_seconds == 30.0
    assert "it went away" in turned_away(breaker).reason
    clock.now = 61.0
    with breaker.watching():
        pass


@pytest.mark.parametrize("error", [asyncio.CancelledError(), AgentFatalError("a", "h", "x")])
def test_a_probe_that_tells_nothing_makes_room_for_the_next(error: BaseException) -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30.0
    failing(breaker, error)
    with breaker.watching():
        turned_away(breaker)


def test_failures_of_requests_that_were_under_way_do_not_make_the_rest_longer() -> None:
    clock = Clock()
    breaker = Breaker("h", clock, limit=3, rest_seconds=30)
    under_way = breaker.watching()
    under_way.__enter__()
    failing(breaker, times=3)
    clock.now = 29.0
    assert not under_way.__exit__(ChatUnavailableError, BUSY, None)
    clock.now = 30.0
    with breaker.watching():
        pass


def test_an_answer_to_a_request_that_was_under_way_closes_it() -> None:
    breaker = Breaker("h", Clock(), limit=3)
    with breaker.watching():
        failing(breaker, times=3)
        turned_away(breaker)
    with breaker.watching():
        pass


def test_destinations_fail_for_themselves() -> None:
    breakers = Breakers(Clock())
    failing(breakers.of("h"), times=5)
    turned_away(breakers.of("h"))
    with breakers.of("i").watching():
        pass
