"""Texts without the secrets in them, for messages, logs and context packs."""

from omni_lsp.adapters.secrets.places import ANYWHERE
from omni_lsp.adapters.secrets.search import secrets_in
from omni_lsp.model.text import Span

_REDACTED = "[redacted]"


def redacted(text: str) -> str:
    """The text with a short placeholder for every secret that can be told without knowing where the text is from.

    Of a secret at most the first four characters are left, and these only where they name its provider:
    `AKIA…[redacted]`. Redacting a second time changes nothing.
    """
    return redacted_part(text, Span(0, len(text)))


def redacted_part(text: str, part: Span) -> str:
    """A part of a text as `redacted` shows it; what is around it tells which of its words are secrets."""
    parts: list[str] = []
    at = part.start
    for found in secrets_in(text, ANYWHERE):
        if max(found.span.start, at) < min(found.span.end, part.end):
            parts += [text[at : found.span.start], f"{found.shown}…" if found.shown else "", _REDACTED]
            at = min(found.span.end, part.end)
    return "".join([*parts, text[at : part.end]])
