"""The same pipeline headless: files and folders in, one result out; what an earlier check found out is not run again."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp import __version__
from omni_lsp.adapters.cache import CachedFinding, RunCache, cached, restored, run_key
from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.git import Git
from omni_lsp.app.known import Known
from omni_lsp.app.mending import Mender
from omni_lsp.app.plans import plan_for
from omni_lsp.app.team import Surroundings, Team, assemble
from omni_lsp.app.view import View
from omni_lsp.config.settings import Config
from omni_lsp.formats.evidence import Evidence
from omni_lsp.formats.result import CheckResult, FileRun, Fixed, Gap, Unread
from omni_lsp.model.compliance import ComplianceFacts, Waiver, waivers
from omni_lsp.model.errors import AgentError, AgentValidationError, ConfigError, Mistake
from omni_lsp.model.finding import Finding
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.newcode import NewLines
from omni_lsp.model.report import StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.suppression import depends_on_day, suppressions
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run
from omni_lsp.ports.engine import RuleProblem

if TYPE_CHECKING:  # Most checks ask no model.
    from omni_lsp.app.coding.batch import ModelMender, Wanted

log = logging.getLogger(__name__)

_CHUNK = 200
"""Files that are read, looked up, given to the engine and remembered together."""
_ROUNDS = 4
"""A fix may make way for another one, as where one stands inside of the other."""

OnFile = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """`root` is what paths in the result are relative to, `pipeline` a name or a file, `caches` the cache folder.

    `since` is the revision whose lines are old, `baseline` the file of known findings; `today` decides which comments
    still ignore what they name. With `evidence` every file is looked at again. With `fix` files are written, and with `model`
    a language model is asked for what no rule has a fix for.
    """

    paths: tuple[Path, ...]
    root: Path
    config: Config
    caches: Path
    today: date
    pipeline: str | None = None
    ignore: bool = True
    since: str | None = None
    baseline: Path | None = None
    evidence: bool = False
    fix: bool = False
    model: "Wanted | None" = None


@dataclass(frozen=True, slots=True)
class Checked:
    """`known` compares the result with a baseline, or makes one of it; `evidence` is there when it was asked for."""

    result: CheckResult
    problems: tuple[RuleProblem, ...]
    known: Known
    evidence: Evidence | None = None


async def check(request: Request, on_file: OnFile) -> Checked:
    """Run the pipeline over every text file; `on_file` is told how many of how many are done. Raises ConfigError."""
    started = time.perf_counter()
    unread: list[Unread] = []

    def closed(folder: Path, reason: str) -> None:
        unread.append(Unread(_name(folder, request.root), reason))

    is_whole = request.since is None and any(request.root.is_relative_to(path) for path in request.paths)
    known = Known.of(request.baseline, request.root, is_whole=is_whole)
    view = View(await _new_lines(request))
    team = assemble(request.config, request.caches, jobs=request.config.max_parallel_files, around=Surroundings(closed))
    for complaint in team.guests.unheard(request.config):
        log.warning("%s", complaint)
    cache = await asyncio.to_thread(RunCache, request.caches)
    try:
        await team.policies.require(request.root)
        plan = plan_for(request.root, request.config, team.traced, request.pipeline)
        await team.engine.load()
        batch = _Batch(request, team, plan, cache, view)
        await batch.all(on_file)
        mender = Mender(team, request.root) if request.fix else None
        by_model = await _by_model(request, team, plan)
        fixed = await _mend(request, mender, known, batch) if mender is not None else None
        if by_model is not None:
            await _mend_by_model(request, by_model, known, batch, on_file)
    finally:
        cache.close()
        await team.close()
    seconds = time.perf_counter() - started
    files = tuple(batch.runs)
    found = CheckResult(request.root, __version__, seconds, files, (*batch.unread, *unread), since=request.since)
    result = known.applied(found)
    if mender is not None:
        result = replace(result, fixed=fixed, unwritten=tuple(mender.unwritten))
    if by_model is not None:
        result = replace(result, by_model=by_model.report())
    evidence = await _evidence(request, team, batch, result) if request.evidence else None
    return Checked(result, team.engine.ruleset.problems, known, evidence)


async def _mend(request: Request, mender: Mender, known: Known, batch: "_Batch") -> tuple[Fixed, ...]:
    """Fix what is shown, look again at what changed, and fix what came to light by that; what is gone by it."""
    for _ in range(_ROUNDS):
        shown = known.applied(CheckResult(mender.root, __version__, 0.0, tuple(batch.runs)))
        changed = await mender.mend(shown.files)
        if not changed:
            break
        await batch.again(changed, View(await _new_lines(request)))
    return mender.fixed(tuple(batch.runs))


async def _by_model(request: Request, team: Team, plan: Plan) -> "ModelMender | None":
    """Raises ConfigError where a model is wanted and there is none."""
    if request.model is None:
        return None
    from omni_lsp.app.coding.batch import ModelMender  # noqa: PLC0415 - most checks ask no model

    return await ModelMender.of(team, request.root, request.model, plan)


async def _mend_by_model(
    request: Request, mender: "ModelMender", known: Known, batch: "_Batch", on_finding: OnFile
) -> None:
    shown = known.applied(CheckResult(mender.root, __version__, 0.0, tuple(batch.runs)))
    changed = await mender.mend(shown.files, on_finding)
    if changed:
        await batch.again(changed, View(await _new_lines(request)))


async def _evidence(request: Request, team: Team, batch: "_Batch", result: CheckResult) -> Evidence:
    policy = await team.policies.policy(request.root)
    controls = bundled() if policy.frameworks is None else bundled().within(policy.frameworks)
    digest = team.engine.ruleset.digest
    return Evidence(
        result, team.rules, controls, policy.name, policy.digest, digest, tuple(batch.waivers), tuple(batch.declared)
    )


async def _new_lines(request: Request) -> NewLines | None:
    """Raises ConfigError."""
    if request.since is None:
        return None
    try:
        return await Git().new_lines(request.root, request.since)
    except AgentError as error:
        raise ConfigError("--diff", (Mistake(str(error), Span(0, 0)),)) from error


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read; `findings` are those of an earlier check, `None` when it has to be looked at."""

    key: str
    snapshot: Snapshot
    findings: tuple[Finding, ...] | None


class _Batch:
    def __init__(self, request: Request, team: Team, plan: Plan, cache: RunCache, view: View) -> None:
        self._request = request
        self._team = team
        self._view = view
        self._plan = plan.for_findings()
        self._cache = cache
        self._slots = asyncio.Semaphore(request.config.max_parallel_files)
        self._digests = (team.engine.ruleset.digest, plan.digest, request.config.digest, __version__)
        self._rule_seconds = max(step.timeout_seconds or plan.budget_seconds for step in self._plan.steps)
        self.runs: list[FileRun] = []
        self.unread: list[Unread] = []
        self.waivers: list[Waiver] = []
        self.declared: list[ComplianceFacts] = []
        self._left_out = 0

    async def all(self, on_file: OnFile) -> None:
        files = await asyncio.to_thread(self._files)
        async with asyncio.TaskGroup() as group:
            ahead: asyncio.Task[list[_File]] | None = None
            # While the pipeline goes over one chunk, the engine looks at the next.
            for chunk in (*_chunks(files), None):
                read = ahead
                ahead = group.create_task(self._read(chunk)) if chunk is not None else None
                if read is not None:
                    await self._judge(await read)
                    on_file(len(self.runs) + len(self.unread) + self._left_out, len(files))

    async def again(self, paths: Sequence[Path], view: View) -> None:
        """Look at files that have changed since, as which other lines may be new."""
        self._view = view
        names = {_name(path, self._request.root) for path in paths}
        self.runs = [run for run in self.runs if run.path not in names]
        for chunk in _chunks(paths):
            await self._judge(await self._read(chunk))

    def _files(self) -> list[Path]:
        found = self._team.files.walk(self._request.paths, ignore=self._request.ignore)
        return [path for path in found if self._view.shows(path)]

    async def _read(self, chunk: Sequence[Path]) -> list[_File]:
        read = await self._team.files.snapshots(chunk, self._request.root)
        snapshots = [snapshot for snapshot in read if isinstance(snapshot, Snapshot)]
        for path, error in zip(chunk, read, strict=True):
            if isinstance(error, AgentError):
                self._unreadable(path, error)
        keys = [await self._key(snapshot) for snapshot in snapshots]
        known = await asyncio.to_thread(self._cache.get_many, [key for key in keys if key])
        rules = self._team.rules
        files = [
            _File(key, snapshot, restored(known[key], rules) if key in known else None)
            for key, snapshot in zip(keys, snapshots, strict=True)
        ]
        # Without an engine each file says so itself, as in the editor.
        with suppress(AgentError):
            unknown = [file.snapshot for file in files if file.findings is None]
            await self._team.engine.prepare(unknown, self._rule_seconds)
        return files

    async def _key(self, snapshot: Snapshot) -> str:
        """Empty for a run that is not to be remembered."""
        around = None if self._request.evidence else await self._team.surroundings(snapshot)
        if around is None:
            return ""
        day = self._request.today.isoformat() if depends_on_day(snapshot.text) else ""
        return run_key(snapshot, *self._digests, around, day)

    def _unreadable(self, path: Path, error: AgentError) -> None:
        name = _name(path, self._request.root)
        if isinstance(error, AgentValidationError) and not self._is_expected(path):
            self._left_out += 1  # A folder is full of pictures and archives, and nobody wants to hear of each.
        elif isinstance(error, AgentValidationError):
            # A binary or a giant is left out on purpose: said, but no reason to call the answer incomplete.
            self.runs.append(FileRun(name, gaps=(Gap("check", Status.SKIPPED, error.reason, 0.0),)))
        else:
            self.unread.append(Unread(name, error.reason))

    def _is_expected(self, path: Path) -> bool:
        """Whether somebody expects to hear of a file."""
        return path in self._request.paths or language_of(path) in LANGUAGES

    async def _judge(self, files: Sequence[_File]) -> None:
        fresh: dict[str, tuple[CachedFinding, ...]] = {}
        async with asyncio.TaskGroup() as group:
            for file in files:
                if file.findings is not None:
                    self.runs.append(self._view.remembered(file.snapshot, file.findings))
                else:
                    group.create_task(self._run(file, fresh))
        await asyncio.to_thread(self._cache.put_many, fresh)

    async def _run(self, file: _File, fresh: dict[str, tuple[CachedFinding, ...]]) -> None:
        async with self._slots:
            report = await run(self._plan, Work(file.snapshot, Trigger.SAVE), _ignore)
        outcome = self._view.reported(report)
        self.runs.append(outcome)
        if self._request.evidence:
            self.waivers += waivers(file.snapshot.name, suppressions(file.snapshot.lines, self._request.today))
            facts = (fact for stage in report.stages for fact in stage.result.facts)
            self.declared += [fact for fact in facts if isinstance(fact, ComplianceFacts)]
        # The cache has no place for what comments ignore; a run that tells of some is run again.
        if file.key and not outcome.gaps and not report.ignored:
            fresh[file.key] = cached(report.findings)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _ignore(_report: StageReport) -> None:
    """The report of the whole run says it all."""


def _chunks(files: Sequence[Path]) -> Iterator[list[Path]]:
    left = iter(files)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
