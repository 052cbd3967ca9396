"""Every rule's own fix, on the rule's own cases: it parses, the finding goes, no other comes."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, apply

RULE_TESTS = Path(__file__).parents[1] / "rules"
EACH = 1
"""Cases a rule; the fix of each takes a run of the engine."""


@pytest.mark.thorough
@pytest.mark.timeout(120)  # Some fifty fixes, each worked out, applied and scanned again.
@pytest.mark.parametrize("language", ["python", "javascript"])
async def test_every_fix_holds(tmp_path: Path, language: str) -> None:
    engine = SemgrepEngine(EngineOptions(BUNDLED_RULES, tmp_path))
    agent = SecurityAgent(engine, TreeSitterSyntax())
    fixable = {rule.id for rule in (await engine.load()).rules.values() if rule.fixable}
    fixed: dict[str, int] = defaultdict(int)
    flaws: list[str] = []

    async def fix_all(path: Path) -> None:
        snapshot = await LocalFiles().snapshot(path, RULE_TESTS)
        for finding in await _cases(agent, snapshot, path.stem):
            flaw = await _fix(agent, snapshot, finding)
            fixed[path.stem] += not flaw
            flaws.extend(f"{path.name}: {flaw}" for _ in [1] if flaw)

    files = [path for path in sorted((RULE_TESTS / language).iterdir()) if path.stem in fixable]
    try:
        async with asyncio.TaskGroup() as group:
            for path in files:
                group.create_task(fix_all(path))
    finally:
        await engine.close()
    assert flaws == []
    assert [path.stem for path in files if fixed[path.stem] < 1] == []
    assert len(files) >= {"python": 8, "javascript": 4}[language]


async def _cases(agent: SecurityAgent, snapshot: Snapshot, rule: str) -> Sequence[Finding]:
    found = (await agent.run(snapshot, Facts())).findings
    return [finding for finding in found if finding.rule.id == rule][:EACH]


async def _fix(agent: SecurityAgent, snapshot: Snapshot, finding: Finding) -> str:
    """Why the fix was refused or changed nothing, empty when it holds."""
    offer = next(offer for offer in agent.offers(snapshot, finding) if offer.is_preferred)
    try:
        edit = await agent.resolve(offer, snapshot)
    except AgentValidationError as error:
        return error.reason
    return "" if apply(snapshot.text, edit.changes) != snapshot.text else "the fix changes nothing"
