"""What the compliance agent sees in a text, each duty of the policy looked after by its own part."""

from collections.abc import Sequence
from dataclasses import dataclass

from omni_lsp.agents.compliance_declared import declarations
from omni_lsp.agents.compliance_dependencies import dependencies, licences_of_packages
from omni_lsp.agents.compliance_fixtures import is_test, realistic_data
from omni_lsp.agents.compliance_licences import licences
from omni_lsp.agents.compliance_personal import incomplete, personal_data
from omni_lsp.agents.compliance_policy import Terms, terms
from omni_lsp.agents.compliance_rules import DEPENDENCY_NOT_ALLOWED, POLICY_MISTAKE
from omni_lsp.model.compliance import Declaration
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.policy import Level
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.engine import Match
from omni_lsp.ports.folder import Dependencies, Licences, Policies


@dataclass(frozen=True, slots=True)
class Seen:
    """Matches in document order, those that comments ignore included; `licence` is what a new header would say."""

    matches: tuple[Match, ...]
    here: Terms
    declared: tuple[Declaration, ...] = ()
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    policies: Policies
    licences: Licences
    dependencies: Dependencies

    async def at(self, snapshot: Snapshot) -> Seen:
        """Everything, for the mistakes of a policy file the mistakes alone. Raises AgentError."""
        here = terms(await self.policies.policy(snapshot.root), snapshot.name)
        if self.policies.is_source(snapshot):
            mistakes = self.policies.review(snapshot)
            return Seen(tuple(Match(POLICY_MISTAKE.id, each.span, each.message) for each in mistakes), here)
        known = await self._licence_facts(snapshot, here)
        declared = declarations(snapshot.lines)
        found = [
            *_data(snapshot, declared, here),
            *licences(snapshot, known, here),
            *await self._dependencies(snapshot, here),
        ]
        once = {(match.rule, match.span, match.message): match for match in found}
        ordered = sorted(once.values(), key=lambda match: (match.span, match.rule, match.message))
        return Seen(tuple(ordered), here, declared, here.duties.spdx_licence or known.project)

    async def _licence_facts(self, snapshot: Snapshot, here: Terms) -> LicenceFacts:
        if here.duties.spdx_header is Level.OFF and not here.duties.licence_allow:
            return LicenceFacts()
        return await self.licences.about(snapshot)

    async def _dependencies(self, snapshot: Snapshot, here: Terms) -> Sequence[Match]:
        if snapshot.path is None or not self.dependencies.is_manifest(snapshot.path):
            return ()
        facts = await self.dependencies.about(snapshot)
        if facts is None:
            return ()
        found = [*dependencies(facts, here)]
        if here.duties.licence_allow and here.wants(DEPENDENCY_NOT_ALLOWED):
            installed = await self.dependencies.installed(snapshot)
            found += licences_of_packages(facts, installed, here.duties.licence_allow)
        return found


def _data(snapshot: Snapshot, declared: Sequence[Declaration], here: Terms) -> list[Match]:
    found: list[Match] = []
    if here.duties.personal_data is not Level.OFF:
        # Tests log what they made up.
        found += [] if is_test(snapshot.name) else personal_data(snapshot, declared)
        found += incomplete(snapshot.lines, declared)
    if here.duties.realistic_test_data is not Level.OFF:
        found += realistic_data(snapshot)
    return found
