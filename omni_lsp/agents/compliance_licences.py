"""Licences of one file: what its header says, against what the project, REUSE files and the policy say."""

from collections.abc import Iterator

from omni_lsp.agents.compliance_expressions import is_allowed, licences_of, normalised_expression
from omni_lsp.agents.compliance_headers import Stated, comment_of, is_generated, stated
from omni_lsp.agents.compliance_policy import Terms
from omni_lsp.agents.compliance_rules import (
    HEADER_CONFLICTING,
    HEADER_MISSING,
    HEADER_NOT_ALLOWED,
    HEADER_UNKNOWN,
    TEXT_MISSING,
)
from omni_lsp.model.finding import Rule
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.markdown import code
from omni_lsp.model.policy import Level
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.engine import Match

_SHOWN = 80  # Characters of an expression that is repeated in a message.


def is_asked(here: Terms, known: LicenceFacts) -> bool:
    """Whether somebody wants licence headers looked at: the policy, or a project that uses REUSE."""
    level = here.duties.spdx_header
    if level is None:
        return known.uses_reuse or bool(here.duties.licence_allow)
    return level is not Level.OFF


def licences(snapshot: Snapshot, known: LicenceFacts, here: Terms) -> Iterator[Match]:
    """What is wrong with the licences of a file, in document order; nothing about empty files."""
    if not snapshot.text.strip() or not is_asked(here, known):
        return
    found = stated(snapshot.text)
    elsewhere = _elsewhere(known)
    if not found and not elsewhere:
        yield from _missing(snapshot, known, here)
        return
    for each in found:
        yield from _flaws(each, known, here)
    yield from _conflicts(found, known)
    if not found:
        # What other files say of this one is shown at its start.
        for expression in elsewhere:
            yield from _flaws(Stated(expression, _first_line(snapshot)), known, here)


def _missing(snapshot: Snapshot, known: LicenceFacts, here: Terms) -> Iterator[Match]:
    wanted = known.uses_reuse or here.duties.spdx_header not in (None, Level.OFF)
    if wanted and comment_of(snapshot) is not None and not is_generated(snapshot.text):
        yield Match(HEADER_MISSING.id, _first_line(snapshot), f"{HEADER_MISSING.message} {HEADER_MISSING.remedy}")


def _flaws(each: Stated, known: LicenceFacts, here: Terms) -> Iterator[Match]:
    expression = normalised_expression(each.expression)
    if expression is None:
        yield _match(HEADER_UNKNOWN, each, "is no licence expression of ids on the SPDX list")
        return
    allowed = here.duties.licence_allow
    if allowed and not is_allowed(expression, allowed):
        yield _match(HEADER_NOT_ALLOWED, each, "is not among the licences that the policy allows")
    if known.texts is not None:
        missing = sorted(licences_of(expression) - known.texts)
        if missing:
            yield _match(TEXT_MISSING, each, f"needs {', '.join(missing)} in the folder LICENSES")


def _conflicts(found: tuple[Stated, ...], known: LicenceFacts) -> Iterator[Match]:
    """Where two places say different things; which of them counts is for the REUSE specification, section 4."""
    first = normalised_expression(found[0].expression) if found else None
    if first is None:
        return
    for other in found[1:]:
        expression = normalised_expression(other.expression)
        if expression is not None and expression != first:
            yield _match(HEADER_CONFLICTING, other, f"differs from {code(first)} above")
    for expressions, place in ((known.beside, "the .license file"), (_overriding(known), "REUSE.toml")):
        said = {normalised_expression(each) for each in expressions or ()} - {None}
        if said and first not in said:
            yield _match(HEADER_CONFLICTING, found[0], f"differs from what {place} says, and that counts")


def _overriding(known: LicenceFacts) -> tuple[str, ...]:
    return known.annotated if known.overrides else ()


def _elsewhere(known: LicenceFacts) -> tuple[str, ...]:
    return known.beside or known.annotated


def _match(rule: Rule, each: Stated, flaw: str) -> Match:
    said = code(each.expression[:_SHOWN]) or "The empty expression"
    return Match(rule.id, each.span, f"{said} {flaw}. {rule.remedy}")


def _first_line(snapshot: Snapshot) -> Span:
    return snapshot.lines.span(0)
