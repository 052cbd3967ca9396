"""Values that are put into the query of a URL: `f"…?email={email}"`, `"…&phone=" + phone`, `"…?ssn=%s" % ssn`."""

import re
from collections.abc import Iterator
from itertools import islice

from omni_lsp.agents.compliance_code import Code, Literal
from omni_lsp.agents.compliance_rules import IN_URL
from omni_lsp.agents.compliance_sinks import Sink, statement_end
from omni_lsp.model.text import Span

_ASKS = re.compile(r"[?&][\w.\[\]-]{1,40}=$")
_ASKS_FORMAT = re.compile(r"[?&][\w.\[\]-]{1,40}=(?:%[sdvq]|%\(\w{1,40}\)s|\{[\w.]{0,40}\})")
_JOINED = re.compile(r"\s{0,80}\+\s{0,80}")
_NO_WEB_ADDRESS = re.compile(r"(?:mailto|tel|sms):", re.IGNORECASE)
_KEY_LENGTH = 48  # Characters; no longer than the patterns above can match.
_MOST = 1000  # Texts that may be URLs.
_LONGEST = 400  # Characters of an expression behind a text.


def url_sinks(code: Code) -> Iterator[Sink]:
    asking = (literal for literal in code.literals if _may_ask(code.original, literal.inner))
    for literal in islice(asking, _MOST):
        yield from (Sink(IN_URL, span) for span in _spans(code, literal))


def _may_ask(text: str, inner: Span) -> bool:
    return text.find("=", inner.start, inner.end) >= 0 and not _NO_WEB_ADDRESS.match(text, inner.start)


def _spans(code: Code, literal: Literal) -> Iterator[Span]:
    text, end = code.original, literal.inner.end
    opening = 1 if code.family == "python" else 2
    for hole in literal.holes:
        if _asks(text, literal.inner.start, hole.start - opening):
            yield hole
    limit = min(literal.span.end + _LONGEST, len(code.text))
    if _asks(text, literal.inner.start, end):
        joined = _JOINED.match(code.text, literal.span.end, limit)
        if joined:
            yield Span(joined.end(), _operand_end(code.text, joined.end(), limit))
    elif not literal.holes and _ASKS_FORMAT.search(text, literal.inner.start, end):
        yield Span(literal.span.end, statement_end(code.text, literal.span.end, limit))


def _asks(text: str, start: int, end: int) -> bool:
    return end > start and _ASKS.search(text[max(start, end - _KEY_LENGTH) : end]) is not None


def _operand_end(code: str, start: int, limit: int) -> int:
    """Where the next text is joined, or the expression ends."""
    end = statement_end(code, start, limit)
    nested = 0
    for offset in range(start, end):
        character = code[offset]
        nested += (character in "([{") - (character in ")]}")
        if nested == 0 and character in "+,":
            return offset
    return end
