"""What an agent is, and the facets that it may have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Explanation, Finding, Offer
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Edit, Snapshot
from omni_lsp.ports.syntax import Syntax


@dataclass(frozen=True, slots=True)
class AgentMeta:
    """What an agent is called and which classes of facts it needs, likes to have, and gives.

    One that reports no findings is left out of a check, unless another one needs its facts.
    """

    id: str
    requires: frozenset[type] = frozenset()
    uses: frozenset[type] = frozenset()
    provides: frozenset[type] = frozenset()
    reports_findings: bool = True


@dataclass(frozen=True, slots=True)
class Services:
    """What an agent of another package is made with: everything that it can ask of us."""

    syntax: Syntax


class Agent(Protocol):
    @property
    def meta(self) -> AgentMeta: ...

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        """Raises AgentError; cancelled when its time is over, and then stops whatever it started."""
        ...


@runtime_checkable
class Streams(Protocol):
    """Facet of an agent that knows something before it knows everything."""

    async def stream(self, snapshot: Snapshot, facts: Facts, show: Callable[[AgentResult], None]) -> AgentResult:
        """Like `Agent.run`; `show` gets what is known so far, each time more of it, and must not be called later."""
        ...


@runtime_checkable
class Explains(Protocol):
    """Hover facet."""

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:
        """Answered from memory, in a millisecond; `offset` in code points."""
        ...


@runtime_checkable
class Remedies(Protocol):
    """Code-action facet: cheap offers, the work in `resolve` and `resolve_all`."""

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]: ...

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        """Raises AgentValidationError when the offer does not hold for this snapshot."""
        ...

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        """The preferred remedies of as many findings as hold together. Raises AgentValidationError when none does."""
        ...


@runtime_checkable
class Ponders(Protocol):
    """Facet of an agent that can say more about its findings when nobody waits for it."""

    async def ponder(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The agent's own findings in a text, in their order, with what else is known of them. Raises AgentError."""
        ...
