"""Code that was handed to an editor: registered as a tool's work once it is in a document or in its file."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.model.knowledge import GeneratedFile
from omni_lsp.model.text import Edit, Snapshot, apply, digest

Register = Callable[[Path, GeneratedFile], None]
_REMEMBERED = 64


@dataclass(eq=False, slots=True)
class Handed:
    """`register` makes a file of a folder known; what was handed out last is remembered, by its URI."""

    register: Register
    _waiting: OrderedDict[str, tuple[Path, GeneratedFile]] = field(default_factory=OrderedDict)

    def out(self, snapshot: Snapshot, edit: Edit, modifier: str) -> None:
        """An edit of a document is on its way; in one that had text already it is a part."""
        if snapshot.root is None:
            return
        text = apply(snapshot.text, edit.changes)
        file = GeneratedFile(snapshot.name, digest(text), modifier, is_part=bool(snapshot.text.strip()))
        self._waiting[snapshot.uri] = snapshot.root, file
        self._waiting.move_to_end(snapshot.uri)
        if len(self._waiting) > _REMEMBERED:
            self._waiting.popitem(last=False)

    def applied(self, uri: str) -> None:
        """The editor said so."""
        if uri in self._waiting:
            self.register(*self._waiting[uri])

    def saved(self, snapshot: Snapshot) -> None:
        """Also where nobody said that an edit was applied: with it the text is what it is."""
        waiting = self._waiting.get(snapshot.uri)
        if waiting is not None and waiting[1].digest == snapshot.digest:
            self.register(*self._waiting.pop(snapshot.uri))
