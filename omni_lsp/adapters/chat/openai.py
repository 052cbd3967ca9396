"""OpenAI's protocol of chat completions, as it is spoken by OpenAI, vLLM, llama.cpp, Ollama and most others."""

import json
from collections.abc import Mapping, Set as AbstractSet
from dataclasses import replace

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

_ENDINGS = {"length": Ending.LENGTH, "content_filter": Ending.REFUSED}
_LAST = "[DONE]"


def _headers(key: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def _body(request: Request, model: str, without: AbstractSet[str]) -> Mapping[str, Json]:
    messages = messages_of(request, *Role)
    if "response_format" in without and request.schema is not None:
        messages.append({"role": "system", "content": sendable(schema_in_words(request))})
    # Newer models of OpenAI refuse the older name, and most other servers know only that one.
    most = "max_completion_tokens" if "max_tokens" in without else "max_tokens"
    body: dict[str, Json] = {
        "model": model,
        "messages": messages,
        most: request.most_output_tokens,
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": request.temperature,
    }
    if request.stops:
        body["stop"] = list(request.stops)
    if request.schema is not None:
        schema = {"name": request.schema.name, "strict": True, "schema": json.loads(request.schema.json_text)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return {name: value for name, value in body.items() if name not in without}


def _delta(event: Event) -> Delta:
    if event.data.strip() == _LAST:
        return Delta(is_last=True)
    return _said(json.loads(event.data), "delta")


def _whole(body: Json) -> Delta:
    said = _said(body, "message")
    if at(body, "choices", 0) is None and not said.failure:
        raise ValueError("no choices")
    # It is all that there is, whatever it says about its end.
    return replace(said, is_last=True)


def _said(body: Json, part: str) -> Delta:
    if not isinstance(body, dict):
        raise TypeError("no object")
    if body.get("error") is not None:
        return Delta(failure=text_at(body, "error", "type") or text_at(body, "error", "code") or "error")
    choice = at(body, "choices", 0)
    reason = text_at(choice, "finish_reason")
    ending = _ENDINGS.get(reason, Ending.DONE) if reason else None
    if text_at(choice, part, "refusal"):
        ending = Ending.REFUSED
    return Delta(
        _text(at(choice, part, "content")),
        ending,
        count_at(body, "usage", "prompt_tokens"),
        count_at(body, "usage", "completion_tokens"),
    )


def _text(content: Json) -> str:
    """Some services give a list of parts."""
    if isinstance(content, list):
        return "".join(text_at(part, "text") for part in content)
    return content if isinstance(content, str) else ""


OPENAI = Dialect(
    frozenset({"stream_options", "response_format"}),
    frozenset({"temperature", "max_tokens"}),
    _headers,
    _body,
    _delta,
    _whole,
)
