"""The context agent: what a file defines, imports and mentions, and what is known about a name under the cursor."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from omni_lsp.model.facts import BuildFacts, Facts, FileFacts, Import, ProjectFacts, Symbol
from omni_lsp.model.finding import Explanation
from omni_lsp.model.imports import ImportGraph
from omni_lsp.model.markdown import block, code, escaped
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports import AgentMeta, Manifests, Outline, Syntax

_IDENTIFIER = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
_SHOWN = 5
_PLURALS = {"class": "classes"}
_COUNTED = ("class", "interface", "struct", "enum", "type", "function", "method")
_PACKAGE_PARTS = {"python": 1, "java": 3}
"""How much of a dotted import names the package; elsewhere dots mean nothing."""
_FENCES = {"javascriptreact": "jsx", "typescriptreact": "tsx"}


class ContextAgent:
    meta = AgentMeta(
        "context",
        uses=frozenset({ProjectFacts}),
        provides=frozenset({FileFacts, BuildFacts}),
        reports_findings=False,
    )

    def __init__(self, syntax: Syntax, manifests: Manifests) -> None:
        self._syntax = syntax
        self._manifests = manifests
        self._graph: ImportGraph | None = None

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:  # noqa: ARG002 - the outline needs no facts.
        file = await self.file_facts(snapshot)
        if snapshot.root is None:
            return AgentResult(facts=(file,))
        return AgentResult(facts=(file, await self.build_facts(snapshot.root)))

    async def file_facts(self, snapshot: Snapshot) -> FileFacts:
        return _file_facts(snapshot, await self._syntax.outline(snapshot))

    async def build_facts(self, root: Path) -> BuildFacts:
        return BuildFacts(await self._manifests.kinds(root), await self._manifests.commands(root))

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:
        """The definition of the name at the offset, if it is in this file or in one that this file imports."""
        project = facts.get(ProjectFacts) or ProjectFacts()
        file = facts.get(FileFacts) or project.files.get(snapshot.name)
        span = _identifier_at(snapshot, offset)
        if file is None or span is None:
            return None
        graph = self._graph_of(project.files)
        found = _definition(snapshot, span, file, graph)
        if found is None:
            return None
        home, symbol = found
        is_here = home.path == file.path
        parts = (
            block(symbol.signature or symbol.name, _FENCES.get(home.language, home.language)),
            _headline(symbol, home, is_here=is_here),
            escaped(symbol.doc),
            _mentions(snapshot.text, symbol, _users(home, symbol, file, graph), is_here=is_here),
            _about(file, project, graph),
        )
        return Explanation("\n\n".join(part for part in parts if part), span)

    def _graph_of(self, files: Mapping[str, FileFacts]) -> ImportGraph:
        if self._graph is None or self._graph.files is not files:
            self._graph = ImportGraph(files)
        return self._graph


def _line_count(text: str) -> int:
    """Lines as editors count them; a table of them would take longer than all else on a file of megabytes."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends + bool(text and text[-1] not in "\r\n")


def _file_facts(snapshot: Snapshot, outline: Outline) -> FileFacts:
    return FileFacts(
        snapshot.name,
        snapshot.language,
        snapshot.digest,
        _line_count(snapshot.text),
        outline.symbols,
        outline.imports,
        outline.names,
        outline.doc or _summary(outline, snapshot.language),
    )


def _summary(outline: Outline, language: str) -> str:
    """`3 classes, 12 functions; imports flask, sqlalchemy`."""
    kinds = Counter(symbol.kind for symbol in outline.symbols)
    counts = ", ".join(_count(kinds[kind], kind) for kind in _COUNTED if kinds[kind])
    packages = dict.fromkeys(_package(imported, language) for imported in outline.imports)
    packages.pop("", None)
    imports = f"imports {_listed(tuple(packages))}" if packages else ""
    return "; ".join(filter(None, (counts, imports)))


def _package(imported: Import, language: str) -> str:
    """What an import takes from outside of the project, by its short name; empty for a relative one."""
    if imported.module.startswith((".", "__future__")):
        return ""
    return (
        ".".join(imported.module.split(".")[: _PACKAGE_PARTS[language]])
        if language in _PACKAGE_PARTS
        else imported.module
    )


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


def _headline(symbol: Symbol, home: FileFacts, *, is_here: bool) -> str:
    place = f", defined in {code(f'{home.path}:{symbol.line + 1}')}" if not is_here else ""
    return f"{symbol.kind} {code(symbol.qualified)}{place}"


def _mentions(text: str, symbol: Symbol, users: tuple[str, ...], *, is_here: bool) -> str:
    own = len(re.findall(rf"(?<![\w$]){re.escape(symbol.name)}(?![\w$])", text)) - is_here
    here = f"{own}× in this file" if own else ""
    others = f"in {_listed(tuple(map(code, users)))}" if users else ""
    return (
        f"Used {' and '.join(filter(None, (here, others)))}." if own or users else "Used nowhere else, as far as known."
    )


def _about(file: FileFacts, project: ProjectFacts, graph: ImportGraph) -> str:
    """One line on the file and its project."""
    imports, importers = graph.imports_of(file), graph.imported_by(file.path)
    inward = f"imports {_count(len(imports), 'file')} of the project" if imports else ""
    outward = f"imported by {_count(len(importers), 'file')}" if importers else ""
    kinds = f"{', '.join(project.kinds)} project" if project.kinds else ""
    test = next((command.line for command in project.commands if command.purpose == "test"), "")
    tests = f"tests: {code(test)}" if test else ""
    return f"{code(file.path)}: " + " · ".join(filter(None, (escaped(file.summary), inward, outward, kinds, tests)))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def _listed(items: tuple[str, ...]) -> str:
    """`a, b and 3 more`."""
    rest = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
