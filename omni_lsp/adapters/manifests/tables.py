"""Safe steps into parsed TOML and JSON, whose shape nobody vouches for."""

from collections.abc import Mapping


def table(value: object, *keys: str) -> Mapping[str, object]:
    """The table below the keys; empty when there is none or something else is there."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def has(value: object, *keys: str) -> bool:
    """Whether a table is there, be it empty."""
    *parents, last = keys
    return isinstance(table(value, *parents).get(last), Mapping)
