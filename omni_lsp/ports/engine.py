"""What finds matches of rules in texts, and what it can say about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

from omni_lsp.model.finding import Related, Rule
from omni_lsp.model.leftout import LeftOut
from omni_lsp.model.text import Edit, Snapshot, Span


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched, before anybody judged it; spans in code points.

    `flow` is the way of the data to it, the source first, as far as whoever found it tells.
    """

    rule: str
    span: Span
    message: str
    flow: tuple[Related, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found, in document order and suppressed ones included; `too_slow` are rules that were given up."""

    matches: tuple[Match, ...] = ()
    too_slow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A rule or rule file that could not be used: the others still run."""

    source: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules in force by id; `digest` changes when any of them does."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    problems: tuple[RuleProblem, ...] = ()
    digest: str = ""


class Matcher(Protocol):
    """A look at a text that takes milliseconds, at every pause in typing."""

    @property
    def ruleset(self) -> Ruleset: ...

    async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
        """Matches in document order, suppressed ones included. Raises AgentError."""
        ...


@runtime_checkable
class Rewrites(Protocol):
    """Facet of what finds matches: it knows what should stand in their place."""

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        """The rewriting of each match, in their order, `None` where there is none. Raises AgentError.

        All of them cost about as much as one.
        """
        ...


@runtime_checkable
class Traces(Protocol):
    """Facet of what finds matches: it knows on which ways data comes to them."""

    async def flows(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[tuple[Related, ...]]:
        """The way to each match, in their order, the source first, empty where there is none. Raises AgentError."""
        ...


class Pack(StrEnum):
    """Rules by what they cost; those of the fast pack are ready first."""

    FAST = "fast"
    DEEP = "deep"


class RuleEngine(Rewrites, Protocol):
    @property
    def ruleset(self) -> Ruleset: ...

    @property
    def packs(self) -> Sequence[Pack]:
        """Those that are scanned for side by side, none where one scan for all is as good."""
        ...

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        """What the rules of one pack, or of all, find. Raises AgentError."""
        ...


@runtime_checkable
class Foresees(Protocol):
    """Facet of a rule engine that takes long for a whole text: what is new in it is looked at before."""

    async def new(self, snapshot: Snapshot) -> Scan:
        """Some of what `scan` finds: that in functions which the same document had not when it was scanned last.

        Nothing where that would save no time. Raises AgentError.
        """
        ...


@runtime_checkable
class LeavesOut(Protocol):
    """Facet of a rule engine that gives up on rules that are too slow."""

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """Those that do not run any more since the rules were read."""
        ...
