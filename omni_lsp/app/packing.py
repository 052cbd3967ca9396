"""Context packs of a folder: what is known about it becomes what should be in the files.

Nothing of a user's own gets in, so that the same tree gives the same bytes on every machine: no rules of theirs, no
policy of theirs, no list of secrets that are none.
"""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.controls.policies import PolicyFiles
from omni_lsp.adapters.packs.manifests import manifests
from omni_lsp.adapters.packs.places import read
from omni_lsp.adapters.secrets.places import ANYWHERE
from omni_lsp.adapters.secrets.search import secrets_in
from omni_lsp.adapters.semgrep.rulelint import is_ours
from omni_lsp.adapters.tokens import TokenBound
from omni_lsp.agents.compliance_policy import terms
from omni_lsp.app.duties import duties
from omni_lsp.app.team import Team
from omni_lsp.model.facts import FileFacts, ProjectFacts
from omni_lsp.model.finding import Severity
from omni_lsp.model.ignore_problems import IGNORE_RULES
from omni_lsp.model.knowledge import MappedFile
from omni_lsp.model.packs import Duty, OpenFinding, PackFile, PackInputs, PackPlan, PackProblem, PackRule, PacksOnDisk
from omni_lsp.model.policy import Policy
from omni_lsp.model.roles import is_test
from omni_lsp.pack.checks import Around, checked
from omni_lsp.pack.plan import Wanted, plan
from omni_lsp.pack.rendering import Terms
from omni_lsp.pack.settle import Settled, settled, told
from omni_lsp.pack.wanted import wanted
from omni_lsp.pack.weaknesses import concerns

_LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Ground:
    """What the packs of a folder are made of, apart from findings; `rules` are all that may be told of."""

    root: Path
    project: ProjectFacts
    mapped: tuple[MappedFile, ...]
    rules: tuple[PackRule, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What to write. `off` are files that are switched off, `every` stands for all others, whoever owns them.

    `heard` are the rules that runs since the last time found, by the path of the file, the earlier runs first; with
    `found`, which are those of a check of the whole folder, neither they nor what the packs say count, but for the files
    in `unsure`, which it could not look at to the end. `terms` are those of `Terms`.
    """

    off: frozenset[PackFile] = frozenset()
    every: bool = False
    heard: tuple[Mapping[str, Collection[str]], ...] = ()
    found: frozenset[OpenFinding] | None = None
    unsure: frozenset[str] = frozenset()
    terms: Terms = field(default_factory=lambda: Terms(TokenBound(), is_secret=holds_secret))


async def ground(root: Path, project: ProjectFacts, mapped: tuple[MappedFile, ...], team: Team) -> Ground:
    """To be called when the rules are loaded. The folder's own policy counts, as it decides nothing but these texts."""
    policy = await PolicyFiles(is_trusted=True).policy(root)
    return Ground(root, project, mapped, pack_rules(team, policy), duties(policy, bundled()))


def planner(on: Ground, order: Order) -> Callable[[PacksOnDisk], PackPlan]:
    """What to do for whatever is on the disk; for `PackStore.update` or, to look only, by itself."""

    def planned(disk: PacksOnDisk) -> PackPlan:
        open_now = _open(on, order, disk)
        state = disk.state
        if open_now.pending != state.pending:
            state = replace(state, pending=open_now.pending)
        inputs = pack_inputs(on, open_now.findings)
        done = plan(inputs, _wanted(order, disk), replace(disk, state=state), order.terms)
        texts = {file: text for file, text in {**disk.texts, **done.writes}.items() if file not in done.removes}
        return replace(done, problems=(*done.problems, *_checked(on, order, texts)))

    return planned


def problems(on: Ground, order: Order, disk: PacksOnDisk) -> tuple[PackProblem, ...]:
    """What is wrong with the files as they are, at their lines."""
    inputs = pack_inputs(on, _open(on, order, disk).findings)
    return (*plan(inputs, _wanted(order, disk), disk, order.terms).problems, *_checked(on, order, disk.texts))


def _checked(on: Ground, order: Order, texts: Mapping[PackFile, str]) -> tuple[PackProblem, ...]:
    readme = read(on.root, "README.md")
    around = Around(
        readme if isinstance(readme, str) else "", lambda path: _exists(on, path), partial(manifests, on.root)
    )
    return checked(texts, around, order.terms.counter)


def pack_inputs(on: Ground, findings: Collection[OpenFinding]) -> PackInputs:
    project = on.project
    languages = _in_use(project.files.values())
    return PackInputs(
        kinds=project.kinds,
        languages=languages,
        commands=project.commands,
        entry_points=project.entry_points,
        conventions=project.conventions,
        generated=tuple(path for path in sorted(project.files) if project.is_generated(path)),
        rules=tuple(rule for rule in on.rules if concerns(rule, languages)),
        findings=tuple(findings),
        duties=on.duties,
        map=on.mapped,
    )


def pack_rules(team: Team, policy: Policy) -> tuple[PackRule, ...]:
    """The rules that came with us and count at least as a warning in a folder with this policy."""
    theirs = {rule for rule, file in team.engine.rule_files.items() if not is_ours(file)}
    here, controls = terms(policy, ""), bundled()
    own = {rule.id for rule in IGNORE_RULES} | theirs
    graded = ((rule, here.severity(rule, controls)) for rule in team.rules.values() if rule.id not in own)
    return tuple(
        PackRule(rule.id, rule.title, severity, rule.cwe, rule.languages, rule.remedy)
        for rule, severity in graded
        if severity is not None and severity >= Severity.WARNING
    )


def holds_secret(text: str) -> bool:
    """Whether the secret scanner finds something, with everything taken for real."""
    return bool(secrets_in(text, ANYWHERE))


def _in_use(files: Iterable[FileFacts]) -> tuple[str, ...]:
    """The languages of at least one source file in twenty, the most used first."""
    counts = Counter(file.language for file in files)
    enough = counts.total() * _LEAST_SHARE
    return tuple(sorted((each for each in counts if counts[each] >= enough), key=lambda each: (-counts[each], each)))


def _open(on: Ground, order: Order, disk: PacksOnDisk) -> Settled:
    """Without findings in tests, which are full of bad examples on purpose."""
    rules = {rule.id for rule in on.rules}
    said = {each for each in told(disk.texts, rules, lambda path: _exists(on, path)) if not is_test(each.path)}
    if order.found is not None:
        sure = {each for each in order.found if each.rule in rules and not is_test(each.path)}
        kept = {each for each in said if each.path in order.unsure}
        return Settled(frozenset({each for each in sure if each.path not in order.unsure} | kept))
    pending = {path: found for path, found in disk.state.pending.items() if _exists(on, path)}
    found = Settled(frozenset(said), MappingProxyType(pending))
    for heard in order.heard:
        known = {path: each for path, each in heard.items() if not is_test(path)}
        found = settled(found, {path: [rule for rule in each if rule in rules] for path, each in known.items()})
    return found


def _exists(on: Ground, path: str) -> bool:
    return path in on.project.files or os.path.lexists(on.root / path)


def _wanted(order: Order, disk: PacksOnDisk) -> Wanted:
    files = frozenset(PackFile) - order.off if order.every else wanted(disk.present, order.off)
    # Where AGENTS.md is a link, to CLAUDE.md as often as not, nothing can import it.
    if PackFile.AGENTS in disk.refused:
        files -= {PackFile.AGENTS, PackFile.CLAUDE}
    return Wanted(files, files if order.every else frozenset())
