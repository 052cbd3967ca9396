"""The editor's own model, asked over the wire: the request `omni/chat`, whose answer comes in pieces (docs/protocol.md)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.chat_answer import EDITOR, Hearing
from omni_lsp.lsp.client import EditorChat
from omni_lsp.model.chat import Reply, Request
from omni_lsp.model.chat_errors import (
    TRIED,
    ChatLostError,
    ChatRateLimitError,
    ChatRefusalError,
    ChatTimeoutError,
    ChatUnavailableError,
)
from omni_lsp.model.errors import AgentError, AgentFatalError

log = logging.getLogger(__name__)

METHOD = "omni/chat"

Stream: TypeAlias = Callable[[str, Mapping[str, object], float, Callable[[object], None]], Awaitable[object]]
"""`OmniProtocol.ask_in_parts`."""

_MOST_SECONDS = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class EditorModel:
    """Implements `ports.chat.ChatModel`; with `asks_for_consent` the client itself asks people before it sends anything."""

    stream: Stream
    model: EditorChat
    asks_for_consent: bool

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def needs_leave(self) -> bool:
        return not self.asks_for_consent

    @property
    def destination(self) -> str:
        return EDITOR

    async def ask(self, request: Request, deadline_seconds: float, heard: Callable[[str], None]) -> Reply:
        # What nobody needs, or can take, is called off in the same way as what comes too late.
        calling_off = asyncio.timeout(None)
        now = asyncio.get_running_loop().time
        hearing = Hearing(heard, request.stops, lambda: calling_off.reschedule(now()))
        answer: object = None
        try:
            async with calling_off:
                answer = await self.stream(METHOD, self._params(request), deadline_seconds, hearing.part)
        except TimeoutError as error:
            if not hearing.is_over:
                reason = "its answer did not end in time" if hearing.text else "it does not answer in time"
                raise ChatTimeoutError(EDITOR, reason, hearing.text) from error
        except JsonRpcException as error:
            raise _failure(error, hearing.text) from error
        return hearing.reply(answer, request)

    def _params(self, request: Request) -> Mapping[str, object]:
        schema = request.schema and {"schema": {"name": request.schema.name, "json": request.schema.json_text}}
        return {
            "model": self.model.id,
            "messages": [{"role": message.role.value, "text": message.text} for message in request.messages],
            "maxOutputTokens": request.most_output_tokens,
            "temperature": request.temperature,
            "stops": list(request.stops),
            **(schema or {}),
        }


def _failure(error: JsonRpcException, heard: str) -> AgentError:
    # Its words may repeat what it was asked, so they are for whoever looks for them.
    log.debug("the client failed to answer %s: %s", METHOD, error)
    data = error.data if isinstance(error.data, Mapping) else {}
    kind, wait = data.get("kind"), _seconds(data.get("retryAfterSeconds"))
    if kind == "notAllowed":
        return AgentFatalError(TRIED, EDITOR, "its model may not be used: somebody said so there")
    if kind == "refused":
        return ChatRefusalError(EDITOR, "the model refuses to answer this")
    if heard:
        return ChatLostError(EDITOR, "it failed in the middle of the answer", heard)
    if kind == "rateLimit":
        return ChatRateLimitError(EDITOR, "its model was asked too often, or for too much", wait)
    if kind == "unavailable":
        return ChatUnavailableError(EDITOR, "its model cannot be reached now", wait)
    return ChatUnavailableError(EDITOR, f"it cannot ask its model (error {int(error.code)})", wait)


def _seconds(value: object) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(min(max(value, 0), _MOST_SECONDS)) if is_number else 0.0  # type: ignore[call-overload] # as just seen
