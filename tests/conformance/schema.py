"""Does JSON have the shape of one of lsprotocol's types, to the letter?

Structuring with the library's converter and back says less: it takes `true` for 1 and any object for text, and reads a
code action that has a command as a command. Its types and validators are the schema here, its names are used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from lsprotocol import types

_PLAIN = (str, bool, int, float)


@dataclass(frozen=True, slots=True)
class _Member:
    """`field` is the attribute of the library's class; what `may_be_null` may still be refused by its kind."""

    field: Any
    kind: Any
    is_required: bool
    may_be_null: bool


def mismatches(value: object, kind: Any, path: str = "") -> list[str]:
    """What is wrong with it, each with the path of the member; empty when nothing is."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        # The flaws in the light of the kind it is nearest to.
        return min((mismatches(value, part, path) for part in parts), key=len)
    if origin is None or origin is Literal:
        return _object(value, kind, path) if attrs.has(kind) else _scalar(value, kind, path)
    if issubclass(origin, Mapping):
        return _entries(value, parts[1], path)
    if not issubclass(origin, tuple):
        parts *= len(value) if isinstance(value, list) else 0
    return _items(value, parts, path)


def _scalar(value: object, kind: Any, path: str) -> list[str]:
    if get_origin(kind) is Literal:
        fits = value in get_args(kind)
    elif kind is types.LSPObject:
        fits = isinstance(value, dict)
    elif kind is NoneType:
        fits = value is None
    elif isinstance(kind, type) and issubclass(kind, Enum):
        fits = any(value == member.value and type(value) is type(member.value) for member in kind)
    elif kind in _PLAIN:
        fits = type(value) is kind or (kind is float and type(value) is int)
    else:  # LSPAny and its kin.
        fits = True
    return [] if fits else [f"{path}: {value!r} is no {getattr(kind, '__name__', kind)}"]


def _items(value: object, kinds: Sequence[Any], path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path}: {value!r} is no array"]
    if len(value) != len(kinds):
        return [f"{path}: {len(value)} items in place of {len(kinds)}"]
    pairs = enumerate(zip(value, kinds, strict=True))
    return [flaw for index, (item, kind) in pairs for flaw in mismatches(item, kind, f"{path}[{index}]")]


def _entries(value: object, kind: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: {value!r} is no object"]
    return [flaw for key, item in value.items() for flaw in mismatches(item, kind, f"{path}[{key!r}]")]


def _object(value: object, kind: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: {value!r} is no {kind.__name__}"]
    members = _members(kind)
    flaws = [f"{path}.{name}: {kind.__name__} has no such member" for name in value if name not in members]
    for name, member in members.items():
        if name in value:
            flaws += _of_member(value[name], member, f"{path}.{name}")
        elif member.is_required:
            flaws.append(f"{path}.{name}: missing in {kind.__name__}")
    return flaws


def _of_member(value: object, member: _Member, path: str) -> list[str]:
    if value is None and not member.may_be_null:
        return [f"{path}: null, which stands for nothing here"]
    flaws = mismatches(value, member.kind, path)
    validator = member.field.validator
    if flaws or validator is None or not isinstance(value, str | int | float):
        return flaws
    try:
        validator(None, member.field, value)
    except (ValueError, TypeError) as error:
        return [f"{path}: {value!r}: {error.args[0]}"]
    return []


@cache
def _members(kind: Any) -> dict[str, _Member]:
    """The members by their names in JSON."""
    hints = get_type_hints(kind, vars(types))
    return {_name(field.name): _member(kind, field, hints[field.name]) for field in attrs.fields(kind)}


def _member(owner: Any, field: Any, kind: Any) -> _Member:
    is_special = types.is_special_property(owner, field.name)
    is_optional = field.default is None and not is_special
    return _Member(
        field,
        kind,
        is_required=is_special or field.default is attrs.NOTHING,
        may_be_null=not is_optional or Any in _leaves(kind),
    )


def _leaves(kind: Any) -> set[Any]:
    if get_origin(kind) in (Union, UnionType):
        return {leaf for part in get_args(kind) for leaf in _leaves(part)}
    return {kind}


def _name(name: str) -> str:
    first, *others = name.removesuffix("_").split("_")
    return first + "".join(part.title() for part in others)
