"""Rules in force: rule files compiled into one JSON file for the engine, kept by content, and an index for us."""

import asyncio
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.semgrep import core
from omni_lsp.adapters.semgrep.binary import identity
from omni_lsp.adapters.semgrep.relevance import Need, concerns, need_of, text_of
from omni_lsp.adapters.semgrep.rulefile import ParsedRule, PathFilter, read_rules, rule_files
from omni_lsp.adapters.semgrep.targets import CANARY, CANARY_RULE, Target
from omni_lsp.ports import RuleProblem, Ruleset

log = logging.getLogger(__name__)

_KEPT = 8
_EVERY_FILE = frozenset({"generic", "regex"})


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """`path` is the JSON for the engine, `paths` the filters of the rules that have one.

    `analyzers` are those that look at every file, whatever its language.
    `needs` holds for each rule its languages and what a text must have for it to match.
    """

    ruleset: Ruleset = field(default_factory=Ruleset)
    path: Path = Path()
    paths: Mapping[str, PathFilter] = field(default_factory=dict)
    analyzers: tuple[str, ...] = ("regex",)
    needs: tuple[tuple[tuple[str, ...], Need], ...] = ()

    def can_match(self, target: Target) -> bool:
        """Whether any rule for its language can find something in it: a millisecond for 300 lines."""
        text = text_of(target.text.decode("utf-8", "replace"))
        return any(need.is_met(text) for languages, need in self.needs if concerns(languages, target.analyzer))

    def applies(self, rule: str, name: str) -> bool:
        """Whether a rule, none of ours and none the user left out for this path, may report on it."""
        admitted = self.paths.get(rule)
        return rule in self.ruleset.rules and (admitted is None or admitted.admits(name))


async def load_rules(sources: Sequence[Path], cache_dir: Path, binary: Path | None) -> CompiledRules:
    """Usable rules of files and folders; the first of two with one id counts.

    The engine is asked once about rules it has not seen; without an engine all that look right are taken.
    Raises AgentError when the engine broke, OSError when the cache folder cannot be written.
    """
    rules, problems = await asyncio.to_thread(_read, sources)
    if binary is not None:
        refused = await _refused(rules, cache_dir, binary)
        problems += [
            RuleProblem(rule.source, rule.rule.id, refused[rule.rule.id]) for rule in rules if rule.rule.id in refused
        ]
        rules = [rule for rule in rules if rule.rule.id not in refused]
    return await asyncio.to_thread(_compiled, rules, tuple(problems), cache_dir)


def _read(sources: Sequence[Path]) -> tuple[list[ParsedRule], list[RuleProblem]]:
    rules: dict[str, ParsedRule] = {}
    problems: list[RuleProblem] = []
    for path in rule_files(sources):
        parsed, wrong = read_rules(path)
        problems += wrong
        for rule in parsed:
            if rule.rule.id == CANARY:
                problems.append(RuleProblem(rule.source, CANARY, "its id is ours"))
                continue
            first = rules.setdefault(rule.rule.id, rule)
            if first is not rule:
                problems.append(RuleProblem(rule.source, rule.rule.id, f"its id is taken by a rule in {first.source}"))
    return list(rules.values()), problems


def _compiled(rules: Sequence[ParsedRule], problems: tuple[RuleProblem, ...], cache_dir: Path) -> CompiledRules:
    text = _engine_json(rules)
    languages = {"regex"}.union(*(rule.rule.languages for rule in rules))
    index = {rule.rule.id: rule.rule for rule in rules}
    # What people read about a rule counts as well: it is shown from what earlier runs kept.
    digest = _digest(
        text + repr(sorted(index.items())) + repr(sorted((rule.rule.id, rule.paths) for rule in rules if rule.paths))
    )
    return CompiledRules(
        Ruleset(index, problems, digest),
        _kept(cache_dir, f"{_digest(text)}.json", text),
        {rule.rule.id: rule.paths for rule in rules if rule.paths is not None},
        tuple(sorted(languages & _EVERY_FILE)),
        tuple((rule.rule.languages, need_of(rule.definition)) for rule in rules),
    )


async def _refused(rules: Sequence[ParsedRule], cache_dir: Path, binary: Path) -> dict[str, str]:
    """The engine's own words about the rules it cannot use, by rule id."""
    text = _engine_json(rules)
    verdict = cache_dir / f"{_digest(text + identity(binary))}.verdict.json"
    try:
        known = json.loads(verdict.read_text(encoding="utf-8"))
        return {str(rule): str(message) for rule, message in known.items()}
    except FileNotFoundError:
        pass
    except (OSError, ValueError, AttributeError):
        log.warning("asking the engine again about its rules: %s cannot be read", verdict)
    path = await asyncio.to_thread(_kept, cache_dir, f"{_digest(text)}.json", text)
    report = await core.scan(core.Core(binary, path), ())
    refused = {problem.rule: problem.message for problem in report.refused}
    await asyncio.to_thread(_kept, cache_dir, verdict.name, json.dumps(refused))
    return refused


def _engine_json(rules: Sequence[ParsedRule]) -> str:
    # YAML has dates and such, which JSON has not.
    return json.dumps({"rules": [dict(rule.definition) for rule in rules] + [dict(CANARY_RULE)]}, default=str)


def _kept(cache_dir: Path, name: str, text: str) -> Path:
    """A file in the cache that is there whole or not at all; the ones not used for long go. Raises OSError."""
    cache_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = cache_dir / name
    data = text.encode("utf-8", "surrogatepass")
    with suppress(FileNotFoundError):
        if path.read_bytes() == data:
            os.utime(path)
            return path
    descriptor, draft = tempfile.mkstemp(dir=cache_dir)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    _forget_oldest(cache_dir, path.suffixes)
    return path


def _forget_oldest(cache_dir: Path, suffixes: Sequence[str]) -> None:
    # Another server may tidy up at the same time.
    with suppress(FileNotFoundError):
        alike = [path for path in cache_dir.iterdir() if path.suffixes == list(suffixes)]
        for path in sorted(alike, key=lambda path: path.stat().st_mtime)[:-_KEPT]:
            path.unlink(missing_ok=True)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
