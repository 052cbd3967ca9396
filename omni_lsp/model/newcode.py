"""Which lines are new since a revision, and which findings have to do with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from omni_lsp.model.finding import Finding


@dataclass(frozen=True, slots=True)
class NewLines:
    r"""The lines that differ from a revision, of all files of a repository as they are on the disk.

    `root` is the folder that was asked about, `prefix` its path below `top`, the top of the repository, empty or with
    a `/` at its end; `head` is the id of the commit that is checked out, empty before the first one.
    `changed` has, by path below `top`, half-open ranges of lines from 0; they end at `\n` alone, as git counts.
    An empty range is a place between two lines where others were taken away.
    `tracked` are the paths that version control knows, `nested` the folders of other repositories among them.
    """

    root: Path
    prefix: str
    top: Path
    head: str = ""
    changed: Mapping[str, tuple[range, ...]] = field(default_factory=lambda: MappingProxyType({}))
    tracked: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()

    def of(self, path: Path) -> tuple[range, ...] | None:
        """The new lines of a file, none when it did not change, `None` when all of it is new."""
        name = self._name(path)
        if name is None:
            return None
        if name in self.changed:
            return self.changed[name]
        # What lies in a repository of its own is another one's matter.
        is_old = name in self.tracked or any(str(folder) in self.nested for folder in PurePosixPath(name).parents)
        return () if is_old else None

    def _name(self, path: Path) -> str | None:
        if path.is_relative_to(self.root):
            return self.prefix + path.relative_to(self.root).as_posix()
        return path.relative_to(self.top).as_posix() if path.is_relative_to(self.top) else None


def fresh(findings: Iterable[Finding], text: str, new: tuple[range, ...] | None) -> tuple[Finding, ...]:
    """The findings of a text with a line, of their own or of a place they relate to, that is new: see `NewLines.of`.

    Also those with a place where lines were taken away between theirs.
    """
    if new is None:
        return tuple(findings)
    return tuple(finding for finding in findings if _is_fresh(finding, text, new)) if new else ()


def _is_fresh(finding: Finding, text: str, new: tuple[range, ...]) -> bool:
    spans = (finding.span, *(related.span for related in finding.related))
    for span in spans:
        first = text.count("\n", 0, span.start)
        # The end is exclusive: one right behind a line end does not reach into the next line.
        last = first + text.count("\n", span.start, max(span.start, span.end - 1))
        if any(lines.start <= last and first < lines.stop for lines in new):
            return True
    return False
