"""What a hover says of the name under the cursor."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.model.facts import FileFacts, Near, ProjectFacts, Symbol
from omni_lsp.model.finding import Explanation
from omni_lsp.model.imports import ImportGraph
from omni_lsp.model.markdown import block, code, escaped, link
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.model.wording import SHOWN, counted, listed

_IDENTIFIER = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
_FENCES = {"javascriptreact": "jsx", "typescriptreact": "tsx"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the file and of its project.

    `related` gives code that is like a definition of a file, `line` where a file uses a name, as far as that is known.
    """

    file: FileFacts
    project: ProjectFacts
    graph: ImportGraph
    related: Callable[[FileFacts, Symbol], Sequence[Near]]
    line: Callable[[FileFacts, str], int | None]


def explanation(snapshot: Snapshot, offset: int, known: Known) -> Explanation | None:
    """The definition of the name at the offset, if it is in this file or in one that this file imports."""
    file, graph, root = known.file, known.graph, snapshot.root
    span = _identifier_at(snapshot, offset)
    found = _definition(snapshot, span, file, graph) if span is not None else None
    if span is None or found is None:
        return None
    home, symbol = found
    is_here = home.path == file.path
    users = _places(_users(home, symbol, file, graph), symbol.name, known, root)
    parts = (
        block(symbol.signature or symbol.name, _FENCES.get(home.language, home.language)),
        _headline(symbol, home, root, is_here=is_here),
        escaped(symbol.doc),
        _mentions(snapshot.text, symbol, users, is_here=is_here),
        _like_it(known.related(home, symbol), known.project, root),
        _about(file, known.project, graph),
    )
    return Explanation("\n\n".join(part for part in parts if part), span)


def _identifier_at(snapshot: Snapshot, offset: int) -> Span | None:
    """The identifier that the offset is in or right behind."""
    line = snapshot.lines.span(snapshot.lines.position(offset).line)
    for match in _IDENTIFIER.finditer(snapshot.text, line.start, line.end):
        if match.start() <= offset <= match.end():
            return Span(*match.span())
    return None


def _definition(snapshot: Snapshot, span: Span, file: FileFacts, graph: ImportGraph) -> tuple[FileFacts, Symbol] | None:
    """The one definition that the identifier can mean; none when several are as likely."""
    name = snapshot.text[span.start : span.end]
    is_member = snapshot.text[: span.start].endswith((".", "?."))
    own = [symbol for symbol in file.symbols if symbol.name == name]
    here = [symbol for symbol in own if symbol.name_span == span] or _innermost(own, file, span, is_member=is_member)
    if own:
        return (file, here[0]) if _are_one(here) else None
    named = replace(file, imports=tuple(imported for imported in file.imports if name in imported.names))
    for paths in (graph.imports_of(named), graph.imports_of(file), graph.neighbours(file.path)):
        homes = [graph.files[path] for path in paths if name in graph.files[path].names]
        found = [(home, symbol) for home in homes for symbol in home.symbols if symbol.name == name]
        found = [pair for pair in found if is_member or pair[1].kind != "method"]
        if found:
            return found[0] if len({home.path for home, _ in found}) == 1 and _are_one(s for _, s in found) else None
    return None


def _innermost(symbols: list[Symbol], file: FileFacts, span: Span, *, is_member: bool) -> list[Symbol]:
    """Those of the nearest scope around the place; members and other names are told apart by the dot before them."""
    around = {other.qualified: other.span for other in file.symbols if _contains(other.span, span)}
    fitting = [symbol for symbol in symbols if (symbol.kind == "method") == is_member] or symbols
    nearest = max((len(symbol.container) for symbol in fitting if symbol.container in around), default=0)
    inside = [symbol for symbol in fitting if symbol.container in around and len(symbol.container) == nearest]
    return inside or [symbol for symbol in fitting if not symbol.container] or fitting


def _contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _are_one(symbols: Iterable[Symbol]) -> bool:
    """Overloads and alternatives share their qualified name."""
    return len({symbol.qualified for symbol in symbols}) == 1


def _users(home: FileFacts, symbol: Symbol, file: FileFacts, graph: ImportGraph) -> tuple[str, ...]:
    """Other files that mention the name and can see the file that defines it."""
    seeing = sorted({*graph.imported_by(home.path), *graph.neighbours(home.path)} - {file.path, home.path})
    return tuple(path for path in seeing if symbol.name in graph.files[path].names)


def _places(paths: tuple[str, ...], name: str, known: Known, root: Path | None) -> tuple[str, ...]:
    """Links to where files use a name; files that are not shown are not asked about."""
    files = [known.graph.files[path] for path in paths[:SHOWN]]
    return (*(_place(root, file.path, known.line(file, name)) for file in files), *paths[SHOWN:])


def _headline(symbol: Symbol, home: FileFacts, root: Path | None, *, is_here: bool) -> str:
    place = f", defined in {_place(root, home.path, symbol.line)}" if not is_here else ""
    return f"{symbol.kind} {code(symbol.qualified)}{place}"


def _mentions(text: str, symbol: Symbol, users: tuple[str, ...], *, is_here: bool) -> str:
    own = len(re.findall(rf"(?<![\w$]){re.escape(symbol.name)}(?![\w$])", text)) - is_here
    here = f"{own}× in this file" if own else ""
    others = f"in {listed(users)}" if users else ""
    return (
        f"Used {' and '.join(filter(None, (here, others)))}." if own or users else "Used nowhere else, as far as known."
    )


def _like_it(near: Sequence[Near], project: ProjectFacts, root: Path | None) -> str:
    """Links to code that is like it, at the lines where that is defined as far as this is known."""
    places = [_exactly(each, project.files.get(each.path)) for each in near]
    links = [" ".join(filter(None, (_place(root, each.path, each.line), code(each.symbol)))) for each in places]
    return f"Related code: {', '.join(links)}." if links else ""


def _exactly(near: Near, file: FileFacts | None) -> Near:
    """With the line of the definition itself: pieces begin where it fits, and files change after they were taken in."""
    lines = [symbol.line for symbol in file.symbols if symbol.name == near.symbol] if file is not None else []
    return replace(near, line=min(lines, key=lambda line: abs(line - near.line))) if lines else near


def _place(root: Path | None, path: str, line: int | None = None) -> str:
    """A file, and the line in it, as a link where one can be made; editors that know no lines in links open the file."""
    shown = code(path if line is None else f"{path}:{line + 1}")
    if root is None:
        return shown
    return link(shown, (root / path).as_uri() + (f"#L{line + 1}" if line is not None else ""))


def _about(file: FileFacts, project: ProjectFacts, graph: ImportGraph) -> str:
    """One line on the file and its project."""
    imports, importers = graph.imports_of(file), graph.imported_by(file.path)
    inward = f"imports {counted(len(imports), 'file')} of the project" if imports else ""
    outward = f"imported by {counted(len(importers), 'file')}" if importers else ""
    kinds = f"{', '.join(project.kinds)} project" if project.kinds else ""
    test = next((command.line for command in project.commands if command.purpose == "test"), "")
    tests = f"tests: {code(test)}" if test else ""
    parts = (escaped(file.summary), inward, outward, kinds, tests, _writer(file, project))
    return f"{code(file.path)}: " + " · ".join(filter(None, parts))


def _writer(file: FileFacts, project: ProjectFacts) -> str:
    """Which tool wrote the file as it is, or the last part of it."""
    writer = project.writer(file.path)
    part = "a part " if writer and project.generated[file.path].is_part else ""
    return f"{part}written by {code(writer)}" if writer else ""
