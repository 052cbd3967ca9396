"""Texts without the secrets in them, for messages, logs and context packs."""

from omni_lsp.adapters.secrets.places import ANYWHERE
from omni_lsp.adapters.secrets.search import secrets_in

_REDACTED = "[redacted]"


def redacted(text: str) -> str:
    """The text with a short placeholder for every secret that can be told without knowing where the text is from.

    Of a secret at most the first four characters are left, and these only where they name its provider:
    `AKIA…[redacted]`. Redacting a second time changes nothing.
    """
    parts: list[str] = []
    at = 0
    for found in secrets_in(text, ANYWHERE):
        parts += [text[at : found.span.start], f"{found.shown}…" if found.shown else "", _REDACTED]
        at = found.span.end
    return "".join([*parts, text[at:]])
