"""What the files of a folder say, compared with each other: the most trustworthy first, nothing twice, no contradiction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from omni_lsp.adapters.manifests.saying import Entry, Habit, Line, Saying, Trust
from omni_lsp.adapters.manifests.tools import told
from omni_lsp.model.facts import BuildFacts, Command
from omni_lsp.model.knowledge import Convention, EntryPoint

T = TypeVar("T")

_MANY = (" linter", " type checker")
"""Topics on which several files may say different things and all be right."""
_TASK_RUNNERS = frozenset({"make", "just", "task", "npm", "pnpm", "yarn", "bun"})
_FORMATTER = " formatter"


class Source(NamedTuple):
    """A file by its path below the folder, the kind of project that it stands for, if any, and what it says."""

    path: str
    kind: str
    sayings: Sequence[Saying]


class _Found(NamedTuple):
    line: Line
    source: str


def joined(sources: Iterable[Source]) -> BuildFacts:
    """Sources in the order in which they count."""
    read = tuple(sources)
    habits = _each(read, Habit)
    conventions = tuple(dict.fromkeys(_agreed(habits)))
    lines = [_Found(line, source) for line, source in _each(read, Line)]
    points = dict.fromkeys(EntryPoint(*entry, source) for entry, source in _each(read, Entry))
    return BuildFacts(
        tuple(dict.fromkeys(source.kind for source in read if source.kind)),
        tuple(Command(line.purpose, line.line, source) for line, source in _commands(lines, _torn(habits))),
        conventions,
        tuple(points),
    )


def _each(sources: Iterable[Source], kind: type[T]) -> list[tuple[T, str]]:
    return [(saying, source.path) for source in sources for saying in source.sayings if isinstance(saying, kind)]


def _values(habits: Iterable[tuple[Habit, str]]) -> dict[str, dict[str, str]]:
    """The source of each value, by topic; the first one that says it."""
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for habit, source in habits:
        values[habit.topic].setdefault(habit.value, source)
    return values


def _agreed(habits: Iterable[tuple[Habit, str]]) -> Iterator[Convention]:
    for topic, values in _values(habits).items():
        if len(values) == 1 or topic.endswith(_MANY):
            yield from (Convention(topic, value, source) for value, source in values.items())


def _torn(habits: Iterable[tuple[Habit, str]]) -> bool:
    """Whether the files name several formatters of one language, so that nobody knows which one is used."""
    return any(topic.endswith(_FORMATTER) and len(values) > 1 for topic, values in _values(habits).items())


def _commands(found: Sequence[_Found], is_torn: bool) -> list[_Found]:
    """Those of CI, those that somebody wrote down, those that go with a tool that neither of them calls."""
    tasks = {each.line.line for each in found if each.line.trust is Trust.TASK}
    better = {told(each.line.line.split()) for each in found if each.line.trust is Trust.CI}
    kept: dict[tuple[str, str], _Found] = {}
    for each in sorted(found, key=lambda each: (each.line.trust, _is_variant(each.line))):
        line = each.line
        if line.trust is Trust.CI and line.line.split()[0] in _TASK_RUNNERS and line.line not in tasks:
            continue  # Its target is not there, or not any more.
        if line.trust is Trust.TOOL and (told(line.line.split()) in better or (is_torn and line.purpose == "format")):
            continue
        kept.setdefault((line.purpose, line.line), each)
    return list(kept.values())


def _is_variant(line: Line) -> bool:
    """`make test` comes before `make test-editors`."""
    return line.trust is Trust.TASK and line.line.split()[-1] != line.purpose
