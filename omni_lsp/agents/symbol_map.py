"""Which files of a project matter most, and which of their definitions: a graph of who uses whose names, ranked."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from omni_lsp.agents.symbol_rank import TOTAL, page_rank
from omni_lsp.model.facts import FileFacts, Symbol
from omni_lsp.model.imports import FAMILIES, ImportGraph
from omni_lsp.model.knowledge import MappedFile
from omni_lsp.model.roles import is_aside

_MOST_DEFINERS = 20
"""A name that more files define tells nobody apart from anybody."""
_SEEN, _UNSEEN = 16_000, 1_000
"""What a name weighs whose definition the file imports, or lies in the same package, and what one weighs that merely
has the same name; an import without any name weighs as much as a name."""
_DISTINCTIVE = 4
"""How much more a name weighs that is hardly there by chance."""
_LONG = 8
_HOLDERS = frozenset({"class", "interface", "struct", "enum", "type"})
_FEW = 100
"""Files that come or go together; for more it is quicker to link everything again."""
_OF_FOLDERS = frozenset({"__init__", "index"})
"""Files that change what their folder is."""
_NO_IMPORT_LINKS = frozenset({"go"})
"""Where an import takes a folder, names alone say which of its files."""


def ranked(files: Mapping[str, FileFacts], about: Mapping[str, float]) -> tuple[MappedFile, ...]:
    """The files that a project is made of, see `SymbolMap.ranked`; from nothing."""
    return SymbolMap().ranked(files, about)


class Shown(NamedTuple):
    """A definition that others can use, as one line."""

    name: str
    line: str


@dataclass(slots=True)
class _Node:
    """What is kept of a file: what it shows, whom it uses, by which names, and how often others use its own.

    `words` are those of its imports.
    """

    file: FileFacts
    shown: tuple[Shown, ...]
    links: dict[str, int] = field(default_factory=dict)
    uses: tuple[tuple[str, str], ...] = ()
    used: Counter[str] = field(default_factory=Counter)
    signatures: tuple[str, ...] | None = None
    words: frozenset[str] = frozenset()

    @property
    def family(self) -> str:
        return FAMILIES.get(self.file.language, "")


class SymbolMap:
    """Remembers what each file adds to the graph, so that a changed file costs what one file costs.

    To be used by one task at a time. Ranks are worked out anew only when somebody asks and the graph is another one.
    """

    def __init__(self) -> None:
        self._files: Mapping[str, FileFacts] = {}
        self._left_out: frozenset[str] = frozenset()
        self._nodes: dict[str, _Node] = {}
        self._definers: dict[str, dict[str, set[str]]] = defaultdict(dict)
        self._graph = ImportGraph({})
        self._unlinked: set[str] = set()
        self._moved: set[str] = set()
        self._ranks: tuple[Mapping[str, float], dict[str, int]] | None = None
        self._answer: tuple[Mapping[str, float], tuple[MappedFile, ...]] | None = None

    def ranked(
        self,
        files: Mapping[str, FileFacts],
        about: Mapping[str, float] = MappingProxyType({}),
        generated: Collection[str] = (),
    ) -> tuple[MappedFile, ...]:
        """Files, the most important first, without tests, examples, foreign and generated code.

        `about` weighs paths that matter now; ranks are those of a reader who starts there, or anywhere when it is empty,
        and follows names to their definitions. Equal input gives equal output, whatever was asked before; the same object
        when nothing of it changed. Files whose ranks are nearly the same are in order of their paths.
        """
        self._follow(files, frozenset(generated))
        self._link()
        if self._answer is None or self._answer[0] != about:
            self._answer = (dict(about), tuple(self._ranked(about)))
        return self._answer[1]

    def _follow(self, files: Mapping[str, FileFacts], left_out: frozenset[str]) -> None:
        """Take over what changed since the last call."""
        before, turned = self._files, left_out ^ self._left_out
        gone = [path for path in before if path not in files]
        fresh = [file for path, file in files.items() if before.get(path) is not file or path in turned]
        self._files, self._left_out = files, left_out
        moved = {*gone, *(file.path for file in fresh if file.path not in before)}
        nodes = set(self._nodes)
        for path in gone:
            self._forget(path)
        for file in fresh:
            if file.is_generated or file.path in left_out or is_aside(file.path) or file.language not in FAMILIES:
                self._forget(file.path)
            else:
                self._put(file)
        if moved:
            self._graph = ImportGraph(files)
        self._unlinked.update(self._who_may_see(moved | (nodes ^ self._nodes.keys())))

    def _who_may_see(self, moved: Collection[str]) -> Iterable[str]:
        """Nodes whose imports may lead elsewhere, now that there are files at the paths, or none any more."""
        if not moved:
            return ()
        names = {path.rpartition("/")[2].partition(".")[0] for path in moved}
        if len(moved) > _FEW or not names.isdisjoint(_OF_FOLDERS):
            return self._nodes.keys()
        words = names | {path.rpartition("/")[0].rpartition("/")[2] for path in moved}
        return [path for path, node in self._nodes.items() if not words.isdisjoint(node.words)]

    def _put(self, file: FileFacts) -> None:
        node = self._nodes.get(file.path)
        if node is not None and FAMILIES[node.file.language] != FAMILIES[file.language]:
            self._forget(file.path)
            node = None
        if node is None:
            node = self._nodes[file.path] = _Node(file, ())
            self._ranks = self._answer = None
        if file.imports != node.file.imports or file is node.file:
            node.words = _words(file)
            self._unlinked.add(file.path)
        if file.names != node.file.names:
            self._unlinked.add(file.path)
        shown, node.file = tuple(_shown(file)), file
        if shown != node.shown:
            self._redefine(node, shown)

    def _forget(self, path: str) -> None:
        node = self._nodes.get(path)
        if node is not None:
            self._redefine(node, ())
            self._use(node, ())
            del self._nodes[path]
            self._ranks = None
            self._unlinked.discard(path)

    def _redefine(self, node: _Node, shown: tuple[Shown, ...]) -> None:
        """Another set of definitions; whoever mentions a name that came or went has to be linked again."""
        old, new = ({each.name for each in some} for some in (node.shown, shown))
        definers, path = self._definers[node.family], node.file.path
        for name in old - new:
            definers[name].discard(path)
            if not definers[name]:
                del definers[name]
        for name in new - old:
            definers.setdefault(name, set()).add(path)
        self._moved |= old ^ new
        node.shown, node.signatures, self._answer = shown, None, None

    def _link(self) -> None:
        if self._moved:
            # Once for all files that changed: one by one it would be each with each at the start.
            others = (path for path in self._nodes.keys() - self._unlinked)
            self._unlinked |= {path for path in others if not self._moved.isdisjoint(self._nodes[path].file.names)}
            self._moved.clear()
        for path in sorted(self._unlinked):
            node = self._nodes[path]
            links, uses = _links(node, self._graph, self._definers[node.family], self._nodes)
            if links != node.links:
                node.links, self._ranks, self._answer = links, None, None
            if uses != node.uses:
                self._use(node, uses)
        self._unlinked.clear()

    def _use(self, node: _Node, uses: tuple[tuple[str, str], ...]) -> None:
        """Count the names of others that a file uses, in place of those that it used."""
        for some, sign in ((node.uses, -1), (uses, 1)):
            for target, name in some:
                other = self._nodes.get(target)
                if other is not None:
                    other.used[name] += sign
                    other.signatures = None
        node.uses, self._answer = uses, None

    def _ranked(self, about: Mapping[str, float]) -> Iterator[MappedFile]:
        # A definition that reads otherwise, such as one more parameter, moves no link: most saves need no new ranks.
        if self._ranks is None or self._ranks[0] != about:
            links = {path: self._nodes[path].links for path in sorted(self._nodes)}
            self._ranks = (dict(about), page_rank(links, about))
        ranks = self._ranks[1]
        for path in sorted(ranks, key=lambda path: (-_step(ranks[path]), path)):
            node = self._nodes[path]
            if node.signatures is None:
                node.signatures = tuple(_ordered(node))
            yield MappedFile(path, _step(ranks[path]) / TOTAL, node.signatures)


def _links(
    node: _Node, graph: ImportGraph, definers: Mapping[str, set[str]], nodes: Collection[str]
) -> tuple[dict[str, int], tuple[tuple[str, str], ...]]:
    """Whom a file uses, by weight, and by which names: those that it does not define itself."""
    path = node.file.path
    imported = [target for target in graph.imports_of(node.file) if target in nodes]
    seen = {*imported, *graph.neighbours(path)}
    links = dict.fromkeys(imported, _SEEN) if node.family not in _NO_IMPORT_LINKS else {}
    uses: list[tuple[str, str]] = []
    for name in sorted(node.file.names & definers.keys()):
        homes = definers[name]
        if path in homes or len(homes) > _MOST_DEFINERS:
            continue
        in_sight = homes & seen
        is_distinctive = len(name) >= _LONG and not (name.islower() and name.isalnum())
        if in_sight or is_distinctive:
            targets = in_sight or homes
            weight = (_SEEN if in_sight else _UNSEEN) * (_DISTINCTIVE if is_distinctive else 1) // len(targets)
            for target in targets:
                links[target] = links.get(target, 0) + weight
            uses += [(target, name) for target in in_sight]
    return dict(sorted(links.items())), tuple(sorted(uses))


def _words(file: FileFacts) -> frozenset[str]:
    """The parts of the modules and names that a file imports, in whatever way its language divides them."""
    modules = [each.module for each in file.imports]
    parts = [part for module in modules for part in (*module.split("/"), *re.split(r"[./]", module))]
    return frozenset(parts).union(*(each.names for each in file.imports))


def _shown(file: FileFacts) -> Iterator[Shown]:
    """What others can use, in document order; overloads and alternatives once."""
    open_holders: dict[str, bool] = {}
    known: set[str] = set()
    for symbol in file.symbols:
        is_open = open_holders.get(symbol.container, True) and not _is_private(symbol)
        open_holders[symbol.qualified] = is_open and symbol.kind in _HOLDERS
        if is_open and symbol.kind != "variable" and symbol.qualified not in known:
            known.add(symbol.qualified)
            yield Shown(symbol.name, _line(symbol))


def _is_private(symbol: Symbol) -> bool:
    if symbol.name.startswith(("_", "#")):
        return True
    return "private " in symbol.signature and "private " in symbol.signature.partition("(")[0]


def _line(symbol: Symbol) -> str:
    """The signature, with the class before the name of a method where the signature does not name it."""
    signature = symbol.signature or symbol.name
    if not symbol.container or symbol.container in signature:
        return signature
    before, found, after = signature.partition(symbol.name)
    return f"{before}{symbol.qualified}{after}" if found else signature


def _ordered(node: _Node) -> Iterable[str]:
    """Those first that many files use, by powers of four, so that one file more or less seldom makes another order."""
    order = sorted(node.shown, key=lambda shown: -((max(0, node.used[shown.name]).bit_length() + 1) // 2))
    return (shown.line for shown in order)


def _step(rank: int) -> int:
    """A rank rounded down to a quarter of its power of two: what nearly stays the same is the same."""
    bits = max(0, rank.bit_length() - 3)
    return rank >> bits << bits
