"""A language model with everything around it that keeps a bad day of a service from becoming one of ours."""

from collections.abc import Callable

from omni_lsp.adapters.chat.again import Patience, ask_again
from omni_lsp.adapters.chat.breaker import Breaker
from omni_lsp.adapters.chat.hedged import HedgedModel
from omni_lsp.adapters.chat.purse import Purse
from omni_lsp.model.chat import Reply, Request
from omni_lsp.ports.chat import ChatModel


class ResilientModel:
    """Implements `ports.chat.ChatModel` around another one.

    From outside in: a destination that fails is left alone, nothing is asked beyond the caps, what may pass is tried again,
    and each try is one request of `model`; with `hedge_seconds`, one of them becomes two after so long without a word.
    """

    def __init__(
        self,
        model: ChatModel,
        breaker: Breaker,
        purse: Purse,
        patience: Patience | None = None,
        hedge_seconds: float = 0.0,
    ) -> None:
        self._model = model
        self._breaker = breaker
        self._purse = purse
        self._patience = patience or Patience()
        self._hedge_seconds = hedge_seconds

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def destination(self) -> str:
        return self._model.destination

    @property
    def needs_leave(self) -> bool:
        return self._model.needs_leave

    async def ask(self, request: Request, deadline_seconds: float, heard: Callable[[str], None]) -> Reply:
        due = self._patience.clock() + deadline_seconds
        with self._breaker.watching():
            async with self._purse.opened(request, self.destination) as bill:
                reply = await ask_again(self._hedged(), request, due, bill.hearing(heard), self._patience)
                bill.usage = reply.usage
        return reply

    def _hedged(self) -> ChatModel:
        return HedgedModel(self._model, self._purse, self._hedge_seconds) if self._hedge_seconds else self._model
