"""How the code of a project is written, counted file by file, and what of it is a convention.

Counts are sums over files, so a file that changed costs what one file costs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

from omni_lsp.model.facts import FileFacts, Symbol
from omni_lsp.model.knowledge import Convention, EntryPoint, Tally
from omni_lsp.model.roles import is_aside, test_pattern, test_place

K = TypeVar("K")

LABELS = MappingProxyType(
    {
        "python": "Python",
        "javascript": "JavaScript",
        "javascriptreact": "JavaScript",
        "typescript": "TypeScript",
        "typescriptreact": "TypeScript",
        "go": "Go",
        "java": "Java",
    }
)
"""Languages as people call them, by LSP id; those with JSX are none of their own."""
_SHARE = 95
"""Per cent of the names, imports or files that have to agree."""
_LEAST = 20
_LEAST_FILES = 5
"""Test files are fewer than names; below 20 files, 95 % means all of them."""
_OTHER = "other"
_TESTS = (" test files", " test folder")
_TYPES = frozenset({"class", "interface", "struct", "enum", "type"})
_IDENTIFIER = re.compile(r"[#$_]*([A-Za-z][A-Za-z0-9_]*?)_*")
_STYLES = (
    ("snake_case", re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")),
    ("UPPER_CASE", re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")),
    ("camelCase", re.compile(r"[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*")),
    ("PascalCase", re.compile(r"(?=.*[a-z])[A-Z][A-Za-z0-9]*")),
    ("kebab-case", re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")),
)
_MAIN_GO = re.compile(r"func main\(\)$")
_MAIN_JAVA = re.compile(r"\bstatic void main\(")


def recounted(tally: Tally, before: Iterable[FileFacts], after: Iterable[FileFacts]) -> Tally:
    """The tally when some files are gone and others have come; the same object when that changes nothing.

    Generated files are given neither before nor after: nobody's habits are in them. What lies in tests and examples is of
    any language, so it does not count as one of the project's.
    """
    languages, habits, points = Counter[str](), Counter[tuple[str, str]](), dict[str, EntryPoint | None]()
    for files, sign in ((before, -1), (after, 1)):
        for file in files:
            if not is_aside(file.path):
                languages[file.language] += sign
            points[file.path] = entry_point(file) if sign > 0 else None
            for vote in votes(file):
                habits[vote] += sign
    fresh = Tally(
        _summed(tally.languages, languages), _summed(tally.habits, habits), _merged(tally.entry_points, points)
    )
    return tally if fresh == tally else fresh


def languages(tally: Tally) -> tuple[str, ...]:
    """LSP ids, the one with most files first, ties by name."""
    return tuple(sorted(tally.languages, key=lambda language: (-tally.languages[language], language)))


def conventions(tally: Tally) -> tuple[Convention, ...]:
    """The habits that at least 95 % of at least 20 agree on (of 5, for test files), by topic."""
    totals = Counter[str]()
    for (topic, _), count in tally.habits.items():
        totals[topic] += count
    return tuple(
        Convention(topic, value)
        for (topic, value), count in sorted(tally.habits.items())
        if value != _OTHER
        and count * 100 >= totals[topic] * _SHARE
        and totals[topic] >= (_LEAST_FILES if topic.endswith(_TESTS) else _LEAST)
    )


def is_about(convention: Convention, used: Iterable[str]) -> bool:
    """Whether a convention is about one of the languages or about all; formatters often stand by for one nobody uses.

    `used` are LSP ids; where nothing is known of them, everything may be about them.
    """
    labels = {LABELS[language] for language in used if language in LABELS}
    if "TypeScript" in labels:
        labels.add("JavaScript")  # The tools are the same.
    label = convention.topic.partition(" ")[0]
    return not labels or label in labels or label not in set(LABELS.values())


def votes(file: FileFacts) -> Iterator[tuple[str, str]]:
    """Topic and value of each thing in a file that shows a habit; names that fit several styles show none."""
    label = LABELS.get(file.language)
    pattern = test_pattern(file.path)
    if pattern is not None and pattern[0] != "Go":  # Go leaves no choice.
        yield f"{pattern[0]} test files", pattern[1]
        yield f"{pattern[0]} test folder", test_place(file.path)
    if label is None or is_aside(file.path):
        return
    for symbol in file.symbols if label != "Go" else ():  # Case has a meaning in Go.
        vote = _name_vote(symbol, label)
        if vote is not None:
            yield f"{label} {vote[0]} names", vote[1]
    stem = file.path.rpartition("/")[2].partition(".")[0]
    if label in {"Python", "JavaScript", "TypeScript"} and (style := _style(stem)) is not None:
        yield f"{label} file names", style
    if label == "Python":
        yield from (("Python imports within the package", style) for style in _imports(file))


def entry_point(file: FileFacts) -> EntryPoint | None:
    """What a file that is a program by itself shows: `__main__.py`, `main` of Go and of Java."""
    if is_aside(file.path):
        return None
    folder, _, name = file.path.rpartition("/")
    if name == "__main__.py" and folder:
        module = folder.removeprefix("src/").replace("/", ".")
        is_plain = all(part.isidentifier() for part in module.split("."))
        return EntryPoint("module", f"python -m {module}", file.path, file.path) if is_plain else None
    main = next((symbol for symbol in file.symbols if symbol.name == "main"), None)
    if main is None:
        return None
    if file.language == "go" and _MAIN_GO.search(main.signature):
        return EntryPoint("program", folder.rpartition("/")[2] or "main", file.path, file.path)
    if file.language == "java" and main.container and _MAIN_JAVA.search(main.signature):
        return EntryPoint("program", main.container, file.path, file.path)
    return None


def _name_vote(symbol: Symbol, label: str) -> tuple[str, str] | None:
    """What kind of thing the symbol is, and the style of its name."""
    if symbol.name.startswith("__") or symbol.container.rpartition(".")[2] == symbol.name:
        return None  # Python's own names, and constructors of Java.
    match = _IDENTIFIER.fullmatch(symbol.name)
    if match is None:
        return None
    name, style = match[1], _style(match[1])
    vote: tuple[str, str | None] | None = None
    if symbol.kind in {"function", "method"}:
        vote = "function", style
    elif symbol.kind in _TYPES:
        vote = "class", style or (_OTHER if name.islower() else None)
    elif (label == "Java" or not symbol.container) and (label == "Python" or symbol.kind == "constant"):
        # That a name of Python is upper-case is all that makes it a constant, so variables count against it.
        vote = "constant", "UPPER_CASE" if name.isupper() else style or _OTHER
    return (vote[0], vote[1]) if vote is not None and vote[1] is not None else None


def _style(name: str) -> str | None:
    """`None` for one lower-case or upper-case word, which may be of any style."""
    if name.isupper() or (name.islower() and name.isalnum()):
        return "UPPER_CASE" if "_" in name and name.isupper() else None
    return next((style for style, pattern in _STYLES if pattern.fullmatch(name)), _OTHER)


def _imports(file: FileFacts) -> Iterator[str]:
    """Whether imports of the package that a file is in say so by dots."""
    above = set(file.path.split("/")[:-1])
    for imported in file.imports:
        if imported.module.startswith("."):
            yield "relative"
        elif imported.module.partition(".")[0] in above:
            yield "absolute"


def _summed(before: Mapping[K, int], by: Mapping[K, int]) -> Mapping[K, int]:
    counts = dict(before)
    for key, count in by.items():
        counts[key] = counts.get(key, 0) + count
    return MappingProxyType({key: count for key, count in counts.items() if count})


def _merged(before: Mapping[str, EntryPoint], by: Mapping[str, EntryPoint | None]) -> Mapping[str, EntryPoint]:
    if all(point == before.get(path) for path, point in by.items()):
        return before
    points = {**before, **by}
    return MappingProxyType({path: point for path, point in sorted(points.items()) if point is not None})
