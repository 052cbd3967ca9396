"""The retrieval agent: which other code of the project is like what a file defines."""

from itertools import islice
from types import MappingProxyType

from omni_lsp.agents.related import is_asked_about, related
from omni_lsp.model.facts import Facts, FileFacts, RelatedFacts
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.agent import AgentMeta
from omni_lsp.ports.retrieval import Nearby

_MOST_SYMBOLS = 24


class RagAgent:
    """Answers from memory: what is not known yet is looked up when nobody waits, and is there in the next run.

    Without an index there are no facts. The hover of the context agent shows the same.
    """

    meta = AgentMeta("rag", requires=frozenset({FileFacts}), provides=frozenset({RelatedFacts}), reports_findings=False)

    def __init__(self, nearby: Nearby) -> None:
        self._nearby = nearby

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:
        file, root = facts.get(FileFacts), snapshot.root
        if file is None or root is None:
            return AgentResult()
        asked = islice(filter(is_asked_about, file.symbols), _MOST_SYMBOLS)
        found = {symbol.qualified: related(self._nearby, root, file, symbol) for symbol in asked}
        known = {name: tuple(near) for name, near in found.items() if near is not None}
        return AgentResult(facts=(RelatedFacts(file.path, MappingProxyType(known)),)) if known else AgentResult()
