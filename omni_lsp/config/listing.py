"""Every setting as a row: what it is, what it is without being set, and who may set it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import JsonValue

from omni_lsp.config.settings import USER_ONLY, Config, variable_of
from omni_lsp.config.wording import KeyPath

Schema: TypeAlias = Mapping[str, JsonValue]
"""A JSON Schema, draft 2020-12, as pydantic writes it."""

_USERS = " From user settings only."


@dataclass(frozen=True, slots=True)
class Setting:
    """`schema` is that of a value, without null, default and description.

    `default` is `None` where nothing is set, and where it depends on the machine, which `description` says then.
    `is_users` says that a workspace has no say in it; `variable` is of the environment, empty for none.
    """

    path: KeyPath
    schema: Schema
    description: str
    default: JsonValue
    is_users: bool
    variable: str

    @property
    def name(self) -> str:
        """`security.engine`"""
        return ".".join(map(str, self.path))

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The values of a closed set with what each means; nothing for what is open, or a list."""
        values, meanings = self.schema.get("enum"), self.schema.get("enumDescriptions")
        if not isinstance(values, list) or not isinstance(meanings, list):
            return ()
        return tuple((str(value), str(meaning)) for value, meaning in zip(values, meanings, strict=True))


def settings() -> tuple[Setting, ...]:
    """All of them, in the order in which they are declared."""
    schema = Config.model_json_schema()
    return tuple(_rows(schema, mapping(schema["$defs"]), ()))


def mapping(value: object) -> Schema:
    """A part of a schema that is an object; empty for what is none."""
    return value if isinstance(value, dict) else {}


def _rows(group: Schema, groups: Schema, above: KeyPath) -> Iterator[Setting]:
    for name, field in mapping(group["properties"]).items():
        path = (*above, name)
        inner = str(mapping(field).get("$ref", "")).removeprefix("#/$defs/")
        if inner:
            yield from _rows(mapping(groups[inner]), groups, path)
        else:
            yield _row(path, mapping(field))


def _row(path: KeyPath, field: Schema) -> Setting:
    described = str(field["description"]).removesuffix(_USERS)
    default = field.get("default")
    return Setting(path, _of_value(field), described, default, path in USER_ONLY, variable_of(path))


def _of_value(field: Schema) -> Schema:
    """What a value that is set looks like: null stands for "not set" everywhere."""
    kept: dict[str, JsonValue] = {
        key: value for key, value in field.items() if key not in ("title", "default", "description", "anyOf")
    }
    either = field.get("anyOf")
    for one in either if isinstance(either, list) else ():
        if isinstance(one, dict) and one.get("type") != "null":
            kept |= one
    return kept
