"""The rules in force, what each costs, and their own tests."""

from collections.abc import Sequence
from pathlib import Path

from omni_lsp.adapters.semgrep.ruletest import CaseResult, rule_timings, run_annotations
from omni_lsp.app.team import assemble
from omni_lsp.config.settings import Config
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.ports import Ruleset


async def rules_in_force(config: Config, caches: Path, timed_on: Sequence[Path]) -> tuple[Ruleset, dict[str, float]]:
    """The rules, and milliseconds of matching by rule id over the given files. Raises AgentError, OSError."""
    engine = assemble(config, caches).engine
    try:
        ruleset = await engine.load()
        return ruleset, await rule_timings(engine, timed_on) if timed_on else {}
    finally:
        await engine.close()


async def rule_tests(config: Config, caches: Path, folder: Path) -> tuple[CaseResult, ...]:
    """The outcome of every annotated file below a folder. Raises AgentError, OSError."""
    team = assemble(config, caches)
    files = [path for path in team.files.walk([folder]) if language_of(path) in LANGUAGES]
    try:
        await team.engine.load()
        return await run_annotations(team.engine, files)
    finally:
        await team.engine.close()
