"""What the engine would write in the place of its matches, as edits."""

from collections.abc import Iterable, Sequence

from omni_lsp.adapters.semgrep.places import RawMatch, located
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.ports.engine import Match

_LONG_STRINGS = ('"""', "'''", "`")


def rewritten(snapshot: Snapshot, matches: Sequence[Match], found: Iterable[RawMatch]) -> tuple[Edit | None, ...]:
    """The fix of each match among what was found, `None` where there is none."""
    texts: dict[tuple[str, Span], str] = {}
    for raw in found:
        if raw.fix is not None:
            place = located(snapshot, raw)
            texts.setdefault((place.rule, place.span), raw.fix)
    wanted = ((match.span, texts.get((match.rule, match.span))) for match in matches)
    return tuple(None if text is None else _edit(snapshot, span, text) for span, text in wanted)


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
