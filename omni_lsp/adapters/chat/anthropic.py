"""Anthropic's protocol of messages."""

import json
from collections.abc import Mapping, Set as AbstractSet

from omni_lsp.adapters.chat.dialect import (
    Delta,
    Dialect,
    Json,
    at,
    count_at,
    messages_of,
    schema_in_words,
    sendable,
    text_at,
)
from omni_lsp.adapters.chat.sse import Event
from omni_lsp.model.chat import Ending, Request, Role

_VERSION = "2023-06-01"
_ENDINGS = {
    "max_tokens": Ending.LENGTH,
    "model_context_window_exceeded": Ending.LENGTH,
    "refusal": Ending.REFUSED,
}
_INPUTS = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


def _headers(key: str) -> Mapping[str, str]:
    version = {"anthropic-version": _VERSION}
    return {**version, "x-api-key": key} if key else version


def _body(request: Request, model: str, without: AbstractSet[str]) -> Mapping[str, Json]:
    system = [message.text for message in request.messages if message.role is Role.SYSTEM]
    if "output_config" in without and request.schema is not None:
        system.append(schema_in_words(request))
    body: dict[str, Json] = {
        "model": model,
        "messages": messages_of(request, Role.USER, Role.ASSISTANT),
        "max_tokens": request.most_output_tokens,
        "stream": True,
        "temperature": request.temperature,
    }
    if system:
        body["system"] = sendable("\n\n".join(system))
    if request.stops:
        body["stop_sequences"] = list(request.stops)
    if request.schema is not None:
        schema = json.loads(request.schema.json_text)
        body["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
    return {name: value for name, value in body.items() if name not in without}


def _delta(event: Event) -> Delta:
    body = json.loads(event.data)
    if not isinstance(body, dict):
        raise TypeError("no object")
    match text_at(body, "type") or event.name:
        case "message_start":
            return Delta(input_tokens=_input(at(body, "message", "usage")))
        case "content_block_delta":
            return Delta(text_at(body, "delta", "text"))
        case "message_delta":
            usage = at(body, "usage")
            ending = _ending(text_at(body, "delta", "stop_reason"))
            return Delta("", ending, _input(usage), count_at(usage, "output_tokens"))
        case "message_stop":
            return Delta(is_last=True)
        case "error":
            return Delta(failure=text_at(body, "error", "type") or "error")
    # Such as `ping`, and what is still to be invented: the protocol asks to pass these over.
    return Delta()


def _whole(body: Json) -> Delta:
    if text_at(body, "type") == "error":
        return Delta(failure=text_at(body, "error", "type") or "error")
    content = at(body, "content")
    if not isinstance(content, list):
        raise TypeError("no content")
    text = "".join(text_at(block, "text") for block in content if text_at(block, "type") == "text")
    usage = at(body, "usage")
    ending = _ending(text_at(body, "stop_reason"))
    return Delta(text, ending, _input(usage), count_at(usage, "output_tokens"), is_last=True)


def _ending(reason: str) -> Ending | None:
    return _ENDINGS.get(reason, Ending.DONE) if reason else None


def _input(usage: Json) -> int | None:
    """What is written to their cache or read from it counts apart from the rest there."""
    counts = [count for name in _INPUTS if (count := count_at(usage, name)) is not None]
    return sum(counts) if counts else None


ANTHROPIC = Dialect(
    frozenset({"output_config"}),
    frozenset({"temperature"}),
    _headers,
    _body,
    _delta,
    _whole,
)
