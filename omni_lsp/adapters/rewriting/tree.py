"""The syntax of a text, and the code in it that a recipe is about."""

import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from omni_lsp.adapters.rewriting.recipe import Recipe
from omni_lsp.adapters.structural.search import GRAMMARS
from omni_lsp.model.text import Span

if TYPE_CHECKING:
    from ast_grep_py import SgNode

log = logging.getLogger(__name__)

_GO_CALL = re.compile(r"^[\w.$()]+\(.*\)$")


class Tree:
    """Parsed at once; it holds the interpreter's lock meanwhile."""

    def __init__(self, language: str, text: str) -> None:
        from ast_grep_py import SgRoot  # noqa: PLC0415 - 20 ms that only a fix is worth

        self._language = language
        self._root = SgRoot(text, GRAMMARS[language]).root()

    def at(self, span: Span) -> "SgNode | None":
        """The largest node that is the place and nothing else, or the smallest around it."""
        node = self._root
        while span_of(node) != span:
            inner = (
                one for one in node.children() if span_of(one).start <= span.start and span.end <= span_of(one).end
            )
            child = next(inner, None)
            if child is None:
                return node
            node = child
        return node

    def matched(self, span: Span, recipe: Recipe, flow: Sequence[Span]) -> "SgNode | None":
        """The smallest match around the place, or else the first in it or where the data comes from."""
        wanted: dict[str, Any] = {"rule": {"pattern": self._pattern(recipe.pattern)}}  # ast-grep's own form
        if recipe.where:
            wanted["constraints"] = {name: {"regex": regex} for name, regex in recipe.where}
        try:
            found = self._root.find_all(cast("Any", wanted))
        except (RuntimeError, TypeError, ValueError):
            log.warning("not a pattern of %s: %s", self._language, recipe.pattern)
            return None
        around = [node for node in found if span_of(node).start <= span.start and span.end <= span_of(node).end]
        if around:
            return min(around, key=lambda node: span_of(node).end - span_of(node).start)
        inside = (node for node in found if span.start <= span_of(node).start and span_of(node).end <= span.end)
        on_the_way = (node for node in found if any(span_of(node).touches(step) for step in flow))
        return next(inside, None) or next(on_the_way, None)

    def _pattern(self, pattern: str) -> object:
        # By itself a call with one argument could be a conversion in Go.
        if self._language == "go" and _GO_CALL.match(pattern):
            return {"context": f"func _() {{ {pattern} }}", "selector": "call_expression"}
        return pattern


def span_of(node: "SgNode") -> Span:
    place = node.range()
    return Span(place.start.index, place.end.index)


def decorator_of(node: "SgNode", wanted: str) -> "SgNode | None":
    """The decorator of a definition in Python, `None` where there is none such."""
    definition = next((each for each in (node, *node.ancestors()) if each.kind() == "decorated_definition"), None)
    mine = definition.children() if definition is not None else []
    return next((each for each in mine if each.kind() == "decorator" and re.search(wanted, each.text())), None)
