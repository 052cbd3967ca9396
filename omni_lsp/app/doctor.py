"""The health of an installation: what is there, what is in force, and whether a scan finds what it must."""

import os
import stat
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.adapters.cache_folder import make_private
from omni_lsp.adapters.semgrep.methods import Method, find_program, missing, version
from omni_lsp.adapters.semgrep.rulelint import is_ours
from omni_lsp.adapters.semgrep.workspace import private_folder
from omni_lsp.adapters.trust.store import TrustStore
from omni_lsp.app.coding.health import model_checks
from omni_lsp.app.guests_health import guest_checks
from omni_lsp.app.health import Check, Health
from omni_lsp.app.installed import installed
from omni_lsp.app.plans import plan_for
from omni_lsp.app.retrieval import index_check
from omni_lsp.app.standing import Judge
from omni_lsp.app.team import Team, assemble
from omni_lsp.config.lookup import find_pipeline, shipped
from omni_lsp.config.settings import Config, state_dir, told
from omni_lsp.model.errors import AgentError, ConfigError
from omni_lsp.model.finding import Rule
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.text import Snapshot
from omni_lsp.model.trust import Trust

# Something must be found in this, whatever rules the user adds.
_MUST = "import hashlib\nfrom flask import request\n\nprint(eval(request.args['q']), hashlib.md5(b'x').hexdigest())\n"
_NUMBERS = ", ".join(map(str, range(200)))
# What makes patterns with many ellipses and metavariables slow: long calls, long sums, many statements.
_LONG = f"f({_NUMBERS});\n" + "x = " + " + ".join(f"y{number}" for number in range(200)) + ";\n" + "g(1);\n" * 200
_AROUND = {"go": "package a\nfunc f() {\n%s}\n", "java": "class A {\n  void f() {\n%s}\n}\n"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: the settings in force, `root` for its pipeline and the `flag` that names another one."""

    config: Config
    caches: Path
    environment: Mapping[str, str]
    root: Path
    flag: str | None = None


async def examined(asked: Asked) -> Health:
    """Everything that is wrong is among the checks; nothing is raised for it."""
    return Health(tuple([check async for check in _checks(asked)]))


async def _checks(asked: Asked) -> AsyncIterator[Check]:
    for check in installed():
        yield check
    yield await _program(asked.config)
    for name, value, origin in told(asked.config, asked.environment):
        yield Check("settings", name, f"{value} ({origin})")
    for check in _folders(asked.caches):
        yield check
    yield trust_check(asked)
    yield await index_check(asked.config, asked.caches, asked.environment, asked.root)
    for check in _model(asked):
        yield check
    team = assemble(asked.config, asked.caches)
    try:
        async for check in guest_checks(asked.config, team.guests):
            yield check
        for check in _pipelines(asked, team):
            yield check
        async for check in _engine(team):
            yield check
    finally:
        await team.close()


def _model(asked: Asked) -> Iterator[Check]:
    try:
        yield from model_checks(asked.config.model, asked.environment, state_dir(asked.environment))
    except ConfigError as error:
        yield Check("model", "requests", str(error), is_well=False, advice="correct OMNI_STATE_DIR")


def trust_check(asked: Asked) -> Check:
    """How far the folder is trusted by what was remembered, whatever the command was told."""
    name = f"trust in {asked.root.name}"
    unsaid = asked.config.model_copy(update={"trust": None})
    try:
        store = TrustStore(state_dir(asked.environment))
    except ConfigError as error:
        return Check("folders", name, str(error), is_well=False, advice="correct OMNI_STATE_DIR")
    standing = Judge(store).of(asked.root, unsaid)
    trouble = standing.trouble or standing.pins.trouble
    if trouble:
        return Check(
            "folders", name, f"untrusted: {trouble}", is_well=not standing.trouble, advice=_trust_advice(store)
        )
    if standing.trust is Trust.TRUSTED:
        return Check("folders", name, f"trusted, {len(standing.pins.files)} files pinned, {store.file}")
    if standing.trust is Trust.STALE:
        return Check("folders", name, f"stale, as {', '.join(standing.changed)} changed", advice="omni-lsp trust add")
    return Check("folders", name, "never" if standing.is_refused else "untrusted")


def _trust_advice(store: TrustStore) -> str:
    return f"look at {store.file} and at .omni/, then run omni-lsp trust add"


async def _program(config: Config) -> Check:
    method = Method(config.security.engine)
    name = f"engine ({method})"
    program = find_program(method, config.security.engine_path)
    if program is None:
        return Check("installed", name, "missing", is_well=False, advice=missing(method, config.security.engine_path))
    try:
        return Check("installed", name, f"{await version(program)}, {program.path}")
    except AgentError as error:
        return Check("installed", name, error.reason, is_well=False, advice=f"run {program.path} by hand")


def _folders(caches: Path) -> Iterator[Check]:
    try:
        make_private(caches)
        mode = stat.S_IMODE(caches.stat().st_mode)
        is_private, is_writable = os.name != "posix" or not mode & 0o077, os.access(caches, os.W_OK | os.X_OK)
        size = sum(file.stat().st_size for file in caches.iterdir() if file.is_file())
        advice = "" if is_private and is_writable else f"chmod 700 {caches}"
        said = f"{caches}, {mode:o}, {size / 1e6:.1f} MB"
        yield Check("folders", "cache", said, is_private and is_writable, advice)
    except OSError as error:
        yield Check("folders", "cache", f"{caches}: {error.strerror}", is_well=False, advice="set OMNI_CACHE_DIR")
    try:
        with private_folder() as private:
            mode = stat.S_IMODE(private.path.stat().st_mode)
            is_private = os.name != "posix" or mode == 0o700
            said = f"{private.path.parent}, ours in there {mode:o}"
        yield Check(
            "folders", "temporary files", said, is_private, "" if is_private else "set TMPDIR to another folder"
        )
    except OSError as error:
        yield Check("folders", "temporary files", str(error), is_well=False, advice="set TMPDIR to another folder")


def _pipelines(asked: Asked, team: Team) -> Iterator[Check]:
    try:
        found = find_pipeline(asked.config, asked.root, asked.flag)
        plan = plan_for(asked.root, asked.config, team.agents, asked.flag)
        stages = ", ".join(step.agent.meta.id for step in plan.steps)
        yield Check("pipelines", "in force", f"{found.source}: {stages}, {plan.budget_seconds:g} s")
    except ConfigError as error:
        yield Check("pipelines", "in force", str(error), is_well=False, advice=f"correct {error.source}")
    for name in shipped():
        try:
            plan_for(None, asked.config, team.agents, name)
        except ConfigError as error:
            yield Check("pipelines", name, str(error), is_well=False, advice="install omni-lsp again")


async def _engine(team: Team) -> AsyncIterator[Check]:
    """Rules, a scan, and the rules that are too slow; the last two only when there is an engine."""
    try:
        begun = time.perf_counter()
        ruleset = await team.engine.load()
    except AgentError as error:
        yield Check("rules", "all", str(error), is_well=False, advice="see the engine above")
        return
    seconds = time.perf_counter() - begun
    packs = Counter(_pack(file) for file in team.engine.rule_files.values())
    for pack, count in sorted(packs.items()):
        yield Check("rules", pack, f"{count} rules")
    yield Check("rules", "all", f"{len(ruleset.rules)} rules, read in {seconds:.2f} s", bool(ruleset.rules))
    for problem in ruleset.problems:
        name = f"{problem.source}: {problem.rule or 'the file'}"
        yield Check("rules", name, problem.message, is_well=False, advice="correct it; the other rules run")
    try:
        async for check in _scans(team):
            yield check
    except AgentError as error:
        yield Check("scan", "a file", str(error), is_well=False, advice="see the engine above")


async def _scans(team: Team) -> AsyncIterator[Check]:
    """Raises AgentError."""
    for name in ("first scan", "next scan"):
        begun = time.perf_counter()
        # Another text each time, as one that was seen before could be answered from memory.
        scan = await team.engine.scan(_document("python", f"{_MUST}# {name}\n"))
        seconds, found = time.perf_counter() - begun, len(scan.matches)
        advice = "" if found else "the engine does not find what it must: install semgrep again"
        yield Check("scan", name, f"{found} findings in {seconds * 1000:.0f} ms", bool(found), advice)
    slow = await team.engine.too_slow(list(_trials(team.engine.ruleset.rules.values())))
    for rule, names in slow.items():
        where = team.engine.rule_files.get(rule, Path("?"))
        said = f"{where}: takes too long on {', '.join(sorted(set(names)))}"
        yield Check("rules", rule, said, is_well=False, advice="make its patterns more specific")
    yield Check("rules", "time", "each within its limit" if not slow else f"{len(slow)} too slow", not slow)


def _trials(rules: Iterable[Rule]) -> Iterator[Snapshot]:
    """What every rule is tried on: a text of each language that is hard to match, and the rules' own examples."""
    for language in LANGUAGES:
        yield _document(language, _AROUND.get(language, "%s") % _LONG, "a text with long calls")
    examples = {(rule.example, language): rule.id for rule in rules if rule.example for language in rule.languages[:1]}
    for (example, language), rule in examples.items():
        if language in LANGUAGES:
            yield _document(language, example, f"the example of {rule}")


def _document(language: str, text: str, name: str = "a sample") -> Snapshot:
    return Snapshot(name, 1, language, text)


def _pack(file: Path) -> str:
    return f"bundled, {file.parent.name}" if is_ours(file) else str(file)
