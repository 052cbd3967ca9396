"""Where somebody is writing in a YAML file: which value or key, and what stands beside it already."""

from dataclasses import dataclass

from omni_lsp.config.wording import KeyPath
from omni_lsp.config.yaml_tokens import Token, tokens
from omni_lsp.model.text import Span

LARGEST = 20_000
"""Code points of a text that is looked at: ten times what people write, in 5 ms; each answer is worked out anew."""

# A character that nobody writes, put where the cursor is: so there is a word to be found even where there is none yet.
_MARK, _STAND_IN = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Cursor:
    """`word` is what is being written, in code points; `text` is that word.

    `path`, `is_key` and `is_fresh` are as of `Token`. `beside` are the other keys of the mapping, or other items of
    the list, `elsewhere` is all else in the file.
    """

    word: Span
    text: str
    path: KeyPath
    is_key: bool
    is_fresh: bool
    beside: frozenset[str]
    elsewhere: tuple[Token, ...] = ()


def cursor_at(text: str, offset: int) -> Cursor | None:
    """`None` where nothing of use can be written: in comments, in texts over several lines, in files that are too large."""
    if not 0 <= offset <= len(text) <= LARGEST:
        return None
    text = text.replace(_MARK, _STAND_IN)
    found = tuple(tokens(f"{text[:offset]}{_MARK}{text[offset:]}"))
    here = next((token for token in found if _MARK in token.text), None)
    if here is None:
        return None
    others = tuple(token for token in found if token is not here)
    word = Span(here.span.start, here.span.end - 1)
    written = here.text.replace(_MARK, "")
    return Cursor(word, written, here.path, here.is_key, here.is_fresh, _beside(here, others), others)


def token_at(text: str, offset: int) -> Token | None:
    """The key or value that somebody points at."""
    if len(text) > LARGEST:
        return None
    return next((token for token in tokens(text) if token.span.start <= offset < token.span.end), None)


def _beside(here: Token, others: tuple[Token, ...]) -> frozenset[str]:
    if here.is_key:
        return frozenset(token.text for token in others if token.is_key and token.path == here.path)
    # A word that may become a key has the keys of its mapping beside it; a value, the other items of its list.
    items = here.path[:-1] if here.path and isinstance(here.path[-1], int) else None
    return frozenset(
        token.text
        for token in others
        if (token.is_key and token.path == here.path)
        or (not token.is_key and token.path[:-1] == items and len(token.path) == len(here.path))
    )
