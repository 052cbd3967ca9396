"""What is asked of a language model, and what it answers."""

from dataclasses import dataclass
from enum import StrEnum

from omni_lsp.model.chat_errors import ChatRefusalError, ChatTruncatedError


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class AnswerSchema:
    """What the answer must be: `json_text` is a JSON Schema, `name` of letters, digits, `_` and `-`.

    A service may take no notice of it, so whoever asks checks the answer all the same.
    """

    name: str
    json_text: str


@dataclass(frozen=True, slots=True)
class Request:
    """`messages` in the order in which they were said; the answer ends before the first of `stops`."""

    messages: tuple[Message, ...]
    most_output_tokens: int
    schema: AnswerSchema | None = None
    temperature: float = 0.0
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """In tokens; estimated from the texts where `is_counted` is false, because the service did not say."""

    input_tokens: int
    output_tokens: int
    is_counted: bool


class Ending(StrEnum):
    """How an answer ended: by itself, at the most tokens that it may have, or because the model does not want to."""

    DONE = "done"
    LENGTH = "length"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    usage: Usage
    ending: Ending = Ending.DONE


def whole(reply: Reply, on: str) -> str:
    """The text, for those to whom half of it is no use. Raises ChatRefusalError, ChatTruncatedError; `on` is who answered."""
    if reply.ending is Ending.REFUSED:
        raise ChatRefusalError(on, "the model refuses to answer this")
    if reply.ending is Ending.LENGTH:
        reason = f"the answer was cut off after {reply.usage.output_tokens} tokens"
        raise ChatTruncatedError(on, reason, reply.text)
    return reply.text
