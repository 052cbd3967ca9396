"""The context agent: what a file defines, imports and mentions, and what is known about a name under the cursor."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from omni_lsp.agents.context_facts import file_facts
from omni_lsp.agents.context_hover import Known, explanation
from omni_lsp.agents.related import related
from omni_lsp.model.facts import BuildFacts, Facts, FileFacts, Near, ProjectFacts, Symbol
from omni_lsp.model.finding import Explanation
from omni_lsp.model.imports import ImportGraph
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.agent import AgentMeta
from omni_lsp.ports.folder import Manifests, Mentions
from omni_lsp.ports.retrieval import Nearby
from omni_lsp.ports.syntax import Syntax


class ContextAgent:
    """`nearby` knows of code that is like other code, `mentions` where names are used; without them hovers do not."""

    meta = AgentMeta(
        "context",
        uses=frozenset({ProjectFacts}),
        provides=frozenset({FileFacts, BuildFacts}),
        reports_findings=False,
    )

    def __init__(
        self, syntax: Syntax, manifests: Manifests, nearby: Nearby | None = None, mentions: Mentions | None = None
    ) -> None:
        self._syntax = syntax
        self._manifests = manifests
        self._nearby = nearby
        self._mentions = mentions
        self._graph: ImportGraph | None = None

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:  # noqa: ARG002 - the outline needs no facts.
        file = await self.file_facts(snapshot)
        if snapshot.root is None:
            return AgentResult(facts=(file,))
        return AgentResult(facts=(file, await self.build_facts(snapshot.root)))

    async def file_facts(self, snapshot: Snapshot) -> FileFacts:
        return file_facts(snapshot, await self._syntax.outline(snapshot))

    async def build_facts(self, root: Path) -> BuildFacts:
        return await self._manifests.build(root)

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:
        """The definition of the name at the offset, if it is in this file or in one that this file imports."""
        project = facts.get(ProjectFacts) or ProjectFacts()
        file = facts.get(FileFacts) or project.files.get(snapshot.name)
        if file is None:
            return None
        root, graph = snapshot.root, self._graph_of(project.files)
        known = Known(file, project, graph, partial(self._related, root), partial(self._line, root))
        return explanation(snapshot, offset, known)

    def _related(self, root: Path | None, home: FileFacts, symbol: Symbol) -> Sequence[Near]:
        near = related(self._nearby, root, home, symbol) if self._nearby is not None and root is not None else None
        return near or ()

    def _line(self, root: Path | None, file: FileFacts, name: str) -> int | None:
        return self._mentions.line(root, file, name) if self._mentions is not None and root is not None else None

    def _graph_of(self, files: Mapping[str, FileFacts]) -> ImportGraph:
        if self._graph is None or self._graph.files is not files:
            self._graph = ImportGraph(files)
        return self._graph
