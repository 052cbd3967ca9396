"""What agents have to say about a place in a text, from memory."""

from collections.abc import Sequence

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.agents.compliance_policy import terms
from omni_lsp.app.team import Team
from omni_lsp.model.citing import Citations
from omni_lsp.model.facts import Facts, FileFindings, ProjectFacts
from omni_lsp.model.finding import Explanation, Finding
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.agent import Explains


def explained(
    team: Team, project: ProjectFacts | None, snapshot: Snapshot, offset: int, findings: Sequence[Finding]
) -> Sequence[Explanation]:
    """In the order of the team; `findings` are those at the place, `offset` is in code points."""
    known = project.files.get(snapshot.name) if project else None
    frameworks = terms(team.policies.known(snapshot.root), snapshot.name).frameworks
    citations = Citations(bundled(), frameworks)
    facts = Facts(*(value for value in (FileFindings(tuple(findings)), project, known, citations) if value is not None))
    said = (agent.explain(snapshot, offset, facts) for agent in team.agents if isinstance(agent, Explains))
    return [explanation for explanation in said if explanation is not None]
