"""Every rule's own fix, on the rule's own cases: it parses, the finding goes, no other comes, and it reads as written here."""

import difflib
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot, apply

TESTS = Path(__file__).parents[1]
RULE_TESTS = TESTS / "rules"
SHOWN = TESTS / "cases" / "fixes"
"""By language: for each rule what its fix takes away and puts there, in the first of its cases where one holds."""


@pytest.mark.thorough
@pytest.mark.timeout(300)  # Some two hundred fixes, each worked out, applied and scanned again.
@pytest.mark.parametrize("language", ["python", "javascript", "go", "java"])
async def test_every_fix_holds(tmp_path: Path, language: str) -> None:
    engine = SemgrepEngine(EngineOptions(BUNDLED_RULES, tmp_path))
    agent = SecurityAgent(engine, TreeSitterSyntax())
    fixable = {rule.id for rule in (await engine.load()).rules.values() if rule.fixable}
    files = [path for path in sorted((RULE_TESTS / language).iterdir()) if path.stem in fixable]
    try:
        made = {path.stem: await _first_fix(agent, path) for path in files}
    finally:
        await engine.close()
    assert made == yaml.safe_load((SHOWN / f"{language}.yaml").read_text("utf-8"))


async def _first_fix(agent: SecurityAgent, path: Path) -> list[str]:
    """The lines of the first that holds; nothing where none does."""
    snapshot = await LocalFiles().snapshot(path, RULE_TESTS)
    found = (await agent.run(snapshot, Facts())).findings
    for finding in found:
        if finding.rule.id == path.stem and (lines := await _lines(agent, snapshot, finding)):
            return lines
    return []


async def _lines(agent: SecurityAgent, snapshot: Snapshot, finding: Finding) -> list[str]:
    offer = next(offer for offer in agent.offers(snapshot, finding) if offer.is_preferred)
    try:
        edit = await agent.resolve(offer, snapshot)
    except AgentValidationError:
        return []
    return list(_changed(snapshot.text, apply(snapshot.text, edit.changes)))


def _changed(before: str, after: str) -> Iterable[str]:
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        if line.startswith(("- ", "+ ")):
            yield f"{line[0]} {line[2:].strip()}"
