"""What pydantic found wrong, in the words of the person who wrote the setting or the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

KeyPath: TypeAlias = tuple[str | int, ...]

_MOST = 100  # Nobody reads more problems at once, and looking for the closest key takes its time.
_LONGEST = 40  # Characters of a key that is not ours.

_MESSAGES = {
    "missing": "'{key}' is missing",
    "value_error": "{error}",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "string_type": "must be text",
    "string_unicode": "must be text, without surrogates",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "path_type": "must be a path",
    "tuple_type": "must be a list",
    "model_type": "must hold keys and values, not a single value or a list",
    "too_short": "must not be empty",
    "string_pattern_mismatch": "must be a name in small letters, such as 'security'",
    "string_too_short": "must not be empty",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` leads to the value, or to where it is missing; `on_key`: the key itself is wrong."""

    path: KeyPath
    message: str
    on_key: bool = False


def problems(error: ValidationError, model: type[BaseModel]) -> Iterator[Problem]:
    """At least one; a missing key is left out when an unknown one beside it looks like a slip for it."""
    details = error.errors(include_url=False, include_input=False)[:_MOST]
    unknown = {detail["loc"]: _meant(detail["loc"], model) for detail in details if detail["type"] == "extra_forbidden"}
    meant = {(*path[:-1], key) for path, key in unknown.items()}
    for detail in details:
        path = detail["loc"]
        if path in unknown:
            yield Problem(path, _unknown(path, unknown[path], model), on_key=True)
        elif path not in meant or not detail["type"].startswith("missing"):
            yield Problem(path, _message(detail))


def _message(detail: ErrorDetails) -> str:
    words = _MESSAGES.get(detail["type"])
    if words is None:
        return detail["msg"]
    return words.format_map({"key": detail["loc"][-1] if detail["loc"] else "", **detail.get("ctx", {})})


def _unknown(path: KeyPath, meant: str | None, model: type[BaseModel]) -> str:
    unknown = f"unknown key '{str(path[-1])[:_LONGEST]}'"
    if meant is not None:
        return f"{unknown}, did you mean '{meant}'?"
    return f"{unknown}, known are {', '.join(_keys(path, model))}"


def _meant(path: KeyPath, model: type[BaseModel]) -> str | None:
    """The known key that looks most like the last one of the path."""
    # `maxParallelFiles` and `Depends-On` are as close as can be to the keys they mean.
    written = str(path[-1])[:_LONGEST].replace("-", "_").lower()
    return next(iter(get_close_matches(written, _keys(path, model), n=1)), None)


def _keys(path: KeyPath, model: type[BaseModel]) -> list[str]:
    """What may stand beside the last key of the path."""
    for part in path[:-1]:
        if isinstance(part, str):
            model = _models(model.model_fields[part].annotation)[0]
    return list(model.model_fields)


def _models(annotation: object) -> list[type[BaseModel]]:
    """The models in a type such as `Model | None` or `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]
