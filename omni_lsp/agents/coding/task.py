"""What a model is asked for: one finding of a text gone, by a change of a part of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.syntax import Syntax

Judge = Callable[[Snapshot], Awaitable[Sequence[Finding]]]
"""The findings of all agents in a text. Raises AgentError."""
Redact = Callable[[str], str]
"""A text without its secrets; one that has none comes back as it is."""


@dataclass(frozen=True, slots=True)
class Task:
    """`body` is what may be changed, whole lines around the finding; of `head`, at the start, only the imports.

    Both are spans of the snapshot's text in code points; `head` ends at or before the start of `body`.
    `before` are the findings of all agents in the text, the one to go among them. `modules` are those that the project
    imports elsewhere or declares, and that a change may import, too.
    """

    snapshot: Snapshot
    finding: Finding
    body: Span
    head: Span
    before: tuple[Finding, ...] = ()
    modules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its name, how it went, and words for people or, where it failed, for the model."""

    name: str
    passed: bool
    words: str


Trial = Callable[[Snapshot], Awaitable[Check | None]]
"""What a command of the user's says of a changed text, `None` where there is none. Raises AgentError."""


async def no_trial(_changed: Snapshot) -> Check | None:
    return None


@dataclass(frozen=True, slots=True)
class Means:
    """What a change is tried with, the dearest last."""

    syntax: Syntax
    judge: Judge
    redact: Redact
    trial: Trial = no_trial
