"""A model that is asked for one thing: what it was told and answered is counted, whole parts of a broken answer are kept."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from omni_lsp.adapters.chat.requests import Entry, RequestsFile
from omni_lsp.agents.coding.loop import Turn
from omni_lsp.model.chat import Ending, Message, Reply, Request, Role, Usage, whole
from omni_lsp.model.chat_errors import ChatLostError, ChatTimeoutError, ChatTruncatedError
from omni_lsp.model.errors import AgentError
from omni_lsp.ports.chat import ChatModel
from omni_lsp.ports.retrieval import TokenCounter

Kept = Callable[[str], str]
"""What of a broken answer is worth something by itself, empty for nothing."""


def nothing(_text: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Count:
    """In tokens; `saved` is what the files that were quoted from have more than was sent."""

    sent: int = 0
    answered: int = 0
    saved: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.sent + other.sent, self.answered + other.answered, self.saved + other.saved)


@dataclass(eq=False, slots=True)
class Asker:
    """`files_tokens` are those of the files that are quoted from; `heard` gets how many characters came so far.

    `remaining` is what is left of the budget, in seconds; `purpose` one word for the ledger.
    """

    model: ChatModel
    purpose: str
    most_output_tokens: int
    remaining: Callable[[], float]
    counter: TokenCounter
    ledger: RequestsFile
    kept: Kept = nothing
    files_tokens: int = 0
    heard: Callable[[int], None] = lambda _characters: None
    count: Count = field(default_factory=Count)

    async def __call__(self, turns: Sequence[Turn]) -> str:
        """The answer, or what of it is whole where it broke off. Raises AgentError."""
        messages = tuple(Message(Role(turn.role), turn.text) for turn in turns)
        request = Request(messages, self.most_output_tokens)
        began, pieces, size = time.monotonic(), list[str](), 0

        def hear(text: str) -> None:
            nonlocal size
            pieces.append(text)
            size += len(text)
            self.heard(size)

        ending, usage = "cancelled", None
        try:
            reply = await self.model.ask(request, self.remaining(), hear)
            ending, usage = reply.ending.value, reply.usage
            return self._text(reply)
        except AgentError as error:
            ending = reply.ending.value if usage is not None else type(error).__name__
            if isinstance(error, ChatTruncatedError | ChatLostError | ChatTimeoutError) and self.kept(error.heard):
                return self.kept(error.heard)
            raise
        finally:
            spent = usage or self._estimated(request, "".join(pieces))
            seconds = time.monotonic() - began
            await self._note(spent, seconds, ending)

    def _text(self, reply: Reply) -> str:
        text = self.kept(reply.text) if reply.ending is Ending.LENGTH else ""
        return text or whole(reply, self.model.destination)

    def _estimated(self, request: Request, answered: str) -> Usage:
        sent = sum(self.counter.count(message.text) for message in request.messages)
        return Usage(sent, self.counter.count(answered), is_counted=False)

    async def _note(self, usage: Usage, seconds: float, ending: str) -> None:
        saved = max(0, self.files_tokens - usage.input_tokens)
        self.count += Count(usage.input_tokens, usage.output_tokens, saved)
        entry = Entry(
            when=time.time(),
            purpose=self.purpose,
            model=self.model.name,
            destination=self.model.destination,
            sent=usage.input_tokens,
            answered=usage.output_tokens,
            saved=saved,
            is_counted=usage.is_counted,
            seconds=round(seconds, 3),
            ending=ending,
        )
        # The last thing that is done, also when it was cancelled.
        await asyncio.shield(asyncio.to_thread(self.ledger.add, entry))
