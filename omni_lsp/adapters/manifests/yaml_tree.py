"""YAML that others wrote, as plain values: small, shallow, and no reference followed."""

from collections.abc import Iterator

import yaml

Plain = str | list["Plain"] | dict[str, "Plain"]

MAX_BYTES = 64_000
MAX_DEPTH = 20


def read(text: str) -> Plain:
    """The first document, every scalar as its text, an alias as an empty one; of a key said twice the last one counts.

    Raises ValueError for what is no YAML, over 64 kB, or nested more than 20 levels.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ValueError("too large")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _document(iter(yaml.parse(text, Loader=loader)))
    except yaml.YAMLError as error:
        raise ValueError("not YAML") from error


def _document(events: Iterator[yaml.Event]) -> Plain:
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            return _node(event, events, 0)
    return ""


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Plain:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Plain] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, depth + 1))
        return items
    if isinstance(event, yaml.MappingStartEvent):
        table: dict[str, Plain] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = _node(event, events, depth + 1)
            value = _node(next(events), events, depth + 1)
            if isinstance(key, str):
                table[key] = value
        return table
    return str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
