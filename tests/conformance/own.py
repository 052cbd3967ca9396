"""Messages of no standard, in the shapes that docs/protocol.md gives them."""

from collections.abc import Sequence
from typing import Any, Literal

import attrs


@attrs.define
class ChatMessage:
    role: Literal["system", "user", "assistant"]
    text: str


@attrs.define
class ChatSchema:
    name: str
    json: str


@attrs.define
class ChatParams:
    model: str
    messages: Sequence[ChatMessage]
    max_output_tokens: int
    temperature: float
    stops: Sequence[str]
    partial_result_token: str | int
    schema: ChatSchema | None = None


REQUESTS: dict[str, Any] = {"omni/chat": ChatParams}
"""The type of their parameters by method."""
