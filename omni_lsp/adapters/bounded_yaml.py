"""YAML with aliases that others wrote, as values: bounded in size, in depth and in what it would be without aliases.

The fast parser of PyYAML calls itself for each level of nesting, and some ten thousand levels end the process.
A few lines of aliases of aliases stand for more values than there is memory, as soon as somebody writes them out.
"""

from collections.abc import Iterator

import yaml

MAX_BYTES = 5_000_000
MAX_DEPTH = 100
MAX_VALUES = 1_000_000
"""Scalars and collections, those behind an alias counted each time."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: bytes | str) -> object:
    """The one document, of plain types only. Raises yaml.YAMLError, also for what is beyond the limits."""
    if len(text) > MAX_BYTES:
        raise yaml.YAMLError(f"the file is larger than {MAX_BYTES / 1e6:g} MB")
    try:
        _check(yaml.parse(text, Loader=_LOADER))
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, the fast one
    except (ValueError, OverflowError, TypeError) as error:
        # Days that no month has, numbers of a million digits, keys that are lists.
        raise yaml.YAMLError(f"a value that cannot be: {error}") from error


def _check(events: Iterator[yaml.Event]) -> None:
    """Raises yaml.YAMLError."""
    sizes: dict[str | None, int] = {}
    # For each open collection its anchor, and how many values there were before it.
    opened: list[tuple[str | None, int]] = []
    count = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in opened):
                raise _refused("an alias of what it is in", event)
            count += sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.CollectionStartEvent):
            opened.append((event.anchor, count))
            count += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = opened.pop()
            if anchor is not None:
                sizes[anchor] = count - before
        elif isinstance(event, yaml.ScalarEvent):
            count += 1
        if len(opened) > MAX_DEPTH:
            raise _refused(f"nested too deep, at most {MAX_DEPTH} levels", event)
        if count > MAX_VALUES:
            raise _refused(f"more than {MAX_VALUES:,} values", event)


def _refused(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark = event.start_mark
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark if isinstance(mark, yaml.Mark) else None)
