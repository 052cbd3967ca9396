"""A queue that goes round between groups, so that a large one cannot keep a small one waiting."""

from collections import OrderedDict
from collections.abc import Container, Hashable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class RoundRobin(Generic[T]):
    """Items by key; first in, first out inside a group, one item a group in turn."""

    def __init__(self) -> None:
        self._groups: OrderedDict[Hashable, OrderedDict[str, T]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._groups.values()))

    def put(self, key: str, item: T, group: Hashable) -> None:
        """A key that is already there keeps its place and gets the new item."""
        self._groups.setdefault(group, OrderedDict())[key] = item

    def put_back(self, key: str, item: T, group: Hashable) -> None:
        """Put it at the very front."""
        self.put(key, item, group)
        self._groups[group].move_to_end(key, last=False)
        self._groups.move_to_end(group, last=False)

    def ready(self, blocked: Container[str]) -> Iterator[str]:
        """Keys that are not blocked."""
        return (key for items in self._groups.values() for key in items if key not in blocked)

    def take(self, blocked: Container[str]) -> T | None:
        """The next item whose key is not blocked; its group goes to the end."""
        for group, items in self._groups.items():
            key = next((key for key in items if key not in blocked), None)
            if key is not None:
                item = self.discard(key, group)
                if group in self._groups:
                    self._groups.move_to_end(group)
                return item
        return None

    def discard(self, key: str, group: Hashable) -> T | None:
        items = self._groups.get(group)
        if items is None:
            return None
        item = items.pop(key, None)
        if not items:
            del self._groups[group]
        return item
