"""What differs between services: how a request is written, and what their events say."""

from collections.abc import Callable, Mapping, Set as AbstractSet
from dataclasses import dataclass

from omni_lsp.adapters.chat.sse import Event
from omni_lsp.model.chat import Ending, Message, Request, Role

Json = object
"""Anything that JSON can hold; read by `at` and the functions after it, which believe nothing."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What an event adds: text, how the answer ended, tokens as counted so far; `is_last` where nothing follows.

    `failure` names the kind of error that the service tells of in the middle of an answer.
    """

    text: str = ""
    ending: Ending | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    is_last: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`newer` members are left out for services that take none of them, `touchy` ones for those that name them.

    `body` gets the request, the name of the model, and what to leave out; it raises ValueError for a schema that is no
    JSON. `delta` and `whole` read an event and an answer in one piece, and raise ValueError or TypeError for anything
    else.
    """

    newer: frozenset[str]
    touchy: frozenset[str]
    headers: Callable[[str], Mapping[str, str]]
    body: Callable[[Request, str, AbstractSet[str]], Mapping[str, Json]]
    delta: Callable[[Event], Delta]
    whole: Callable[[Json], Delta]


def at(value: Json, *path: str | int) -> Json:
    """What is at a path of names and numbers in JSON, `None` where it leads nowhere."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and len(value) > step else None
    return value


def text_at(value: Json, *path: str | int) -> str:
    """Empty for what is no text."""
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def count_at(value: Json, *path: str | int) -> int | None:
    """A whole number of tokens; `None` for anything else."""
    found = at(value, *path)
    return found if type(found) is int and 0 <= found < 1 << 40 else None


def sendable(text: str) -> str:
    """Lone surrogates, which some declared encodings let through, replaced: JSON is sent in UTF-8."""
    return text.encode("utf-8", "replace").decode()


def messages_of(request: Request, *roles: Role) -> list[Json]:
    """Messages of these roles as both protocols write them."""
    return [_written(message) for message in request.messages if message.role in roles]


def schema_in_words(request: Request) -> str:
    """What stands in for a schema that the service does not take; empty where none is asked for."""
    if request.schema is None:
        return ""
    return (
        f"Answer with one JSON value that this JSON Schema allows, and with nothing else:\n{request.schema.json_text}"
    )


def _written(message: Message) -> Json:
    return {"role": message.role.value, "content": sendable(message.text)}
