"""Open buffers: fed by the wire in message order, read as immutable snapshots."""

from collections.abc import Iterator
from dataclasses import replace

from omni_lsp.model.text import Snapshot


class Documents:
    """The one writer is the event loop that handles notifications; a snapshot handed out never changes."""

    def __init__(self) -> None:
        self._open: dict[str, Snapshot] = {}

    def __iter__(self) -> Iterator[Snapshot]:
        return iter(tuple(self._open.values()))

    def get(self, uri: str) -> Snapshot | None:
        return self._open.get(uri)

    def open(self, snapshot: Snapshot) -> None:
        """Opening an open document again replaces it: the client's newest word counts."""
        self._open[snapshot.uri] = snapshot

    def change(self, uri: str, version: int | None, text: str) -> Snapshot | None:
        """The document with its new text, or `None` for one that is not open."""
        old = self._open.get(uri)
        if old is None:
            return None
        new = replace(old, version=version, text=text, digest="")
        self._open[uri] = new
        return new

    def close(self, uri: str) -> None:
        self._open.pop(uri, None)
