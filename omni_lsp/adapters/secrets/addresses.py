"""Passwords in addresses."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from omni_lsp.adapters.secrets.found import Evidence, Found, Source
from omni_lsp.adapters.secrets.values import Kind, is_secret, looks_random
from omni_lsp.model.text import Span

_ADDRESS = re.compile(
    r"""://(?:(?P<user>[^\s/:@"'`<>?\#\\]{0,120}):(?P<secret>[^\s/"'`<>\\]{1,200})|(?P<token>[A-Za-z0-9_-]{20,200}))@(?=[\w\[$\{(-])"""
)
# The public key of a data source name, which every page that reports errors carries.
_PUBLIC_KEY = re.compile(r"[0-9a-f]{32}")


def address_secrets(source: Source) -> Iterator[Found]:
    """User information with a password (RFC 3986, section 3.2.1), or with a token in the place of a user."""
    if "://" not in source.flat:
        return
    for match in _ADDRESS.finditer(source.flat):
        if match["token"] is not None:
            if looks_random(match["token"]) and not _PUBLIC_KEY.fullmatch(match["token"]):
                yield Found("secret.url", Span(*match.span("token")), Evidence.NAME)
            continue
        span = Span(*match.span("secret"))
        value = unquote(source.text[span.start : span.end])
        if value != match["user"] and is_secret(value, Kind.PASSWORD):
            yield Found("secret.url", span, Evidence.NAME)
