"""What recipes make of the places where their rules found something."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from omni_lsp.adapters.rewriting.binding import bound, words
from omni_lsp.adapters.rewriting.recipe import Recipe
from omni_lsp.adapters.rewriting.templates import around, filled
from omni_lsp.adapters.rewriting.tree import Tree, decorator_of, span_of
from omni_lsp.adapters.rewriting.values import Value, origin, values
from omni_lsp.adapters.structural.search import GRAMMARS
from omni_lsp.model.importing import import_change
from omni_lsp.model.text import Change, Edit, Snapshot, Span

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_LARGEST_CHARACTERS = 300_000
_DEEPEST = 3  # Variables that a value is followed through.
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_JOINED = re.compile(r"\b[jJ]oin(?:ing)?\s*\(")
_IN_QUOTES = re.compile(r"""['"](?:["'`]\s*\+|\$?\{|%[sdvq]|\{\})""")
_BLOCKS = frozenset(
    {
        "block",
        "statement_list",
        "statement_block",
        "module",
        "program",
        "class_body",
        "constructor_body",
        "decorated_definition",
    }
)
_STATEMENTS = frozenset({"expression_statement", "decorator"})


class Rewriter:
    """Rewrites one text, which is parsed once; it holds the interpreter's lock meanwhile."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._text = snapshot.text.encode("utf-8", "replace").decode()

    @cached_property
    def _tree(self) -> Tree:
        return Tree(self._snapshot.language, self._text)

    def edit(self, span: Span, recipes: Sequence[Recipe], flow: Sequence[Span] = ()) -> Edit | None:
        """What the first recipe that fits makes of a place; `flow` is where the data in it comes from and goes through."""
        if self._snapshot.language not in GRAMMARS or len(self._text) > _LARGEST_CHARACTERS:
            return None
        for recipe in recipes:
            if recipe.file and not re.search(recipe.file, self._text, re.MULTILINE):
                continue
            changes = self._changes(span, recipe, flow)
            dropped = self._dropped(recipe, changes)
            if changes and dropped is not None:
                also = (*dropped, *self._imports(recipe, changes))
                return Edit(self._snapshot.uri, self._snapshot.version, (*changes, *also))
        return None

    def _changes(self, span: Span, recipe: Recipe, flow: Sequence[Span]) -> list[Change]:
        if recipe.regex:
            return self._substituted(span, recipe, flow)
        node = self._tree.matched(span, recipe, flow) if recipe.pattern else self._tree.at(span)
        if node is not None and recipe.decorator:
            node = decorator_of(node, recipe.decorator)
        return self._changes_of(node, recipe, flow) if node is not None else []

    def _changes_of(self, node: "SgNode", recipe: Recipe, flow: Sequence[Span]) -> list[Change]:
        if recipe.is_deletion:
            return self._deleted(node)
        if recipe.bind:
            return self._bound(node, recipe)
        if recipe.wrap:
            return self._wrapped(node, recipe, flow)
        new = self._split(node, recipe) if recipe.is_split else filled(recipe.rewrite, node, {})
        if new is None:
            return []
        return self._statements(node, new) if "\n" in recipe.rewrite else _changed(node, new)

    def _substituted(self, span: Span, recipe: Recipe, flow: Sequence[Span]) -> list[Change]:
        """Where it was found, or in what a variable there was set to, or where the data comes from."""
        for place in (span, *self._origins(span), *flow):
            old = self._text[place.start : place.end]
            new = re.sub(recipe.regex, recipe.replacement, old)
            if new != old:
                return [Change(place, new)]
        return []

    def _origins(self, span: Span) -> Iterator[Span]:
        node = self._tree.at(span)
        for name in node.find_all(kind="identifier") if node is not None else ():
            made = origin(name)
            if made is not None and span.start <= span_of(name).start and span_of(name).end <= span.end:
                yield span_of(made)

    def _bound(self, node: "SgNode", recipe: Recipe) -> list[Change]:
        target = node.get_match(recipe.of)
        if target is None:
            return []
        made = origin(target)
        statement = bound(made or target, recipe.bind)
        if statement is None:
            return []
        known = _lists(statement.values)
        if made is None:
            new = filled(recipe.rewrite, node, {**known, recipe.of: statement.text})
            return [] if new is None else _changed(node, new)
        new = filled(recipe.rewrite, node, known)
        return [] if new is None else [*_changed(made, statement.text), *_changed(node, new)]

    def _split(self, node: "SgNode", recipe: Recipe) -> str | None:
        target = node.get_match(recipe.of)
        found = words(origin(target) or target) if target is not None else []
        return filled(recipe.rewrite, node, {"WORDS": ", ".join(found)}) if found else None

    def _wrapped(self, node: "SgNode", recipe: Recipe, flow: Sequence[Span]) -> list[Change]:
        target = (node.get_match(recipe.of) if recipe.of else node) or node
        found = self._values_of(target, flow)
        if not self._may_wrap(target, found, recipe, flow):
            return []
        new = [around(recipe.wrap, value) for value in found]
        if not all(new):
            return []
        return [change for value, text in zip(found, new, strict=True) for change in _changed(value.node, text)]

    def _may_wrap(self, target: "SgNode", found: Sequence[Value], recipe: Recipe, flow: Sequence[Span]) -> bool:
        is_all = [span_of(value.node) for value in found] == [span_of(target)]
        if recipe.is_unquoted and any(self._is_quoted(value) or _is_list(value) for value in found):
            return False
        if recipe.is_inside:
            return not is_all
        # Spring has this word before an address.
        if recipe.is_whole and [f'"redirect:" + {value.node.text()}' for value in found] == [target.text()]:
            return True
        if is_all and not recipe.is_anywhere:
            # What a function put together is not what it was put together from.
            starts = {span_of(each).start for each in (target, origin(target)) if each is not None}
            return not flow or flow[0].start in starts or span_of(target) in flow[:1]
        return is_all or not recipe.is_whole

    def _is_quoted(self, value: Value) -> bool:
        """Whether the line of a value may put it between quotes that are a part of the text."""
        place = span_of(value.node)
        end = self._text.find("\n", place.end)
        line = self._text[self._text.rfind("\n", 0, place.start) + 1 : end if end >= 0 else len(self._text)]
        return _IN_QUOTES.search(line) is not None

    def _values_of(self, target: "SgNode", flow: Sequence[Span]) -> list[Value]:
        """The values that data comes from; the only one where nobody knows."""
        found = _traced(values(target), _DEEPEST)
        names = {name for step in flow for name in _NAME.findall(self._text[step.start : step.end])[:1]}
        told = [value for value in found if _is_told(value, flow, names)]
        return told or (found if len(found) == 1 else [])

    def _deleted(self, node: "SgNode") -> list[Change]:
        statement = next(
            (each for each in (node, node.parent()) if each is not None and each.kind() in _STATEMENTS), node
        )
        above = statement.parent()
        # A branch without braces would take the next statement for its own.
        if above is None or above.kind() not in _BLOCKS:
            return []
        place = span_of(statement)
        start = self._text.rfind("\n", 0, place.start) + 1
        end = self._text.find("\n", place.end) + 1 or len(self._text)
        if self._text[start : place.start].strip() or self._text[place.end : end].strip() not in ("", ";"):
            return []
        return [Change(Span(start, end), "")]

    def _statements(self, node: "SgNode", text: str) -> list[Change]:
        """Several in the place of one, which must stand in a block, as a branch without braces has room for one only."""
        statement = node
        while (parent := statement.parent()) is not None and parent.kind() not in _BLOCKS:
            if span_of(parent).end > span_of(node).end + 1 or span_of(parent).start != span_of(node).start:
                return []
            statement = parent
        line = self._text.rfind("\n", 0, span_of(statement).start) + 1
        indent = self._text[line : span_of(statement).start]
        end = "\r\n" if "\r\n" in self._text else "\n"
        if indent.strip():
            return []
        return _changed(node, text.rstrip("\n").replace("\n", end + indent))

    def _imports(self, recipe: Recipe, changes: Sequence[Change]) -> Iterator[Change]:
        for wanted in recipe.imports:
            change = import_change(self._snapshot, wanted)
            if change is not None and all(change.span.start <= each.span.start for each in changes):
                yield change

    def _dropped(self, recipe: Recipe, changes: Sequence[Change]) -> list[Change] | None:
        """The import that nobody needs any more, as Go has it; `None` where somebody does."""
        if not recipe.drops:
            return []
        line = re.search(
            rf'^[ \t]*(?:import[ \t]+)?(\w+[ \t]+)?"{re.escape(recipe.drops)}"[^\n]*\n', self._text, re.MULTILINE
        )
        name = ((line and line[1]) or re.sub(r"/v\d+$", "", recipe.drops).rpartition("/")[2]).strip()
        uses = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\.", self._text)]
        gone = [use for use in uses if any(each.span.start <= use < each.span.end for each in changes)]
        return [Change(Span(line.start(), line.end()), "")] if line and gone == uses else None


def _traced(found: Sequence[Value], depth: int) -> list[Value]:
    """With what variables were put together from; one that holds just the data is treated where it is used."""
    traced: list[Value] = []
    for value in found:
        made = origin(value.node) if depth else None
        inner = values(made) if made is not None else []
        is_whole = made is None or [span_of(one.node) for one in inner] == [span_of(made)]
        traced += [value] if is_whole else _traced(inner, depth - 1)
    return traced


def _is_list(value: Value) -> bool:
    """Whether it was several words before they were joined: in quotes they would be one."""
    nodes = (value.node, origin(value.node))
    return any(node is not None and _JOINED.search(node.text()) is not None for node in nodes)


def _changed(node: "SgNode", text: str) -> list[Change]:
    return [] if node.text() == text else [Change(span_of(node), text)]


def _is_told(value: Value, flow: Sequence[Span], names: set[str]) -> bool:
    place = span_of(value.node)
    if any(place.start <= step.start and step.end <= place.end for step in flow):
        return True
    return any(name in names for name in _NAME.findall(value.node.text()))


def _lists(found: Sequence[str]) -> dict[str, str]:
    """The values as a call may take them, by the variable of a template."""
    pairs = [(f"p{number}", value) for number, value in enumerate(found, 1)]
    return {
        "VALUES": ", ".join(found),
        "NAMED": ", ".join(f'"{name}": {value}' for name, value in pairs),
        "PLAIN": ", ".join(f"{name}: {value}" for name, value in pairs),
        "KEYWORDS": ", ".join(f"{name}={value}" for name, value in pairs),
        "SETTERS": "".join(f'.setParameter("{name}", {value})' for name, value in pairs),
    }
