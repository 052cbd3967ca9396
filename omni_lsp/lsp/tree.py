"""The tree that clients draw as it is: nodes, and the branches about packs and indexes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from omni_lsp.formats.printable import one_line
from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import PackProblem
from omni_lsp.model.retrieval import IndexPhase, IndexStatus
from omni_lsp.model.status import Author, FolderState, PackState
from omni_lsp.model.trust import Trust

_LONGEST = 200
"""Characters of a line: no window shows more, and messages may be of any length."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the positions of the client: line and character of start and end, all from 0."""

    uri: str
    range: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class Node:
    """All texts are plain ones for people, in one line but for the tooltip; `id` is the same as long as it is the same thing.

    `icon` is the name of a ThemeIcon of VS Code. `command` is one of the server's, `arguments` the object it takes.
    """

    id: str
    label: str
    description: str = ""
    tooltip: str = ""
    icon: str = ""
    target: Target | None = None
    command: str = ""
    arguments: Mapping[str, object] | None = None
    children: tuple["Node", ...] = ()

    @cached_property
    def json(self) -> str:
        """As sent; worked out once, so that what stays costs nothing when it is sent again."""
        known: dict[str, object] = {"id": self.id, "label": self.label}
        words = {"description": self.description, "tooltip": self.tooltip, "icon": self.icon, "command": self.command}
        known |= {key: value for key, value in words.items() if value}
        if self.target is not None:
            first, start, last, end = self.target.range
            ends = {"start": {"line": first, "character": start}, "end": {"line": last, "character": end}}
            known["target"] = {"uri": self.target.uri, "range": ends}
        if self.command:
            known["arguments"] = [self.arguments or {}]
        text = json.dumps(known, separators=(",", ":"))
        if not self.children:
            return text
        return f'{text[:-1]},"children":[{",".join(child.json for child in self.children)}]}}'

    @cached_property
    def size(self) -> int:
        """Nodes, itself included."""
        return 1 + sum(child.size for child in self.children)


def line(text: str) -> str:
    """A text in one visible line that is not too long to be shown."""
    flat = one_line(text)
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def icon(severity: Severity) -> str:
    return {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}[severity]


def counted(number: int, thing: str) -> str:
    """`1 finding`, `2 findings`"""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def packs(folders: Iterable[FolderState]) -> Node:
    children = tuple(_packs_of(each) for each in folders)
    return Node("packs", "Context packs", icon="book", children=children)


def indexes(folders: Iterable[FolderState], known: Mapping[Path, IndexStatus], *, is_wanted: bool) -> Node:
    children = tuple(_index_of(each, known.get(each.root)) for each in folders) if is_wanted else ()
    description = "" if is_wanted else "switched off (search.index)"
    return Node("index", "Index", description, icon="database", children=children)


def _packs_of(folder: FolderState) -> Node:
    root = folder.root
    files = tuple(_pack(root, each) for each in folder.packs or ())
    written = sum(each.author is Author.OMNI for each in folder.packs or ())
    said = (
        _UNSEEN[folder.trust]
        if folder.packs is None
        else counted(written, "file") + " written"
        if files
        else "none yet"
    )
    held = f", held back: {folder.held_back} is under way" if folder.held_back else ""
    # A node of its own: who opens the folder to look into it wants nothing written.
    act = Node(
        f"packs/{root.as_uri()}/update",
        "Bring up to date",
        tooltip="Write the context packs of this folder",
        icon="sync",
        command="omni.pack",
        arguments={"uri": root.as_uri()},
    )
    return Node(f"packs/{root.as_uri()}", line(root.name), said + held, icon="folder", children=(*files, act))


def _pack(root: Path, pack: PackState) -> Node:
    said = {Author.OMNI: "written", Author.PEOPLE: "by hand", Author.NOBODY: "left alone"}[pack.author]
    problems = f", {counted(len(pack.problems), 'problem')}" if pack.problems else ""
    worst = max((each.severity for each in pack.problems), default=None)
    mark = icon(worst) if worst is not None else "pass" if pack.author is Author.OMNI else "person"
    tooltip = "\n".join(_problem(each) for each in pack.problems)
    first = min((each.line for each in pack.problems), default=0)
    target = Target((root / pack.file).as_uri(), (first, 0, first, 0))
    return Node(f"packs/{target.uri}", pack.file.value, said + problems, tooltip, mark, target)


def _problem(problem: PackProblem) -> str:
    return line(f"line {problem.line + 1}: {problem.message}")


_UNSEEN = {
    Trust.TRUSTED: "not looked at yet",
    Trust.UNTRUSTED: "not looked at: the folder is not trusted",
    Trust.STALE: "not looked at: the folder is not what was trusted",
}
_PHASES = {
    IndexPhase.ABSENT: "circle-outline",
    IndexPhase.BUILDING: "sync",
    IndexPhase.READY: "pass",
    IndexPhase.INCOMPLETE: "warning",
    IndexPhase.REBUILDING: "sync",
    IndexPhase.IN_MEMORY: "warning",
}


def _index_of(folder: FolderState, status: IndexStatus | None) -> Node:
    root, uri = folder.root, folder.root.as_uri()
    if status is None:
        return Node(f"index/{uri}", line(root.name), _UNSEEN[folder.trust], icon="circle-outline")
    parts = [status.phase.value, counted(status.files, "file") if status.files else "", line(status.reason)]
    return Node(
        f"index/{uri}",
        line(root.name),
        ", ".join(part for part in parts if part),
        line(status.reason),
        _PHASES[status.phase],
    )
