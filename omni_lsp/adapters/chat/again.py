"""A request that is asked again while it may help: before anything was heard, and before its deadline."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from omni_lsp.model.chat import Reply, Request
from omni_lsp.model.chat_errors import ChatUnavailableError
from omni_lsp.model.errors import AgentTransientError
from omni_lsp.ports.chat import ChatModel


@dataclass(frozen=True, slots=True)
class Patience:
    """At most `tries`; pauses are drawn between 0 and a bound that doubles from the first to the longest, in seconds.

    Drawn from the whole range ("full jitter"), so that those who were turned away together do not come back together.
    `draw` gives numbers from 0 to 1.
    """

    tries: int = 4
    first_seconds: float = 0.5
    longest_seconds: float = 8.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    draw: Callable[[], float] = random.random

    def pause(self, tried: int, error: AgentTransientError) -> float:
        """Seconds after so many tries: what the service asks for, and the drawn pause on top of it."""
        asked = error.wait_seconds if isinstance(error, ChatUnavailableError) else 0.0
        return asked + self.draw() * min(self.longest_seconds, self.first_seconds * 2.0 ** (tried - 1))


async def ask_again(
    model: ChatModel, request: Request, due: float, heard: Callable[[str], None], patience: Patience
) -> Reply:
    """The answer of the first try that has one; `due` is the deadline by the clock of `patience`.

    Raises what the last try raised, at once where a pause would not end before the deadline.
    """
    is_heard = False

    def hear(text: str) -> None:
        nonlocal is_heard
        is_heard = True
        heard(text)

    for tried in count(1):
        try:
            return await model.ask(request, due - patience.clock(), hear)
        except AgentTransientError as error:
            pause = patience.pause(tried, error)
            # What was heard cannot be taken back, and the same words would come a second time.
            if is_heard or tried >= patience.tries or patience.clock() + pause >= due:
                raise
        await patience.sleep(pause)
    raise AssertionError("it ends in the loop")
