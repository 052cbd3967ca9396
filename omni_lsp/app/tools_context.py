"""What the context agent knows, as an answer: paths, names and signatures, and no free text of the repository."""

from collections import Counter
from collections.abc import Iterable, Sequence

from omni_lsp.app import tools_safe as safe
from omni_lsp.app.tools_answers import CommandLine, ContextAnswer, Definition, FileLine, Language, Start
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import Command, FileFacts, ProjectFacts, Symbol
from omni_lsp.model.imports import ImportGraph
from omni_lsp.model.knowledge import EntryPoint

_COUNTED = ("class", "interface", "struct", "enum", "type", "function", "method")
_PLURALS = {"class": "classes"}


def about_project(project: ProjectFacts, graph: ImportGraph) -> ContextAnswer:
    """Kinds, languages, commands, and the files that others use most."""
    languages = Counter(file.language for file in project.files.values())
    lines = sum(file.lines for file in project.files.values())
    return ContextAnswer(
        "project",
        summary=f"{_count(len(project.files), 'source file')}, {_count(lines, 'line')}",
        kinds=tuple(map(safe.line, project.kinds)),
        languages=tuple(Language(name, files) for name, files in languages.most_common()),
        commands=tuple(map(_command, project.commands)),
        entry_points=tuple(map(_start, project.entry_points)),
        files=_files(project.files.values(), graph),
    )


def about_folder(path: str, project: ProjectFacts, graph: ImportGraph) -> ContextAnswer:
    """The source files below a folder of the project, those that others use most first."""
    inside = [file for name, file in project.files.items() if name.startswith(f"{path}/")]
    languages = Counter(file.language for file in inside)
    return ContextAnswer(
        "folder",
        safe.line(path),
        _count(len(inside), "source file"),
        languages=tuple(Language(name, files) for name, files in languages.most_common()),
        files=_files(inside, graph),
    )


def about_file(file: FileFacts, graph: ImportGraph) -> ContextAnswer:
    """What a file defines and imports, and which files of the project it uses and is used by."""
    return ContextAnswer(
        "file",
        safe.line(file.path),
        _summary(file),
        outline=tuple(_definition(file, symbol) for symbol in file.symbols),
        imports=tuple(dict.fromkeys(safe.line(imported.module) for imported in file.imports)),
        uses=_paths(graph.imports_of(file)),
        used_by=_paths(graph.imported_by(file.path)),
    )


def about_symbol(name: str, project: ProjectFacts, graph: ImportGraph, path: str | None = None) -> ContextAnswer:
    """Where a name is defined, in a file or folder if there is a `path`, and which files can see it and mention it.

    Raises AgentValidationError when no definition is known.
    """
    homes = [file for file in project.files.values() if path is None or _is_below(file.path, path)]
    found = [(file, symbol) for file in homes for symbol in file.symbols if _is_called(symbol, name)]
    if not found:
        raise AgentValidationError("look at", "symbol", "no definition of it is known here; search_code finds uses")
    short = found[0][1].name
    users: set[str] = set()
    for file in dict.fromkeys(file.path for file, _ in found):
        seeing = {*graph.imported_by(file), *graph.neighbours(file)}
        users.update(other for other in seeing if short in project.files[other].names)
    return ContextAnswer(
        "symbol",
        safe.line(path or ""),
        f"{_count(len(found), 'definition')} of {safe.line(name, 100)}, used by {_count(len(users), 'other file')}",
        outline=tuple(_definition(file, symbol) for file, symbol in found),
        used_by=_paths(sorted(users)),
    )


def _is_below(name: str, path: str) -> bool:
    return path in (".", name) or name.startswith(f"{path}/")


def _is_called(symbol: Symbol, name: str) -> bool:
    return name in (symbol.name, symbol.qualified) or symbol.qualified.endswith(f".{name}")


def _files(files: Iterable[FileFacts], graph: ImportGraph) -> tuple[FileLine, ...]:
    used = Counter(path for file in graph.files.values() for path in graph.imports_of(file))
    ranked = sorted(files, key=lambda file: (-used[file.path], file.path))
    return tuple(FileLine(safe.line(file.path), file.language, file.lines, used[file.path]) for file in ranked)


def _definition(file: FileFacts, symbol: Symbol) -> Definition:
    name, signature = safe.line(symbol.qualified), safe.signature(symbol.signature)
    return Definition(safe.line(file.path), symbol.line + 1, symbol.kind, name, signature)


def _start(entry: EntryPoint) -> Start:
    return Start(safe.line(entry.kind), safe.line(entry.name), safe.line(entry.path), safe.line(entry.source))


def _command(command: Command) -> CommandLine:
    return CommandLine(command.purpose, safe.line(command.line), safe.line(command.source))


def _paths(paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(safe.line, paths))


def _summary(file: FileFacts) -> str:
    """From the structure alone: what a file says about itself is free text."""
    kinds = Counter(symbol.kind for symbol in file.symbols)
    counts = [_count(kinds[kind], kind) for kind in _COUNTED if kinds[kind]]
    return ", ".join((file.language, _count(file.lines, "line"), *counts))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"
