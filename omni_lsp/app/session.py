"""The application behind an editor: which plan runs over which document, and what becomes of its reports."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial

from omni_lsp.app.inforce import put_in_force
from omni_lsp.app.plans import runs_on
from omni_lsp.app.sweep import Sweep, index_folder, remember
from omni_lsp.app.team import Team
from omni_lsp.config.settings import Config
from omni_lsp.lsp.core import Outbox, Progress, Setup, WorkspaceSummary
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.facts import Facts, FileFindings
from omni_lsp.model.finding import Explanation, Finding, Offer
from omni_lsp.model.report import RunReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Edit, Snapshot
from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.runner import Work, run
from omni_lsp.pipeline.scheduler import Job, Scheduler
from omni_lsp.ports import Explains, Remedies
from omni_lsp.state.documents import Documents
from omni_lsp.state.workspace import WorkspaceState
from omni_lsp.telemetry import set_level

log = logging.getLogger(__name__)


class Session:
    """Implements `lsp.core.Core`; everything here happens on the event loop."""

    def __init__(self, setup: Setup, documents: Documents, outbox: Outbox, environment: Mapping[str, str]) -> None:
        self._documents = documents
        self._outbox = outbox
        self._environment = environment
        self._workspace = WorkspaceState()
        self._background = Background()
        self._now = put_in_force(setup, environment)
        self._scheduler = self._scheduling()
        self._began()

    def submit(self, snapshot: Snapshot, trigger: Trigger) -> None:
        if self._now.plans.is_source(snapshot):
            self._review(snapshot, trigger)
        elif trigger is Trigger.SAVE and self._is_rule_file(snapshot):
            self._background.start(self._reload_rules())
        elif runs_on(self._now.plans.of(snapshot.root), trigger):
            self._scheduler.submit(snapshot, trigger)

    def cancel(self, uri: str) -> None:
        self._scheduler.cancel(uri)

    def reconfigure(self, setup: Setup) -> None:
        before = self._now
        if setup == before.setup:
            return  # Editors tell of a change right after the start, and whenever they please.
        self._now = put_in_force(setup, self._environment, before)
        if _pace(self._now.config) != _pace(before.config):
            self._background.start(self._scheduler.close())
            self._scheduler = self._scheduling()
        if self._now.team is not before.team:
            self._background.start(before.team.engine.close())
        for root in set(before.setup.folders) - set(setup.folders):
            self._workspace.drop(root)
        self._began(known=before.setup.folders)
        for snapshot in self._documents:
            self.submit(snapshot, Trigger.OPEN)

    def explain(self, snapshot: Snapshot, offset: int, found: FileFindings) -> Sequence[Explanation]:
        project = self._workspace.project(snapshot.root) if snapshot.root else None
        known = project.files.get(snapshot.name) if project else None
        facts = Facts(*(value for value in (found, project, known) if value is not None))
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

    async def analyze(self, snapshot: Snapshot, timeout_seconds: float | None) -> RunReport | None:
        return await self._scheduler.submit(snapshot, Trigger.COMMAND, budget_seconds=timeout_seconds)

    async def analyze_workspace(self, timeout_seconds: float | None, progress: Progress) -> WorkspaceSummary:
        sweep = Sweep(self._now.team, self._documents, self._scheduler, progress)
        return await sweep.over(self._now.setup.folders, timeout_seconds)

    def graph(self, style: str) -> str:
        graph = self._now.plans.of(next(iter(self._now.setup.folders), None)).graph
        return graph.dot() if style == "dot" else graph.mermaid()

    async def close(self) -> None:
        await self._background.close()
        await self._scheduler.close()
        await self._now.team.engine.close()

    async def _run(self, job: Job) -> RunReport:
        snapshot = job.snapshot
        plan = self._now.plans.of(snapshot.root)
        facts = Facts(self._workspace.project(snapshot.root)) if snapshot.root else Facts()
        work = Work(snapshot, job.trigger, facts, budget_seconds=job.budget_seconds)
        report = await run(plan, work, partial(self._outbox.stage, snapshot))
        if snapshot.root is not None:
            known = [fact for stage in report.stages for fact in stage.result.facts]
            remember(self._workspace, snapshot.root, known)
        self._outbox.ran(report)
        return report

    def _scheduling(self) -> Scheduler:
        parallel, debounce_ms = _pace(self._now.config)
        return Scheduler(self._run, max_parallel_files=parallel, debounce_seconds=debounce_ms / 1000)

    def _review(self, snapshot: Snapshot, trigger: Trigger) -> None:
        """Mistakes in a pipeline file are shown as it is edited; a saved one without any comes in force."""
        plans = self._now.plans
        self._outbox.stage(snapshot, plans.review(snapshot))
        if trigger is Trigger.SAVE:
            plans.saved(snapshot)

    def _began(self, known: Sequence[object] = ()) -> None:
        now = self._now
        set_level(now.config.log_level)
        for complaint in now.complaints:
            self._outbox.warn(complaint)
        self._background.start(self._warm_up(now.team))
        if now.config.index_workspace:
            for root in now.setup.folders:
                if root not in known:
                    self._background.start(index_folder(root, now.team, self._workspace))

    async def _warm_up(self, team: Team) -> None:
        try:
            await team.engine.warm_up()
        except AgentError as error:
            log.warning("%s; each file says so", error)
        self._tell_problems(team)

    async def _reload_rules(self) -> None:
        """A rule file was saved: look at what is open with what the rules now say."""
        team = self._now.team
        await team.engine.reload()
        self._tell_problems(team)
        for snapshot in self._documents:
            self.submit(snapshot, Trigger.OPEN)

    def _is_rule_file(self, snapshot: Snapshot) -> bool:
        path = snapshot.path
        if path is None or path.suffix not in (".yaml", ".yml"):
            return False
        return any(path.is_relative_to(own) for own in self._now.config.security.rules)

    def _tell_problems(self, team: Team) -> None:
        for problem in team.engine.ruleset.problems:
            rule = problem.rule or "the file"
            self._outbox.warn(f"{problem.source}: {rule}: {problem.message}. The other rules run.")

    def _remedies(self, agent_id: str) -> list[Remedies]:
        mine = (agent for agent in self._now.team.agents if agent.meta.id == agent_id)
        return [agent for agent in mine if isinstance(agent, Remedies)]


def _pace(config: Config) -> tuple[int, int]:
    return config.max_parallel_files, config.debounce_ms
