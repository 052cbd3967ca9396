"""The coding agent as a stage of a pipeline: it looks for nothing, and works when somebody has chosen what it is to do.

Its stage says how long that may take.
"""

from omni_lsp.model.facts import Facts
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.agent import AgentMeta


class CodingAgent:
    meta = AgentMeta("coding", reports_findings=False)

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:  # noqa: ARG002 - the port has them
        return AgentResult()
