"""Programs that check themselves do so before and after all their fixes: a fix changes nothing for what does no harm."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.facts import Facts
from omni_lsp.model.text import Snapshot, apply

pytestmark = pytest.mark.thorough

PROGRAMS = Path(__file__).parents[1] / "cases" / "fixed"
COMMANDS = {".py": sys.executable, ".js": shutil.which("node"), ".java": shutil.which("java")}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`fixed` are the rules whose findings are gone, `left` those whose are not."""

    program: str
    fixed: frozenset[str]
    left: frozenset[str]
    complaint: str


@pytest.mark.timeout(240)
@pytest.mark.parametrize("ending", [".py", ".js", ".java"])
async def test_programs_work_as_before(tmp_path: Path, ending: str) -> None:
    if COMMANDS[ending] is None:
        pytest.skip("nothing runs such programs here")
    outcomes = [one async for one in _outcomes(tmp_path, ending)]
    assert len(outcomes) >= {".py": 12, ".js": 4, ".java": 2}[ending]
    assert [(one.program, one.complaint) for one in outcomes if one.complaint] == []
    assert [one.program for one in outcomes if not one.fixed or one.left & one.fixed] == []


async def _outcomes(scratch: Path, ending: str) -> AsyncIterator[Outcome]:
    engine = SemgrepEngine(EngineOptions(BUNDLED_RULES, scratch / "cache"))
    agent = SecurityAgent(engine, TreeSitterSyntax())
    try:
        await engine.load()
        for path in sorted(PROGRAMS.glob(f"*{ending}")):
            yield await _outcome(agent, path, scratch)
    finally:
        await engine.close()


async def _outcome(agent: SecurityAgent, path: Path, scratch: Path) -> Outcome:
    snapshot = await LocalFiles().snapshot(path, PROGRAMS)
    findings = (await agent.run(snapshot, Facts())).findings
    fixable = [finding for finding in findings if finding.rule.fixable]
    text = apply(snapshot.text, (await agent.resolve_all(snapshot, fixable)).changes)
    after = (await agent.run(Snapshot(snapshot.uri, None, snapshot.language, text), Facts())).findings
    left = frozenset(finding.rule.id for finding in after)
    copy = scratch / path.name
    copy.write_text(text, "utf-8")
    complaint = await asyncio.to_thread(_complaint, path) or await asyncio.to_thread(_complaint, copy)
    return Outcome(path.name, frozenset(finding.rule.id for finding in fixable) - left, left, complaint)


def _complaint(program: Path) -> str:
    """What a program says that does not end well, empty when it does."""
    env = {**os.environ, "PYTHONPATH": str(PROGRAMS / "support")}
    command = [str(COMMANDS[program.suffix]), str(program)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=program.parent, check=False, timeout=60)
    return "" if done.returncode == 0 else f"{program.parent.name}: {done.stderr[-400:]}"
