"""The application behind an editor: which plan runs over which document, and what becomes of its reports."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.memory import settle, share_heap
from omni_lsp.agents.compliance_policy import terms
from omni_lsp.app.afterwards import Afterwards
from omni_lsp.app.exporting import Exporting
from omni_lsp.app.inforce import put_in_force
from omni_lsp.app.plans import runs_on
from omni_lsp.app.sources import Shared, Sources
from omni_lsp.app.steering import STEERING_NAMES, Reactions, Steering
from omni_lsp.app.sweep import Sweep, remember
from omni_lsp.app.team import Team
from omni_lsp.config.settings import Config
from omni_lsp.lsp.core import FileChange, Outbox, Progress, Setup, Watched, WorkspaceSummary
from omni_lsp.model.citing import Citations
from omni_lsp.model.errors import AgentError, AgentValidationError, ConfigError, Mistake
from omni_lsp.model.facts import Facts, FileFindings
from omni_lsp.model.finding import Explanation, Finding, Offer
from omni_lsp.model.report import RunReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.model.trace import current_trace
from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.runner import Work
from omni_lsp.pipeline.scheduler import Job, Scheduler
from omni_lsp.ports import Explains, Remedies
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
        self._left_out: set[str] = set()
        # Of the open documents, by URI: the policies that they were last judged by, and which ran out of time.
        self._policies: dict[str, str] = {}
        self._timed_out: set[str] = set()
        self._background = Background()
        self._telemetry = Telemetry()
        self._exporting = Exporting(self._telemetry, outbox.warn)
        self._now = put_in_force(setup, environment, self._telemetry, late=self._look_again)
        self._sources = Sources(Shared(lambda: self._now, self._workspace, documents, outbox), self._background)
        reactions = Reactions(self._reload_pipelines, self._reload_policies, self._reload_rules, self._reload_manifests)
        self._steering = Steering(lambda: self._now, reactions, self._background)
        self._scheduler = self._scheduling()
        self._afterwards = Afterwards(lambda: self._now.team.agents, documents, outbox, self._background)
        self._began()

    def submit(self, snapshot: Snapshot, trigger: Trigger) -> None:
        if trigger is Trigger.SAVE:
            self._steering.saved(snapshot.path)
            self._sources.saved(snapshot.root)
        if self._now.plans.is_source(snapshot):
            self._review(snapshot)
        elif trigger is Trigger.SAVE and self._is_rule_file(snapshot):
            self._steering.rules_saved()
        elif runs_on(self._now.plans.of(snapshot.root), trigger):
            self._scheduler.submit(snapshot, trigger)

    def cancel(self, uri: str) -> None:
        self._scheduler.cancel(uri)
        self._policies.pop(uri, None)
        self._timed_out.discard(uri)
        closing = self._documents.get(uri)
        if closing is not None and closing.path is not None:
            self._sources.look([closing.path])  # What is known of it may be from a text that was never saved.

    def files_changed(self, changes: Mapping[Path, FileChange]) -> None:
        self._steering.look(changes)
        self._sources.look(changes)

    def watched(self) -> Watched:
        config = self._now.config
        named = [path for path in self._now.plans.sources if str(path) == config.pipeline]
        named += [config.policy] if config.policy is not None else []
        return Watched(STEERING_NAMES, (*config.security.rules, *named))

    def reconfigure(self, setup: Setup) -> None:
        before = self._now
        if setup == before.setup:
            return  # Editors tell of a change right after the start, and whenever they please.
        self._now = put_in_force(setup, self._environment, self._telemetry, before, self._look_again)
        if _pace(self._now.config) != _pace(before.config):
            self._background.start(self._scheduler.close())
            self._scheduler = self._scheduling()
        if self._now.team is not before.team:
            self._background.start(before.team.engine.close())
        for root in set(before.setup.folders) - set(setup.folders):
            self._workspace.drop(root)
            self._sources.forget(root)
            self._outbox.gone([root])
        self._began(known=before.setup.folders)
        for snapshot in self._documents:
            self.submit(snapshot, Trigger.OPEN)

    def explain(self, snapshot: Snapshot, offset: int, found: FileFindings) -> Sequence[Explanation]:
        project = self._workspace.project(snapshot.root) if snapshot.root else None
        known = project.files.get(snapshot.name) if project else None
        frameworks = terms(self._now.team.policies.known(snapshot.root), snapshot.name).frameworks
        citations = Citations(bundled(), frameworks)
        facts = Facts(*(value for value in (found, project, known, citations) if value is not None))
        said = (
            agent.explain(snapshot, offset, facts) for agent in self._now.team.agents if isinstance(agent, Explains)
        )
        return [explanation for explanation in said if explanation is not None]

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        return [offer for agent in self._remedies(finding.agent) for offer in agent.offers(snapshot, finding)]

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        for agent in self._remedies(offer.agent):
            return await agent.resolve(offer, snapshot)
        raise AgentValidationError(f"resolve {offer.kind}", snapshot.name, f"there is no agent {offer.agent!r}")

    async def resolve_all(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Edit:
        """What each agent saw to hold together; one whose changes overlap those of another is left for the next time."""
        changes: tuple[Change, ...] = ()
        refusal: AgentError = AgentValidationError("fix all that can be fixed", snapshot.name, "no agent has a fix")
        for agent_id in dict.fromkeys(finding.agent for finding in findings):
            for agent in self._remedies(agent_id):
                try:
                    edit = await agent.resolve_all(snapshot, [one for one in findings if one.agent == agent_id])
                except AgentError as error:
                    refusal = error
                    continue
                if _are_apart(both := (*changes, *edit.changes)):
                    changes = both
        if not changes:
            raise refusal
        return Edit(snapshot.uri, snapshot.version, changes)

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

    async def analyze_workspace(self, timeout_seconds: float | None, progress: Progress) -> WorkspaceSummary:
        sweep = Sweep(self._now.team, self._documents, self._scheduler, progress)
        return await sweep.over(self._now.setup.folders, timeout_seconds)

    def graph(self, style: str) -> str:
        graph = self._now.plans.of(next(iter(self._now.setup.folders), None)).graph
        drawn = {"mermaid": graph.mermaid, "dot": graph.dot}.get(style)
        if drawn is None:
            raise ConfigError("format", (Mistake(f"{style!r} is neither mermaid nor dot", Span(0, 0)),))
        return drawn()

    async def close(self) -> None:
        await self._background.close()
        await self._scheduler.close()
        await self._now.team.engine.close()
        await self._exporting.close()

    async def _run(self, job: Job) -> RunReport:
        snapshot = job.snapshot
        self._policies[snapshot.uri] = (await self._now.team.policies.policy(snapshot.root)).digest
        plan = self._now.plans.of(snapshot.root)
        facts = Facts(self._workspace.project(snapshot.root)) if snapshot.root else Facts()
        work = Work(snapshot, job.trigger, facts, job.trace, job.budget_seconds)
        report = await traced_run(self._telemetry, plan, work, partial(self._outbox.stage, snapshot))
        if snapshot.root is not None:
            known = [fact for stage in report.stages for fact in stage.result.facts]
            remember(self._workspace, snapshot.root, known)
        self._note(report)
        self._outbox.ran(report)
        self._afterwards.begin(report)
        self._tell_left_out()
        found, seconds, total = len(report.findings), report.seconds, report.budget_seconds
        log.info("%s of %s: %.3f s of %g s, findings: %d", job.trigger.value, snapshot.name, seconds, total, found)
        return report

    def _note(self, report: RunReport) -> None:
        if any(stage.status is Status.TIMED_OUT for stage in report.stages):
            self._timed_out.add(report.snapshot.uri)
        else:
            self._timed_out.discard(report.snapshot.uri)

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
        set_level(now.config.log_level)
        set_style(now.config.log_format)
        self._background.start(self._exporting.follow(now.config.telemetry))
        for complaint in now.complaints:
            self._outbox.warn(complaint)
        self._background.start(self._warm_up(now.team))
        for root in now.setup.folders:
            if root not in known:
                self._steering.saved(root)
                if now.config.index_workspace:
                    self._sources.index(root)

    async def _warm_up(self, team: Team) -> None:
        share_heap()
        self._tidy()  # What comes now finds the room that the start has left.
        await self._steering.learn_rules()
        try:
            await team.engine.warm_up()
        except AgentError as error:
            log.warning("%s; each file says so", error)
        self._tidy()
        self._tell_problems(team)
        self._look_again()

    async def _reload_rules(self) -> None:
        """A rule file changed: look at what is open with what the rules now say."""
        team = self._now.team
        before = team.engine.ruleset.digest
        await team.engine.reload()
        self._tell_problems(team)
        if team.engine.ruleset.digest != before:
            for snapshot in self._documents:
                self.submit(snapshot, Trigger.OPEN)

    async def _reload_pipelines(self) -> None:
        before = self._plans_in_force()
        for complaint in await self._now.plans.reload():
            self._outbox.warn(complaint)
        for snapshot in self._documents:
            if self._now.plans.of(snapshot.root).digest != before.get(snapshot.uri):
                self.submit(snapshot, Trigger.OPEN)

    async def _reload_policies(self) -> None:
        """A policy changed: look at what is open with what it asks for now."""
        policies = self._now.team.policies
        now = {root: await policies.policy(root) for root in {snapshot.root for snapshot in self._documents}}
        for snapshot in self._documents:
            if snapshot.root in now and self._policies.get(snapshot.uri) not in (None, now[snapshot.root].digest):
                self.submit(snapshot, Trigger.OPEN)

    async def _reload_manifests(self, root: Path) -> None:
        found = await self._now.team.context.build_facts(root)
        if root in self._now.setup.folders:
            self._workspace.put_project(root, found.kinds, found.commands)

    def _plans_in_force(self) -> dict[str, str]:
        """Digests of the plans that the open documents run in, by URI."""
        return {snapshot.uri: self._now.plans.of(snapshot.root).digest for snapshot in self._documents}

    def _is_rule_file(self, snapshot: Snapshot) -> bool:
        path = snapshot.path
        if path is None or path.suffix not in (".yaml", ".yml"):
            return False
        return any(path.is_relative_to(own) for own in self._now.config.security.rules)

    def _tell_problems(self, team: Team) -> None:
        for problem in team.engine.ruleset.problems:
            rule = problem.rule or "the file"
            self._outbox.warn(f"{problem.source}: {rule}: {problem.message}. The other rules run.")

    def _tell_left_out(self) -> None:
        """Once a session; a rule in an open file is said there, too, so that file is looked at again."""
        for one in self._now.team.engine.left_out:
            if one.rule not in self._left_out:
                self._left_out.add(one.rule)
                self._outbox.warn(one.message)
                for snapshot in self._documents:
                    if one.source is not None and snapshot.path == one.source:
                        self._scheduler.submit(snapshot, Trigger.OPEN)

    def _remedies(self, agent_id: str) -> list[Remedies]:
        mine = (agent for agent in self._now.team.agents if agent.meta.id == agent_id)
        return [agent for agent in mine if isinstance(agent, Remedies)]


def _are_apart(changes: Iterable[Change]) -> bool:
    spans = sorted(change.span for change in changes)
    return all(before.end <= after.start for before, after in pairwise(spans))


def _pace(config: Config) -> tuple[int, int, int]:
    return config.max_parallel_files, config.debounce_ms, config.typing_debounce_ms
