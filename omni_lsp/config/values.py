"""Kinds of values that settings and pipelines have: paths, addresses, names of agents, groups of others."""

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def expanded(value: object) -> object:
    """The path with `~` replaced; `~nobody` stays as it is, where Path.expanduser would raise."""
    return os.path.expanduser(value) if isinstance(value, str) else value  # noqa: PTH111


def absolute(path: Path) -> Path:
    if not path.is_absolute() or not can_exist(path):
        raise ValueError("must be an absolute path; ~ stands for the home directory")
    return path


def can_exist(path: Path) -> bool:
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeError:
        return False


def _address(value: str) -> str:
    """The address without the slash at its end."""
    url = urlsplit(value)  # Raises ValueError for a broken one, as `port` does.
    is_plain = value.isascii() and value.isprintable() and " " not in value
    if url.scheme not in ("http", "https") or not url.hostname or url.port == 0 or not is_plain:
        raise ValueError("must be an http or https address")
    if url.username is not None or url.query or url.fragment:
        # It is written to the log; secrets belong into the environment.
        raise ValueError("must be an address without a password, `?` or `#`")
    return value.rstrip("/")


def listed(value: object) -> object:
    """The words of a text between commas: what a variable of the environment has in place of a list."""
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


def _unique(names: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"'{name}' is here twice")
        seen.add(name)
    return names


def lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


AbsolutePath = Annotated[Path, BeforeValidator(expanded), AfterValidator(absolute)]
AgentName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
AgentNames = Annotated[tuple[AgentName, ...], AfterValidator(_unique), Field(json_schema_extra={"uniqueItems": True})]
Address = Annotated[str, AfterValidator(_address)]


class Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
