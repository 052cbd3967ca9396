"""A language model behind a service that the user has named: one request, one answer, no second try."""

import asyncio
import json
import time
from collections.abc import Callable, Set as AbstractSet
from importlib import import_module

from omni_lsp.adapters.chat.anthropic import ANTHROPIC
from omni_lsp.adapters.chat.hearing import Hearing
from omni_lsp.adapters.chat.openai import OPENAI
from omni_lsp.adapters.chat.service import Limits, Service, Speaks
from omni_lsp.adapters.chat.status import failure, refused_members
from omni_lsp.model.chat import Reply, Request
from omni_lsp.model.chat_errors import TRIED, ChatTimeoutError
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.ports.retrieval import TokenCounter

_DIALECTS = {Speaks.OPENAI: OPENAI, Speaks.ANTHROPIC: ANTHROPIC}


class RemoteModel:
    """Implements `ports.chat.ChatModel`; `counter` estimates what the service does not count.

    It remembers which members of a request the service does not take, and leaves them out from then on.
    """

    def __init__(
        self,
        service: Service,
        counter: TokenCounter,
        limits: Limits | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._service = service
        self._counter = counter
        self._limits = limits or Limits()
        self._now = now
        self._dialect = _DIALECTS[service.speaks]
        self._without: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self._service.model

    @property
    def destination(self) -> str:
        return self._service.destination

    @property
    def needs_leave(self) -> bool:
        return not self._service.is_here

    async def ask(self, request: Request, deadline_seconds: float, heard: Callable[[str], None]) -> Reply:
        hearing = Hearing(heard, request.most_output_tokens * self._limits.characters_per_token)
        try:
            async with asyncio.timeout(deadline_seconds) as deadline:
                await asyncio.to_thread(import_module, "omni_lsp.adapters.chat.asking")
                await self._heard(request, hearing, deadline)
        except TimeoutError as error:
            if not hearing.is_answered:
                reason = "its answer did not end in time" if hearing.text else "it does not answer in time"
                raise ChatTimeoutError(self.destination, reason, hearing.text) from error
        except AgentError:
            # Whatever went wrong after the end of the text is not worth more than the text.
            if not hearing.is_answered:
                raise
        return hearing.reply(request, self._counter)

    async def _heard(self, request: Request, hearing: Hearing, deadline: asyncio.Timeout) -> None:
        from omni_lsp.adapters.chat.asking import Line, client_for  # noqa: PLC0415 - imported in a thread before

        async with client_for(self._service, self._dialect, self._limits) as client:
            line = Line(client, self._service, self._dialect, self._limits, deadline)
            without = self._without
            refused = await line.ask(self._body(request, without), hearing, self._now)
            if refused is not None:
                sent = self._dialect.body(request, self.name, without).keys()
                more = refused_members(refused, self._dialect.newer & sent, self._dialect.touchy & sent)
                if more:
                    without |= more
                    refused = await line.ask(self._body(request, without), hearing, self._now)
            if refused is not None:
                raise failure(self._service, refused)
            self._without = without

    def _body(self, request: Request, without: AbstractSet[str]) -> bytes:
        try:
            return json.dumps(self._dialect.body(request, self.name, without)).encode()
        except (ValueError, RecursionError) as error:
            raise AgentValidationError(TRIED, self.destination, "the schema of the answer is no JSON") from error
