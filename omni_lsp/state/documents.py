"""Open buffers: fed by the wire in message order, read as immutable snapshots."""

from collections.abc import Iterator
from pathlib import Path

from omni_lsp.model.text import Lines, Snapshot


class Documents:
    """The one writer is the event loop that handles notifications; a snapshot handed out never changes.

    A document goes by the URI that the client opened it with, letter by letter.
    """

    def __init__(self) -> None:
        self._open: dict[str, Snapshot] = {}
        self._opened: dict[str, int] = {}
        self._at: dict[Path, list[str]] = {}

    def __iter__(self) -> Iterator[Snapshot]:
        return iter(tuple(self._open.values()))

    def get(self, uri: str) -> Snapshot | None:
        return self._open.get(uri)

    @property
    def latest(self) -> Snapshot | None:
        """The document that was opened or changed last."""
        return max(self._open.values(), key=lambda snapshot: snapshot.serial, default=None)

    def at(self, path: Path) -> Snapshot | None:
        """The open document of a file, however its URI is spelt; of several the one that was opened last."""
        uris = self._at.get(path)
        return self._open[uris[-1]] if uris else None

    def holds(self, snapshot: Snapshot) -> bool:
        """Whether what is found in a snapshot has a say in what is shown now.

        Of a document the client gave us it has until that is closed or opened anew, whatever the version says then.
        Of a file from disk it has as long as nobody has it open.
        """
        if snapshot.version is None:
            return snapshot.uri not in self._open and (snapshot.path is None or self.at(snapshot.path) is None)
        return snapshot.uri in self._open and snapshot.serial >= self._opened[snapshot.uri]

    def open(self, snapshot: Snapshot) -> None:
        """Opening an open document again replaces it: the client's newest word counts."""
        self.close(snapshot.uri)
        self._open[snapshot.uri] = snapshot
        self._opened[snapshot.uri] = snapshot.serial
        if snapshot.path is not None:
            self._at.setdefault(snapshot.path, []).append(snapshot.uri)

    def change(self, uri: str, version: int | None, lines: Lines) -> Snapshot | None:
        """The document with its new text, or `None` for one that is not open.

        Any version is taken, also one that repeats or goes back: the order of the messages is the truth.
        """
        old = self._open.get(uri)
        if old is None:
            return None
        new = self._open[uri] = old.revised(version, lines)
        return new

    def close(self, uri: str) -> None:
        """A document that is not open is left alone."""
        old = self._open.pop(uri, None)
        if old is None:
            return
        del self._opened[uri]
        if old.path is not None:
            uris = self._at[old.path]
            uris.remove(uri)
            if not uris:
                del self._at[old.path]
