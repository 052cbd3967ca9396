"""The rules in force, what each costs, and their own tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.adapters.semgrep.costs import FAST_MS
from omni_lsp.adapters.semgrep.ruletest import CaseResult, look_ahead, rule_timings, run_annotations
from omni_lsp.app.team import assemble
from omni_lsp.config.settings import Config
from omni_lsp.model.finding import Rule
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.ports.engine import Pack, RuleProblem


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of all agents, what is wrong with some, and milliseconds of matching by id for those of the engine."""

    rules: tuple[Rule, ...]
    problems: tuple[RuleProblem, ...]
    costs: Mapping[str, float]

    def pack(self, rule: str) -> str:
        """Where its cost puts a rule, empty for one that was not measured."""
        return "" if rule not in self.costs else Pack.FAST if self.costs[rule] <= FAST_MS else Pack.DEEP


async def rules_in_force(config: Config, caches: Path, timed_on: Sequence[Path]) -> Rulebook:
    """Costs are those over the given files, nothing without any. Raises AgentError, OSError."""
    team = assemble(config, caches)
    try:
        ruleset = await team.engine.load()
        costs = await rule_timings(team.engine, timed_on) if timed_on else {}
        return Rulebook(tuple(team.rules.values()), ruleset.problems, costs)
    finally:
        await team.engine.close()


async def rule_tests(config: Config, caches: Path, folder: Path) -> tuple[CaseResult, ...]:
    """The outcome of every annotated file below a folder. Raises AgentError, OSError."""
    team = assemble(config, caches, jobs=config.max_parallel_files)
    files = [path for path in team.files.walk([folder]) if language_of(path) in LANGUAGES]
    try:
        await team.engine.load()
        await look_ahead(team.engine, files)
        return await run_annotations(team.engine, files)
    finally:
        await team.engine.close()
