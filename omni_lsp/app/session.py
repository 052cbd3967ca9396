"""The application behind an editor: which plan runs over which document, and what becomes of its reports."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from omni_lsp.adapters.files import warn
from omni_lsp.adapters.memory import settle, share_heap
from omni_lsp.adapters.trust.store import TrustStore
from omni_lsp.app import workspace_values
from omni_lsp.app.afterwards import Afterwards
from omni_lsp.app.authoring import Authoring
from omni_lsp.app.coding.access import Access
from omni_lsp.app.coding.desk import Coding
from omni_lsp.app.coding.handed import Handed
from omni_lsp.app.coding.writing import Writing
from omni_lsp.app.explaining import explained
from omni_lsp.app.exporting import Exporting
from omni_lsp.app.fixing import Fixing
from omni_lsp.app.headings import heading
from omni_lsp.app.indexing import Indexing, Means, by_root
from omni_lsp.app.inforce import InForce, put_in_force
from omni_lsp.app.keeping import Keeping
from omni_lsp.app.mentions import Mentions
from omni_lsp.app.overseeing import Overseer
from omni_lsp.app.plans import runs_on
from omni_lsp.app.reloading import Reloading
from omni_lsp.app.rule_news import RuleNews
from omni_lsp.app.searching import Searching
from omni_lsp.app.similar import similar, subject_of
from omni_lsp.app.sources import Shared, Sources
from omni_lsp.app.standing import Judge
from omni_lsp.app.steering import STEERING_NAMES, Steering
from omni_lsp.app.sweep import Sweep, remember
from omni_lsp.app.team import Surroundings
from omni_lsp.app.trusting import Trusting
from omni_lsp.config.settings import Config, cache_dir, state_dir
from omni_lsp.lsp.core import (
    FileChange,
    Found,
    Outbox,
    Packed,
    Progress,
    Prompt,
    Setup,
    Similar,
    Watched,
    WorkspaceSummary,
)
from omni_lsp.model.completion import Completions
from omni_lsp.model.errors import AgentError
from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Explanation, Finding, Offer, Rule
from omni_lsp.model.report import RunReport, Status
from omni_lsp.model.retrieval import IndexStatus, Query
from omni_lsp.model.stage import Trigger
from omni_lsp.model.status import Heading, Overview
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.model.trace import current_trace
from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.runner import Work
from omni_lsp.pipeline.scheduler import Job, Scheduler
from omni_lsp.state.documents import Documents
from omni_lsp.state.workspace import WorkspaceState
from omni_lsp.telemetry.log import set_level, set_style
from omni_lsp.telemetry.switch import Telemetry
from omni_lsp.telemetry.tracing import traced_run

log = logging.getLogger(__name__)


class Session:
    """Implements `lsp.core.Core`; everything here happens on the event loop.

    `tidy` clears the memory of the process after the start.
    """

    def __init__(
        self,
        setup: Setup,
        documents: Documents,
        outbox: Outbox,
        environment: Mapping[str, str],
        tidy: Callable[[], None] = settle,
    ) -> None:
        self._tidy = tidy
        self._documents = documents
        self._outbox = outbox
        self._environment = environment
        self._workspace = WorkspaceState()
        self._rule_news = RuleNews(outbox)
        self._timed_out: set[str] = set()  # URIs of open documents.
        self._background = Background()
        self._overseer = Overseer(lambda: self._now, lambda: self._keeping.seen, outbox, lambda: self.coding.state)
        self._authoring = Authoring(lambda: self._now, self._background)
        self._telemetry = Telemetry()
        self._exporting = Exporting(self._telemetry, outbox.warn)
        self._searching = Searching(
            lambda: self._now, environment, taken_in=self._taken_in, writer=self._workspace.writer
        )
        means = Means(
            lambda: self._now,
            self._searching.index,
            lambda: bool(self._scheduler.waiting or self._scheduler.running),
            outbox,
        )
        self._indexing = Indexing(means, self._background)
        mentions = Mentions(lambda: self._now.team.files, self._background)
        judge = Judge(TrustStore(state_dir(environment)))
        self._trusting = Trusting(lambda: self._now, judge, outbox, self._background, self._judged_anew)
        trust = self._trusting.__contains__, self._trusting.holds, judge
        self._around = Surroundings(warn, self._look_again, self._indexing.related, mentions, *trust)
        self._now = put_in_force(setup, environment, self._telemetry, around=self._around)
        shared = Shared(lambda: self._now, self._workspace, documents, outbox)
        self._sources = Sources(shared, self._background)
        files = documents, self._workspace, outbox
        self._reloading = Reloading(lambda: self._now, *files, self._rule_news, self._trusting, self.submit)
        self._steering = Steering(lambda: self._now, self._reloading.reactions, self._background)
        self._scheduler = self._scheduling()
        caches = cache_dir(environment)
        self._keeping = Keeping(shared, self._sources, self._background, caches, lambda: self._scheduler.waiting > 0)
        trusts, nearby = self._trusting.__contains__, self._indexing.related
        access = Access(lambda: self._now, trusts, self._workspace, nearby, outbox, environment)
        self._writing = Writing(access, documents.at, Handed(self._workspace.register_generated_file))
        self._fixing = Fixing(lambda: self._now.team, Coding(access, self._writing))
        self._afterwards = Afterwards(lambda: self._now.team.agents, documents, outbox, self._background)
        self._began()

    def submit(self, snapshot: Snapshot, trigger: Trigger) -> None:
        self._indexing.stirred()
        if trigger is Trigger.SAVE:
            self._indexing.changed(snapshot.root, [snapshot.path] if snapshot.path is not None else [])
            self._steering.saved(snapshot.path)
            self._sources.saved(snapshot.root)
            self._writing.saved(snapshot)
        self._keeping.touched(snapshot, trigger)
        if workspace_values.is_reviewed(snapshot):
            self._outbox.stage(snapshot, workspace_values.review(snapshot))
        self._authoring.opened(snapshot)
        if self._now.plans.is_source(snapshot):
            self._review(snapshot)
        elif trigger is Trigger.SAVE and self._is_rule_file(snapshot):
            self._steering.rules_saved()
        elif runs_on(self._now.plans.of(snapshot.root), trigger):
            self._scheduler.submit(snapshot, trigger)

    def cancel(self, uri: str) -> None:
        self._scheduler.cancel(uri)
        self._keeping.closed(uri)
        self._reloading.judged_by.pop(uri, None)
        self._timed_out.discard(uri)
        closing = self._documents.get(uri)
        if closing is not None and closing.path is not None:
            self._sources.look([closing.path])  # What is known of it may be from a text that was never saved.

    def files_changed(self, changes: Mapping[Path, FileChange]) -> None:
        self._steering.look(changes)
        self._sources.look(changes)
        self._keeping.changed(changes)
        for root, paths in by_root(changes, self._now.setup.folders).items():
            self._indexing.changed(root, paths)

    def watched(self) -> Watched:
        config = self._now.asked  # To watch what counts only under trust does no harm.
        named = [Path(config.pipeline)] if Path(config.pipeline).is_absolute() else []
        named += [config.policy] if config.policy is not None else []
        return Watched(STEERING_NAMES, (*config.security.rules, *named))

    def reconfigure(self, setup: Setup) -> None:
        if setup != self._now.setup:  # Editors tell of a change right after the start, and whenever they please.
            self._put_in_force(setup)

    def _judged_anew(self) -> None:
        self._put_in_force(self._now.setup)

    def _put_in_force(self, setup: Setup) -> None:
        before = self._now
        self._now = put_in_force(setup, self._environment, self._telemetry, before, self._around)
        if _pace(self._now.config) != _pace(before.config):
            self._background.start(self._scheduler.close())
            self._scheduler = self._scheduling()
        if self._now.team is not before.team:
            self._background.start(before.team.close())
        for root in {*before.setup.folders} - {*setup.folders} | {*before.trusted} - {*self._now.trusted}:
            self._workspace.drop(root)
            self._sources.forget(root)
            self._keeping.forget(root)
            self._indexing.stop(root)
            self._outbox.gone([root])
        if not self._now.trusted:
            self._background.start(self._searching.close())
        self._began(known=before.trusted)
        if self._now.config.search != before.config.search:
            self._indexing.begin_anew()
        for snapshot in self._documents:
            self.submit(snapshot, Trigger.OPEN)

    def explain(self, snapshot: Snapshot, offset: int, findings: Sequence[Finding]) -> Sequence[Explanation]:
        project = self._workspace.project(snapshot.root) if snapshot.root else None
        told = explained(self._now.team, project, snapshot, offset, findings)
        return [*told, *self._authoring.explain(snapshot, offset)]

    def completions(self, snapshot: Snapshot, offset: int) -> Completions | None:
        return self._authoring.completions(snapshot, offset)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        return self._fixing.offers(snapshot, finding)

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        return await self._fixing.resolve(offer, snapshot)

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        return await self._fixing.resolve_all(snapshot, findings)

    @property
    def coding(self) -> Coding:
        return self._fixing.coding

    def observe(self, method: str, request: str | int) -> Callable[[str], None]:
        return self._telemetry.request(method, request)

    async def analyze(self, snapshot: Snapshot, timeout_seconds: float | None) -> RunReport | None:
        scheduler = self._scheduler
        future = scheduler.submit(snapshot, Trigger.COMMAND, budget_seconds=timeout_seconds)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            scheduler.withdraw(future)
            raise

    async def validate(self, snapshot: Snapshot) -> RunReport:
        plan = self._now.plans.of(snapshot.root).for_findings()
        work = Work(snapshot, Trigger.COMMAND, self._facts(snapshot.root))
        return await traced_run(self._telemetry, plan, work, lambda _stage: None)

    async def analyze_workspace(self, timeout_seconds: float | None, progress: Progress) -> WorkspaceSummary:
        folders = self._trusting.require("analyze", None)
        sweep = Sweep(self._now.team, self._documents, self._scheduler, progress, self._trusting)
        return await sweep.over(folders, timeout_seconds)

    async def search(self, query: Query, progress: Progress) -> Sequence[Found]:
        self._trusting.require("search", None)
        return await self._searching.search(query, progress)

    async def pack(self, root: Path | None, progress: Progress, *, is_preview: bool) -> Sequence[Packed]:
        roots = self._trusting.require("write context packs", root)
        return await self._keeping.pack(roots, progress, is_preview=is_preview)

    async def prompt(self, finding: Finding, snapshot: Snapshot) -> Prompt:
        from omni_lsp.app.prompting import prompt_about  # noqa: PLC0415 - dear, and most never ask for it

        file = await self._now.team.context.file_facts(snapshot)
        project = self._workspace.project(snapshot.root) if snapshot.root else None
        return await prompt_about(finding, snapshot, file, project, cache_dir(self._environment))

    async def similar(self, snapshot: Snapshot, span: Span, progress: Progress) -> Similar:
        self._trusting.require("look for similar code", snapshot.root)
        project = self._workspace.project(snapshot.root) if snapshot.root else None
        subject = subject_of(snapshot, span, project.files.get(snapshot.name) if project else None)
        return await similar(self._searching, snapshot, subject, progress)

    @property
    def has_index(self) -> bool:
        return self._now.config.search.index

    async def index_status(self) -> Mapping[Path, IndexStatus]:
        index = await self._searching.index()
        return {root: await index.status(root) for root in self._now.trusted} if index is not None else {}

    def trusts(self, root: Path) -> bool:
        return root in self._trusting

    async def trust(self, root: Path) -> None:
        await self._trusting.trust(root)

    async def untrust(self, root: Path) -> None:
        await self._trusting.untrust(root)

    def graph(self, style: str, root: Path | None, last: RunReport | None) -> str:
        from omni_lsp.app.drawing import drawn  # noqa: PLC0415 - most never ask for it

        return drawn(self._now.plans.of(root or next(iter(self._now.setup.folders), None)), style, last)

    def overview(self) -> Overview:
        return self._overseer.overview()

    def heading(self, rule: Rule) -> Heading:
        return heading(rule)

    async def close(self) -> None:
        await self._background.close()
        await self._scheduler.close()
        await self._searching.close()
        await self._now.team.close()
        await self._exporting.close()

    async def _run(self, job: Job) -> RunReport:
        snapshot = job.snapshot
        policy = await self._now.team.policies.policy(snapshot.root)
        self._reloading.judged_by[snapshot.uri] = policy.digest
        plan = self._now.plans.of(snapshot.root)
        work = Work(snapshot, job.trigger, self._facts(snapshot.root), job.trace, job.budget_seconds)
        with self._overseer.watch(plan, work) as run:
            report = await traced_run(self._telemetry, plan, work, run.reported, run.began)
        if snapshot.root is not None:
            known = [fact for stage in report.stages for fact in stage.result.facts]
            remember(self._workspace, snapshot.root, known)
        self._note(report)
        self._outbox.ran(report)
        self._keeping.ran(report)
        self._afterwards.begin(report)
        self._tell_left_out()
        found, seconds, total = len(report.findings), report.seconds, report.budget_seconds
        log.info("%s of %s: %.3f s of %g s, findings: %d", job.trigger.value, snapshot.name, seconds, total, found)
        return report

    def _facts(self, root: Path | None) -> Facts:
        return Facts(self._workspace.project(root)) if root is not None else Facts()

    def _note(self, report: RunReport) -> None:
        if any(stage.status is Status.TIMED_OUT for stage in report.stages):
            self._timed_out.add(report.snapshot.uri)
        else:
            self._timed_out.discard(report.snapshot.uri)

    def _taken_in(self, root: Path, status: IndexStatus) -> None:
        self._indexing.taken_in(root, status)

    def _look_again(self) -> None:
        """The engine is ready, after runs may have waited for it in vain: what they could not tell can be told now."""
        for snapshot in self._documents:
            if snapshot.uri in self._timed_out:
                self._timed_out.discard(snapshot.uri)
                self.submit(snapshot, Trigger.OPEN)

    def _scheduling(self) -> Scheduler:
        parallel, debounce_ms, typing_ms = _pace(self._now.config)
        return Scheduler(
            self._run,
            max_parallel_files=parallel,
            debounce_seconds=debounce_ms / 1000,
            typing_seconds=typing_ms / 1000,
        )

    def _review(self, snapshot: Snapshot) -> None:
        """Show the mistakes in a pipeline file as it is edited; a saved one comes in force through `Steering`, once."""
        self._outbox.stage(snapshot, replace(self._now.plans.review(snapshot), trace_id=current_trace()))

    def _began(self, known: Sequence[object] = ()) -> None:
        now = self._now
        self._outbox.moved()
        set_level(now.config.log_level)
        set_style(now.config.log_format)
        self._background.start(self._exporting.follow(now.config.telemetry))
        for complaint in now.complaints:
            self._outbox.warn(complaint)
        self._trusting.came_into_force()
        fresh = [root for root in now.trusted if root not in known]
        self._background.start(self._warm_up(now, fresh))
        for root in fresh:
            self._steering.saved(root)
        for root in now.trusted:
            if now.config.outlines_folders:
                self._sources.index(root)

    async def _warm_up(self, now: InForce, fresh: Sequence[Path]) -> None:
        share_heap()
        self._tidy()  # What comes now finds the room that the start has left.
        await self._steering.learn_rules()
        try:
            await now.team.engine.warm_up()
        except AgentError as error:
            log.warning("%s; each file says so", error)
        self._tidy()
        self._overseer.ready()
        self._rule_news.tell_problems(now.team)
        self._look_again()
        for root in fresh:
            self._indexing.begin(root)
            await self._keeping.look(root)

    def _is_rule_file(self, snapshot: Snapshot) -> bool:
        path = snapshot.path
        if path is None or path.suffix not in (".yaml", ".yml"):
            return False
        return any(path.is_relative_to(own) for own in self._now.config.security.rules)

    def _tell_left_out(self) -> None:
        """A rule in an open file is said there, too, so that file is looked at again."""
        for one in self._rule_news.tell_left_out(self._now.team):
            for snapshot in self._documents:
                if one.source is not None and snapshot.path == one.source:
                    self._scheduler.submit(snapshot, Trigger.OPEN)


def _pace(config: Config) -> tuple[int, int, int]:
    return config.max_parallel_files, config.debounce_ms, config.typing_debounce_ms
