"""A request within the caps: an upper bound of its cost is set aside before, and what it came to is written down after."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from omni_lsp.adapters.chat.hearing import input_tokens_of
from omni_lsp.adapters.chat.ledger import Receipt, SpendingFile
from omni_lsp.adapters.chat.spending import Caps, Prices, Shortage, Spent, spent
from omni_lsp.model.chat import Request, Usage
from omni_lsp.model.chat_errors import (
    ChatLostError,
    ChatMalformedError,
    ChatRefusalError,
    ChatSpentError,
    ChatTimeoutError,
    ChatTruncatedError,
)
from omni_lsp.model.errors import AgentError
from omni_lsp.ports.retrieval import TokenCounter

log = logging.getLogger(__name__)

# After these the model may have read the request; after any other failure it has not.
_PAID_FOR = (ChatLostError, ChatTimeoutError, ChatMalformedError, ChatRefusalError, ChatTruncatedError)


class Bill:
    """What one request came to: as the reply says, else what was sent and what was `heard` of an answer."""

    def __init__(self) -> None:
        self.usage: Usage | None = None
        self._heard: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._heard)

    def hearing(self, heard: Callable[[str], None]) -> Callable[[str], None]:
        """The same, noted down on the way."""

        def hear(text: str) -> None:
            self._heard.append(text)
            heard(text)

        return hear


@dataclass(frozen=True, slots=True)
class Purse:
    """`now` counts seconds since 1970; `prices` are those of the one model that is asked with it."""

    file: SpendingFile
    caps: Caps
    counter: TokenCounter
    prices: Prices = field(default_factory=Prices)
    now: Callable[[], float] = time.time

    @asynccontextmanager
    async def opened(self, request: Request, destination: str) -> AsyncIterator[Bill]:
        """For one request, which may be tried several times.

        Raises ChatSpentError where a cap leaves no room for it, and AgentError where nobody can count.
        """
        bill = Bill()
        if self.caps.are_none:
            yield bill
            return
        read = input_tokens_of(request, self.counter)
        receipt = await self._reserved(spent(read, request.most_output_tokens, self.prices), destination)
        is_free = False
        try:
            yield bill
        except AgentError as error:
            is_free = not isinstance(error, _PAID_FOR) and not bill.text
            raise
        finally:
            usage = bill.usage or Usage(read, self.counter.count(bill.text), is_counted=False)
            actual = Spent() if is_free else spent(usage.input_tokens, usage.output_tokens, self.prices)
            await self._settled(receipt, actual)

    async def _reserved(self, wanted: Spent, destination: str) -> Receipt:
        work = asyncio.ensure_future(asyncio.to_thread(self.file.reserve, self.caps, wanted, self.now()))
        try:
            reserved = await asyncio.shield(work)
        except asyncio.CancelledError:
            # The thread goes on, and what it sets aside would never be settled.
            with suppress(AgentError):
                late = await work
                if isinstance(late, Receipt):
                    await self._settled(late, Spent())
            raise
        if isinstance(reserved, Shortage):
            raise ChatSpentError(destination, reserved.cap, reserved.used, reserved.room_in_seconds)
        return reserved

    async def _settled(self, receipt: Receipt, actual: Spent) -> None:
        try:
            await asyncio.to_thread(self.file.settle, receipt, actual, self.now())
        except AgentError as error:
            # The answer is there all the same; what was set aside stays so, which is the most that it can have cost.
            log.warning("%s", error)
