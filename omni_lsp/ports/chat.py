"""What can answer as a language model does, wherever it runs."""

from collections.abc import Callable
from typing import Protocol

from omni_lsp.model.chat import Reply, Request


class ChatModel(Protocol):
    @property
    def name(self) -> str:
        """What people call the model."""
        ...

    @property
    def destination(self) -> str:
        """Where texts go, as people are asked for their consent: host, with the port if the address has one, or "the editor"."""
        ...

    @property
    def needs_leave(self) -> bool:
        """Whether people are to be asked before code goes there: neither on this machine, nor asked for by the editor."""
        ...

    async def ask(self, request: Request, deadline_seconds: float, heard: Callable[[str], None]) -> Reply:
        """The answer, at its end; `heard` gets its text piece by piece before, and all pieces together are `Reply.text`.

        However it comes, it is given up `deadline_seconds` from now. Who cancels it has the connection closed at once.
        An answer that was cut off or refused is a reply, too (`model.chat.whole` makes errors of them).
        Raises AgentError, those of `model.chat_errors` among them; what was heard before a failure is not taken back.
        """
        ...
