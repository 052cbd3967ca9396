"""What the engine would write in the place of its matches, as edits."""

from collections.abc import Iterable, Mapping, Sequence

from omni_lsp.adapters.rewriting.recipe import Recipe
from omni_lsp.adapters.rewriting.rewriter import Rewriter
from omni_lsp.adapters.semgrep.places import RawMatch, located
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.ports.engine import Match

_LONG_STRINGS = ('"""', "'''", "`")


def rewritten(
    snapshot: Snapshot,
    matches: Sequence[Match],
    found: Iterable[RawMatch],
    recipes: Mapping[str, Sequence[Recipe]],
) -> tuple[Edit | None, ...]:
    """The fix of each match, `None` where there is none: by the recipes of its rule, or what the engine rendered."""
    texts: dict[tuple[str, Span], str] = {}
    flows: dict[tuple[str, Span], list[Span]] = {}
    for raw in found:
        place = located(snapshot, raw)
        if raw.fix is not None:
            texts.setdefault((place.rule, place.span), raw.fix)
        flows.setdefault((place.rule, place.span), []).extend(step.span for step in place.flow)
    rewriter = Rewriter(snapshot)

    def fix(match: Match) -> Edit | None:
        case = (match.rule, match.span)
        edit = rewriter.edit(match.span, recipes.get(match.rule, ()), flows.get(case, ()))
        return _edit(snapshot, match.span, texts[case]) if edit is None and case in texts else edit

    return tuple(map(fix, matches))


def _edit(snapshot: Snapshot, span: Span, fix: str) -> Edit | None:
    # The engine indents anew the lines it copies, which inside a string would change what the program does.
    if "\n" in fix and any(quote in snapshot.text[span.start : span.end] for quote in _LONG_STRINGS):
        return None
    change = Change(span, fix.replace("\n", _line_end(snapshot.text)))
    if change.text == snapshot.text[span.start : span.end]:
        return None  # A substitution that found nothing to substitute.
    return Edit(snapshot.uri, snapshot.version, (change,))


def _line_end(text: str) -> str:
    """The line end of the first line; the engine knows one kind only."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
