"""Rules in force: rule files compiled into one JSON file for the engine, kept by content, and an index for us."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from omni_lsp.adapters.rewriting.recipe import Recipe
from omni_lsp.adapters.semgrep import core
from omni_lsp.adapters.semgrep.costs import known_costs, pack_of
from omni_lsp.adapters.semgrep.kept import digest, kept
from omni_lsp.adapters.semgrep.relevance import Need, concerns, need_of, text_of
from omni_lsp.adapters.semgrep.rulefile import ParsedRule, PathFilter, document, read_rules, rule_files
from omni_lsp.adapters.semgrep.rulelint import complaint, is_ours
from omni_lsp.adapters.semgrep.selection import is_marked, marks
from omni_lsp.adapters.semgrep.shelf import Shelf
from omni_lsp.adapters.semgrep.targets import ANALYZERS, CANARY, Target
from omni_lsp.adapters.semgrep.verdicts import engine_json, refused_by, rule_json
from omni_lsp.model.finding import Rule
from omni_lsp.ports.engine import Pack, RuleProblem, Ruleset

_EVERY_FILE = frozenset({"generic", "regex"})


@dataclass(frozen=True, eq=False)
class Candidate:
    """A rule and the pack it is in."""

    parsed: ParsedRule
    pack: Pack

    @cached_property
    def need(self) -> Need:
        """What a text must have for it to match; worked out when a file of its languages comes."""
        return need_of(self.parsed.definition)


@dataclass(frozen=True, slots=True)
class RulePack:
    """Rules in one file for the engine, the canary among them.

    `analyzers` are those that look at every file, whatever its language.
    """

    path: Path = Path()
    analyzers: tuple[str, ...] = ("regex",)
    candidates: tuple[Candidate, ...] = ()

    @property
    def text(self) -> str:
        """What is in the file."""
        return engine_json(rule_json(each.parsed) for each in self.candidates)

    def selected(self, target: Target, pack: Pack | None = None) -> Target | None:
        """The copy for just the rules of a pack, or of all, that can find something in it, `None` without any.

        It takes some milliseconds for 300 lines.
        """
        text = text_of(target.text.decode("utf-8", "replace"))
        able = [
            each.parsed.rule.id
            for each in self.candidates
            if pack in (None, each.pack)
            and concerns(each.parsed.rule.languages, target.analyzer)
            and each.need.is_met(text)
        ]
        return replace(target, marks=marks(able)) if able else None

    def text_for(self, targets: Iterable[Target]) -> str:
        """The rules that look at any of these copies, as the engine reads them: it takes long to read all."""
        wanted = {(target.analyzer, target.marks) for target in targets}
        return engine_json(
            rule_json(each.parsed)
            for each in self.candidates
            if any(
                concerns(each.parsed.rule.languages, analyzer) and is_marked(each.parsed.rule.id, marked)
                for analyzer, marked in wanted
            )
        )


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """`everything` is all rules in one pack; `paths` the filters of the rules that have one.

    `files` are those that the rules are in, `following` the rules that follow data, `recipes` the ways to fix by rule.
    """

    ruleset: Ruleset = field(default_factory=Ruleset)
    everything: RulePack = field(default_factory=RulePack)
    packs: Mapping[str, RulePack] = field(default_factory=dict)
    paths: Mapping[str, PathFilter] = field(default_factory=dict)
    typing: tuple[ParsedRule, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    following: frozenset[str] = frozenset()
    recipes: Mapping[str, Sequence[Recipe]] = field(default_factory=dict)

    @property
    def user_files(self) -> Mapping[str, Path]:
        """The files of the rules that are not ours."""
        return {rule: file for rule, file in self.files.items() if not is_ours(file)}

    def has_details(self, rule: Rule) -> bool:
        """Whether a run of its own tells more about a match than its place."""
        return rule.fixable or rule.id in self.following

    def put_back(self, path: Path) -> None:
        """Writes the file of a pack again where it is gone: people tidy up caches, and an engine waits for it in vain.

        Raises OSError.
        """
        if path.exists():
            return
        for pack in (self.everything, *self.packs.values()):
            if pack.path == path:
                kept(path.parent, path.name, pack.text)
                return

    def pack(self, target: Target) -> RulePack | None:
        """The rules that concern the target's language, `None` when there are none."""
        return self.packs.get(target.analyzer)

    def applies(self, rule: str, name: str) -> bool:
        """Whether a rule, none of ours and none the user left out for this path, may report on it."""
        admitted = self.paths.get(rule)
        return rule in self.ruleset.rules and (admitted is None or admitted.admits(name))


async def load_rules(
    sources: Sequence[Path],
    cache_dir: Path,
    binary: Path | None,
    left_out: Collection[str] = (),
    front: core.Front = core.SEMGREP_CORE,
) -> CompiledRules:
    """Usable rules of files and folders without those left out; the first of two with one id counts.

    The engine is asked once about rules it has not seen; without an engine all that look right are taken.
    Raises AgentError when the engine broke, OSError when the cache folder cannot be written.
    """
    rules, problems = await asyncio.to_thread(_read, sources, cache_dir)
    if binary is not None:
        how = core.Core(binary, Path(), front=front)
        refused = await refused_by(how, rules, cache_dir)
        problems += [
            RuleProblem(rule.source, rule.rule.id, refused[rule.rule.id]) for rule in rules if rule.rule.id in refused
        ]
        rules = [rule for rule in rules if rule.rule.id not in refused]
    return await asyncio.to_thread(_compiled, rules, tuple(problems), cache_dir, left_out)


def _read(sources: Sequence[Path], cache_dir: Path) -> tuple[list[ParsedRule], list[RuleProblem]]:
    shelf = Shelf(sources, cache_dir, document)
    rules: dict[str, ParsedRule] = {}
    problems: list[RuleProblem] = []
    for path in rule_files(sources):
        parsed, wrong = read_rules(path, shelf.document)
        problems += wrong
        for rule in parsed:
            wrong_with_it = "its id is ours" if rule.rule.id == CANARY else complaint(rule)
            if wrong_with_it is not None:
                problems.append(RuleProblem(rule.source, rule.rule.id, wrong_with_it))
                continue
            first = rules.setdefault(rule.rule.id, rule)
            if first is not rule:
                problems.append(RuleProblem(rule.source, rule.rule.id, f"its id is taken by a rule in {first.source}"))
    shelf.keep()
    return list(rules.values()), problems


def _compiled(
    rules: Sequence[ParsedRule], problems: tuple[RuleProblem, ...], cache_dir: Path, left_out: Collection[str]
) -> CompiledRules:
    rules = [rule for rule in rules if rule.rule.id not in left_out]
    costs = known_costs()
    candidates = [Candidate(rule, pack_of(rule.rule.id, rule.definition, costs)) for rule in rules]
    index = {rule.rule.id: rule.rule for rule in rules}
    texts = {rule.rule.id: rule_json(rule) for rule in rules}
    # What people read about a rule counts as well: it is shown from what earlier runs kept.
    about = (sorted(index.items()), sorted((rule.rule.id, rule.paths, rule.typing) for rule in rules))
    return CompiledRules(
        Ruleset(index, problems, digest(engine_json(texts.values()) + repr(about))),
        _packed(candidates, texts, cache_dir),
        _packs(candidates, texts, cache_dir),
        {rule.rule.id: rule.paths for rule in rules if rule.paths is not None},
        tuple(rule for rule in rules if rule.typing is not None),
        {rule.rule.id: Path(rule.source) for rule in rules},
        frozenset(rule.rule.id for rule in rules if rule.definition.get("mode") == "taint"),
        {rule.rule.id: rule.fixes for rule in rules if rule.fixes},
    )


def _packs(candidates: Sequence[Candidate], texts: Mapping[str, str], cache_dir: Path) -> dict[str, RulePack]:
    """One for each language, unless there is nothing to put in."""
    chosen = {
        analyzer: [each for each in candidates if concerns(each.parsed.rule.languages, analyzer)]
        for analyzer in sorted(set(ANALYZERS.values()))
    }
    return {analyzer: _packed(mine, texts, cache_dir) for analyzer, mine in chosen.items() if mine}


def _packed(candidates: Sequence[Candidate], texts: Mapping[str, str], cache_dir: Path) -> RulePack:
    rules = [each.parsed for each in candidates]
    text = engine_json(texts[rule.rule.id] for rule in rules)
    languages = {"regex"}.union(*(rule.rule.languages for rule in rules))
    path = kept(cache_dir, f"{digest(text)}.json", text)
    return RulePack(path, tuple(sorted(languages & _EVERY_FILE)), tuple(candidates))
