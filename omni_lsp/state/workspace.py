"""What is known about each workspace folder; written when a run ends, read by everybody."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from omni_lsp.model import habits
from omni_lsp.model.facts import BuildFacts, FileFacts, ProjectFacts
from omni_lsp.model.knowledge import GeneratedFile
from omni_lsp.state.cell import ThreadSafeState, Versioned

T = TypeVar("T")


class WorkspaceState:
    """Folders come into being with the first fact about them; whoever read a `ProjectFacts` keeps what it read."""

    def __init__(self) -> None:
        self._folders: dict[Path, ThreadSafeState[ProjectFacts]] = {}

    def project(self, root: Path) -> ProjectFacts:
        """Empty for a folder that nothing is known about."""
        return self.read(root).value

    def writer(self, root: Path, path: str) -> str:
        """See `ProjectFacts.writer`."""
        return self.project(root).writer(path)

    def read(self, root: Path) -> Versioned[ProjectFacts]:
        """The facts with their version and who wrote them, by the name of the method where nobody gave one."""
        folder = self._folders.get(root)
        return folder.read() if folder is not None else Versioned(ProjectFacts(str(root)), 0)

    def put_files(self, root: Path, files: Sequence[FileFacts]) -> None:
        """Add or replace. Copies the table once a call, so many files are best put together."""

        def change(project: ProjectFacts) -> ProjectFacts:
            fresh = {file.path: file for file in files if project.files.get(file.path) != file}
            if not fresh:
                return project
            # Only this operator copies the table behind a proxy at the speed of a dict: 1 ms for 100,000 files.
            table = MappingProxyType(MappingProxyType(project.files) | fresh)
            return _counted(project, replace(project, files=table), fresh)

        self._update(root, change, "put_files")

    def remove_files(self, root: Path, paths: Iterable[str]) -> None:
        """Forget files, by `FileFacts.path`, and all files below folders; unknown ones are no mistake."""
        gone = frozenset(paths)

        def change(project: ProjectFacts) -> ProjectFacts:
            folders = gone - project.files.keys()
            lost = {
                path
                for path in (*project.files, *project.generated)
                if path in gone or (folders and not folders.isdisjoint(above(path)))
            }
            if not lost:
                return project
            left = replace(project, files=_without(project.files, lost), generated=_without(project.generated, lost))
            return _counted(project, left, lost)

        self._update(root, change, "remove_files")

    def put_project(self, root: Path, build: BuildFacts) -> None:
        """What the build files say, in place of what they said."""

        def change(project: ProjectFacts) -> ProjectFacts:
            if project.build == build:
                return project
            return _derived(replace(project, kinds=build.kinds, commands=build.commands, build=build))

        self._update(root, change, "put_project")

    def register_generated_file(self, root: Path, file: GeneratedFile) -> None:
        """Know a file for a tool's work as long as its text is the one registered; `path` is that of `FileFacts`.

        The new version carries the modifier of the file. It is forgotten with the file, the folder or the session.
        """

        def change(project: ProjectFacts) -> ProjectFacts:
            if project.generated.get(file.path) == file:
                return project
            generated = MappingProxyType({**project.generated, file.path: file})
            return _counted(project, replace(project, generated=generated), (file.path,))

        self._update(root, change, file.modifier)

    def drop(self, root: Path) -> None:
        """Forget a folder."""
        self._folders.pop(root, None)

    def _update(self, root: Path, change: Callable[[ProjectFacts], ProjectFacts], modifier: str) -> None:
        # setdefault is one step for other threads: two first writers get the same cell.
        self._folders.setdefault(root, ThreadSafeState(ProjectFacts(str(root)))).update(change, modifier=modifier)


def above(path: str) -> Iterator[str]:
    """The folders that a path is in, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path


def _without(table: Mapping[str, T], lost: set[str]) -> Mapping[str, T]:
    return MappingProxyType({path: value for path, value in table.items() if path not in lost})


def _counted(before: ProjectFacts, after: ProjectFacts, paths: Iterable[str]) -> ProjectFacts:
    """Some files are others than they were: count them again, and only them."""
    gone, come = (
        [file for path in paths if (file := facts.files.get(path)) is not None and not facts.is_generated(path)]
        for facts in (before, after)
    )
    tally = habits.recounted(before.tally, gone, come)
    return _derived(replace(after, tally=tally)) if tally is not before.tally else after


def _derived(project: ProjectFacts) -> ProjectFacts:
    """What the build files declare goes before what the code shows."""
    languages = habits.languages(project.tally)
    declared = tuple(each for each in project.build.conventions if habits.is_about(each, languages))
    topics = {convention.topic for convention in declared}
    known = {(point.kind, point.name) for point in project.build.entry_points}
    points = (point for point in project.tally.entry_points.values() if (point.kind, point.name) not in known)
    return replace(
        project,
        languages=languages,
        conventions=(*declared, *(each for each in habits.conventions(project.tally) if each.topic not in topics)),
        entry_points=(*project.build.entry_points, *points),
    )
