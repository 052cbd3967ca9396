"""Typed failures of language models, each below the class of `model/errors.py` that says whether to try again.

AgentTransientError
 + ChatUnavailableError    it cannot answer now: unreachable, overloaded, broken, left alone for a while
   + ChatRateLimitError    it was asked too often
 + ChatLostError           the connection ended in the middle of the answer
AgentTimeoutError
 + ChatTimeoutError        the answer was not there, or not at its end, by the deadline
AgentValidationError
 + ChatRefusalError        the model, or who watches over it, does not want to answer
 + ChatTruncatedError      the answer was longer than it may be
 + ChatMalformedError      what came is no answer
AgentFatalError
 + ChatSpentError          a cap of spending is reached
"""

from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentTransientError, AgentValidationError

TRIED = "ask a language model"


class ChatUnavailableError(AgentTransientError):
    """It cannot answer now, and nothing of an answer came; `wait_seconds` is what it asks to wait, 0 where it does not say."""

    def __init__(self, on: str, reason: str, wait_seconds: float = 0.0) -> None:
        super().__init__(TRIED, on, reason)
        self.wait_seconds = wait_seconds


class ChatRateLimitError(ChatUnavailableError):
    """It was asked too often, or for too much."""


class ChatLostError(AgentTransientError):
    """The connection ended in the middle; `heard` is the text that had come, whole code points, possibly none."""

    def __init__(self, on: str, reason: str, heard: str = "") -> None:
        super().__init__(TRIED, on, reason)
        self.heard = heard


class ChatTimeoutError(AgentTimeoutError):
    """The deadline came first; `heard` is the text that had come, whole code points, possibly none."""

    def __init__(self, on: str, reason: str, heard: str = "") -> None:
        super().__init__(TRIED, on, reason)
        self.heard = heard


class ChatRefusalError(AgentValidationError):
    """The model, or who watches over it, does not want to answer."""

    def __init__(self, on: str, reason: str) -> None:
        super().__init__(TRIED, on, reason)


class ChatTruncatedError(AgentValidationError):
    """The answer was longer than it may be; `heard` is its beginning."""

    def __init__(self, on: str, reason: str, heard: str) -> None:
        super().__init__(TRIED, on, reason)
        self.heard = heard


class ChatMalformedError(AgentValidationError):
    """What came is no answer; `heard` is the text that had come before, possibly none."""

    def __init__(self, on: str, reason: str, heard: str = "") -> None:
        super().__init__(TRIED, on, reason)
        self.heard = heard


class ChatSpentError(AgentFatalError):
    """A cap is reached: `cap` and `used` in words; `room_in_seconds` at the latest, `None` if the request is above the cap alone."""

    def __init__(self, on: str, cap: str, used: str, room_in_seconds: float | None) -> None:
        self.cap = cap
        self.used = used
        self.room_in_seconds = room_in_seconds
        room = (
            "this request alone would be more than that, so only a higher cap lets it through"
            if room_in_seconds is None
            else f"there is room for this request in {_in_words(room_in_seconds)}, or with a higher cap"
        )
        super().__init__(TRIED, on, f"the cap of {cap} leaves no room, with {used} used or set aside: {room}")


def _in_words(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
