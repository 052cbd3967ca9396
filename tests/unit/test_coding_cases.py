"""Answers of models that must not reach anybody, and their good twins, by the real agents, engine and syntax trees."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from coding_cases import Case, case_task, cases
from compliance_fakes import agent as compliance

from omni_lsp.adapters.hidden.scanner import HiddenTextScanner
from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.adapters.secrets.scanner import SecretScanner
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.coding.proof import proof
from omni_lsp.agents.coding.task import Means
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot

CASES = cases()


@dataclass
class Judge:
    """All agents' findings, each text looked at once."""

    security: SecurityAgent
    known: dict[str, Sequence[Finding]] = field(default_factory=dict)

    async def __call__(self, snapshot: Snapshot) -> Sequence[Finding]:
        if snapshot.digest not in self.known:
            results = [await agent.run(snapshot, Facts()) for agent in (self.security, compliance())]
            self.known[snapshot.digest] = [finding for result in results for finding in result.findings]
        return self.known[snapshot.digest]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def judge(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Judge]:
    engine = SemgrepEngine(EngineOptions(BUNDLED_RULES, tmp_path_factory.mktemp("engine")))
    await engine.warm_up()
    yield Judge(SecurityAgent(engine, TreeSitterSyntax(), (SecretScanner(), HiddenTextScanner())))
    await engine.close()


@pytest.mark.timeout(120)  # The first one waits for the engine.
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_an_answer_is_worth_what_its_checks_say(case: Case, judge: Judge) -> None:
    syntax = TreeSitterSyntax()
    task = await case_task(case.snapshot, case.rule, judge, syntax)
    told = await proof(task, case.answer, Means(syntax, judge, redacted))
    failed = [check for check in told.checks if not check.passed]
    if not case.refused:
        assert failed == []
        assert told.edit is not None
        return
    assert told.edit is None
    assert case.refused in {check.name for check in failed}, failed
    assert case.says in " ".join(told.flaws)


def test_there_are_enough_of_them() -> None:
    assert sum(bool(case.refused) for case in CASES) >= 40
    assert sum(not case.refused for case in CASES) >= 10
