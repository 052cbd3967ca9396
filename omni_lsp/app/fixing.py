"""The fixes of several agents for one document, as one edit."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Change, Edit, Snapshot
from omni_lsp.ports.agent import Remedies


async def fixed_together(
    remedies: Callable[[str], Iterable[Remedies]], snapshot: Snapshot, findings: Sequence[Finding]
) -> Edit:
    """What each agent saw to hold together; one whose changes overlap those of another is left for the next time.

    `remedies` are the agents of an id that have fixes. Raises AgentError when no fix holds.
    """
    changes: tuple[Change, ...] = ()
    refusal: AgentError = AgentValidationError("fix all that can be fixed", snapshot.name, "no agent has a fix")
    for agent_id in dict.fromkeys(finding.agent for finding in findings):
        for agent in remedies(agent_id):
            try:
                edit = await agent.resolve_all(snapshot, [one for one in findings if one.agent == agent_id])
            except AgentError as error:
                refusal = error
                continue
            if _are_apart(both := (*changes, *edit.changes)):
                changes = both
    if not changes:
        raise refusal
    return Edit(snapshot.uri, snapshot.version, changes)


def _are_apart(changes: Iterable[Change]) -> bool:
    spans = sorted(change.span for change in changes)
    return all(before.end <= after.start for before, after in pairwise(spans))
