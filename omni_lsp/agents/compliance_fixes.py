"""Remedies of the compliance agent: licence headers and comments that ignore a finding, tried before they are handed out."""

from dataclasses import replace

from omni_lsp.agents.compliance_headers import comment_of, header_change, stated
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.ignoring import ignore_places
from omni_lsp.model.suppression import ignore_comment, is_suppressed, suppressions
from omni_lsp.model.text import Edit, Snapshot, apply
from omni_lsp.ports.engine import Match
from omni_lsp.ports.syntax import Syntax


class Remedy:
    """Makes edits and looks at what becomes of the text."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax

    async def header(self, snapshot: Snapshot, expression: str, tried: str) -> Edit:
        """A licence header. Raises AgentValidationError where there is one, where none can stand, or none is known."""
        comment = comment_of(snapshot)
        if not expression:
            raise AgentValidationError(tried, snapshot.name, "nothing says which licence the project has")
        if comment is None or stated(snapshot.text):
            raise AgentValidationError(tried, snapshot.name, "no header is missing there")
        edit = Edit(snapshot.uri, snapshot.version, (header_change(snapshot, comment, expression),))
        edited = _edited(snapshot, edit)
        if [each.expression for each in stated(edited.text)] != [expression]:
            raise AgentValidationError(tried, snapshot.name, "the header was tried and is not read as one")
        if await self._syntax.error_count(edited) > await self._syntax.error_count(snapshot):
            raise AgentValidationError(tried, snapshot.name, "the header was tried and breaks the syntax")
        return edit

    async def ignore(self, snapshot: Snapshot, match: Match, reason: str, tried: str) -> Edit:
        """A comment that ignores a match for a reason. Raises AgentValidationError where none can stand."""
        comment = ignore_comment(snapshot.language, (match.rule,), reason)
        for change in ignore_places(snapshot, match.span, comment):
            edit = Edit(snapshot.uri, snapshot.version, (change,))
            edited = _edited(snapshot, edit)
            middle = change.span.start + change.text.index(comment) + len(comment) // 2
            moved = len(change.text) if change.span.start <= match.span.start else 0
            line = edited.lines.position(match.span.start + moved).line
            is_comment = await self._syntax.in_comment(edited, middle)
            if is_comment and is_suppressed(suppressions(edited.lines), line, match.rule):
                return edit
        raise AgentValidationError(tried, snapshot.name, "no comment can stand there")


def _edited(snapshot: Snapshot, edit: Edit) -> Snapshot:
    return replace(snapshot, text=apply(snapshot.text, edit.changes))
