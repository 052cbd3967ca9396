"""A change of a text, looked at as words: what was there, what is there, and which lines have to do with the finding."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate

from omni_lsp.agents.coding.task import Task
from omni_lsp.agents.coding.tokens import Kind, Token, code, joined, tokens
from omni_lsp.model.text import Change, Edit, Snapshot, Span, apply


class Side:
    """One version of the part that may be changed."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.lines = text.splitlines()
        self.all = tokens(text, language)
        self.code = code(self.all)
        self.joined = joined(self.code)
        self.names = Counter(token.text for token in self.code if token.kind is Kind.NAME)

    @cached_property
    def depths(self) -> dict[int, int]:
        """How many braces are open where each word of the code starts."""
        steps = ((token.text == "{") - (token.text == "}") for token in self.code)
        return dict(zip((token.start for token in self.code), accumulate(steps, initial=0), strict=False))


@dataclass(frozen=True)
class Changed:
    """`edit` applied to the snapshot of `task`; every change of it lies in the body or the head of that.

    `to_head` are those of the head, where their place does not tell: new imports and new code may meet at one offset.
    """

    task: Task
    edit: Edit
    to_head: tuple[Change, ...] | None = None

    @cached_property
    def snapshot(self) -> Snapshot:
        """The document afterwards."""
        return replace(self.task.snapshot, text=apply(self.task.snapshot.text, self.edit.changes))

    @cached_property
    def heads(self) -> tuple[str, str]:
        """The head before and after; what stands between it and the body cannot change."""
        text = self.task.snapshot.text[: self.task.head.end]
        return text, apply(text, tuple(one for one in self.edit.changes if self._is_in_head(one)))

    @property
    def parts(self) -> tuple[str, str]:
        """All that could change, before and after: of a large document a small part."""
        return "\n".join((self.heads[0], self.old.text)), "\n".join((self.heads[1], self.new.text))

    @cached_property
    def old(self) -> Side:
        body = self.task.body
        return Side(self.task.snapshot.text[body.start : body.end], self.task.snapshot.language)

    @cached_property
    def new(self) -> Side:
        start = self.task.body.start
        mine = tuple(
            Change(Span(one.span.start - start, one.span.end - start), one.text)
            for one in self.edit.changes
            if not self._is_in_head(one)
        )
        return Side(apply(self.old.text, mine), self.task.snapshot.language)

    @cached_property
    def _blocks(self) -> list[tuple[str, int, int, int, int]]:
        """Where the two differ, in order; a line that is indented otherwise is the same."""
        old, new = ([line.strip() for line in side.lines] for side in (self.old, self.new))
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return [block for block in blocks if block[0] != "equal"]

    @cached_property
    def removed(self) -> tuple[int, ...]:
        """Lines of the old body that are no more where they were, from 0."""
        lines = (line for _, start, end, _, _ in self._blocks for line in range(start, end))
        return tuple(line for line in lines if self.old.lines[line].strip())

    @cached_property
    def all_added(self) -> tuple[str, ...]:
        """Lines of the new body that were not there before, moved ones included."""
        return tuple(self.new.lines[line] for _, _, _, start, end in self._blocks for line in range(start, end))

    @cached_property
    def added(self) -> str:
        """Lines of the new body that were nowhere before."""
        known = Counter(line.strip() for line in self.old.lines)
        return "\n".join(line for line in self.all_added if not known[line.strip()])

    @cached_property
    def about(self) -> frozenset[int]:
        """Lines of the old body that the finding and the way of its data are about, from 0."""
        finding, lines = self.task.finding, self.task.snapshot.lines
        first = lines.position(self.task.body.start).line
        result: set[int] = set()
        for span in (finding.span, *(one.span for one in finding.related)):
            result |= {*range(lines.position(span.start).line - first, lines.position(span.end).line - first + 1)}
        return frozenset(result)

    def old_line(self, token: Token) -> int:
        """The line of a word of the old body, from 0."""
        return bisect_right(self._starts, token.start)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the lines of the old body after the first one start."""
        return [match.end() for match in re.finditer("\n", self.old.text)]

    def _is_in_head(self, change: Change) -> bool:
        if self.to_head is not None:
            return change in self.to_head
        body = self.task.body.start
        return change.span.end <= body and (change.span.start < body or self.task.head.end == body)
