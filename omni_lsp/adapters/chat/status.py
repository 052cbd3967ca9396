"""Why there is no answer, by the status of HTTP and what the service calls it. No error repeats what it has said."""

import json
import re
from collections.abc import Mapping, Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, auto

from omni_lsp.adapters.chat.dialect import text_at
from omni_lsp.adapters.chat.service import Service
from omni_lsp.adapters.services import wait_seconds
from omni_lsp.model.chat_errors import (
    TRIED,
    ChatLostError,
    ChatMalformedError,
    ChatRateLimitError,
    ChatRefusalError,
    ChatUnavailableError,
)
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentValidationError


class _Why(Enum):
    CREDIT = auto()
    FILTERED = auto()
    TOO_LONG = auto()
    REQUEST = auto()
    KEY = auto()
    UNKNOWN = auto()
    OFTEN = auto()
    BUSY = auto()
    MOVED = auto()
    STRANGE = auto()


_BY_NAME = {
    "insufficient_quota": _Why.CREDIT,
    "billing_error": _Why.CREDIT,
    "billing_hard_limit_reached": _Why.CREDIT,
    "content_filter": _Why.FILTERED,
    "content_policy_violation": _Why.FILTERED,
    "context_length_exceeded": _Why.TOO_LONG,
    "request_too_large": _Why.TOO_LONG,
    "invalid_request_error": _Why.REQUEST,
    "authentication_error": _Why.KEY,
    "permission_error": _Why.KEY,
    "not_found_error": _Why.UNKNOWN,
    "rate_limit_error": _Why.OFTEN,
    "rate_limit_exceeded": _Why.OFTEN,
}
# These say more than the status that they come with.
_TELLING = frozenset({_Why.CREDIT, _Why.FILTERED, _Why.TOO_LONG})
_BY_STATUS = {
    400: _Why.REQUEST,
    401: _Why.KEY,
    402: _Why.CREDIT,
    403: _Why.KEY,
    404: _Why.UNKNOWN,
    408: _Why.BUSY,
    409: _Why.BUSY,
    413: _Why.TOO_LONG,
    422: _Why.REQUEST,
    425: _Why.BUSY,
    429: _Why.OFTEN,
}


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer other than 2xx; `now` counts seconds since 1970, `body` is the beginning of what was said."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    now: float


def refused_members(answer: Refused, newer: AbstractSet[str], touchy: AbstractSet[str]) -> frozenset[str]:
    """Those of our members that it may not take: the ones that it names, else all that are `newer`; none if it is not that."""
    if _why(answer) is not _Why.REQUEST:
        return frozenset()
    text = answer.body.decode("utf-8", "replace")
    named = (name for name in newer | touchy if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    return frozenset(named) or frozenset(newer)


def failure(service: Service, answer: Refused) -> AgentError:
    """What a status means for who asked."""
    return _failure(
        service, _why(answer), f" ({answer.status})", wait_seconds(answer.headers.get("retry-after", ""), answer.now)
    )


def failure_in_stream(service: Service, kind: str, heard: str) -> AgentError:
    """What an error means that comes in the middle of an answer, or in place of one with status 200."""
    if heard:
        return ChatLostError(service.destination, "it broke its answer off", heard)
    return _failure(service, _BY_NAME.get(kind, _Why.BUSY), "", 0.0)


def not_an_answer(service: Service, reason: str, heard: str = "") -> ChatMalformedError:
    return ChatMalformedError(service.destination, reason, heard)


def _why(answer: Refused) -> _Why:
    told = {_BY_NAME[name] for name in _names(answer.body) if name in _BY_NAME} & _TELLING
    if told:
        return min(told, key=lambda why: why.value)
    if answer.status in _BY_STATUS:
        return _BY_STATUS[answer.status]
    if 300 <= answer.status < 400:
        return _Why.MOVED
    return _Why.BUSY if answer.status >= 500 else _Why.STRANGE


def _failure(service: Service, why: _Why, number: str, wait_seconds: float) -> AgentError:
    on = service.destination
    if why is _Why.OFTEN:
        return ChatRateLimitError(on, f"it was asked too often{number}", wait_seconds)
    if why is _Why.BUSY:
        return ChatUnavailableError(on, f"it is busy or broken{number}", wait_seconds)
    if why is _Why.FILTERED:
        return ChatRefusalError(on, f"the service does not let the model answer this{number}")
    if why in (_Why.TOO_LONG, _Why.REQUEST):
        reason = (
            "is longer than the model can take" if why is _Why.TOO_LONG else "or the name of the model is not taken"
        )
        return AgentValidationError(TRIED, on, f"the request to {service.model} {reason}{number}")
    return AgentFatalError(TRIED, on, f"{_advice(service, why)}{number}")


def _advice(service: Service, why: _Why) -> str:
    """What is wrong, and what somebody has to change."""
    key = f"it does not take the key: put one that may use {service.model} into {service.key_variable}"
    return {
        _Why.CREDIT: "the account has no credit left: add some there, or name another model",
        _Why.KEY: key if service.key_variable else "it wants a key: name the environment variable that holds one",
        _Why.UNKNOWN: f"it knows no such address or no model {service.model}: check both",
        _Why.MOVED: "it sends to another address, which is not followed: set the address that it has now",
    }.get(why, "it does not answer as such a service must: check the address")


def _names(body: bytes) -> frozenset[str]:
    """The words for the error, in the places that both protocols have for them."""
    try:
        said: object = json.loads(body)
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(text_at(said, "error", name) for name in ("type", "code")) - {""}
