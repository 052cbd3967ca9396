"""What a message is before anybody looks at its parameters: JSON-RPC 2.0 as LSP uses it, which is without batches."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from lsprotocol.types import ErrorCodes

Id: TypeAlias = str | int
Json: TypeAlias = object

# The id of a request whose JSON breaks off later: clients write it near the front.
_ID_IN_FRONT = re.compile(
    r'\s*\{\s*(?:"(?:jsonrpc|method)"\s*:\s*"[^"\\]*"\s*,\s*)*"id"\s*:\s*(-?\d{1,18}|"[^"\\]*")\s*[,}]'
)
_IN_FRONT = 1_000


@dataclass(frozen=True, slots=True)
class Request:
    """`params` is an object, an array or `None`."""

    id: Id
    method: str
    params: Json


@dataclass(frozen=True, slots=True)
class Notification:
    """`params` is an object, an array or `None`."""

    method: str
    params: Json


@dataclass(frozen=True, slots=True)
class Answer:
    """To a request of ours; `error` is `None` when it went well."""

    id: Id
    result: Json
    error: Mapping[str, Json] | None


@dataclass(frozen=True, slots=True)
class Invalid:
    """What cannot be taken: `id` is that of the request it was meant to be, where it can be made out."""

    id: Id | None
    code: int
    message: str


Message: TypeAlias = Request | Notification | Answer | Invalid


def messages_in(body: bytes) -> list[Message]:
    """The message of a body; several only for a batch, each part of which is refused."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [Invalid(_id_in_front(body.decode("utf-8", "replace")), ErrorCodes.ParseError, "not UTF-8")]
    try:
        value = json.loads(text, parse_constant=_refused)
    except RecursionError:
        return [Invalid(_id_in_front(text), ErrorCodes.ParseError, "nested too deeply")]
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number that is none"
        return [Invalid(_id_in_front(text), ErrorCodes.ParseError, f"not JSON: {reason}")]
    if isinstance(value, list):
        calls = [_id_of(part) for part in value if isinstance(part, dict) and "method" in part]
        asked: list[Id | None] = [number for number in calls if number is not None]
        return [Invalid(number, ErrorCodes.InvalidRequest, "LSP has no batches") for number in asked or [None]]
    return [_message(value)]


def _message(value: Json) -> Message:
    if not isinstance(value, dict):
        return Invalid(None, ErrorCodes.InvalidRequest, "a message is an object")
    if value.get("jsonrpc") != "2.0":
        return Invalid(_id_of(value), ErrorCodes.InvalidRequest, 'jsonrpc must be "2.0"')
    if "method" in value:
        return _call(value)
    if "result" in value or "error" in value:
        return _answer(value)
    return Invalid(_id_of(value), ErrorCodes.InvalidRequest, "neither a method nor a result")


def _call(value: Mapping[str, Json]) -> Message:
    method, params = value["method"], value.get("params")
    if not isinstance(method, str):
        return Invalid(_id_of(value), ErrorCodes.InvalidRequest, "method must be a string")
    if not isinstance(params, dict | list | None):
        return Invalid(_id_of(value), ErrorCodes.InvalidRequest, "params must be an object or an array")
    if "id" not in value:
        return Notification(method, params)
    number = _id_of(value)
    if number is None:
        return Invalid(None, ErrorCodes.InvalidRequest, "id must be a string or an integer")
    return Request(number, method, params)


def _answer(value: Mapping[str, Json]) -> Message:
    number, error = _id_of(value), value.get("error")
    if number is None:
        # The client could not read something of ours; an answer to an answer would go on for ever.
        number = ""
    return Answer(number, value.get("result"), error if isinstance(error, dict) else None)


def _id_of(value: Json) -> Id | None:
    number = value.get("id") if isinstance(value, dict) else None
    return number if isinstance(number, str | int) and not isinstance(number, bool) else None


def _id_in_front(text: str) -> Id | None:
    match = _ID_IN_FRONT.match(text[:_IN_FRONT])
    if match is None:
        return None
    return match[1][1:-1] if match[1].startswith('"') else int(match[1])


def _refused(name: str) -> NoReturn:
    raise ValueError(name)
