"""What workspace folders looked like on disk when their facts were taken from there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from omni_lsp.model.facts import FileFacts
from omni_lsp.ports.folder import Stamp


@dataclass(slots=True)
class SeenFolder:
    """One workspace folder; names are those of `FileFacts.path`, its top is `.`.

    `files` holds the digest that was read under a stamp, `folders` the stamp under which each was listed, `None` for
    one that was only passed.
    """

    files: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    folders: dict[str, Stamp | None] = field(default_factory=dict)
    _turn: int = 0

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self.files.pop(name, None)
            self.folders.pop(name, None)

    def outdated(self, stamps: Mapping[str, Stamp | None], files: Mapping[str, FileFacts]) -> list[str]:
        """Those of the files and folders of which something else is known than what has this stamp."""
        return [name for name, stamp in stamps.items() if stamp is None or not self._is_from(name, stamp, files)]

    def _is_from(self, name: str, stamp: Stamp, files: Mapping[str, FileFacts]) -> bool:
        known = files.get(name)
        # A run may have put down facts from another text since.
        return self.folders.get(name) == stamp if known is None else self.files.get(name) == (stamp, known.digest)

    def turn(self, files: Collection[str], most: int) -> list[str]:
        """The next of the files and of the folders here, each in its turn."""
        names = [*files, *(name for name in self.folders if name not in files)]
        start = self._turn if self._turn < len(names) else 0
        self._turn = start + most
        return names[start : start + most]
