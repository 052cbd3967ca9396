"""The checks are strict, and not too strict: the own fixes of our rules, as answers of a model, pass them."""

from pathlib import Path

import pytest
import yaml
from coding_fakes import block
from test_coding_cases import Judge

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.coding.proof import proof
from omni_lsp.agents.coding.region import task_of
from omni_lsp.agents.coding.task import Means
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.text import Edit, Snapshot, apply

RULE_TESTS = Path(__file__).parents[1] / "rules"
EACH = 2


@pytest.mark.thorough
@pytest.mark.timeout(300)
async def test_nearly_all_fixes_that_hold_are_proven(tmp_path: Path) -> None:
    engine = SemgrepEngine(EngineOptions(BUNDLED_RULES, tmp_path))
    await engine.load()
    rendered = _rendered()
    syntax = TreeSitterSyntax()
    agent = SecurityAgent(engine, syntax)
    judge = Judge(agent)
    proven, refused = 0, []
    try:
        for path in sorted(path for path in RULE_TESTS.rglob("*.*") if path.stem in rendered):
            snapshot = await LocalFiles().snapshot(path, RULE_TESTS)
            before = tuple(await judge(snapshot))
            symbols = (await syntax.outline(snapshot)).symbols
            for finding in [one for one in before if one.rule.id == path.stem][:EACH]:
                try:
                    edit = await agent.resolve(agent.offers(snapshot, finding)[0], snapshot)
                except AgentValidationError:
                    continue
                task = task_of(snapshot, finding, symbols, before, ProjectFacts())
                told = await proof(task, _answer(snapshot, edit, task.body.start), Means(syntax, judge, redacted))
                proven += told.edit is not None
                refused += [f"{path.name}: {flaw}" for flaw in told.flaws]
    finally:
        await engine.close()
    print(f"{proven} proven", *refused, sep="\n")
    assert proven >= 90
    assert len(refused) <= 3


def _rendered() -> set[str]:
    """Rules whose fix stays within what was found; a recipe may also change how the part works, as a model may not."""
    files = (path for folder in BUNDLED_RULES for path in folder.glob("*.yaml"))
    rules = (rule for path in files for rule in yaml.safe_load(path.read_text("utf-8")).get("rules", []))
    return {rule["id"] for rule in rules if not {"fix", "fix-regex"}.isdisjoint(rule)}


def _answer(snapshot: Snapshot, edit: Edit, start: int) -> str:
    """All lines from the start of the part to the edit, as they are and as they would be."""
    lines = snapshot.lines
    end = lines.span(lines.position(edit.changes[-1].span.end).line).end
    rest = snapshot.text[end:]
    return block(snapshot.text[start:end], apply(snapshot.text, edit.changes)[start:].removesuffix(rest))
