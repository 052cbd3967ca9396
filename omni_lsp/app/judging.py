"""Agents whose findings count as the policy of the folder has it: they are wrapped, and know nothing of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from omni_lsp.agents.compliance_policy import Terms, judged, terms
from omni_lsp.model.controls import ControlMap
from omni_lsp.model.facts import Facts
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.agent import Agent, AgentMeta, Streams
from omni_lsp.ports.folder import Policies


@dataclass(frozen=True, slots=True, eq=False)
class JudgedAgent:
    """An agent for a plan, which streams if the agent does; its other facets are asked on the agent itself."""

    agent: Agent
    policies: Policies
    controls: Callable[[], ControlMap]

    @property
    def meta(self) -> AgentMeta:
        return self.agent.meta

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        return await self.stream(snapshot, facts, lambda _: None)

    async def stream(self, snapshot: Snapshot, facts: Facts, show: Callable[[AgentResult], None]) -> AgentResult:
        here = terms(await self.policies.policy(snapshot.root), snapshot.name)
        if isinstance(self.agent, Streams):
            result = await self.agent.stream(snapshot, facts, lambda some: show(self._judged(some, here)))
        else:
            result = await self.agent.run(snapshot, facts)
        return self._judged(result, here)

    def _judged(self, result: AgentResult, here: Terms) -> AgentResult:
        return replace(result, findings=judged(result.findings, here, self.controls()))
