"""What the agents would do about findings: offers, one fix, the fixes of several agents for a document as one edit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from omni_lsp.app.coding.access import AGENT
from omni_lsp.app.coding.desk import Coding
from omni_lsp.app.team import Team
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.text import Change, Edit, Snapshot
from omni_lsp.ports.agent import Remedies


@dataclass(frozen=True, slots=True)
class Fixing:
    """The agent that found something comes first with what it would do, the coding agent after it."""

    team: Callable[[], Team]
    coding: Coding

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        """From memory."""
        own = [offer for agent in self._remedies(finding.agent) for offer in agent.offers(snapshot, finding)]
        fixes, others = [one for one in own if one.is_preferred], [one for one in own if not one.is_preferred]
        return [*fixes, *self.coding.offers(snapshot, finding), *others]

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        """Raises AgentError."""
        if offer.agent == AGENT:
            return await self.coding.resolve(offer, snapshot)
        for agent in self._remedies(offer.agent):
            return await agent.resolve(offer, snapshot)
        raise AgentValidationError(f"resolve {offer.kind}", snapshot.name, f"there is no agent {offer.agent!r}")

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        """What rules have a fix for; no model is asked. Raises AgentError when no fix holds."""
        return await fixed_together(self._remedies, snapshot, findings)

    def _remedies(self, agent_id: str) -> list[Remedies]:
        mine = (agent for agent in self.team().agents if agent.meta.id == agent_id)
        return [agent for agent in mine if isinstance(agent, Remedies)]


async def fixed_together(
    remedies: Callable[[str], Iterable[Remedies]], snapshot: Snapshot, findings: Sequence[Finding]
) -> Edit:
    """What each agent saw to hold together; one whose changes overlap those of another is left for the next time.

    `remedies` are the agents of an id that have fixes. Raises AgentError when no fix holds.
    """
    changes, evidence = tuple[Change, ...](), tuple[str, ...]()
    refusal: AgentError = AgentValidationError("fix all that can be fixed", snapshot.name, "no agent has a fix")
    for agent_id in dict.fromkeys(finding.agent for finding in findings):
        for agent in remedies(agent_id):
            try:
                edit = await agent.resolve_all(snapshot, [one for one in findings if one.agent == agent_id])
            except AgentError as error:
                refusal = error
                continue
            if _are_apart(both := (*changes, *edit.changes)):
                changes, evidence = both, tuple(dict.fromkeys((*evidence, *edit.evidence)))
    if not changes:
        raise refusal
    return Edit(snapshot.uri, snapshot.version, changes, evidence)


def _are_apart(changes: Iterable[Change]) -> bool:
    spans = sorted(change.span for change in changes)
    return all(before.end <= after.start for before, after in pairwise(spans))
