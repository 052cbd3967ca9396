"""Leave to send code to a model: asked for once for each destination, and what would be sent can be looked at first."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

from omni_lsp.adapters.chat.leave import LeaveFile
from omni_lsp.app.coding.models import Choice
from omni_lsp.model.errors import AgentError, AgentValidationError

log = logging.getLogger(__name__)

SEND, ALWAYS, SHOW, NOT_NOW = "Send it", "Always send it there", "Show what would be sent", "Not now"

Show = Callable[[], Awaitable[None]]
"""Shows people what would be sent."""


@dataclass(eq=False, slots=True)
class Leave:
    """`choose` puts a question to the user and gives the answer, `None` for none."""

    file: LeaveFile
    choose: Callable[[str, Sequence[str]], Awaitable[str | None]]
    _given: set[str] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def require(self, choice: Choice, allowed: Collection[str], show: Show) -> None:
        """Returns when code may go there, at once for this machine. Raises AgentValidationError when it may not."""
        if not choice.needs_leave or choice.destination in {*allowed, *self._given}:
            return
        async with self._turn:  # One question at a time, whose answer may be the next one's, too.
            if choice.destination in {*self._given, *await asyncio.to_thread(self.file.destinations)}:
                return
            await self._ask(choice, show)

    async def _ask(self, choice: Choice, show: Show) -> None:
        question = (
            f"omni: to do this, the code around it is sent to {choice.name} at {choice.destination}, without the secrets "
            "that omni knows of. May it be sent?"
        )
        answers: tuple[str, ...] = (SEND, ALWAYS, SHOW, NOT_NOW)
        answer = await self.choose(question, answers)
        while answer == SHOW:
            await show()
            answers = (SEND, ALWAYS, NOT_NOW)
            answer = await self.choose(question, answers)
        if answer not in (SEND, ALWAYS):
            reason = (
                f"nothing was sent: nobody allowed it. To allow it for good, put {choice.destination!r} into the user "
                "setting model.allowed"
            )
            raise AgentValidationError("send code", choice.destination, reason)
        self._given.add(choice.destination)
        if answer == ALWAYS:
            try:
                await asyncio.to_thread(self.file.give, choice.destination)
            except AgentError as error:
                log.warning("%s; it holds until omni-lsp ends", error)
