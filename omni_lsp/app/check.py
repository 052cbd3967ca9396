"""The same pipeline headless: files and folders in, one result out; what an earlier check found out is not run again."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from omni_lsp import __version__
from omni_lsp.adapters.cache import CachedFinding, RunCache, cached, restored, run_key
from omni_lsp.app.plans import plan_for
from omni_lsp.app.team import Team, assemble
from omni_lsp.config.settings import Config
from omni_lsp.formats.result import CheckResult, FileRun, Gap, Unread, file_run, reported
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.finding import Finding
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.report import StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run
from omni_lsp.ports import RuleProblem

_CHUNK = 200
"""Files that are read, looked up, given to the engine and remembered together."""

OnFile = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """`root` is what paths in the result are relative to, `pipeline` a name or a file, `caches` the cache folder."""

    paths: tuple[Path, ...]
    root: Path
    config: Config
    caches: Path
    pipeline: str | None = None
    ignore: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    result: CheckResult
    problems: tuple[RuleProblem, ...]


async def check(request: Request, on_file: OnFile) -> Checked:
    """Run the pipeline over every source file; `on_file` is told how many of how many are done. Raises ConfigError."""
    started = time.perf_counter()
    unread: list[Unread] = []

    def closed(folder: Path, reason: str) -> None:
        unread.append(Unread(_name(folder, request.root), reason))

    team = assemble(request.config, request.caches, parallel=request.config.max_parallel_files, on_unreadable=closed)
    cache = await asyncio.to_thread(RunCache, request.caches)
    try:
        plan = plan_for(request.root, request.config, team.agents, request.pipeline)
        await team.engine.load()
        batch = _Batch(request, team, plan, cache)
        await batch.all(on_file)
    finally:
        cache.close()
        await team.engine.close()
    seconds = time.perf_counter() - started
    result = CheckResult(request.root, __version__, seconds, tuple(batch.runs), (*batch.unread, *unread))
    return Checked(result, team.engine.ruleset.problems)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read; `findings` are those of an earlier check, `None` when it has to be looked at."""

    key: str
    snapshot: Snapshot
    findings: tuple[Finding, ...] | None


class _Batch:
    def __init__(self, request: Request, team: Team, plan: Plan, cache: RunCache) -> None:
        self._request = request
        self._team = team
        self._plan = plan.for_findings()
        self._cache = cache
        self._slots = asyncio.Semaphore(request.config.max_parallel_files)
        self._digests = (team.engine.ruleset.digest, plan.digest, request.config.digest, __version__)
        self._rule_seconds = max(step.timeout_seconds or plan.budget_seconds for step in plan.steps)
        self.runs: list[FileRun] = []
        self.unread: list[Unread] = []

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
                    on_file(len(self.runs) + len(self.unread), len(files))

    def _files(self) -> list[Path]:
        named = {path for path in self._request.paths if not path.is_dir()}
        found = self._team.files.walk(self._request.paths, ignore=self._request.ignore)
        return [path for path in found if path in named or language_of(path) in LANGUAGES]

    async def _read(self, chunk: Sequence[Path]) -> list[_File]:
        read = await self._team.files.snapshots(chunk, self._request.root)
        snapshots = [snapshot for snapshot in read if isinstance(snapshot, Snapshot)]
        for path, error in zip(chunk, read, strict=True):
            if isinstance(error, AgentError):
                self._unreadable(_name(path, self._request.root), error)
        keys = [run_key(snapshot, *self._digests) for snapshot in snapshots]
        known = await asyncio.to_thread(self._cache.get_many, keys)
        rules = self._team.engine.ruleset.rules
        files = [
            _File(key, snapshot, restored(known[key], rules) if key in known else None)
            for key, snapshot in zip(keys, snapshots, strict=True)
        ]
        # Without an engine each file says so itself, as in the editor.
        with suppress(AgentError):
            unknown = [file.snapshot for file in files if file.findings is None]
            await self._team.engine.prepare(unknown, self._rule_seconds)
        return files

    def _unreadable(self, name: str, error: AgentError) -> None:
        if isinstance(error, AgentValidationError):
            # A binary or a giant is left out on purpose: said, but no reason to call the answer incomplete.
            self.runs.append(FileRun(name, gaps=(Gap("check", Status.SKIPPED, error.reason, 0.0),)))
        else:
            self.unread.append(Unread(name, error.reason))

    async def _judge(self, files: Sequence[_File]) -> None:
        fresh: dict[str, tuple[CachedFinding, ...]] = {}
        async with asyncio.TaskGroup() as group:
            for file in files:
                if file.findings is not None:
                    self.runs.append(file_run(file.snapshot, file.findings))
                else:
                    group.create_task(self._run(file, fresh))
        await asyncio.to_thread(self._cache.put_many, fresh)

    async def _run(self, file: _File, fresh: dict[str, tuple[CachedFinding, ...]]) -> None:
        async with self._slots:
            report = await run(self._plan, Work(file.snapshot, Trigger.SAVE), _ignore)
        outcome = reported(report)
        self.runs.append(outcome)
        if not outcome.gaps:
            fresh[file.key] = cached(report.findings)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _ignore(_report: StageReport) -> None:
    """The report of the whole run says it all."""


def _chunks(files: Sequence[Path]) -> Iterator[list[Path]]:
    left = iter(files)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
