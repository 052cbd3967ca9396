"""What the engine says about rules it has not seen; it is asked once, and its words are kept."""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from omni_lsp.adapters.semgrep import core
from omni_lsp.adapters.semgrep.binary import identity
from omni_lsp.adapters.semgrep.kept import digest, kept
from omni_lsp.adapters.semgrep.rulefile import ParsedRule
from omni_lsp.adapters.semgrep.selection import paths
from omni_lsp.adapters.semgrep.targets import CANARY_RULE
from omni_lsp.model.errors import AgentTransientError

log = logging.getLogger(__name__)


async def refused_by(how: core.Core, rules: Sequence[ParsedRule], cache_dir: Path) -> dict[str, str]:
    """The engine's own words about the rules it cannot use, by rule id; `how` is a run of it with any rules.

    Raises AgentError when the engine broke, OSError when the cache folder cannot be written.
    """
    verdict = (
        cache_dir
        / f"{digest(engine_json(map(rule_json, rules)) + how.front.tried + identity(how.binary))}.verdict.json"
    )
    try:
        known = json.loads(verdict.read_text(encoding="utf-8"))
        return {str(rule): str(message) for rule, message in known.items()}
    except FileNotFoundError:
        pass
    except (OSError, ValueError, AttributeError):
        log.warning("asking the engine again about its rules: %s cannot be read", verdict)
    refused = await _asked(how, rules, cache_dir)
    await asyncio.to_thread(kept, cache_dir, verdict.name, json.dumps(refused))
    return refused


def engine_json(rules: Iterable[str]) -> str:
    """Rules that are JSON already, as the engine reads them, the canary last."""
    return f'{{"rules": [{", ".join([*rules, json.dumps(dict(CANARY_RULE))])}]}}'


def rule_json(rule: ParsedRule) -> str:
    """One rule as the engine reads it."""
    # YAML has dates and such, which JSON has not.
    return json.dumps({**rule.definition, "paths": paths(rule.rule.id)}, default=str)


async def _asked(how: core.Core, rules: Sequence[ParsedRule], cache_dir: Path) -> dict[str, str]:
    """Most wrong rules are named; where one breaks the whole run, the rules are halved until it stands alone."""
    try:
        return await _told(how, rules, cache_dir)
    except AgentTransientError as error:
        if not rules:
            raise
        # Without any rule: is it the rules at all?
        await _told(how, (), cache_dir)
        if len(rules) == 1:
            return {rules[0].rule.id: error.reason}
    half = len(rules) // 2
    return {**await _asked(how, rules[:half], cache_dir), **await _asked(how, rules[half:], cache_dir)}


async def _told(how: core.Core, rules: Sequence[ParsedRule], cache_dir: Path) -> dict[str, str]:
    text = engine_json(map(rule_json, rules))
    path = await asyncio.to_thread(kept, cache_dir, f"{digest(text)}.json", text)
    report = await core.insist(replace(how, rules=path), ())
    return {problem.rule: problem.message for problem in report.refused}
