"""Code that is nowhere on the disk, looked at as if it were a file: the same agents, and nothing is written."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.app import tools_safe as safe
from omni_lsp.app.plans import plan_for
from omni_lsp.app.team import Team
from omni_lsp.app.tools_answers import StageEnd, ValidationAnswer
from omni_lsp.app.tools_findings import of_code, rules_of
from omni_lsp.config.settings import Config
from omni_lsp.model.controls import ControlMap
from omni_lsp.model.errors import AgentError
from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.languages import language_of
from omni_lsp.model.report import RunReport, StageReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Edit, Snapshot
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run
from omni_lsp.ports.agent import Agent, Remedies

_FIXES = 10
"""Each is tried in a scan of its own, a fifth of a second."""
_FIX_SECONDS = 5.0


class Validator:
    """Keeps engine processes for the next code; `close` ends them."""

    def __init__(self, team: Team, config: Config, pipeline: str | None) -> None:
        self._team = team
        self._config = config
        self._pipeline = pipeline

    async def validated(self, root: Path, path: Path, code: str) -> ValidationAnswer:
        """Findings in the code as if it were the file at that path below the root. Raises ConfigError."""
        await self._team.policies.require(root)
        plan = await asyncio.to_thread(plan_for, root, self._config, self._team.traced, self._pipeline)
        snapshot = Snapshot(path.as_uri(), None, language_of(path), code, path, root)
        report = await self._ran(plan.for_findings(), snapshot)
        fixes = await self._fixes(snapshot, report.findings)
        problems = of_code(snapshot, report.findings, fixes)
        return ValidationAnswer(
            problems,
            rules_of(report.findings, await self._controls(root)),
            total=len(problems),
            ignored=len(report.ignored),
            complete=report.is_complete,
            stages=tuple(map(_end, report.stages)),
        )

    async def close(self) -> None:
        await self._team.close()

    async def _ran(self, plan: Plan, snapshot: Snapshot) -> RunReport:
        # Without an engine the stage says so itself.
        with suppress(AgentError):
            await self._team.engine.warm_up()
        report = await run(plan, Work(snapshot, Trigger.SAVE), _ignore)
        if report.is_complete:
            return report
        # An engine that had to be started first is ready by now.
        return await run(plan, Work(snapshot, Trigger.SAVE), _ignore)

    async def _fixes(self, snapshot: Snapshot, findings: Sequence[Finding]) -> Mapping[str, Edit]:
        """By fingerprint, the fixes that hold, as many as there is time for."""
        offers = [
            (agent, offer)
            for finding in findings
            for agent, offer in _offered(self._team.agents, snapshot, finding)
            if offer.is_preferred
        ]
        found: dict[str, Edit] = {}
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIX_SECONDS):
                for agent, offer in offers[:_FIXES]:
                    # One that does not hold is none.
                    with suppress(AgentError):
                        found[offer.fingerprint] = await agent.resolve(offer, snapshot)
        return found

    async def _controls(self, root: Path) -> ControlMap:
        policy = await self._team.policies.policy(root)
        return bundled() if policy.frameworks is None else bundled().within(policy.frameworks)


def _offered(agents: Sequence[Agent], snapshot: Snapshot, finding: Finding) -> list[tuple[Remedies, Offer]]:
    remedies = [agent for agent in agents if isinstance(agent, Remedies)]
    return [(agent, offer) for agent in remedies for offer in agent.offers(snapshot, finding)]


def _end(stage: StageReport) -> StageEnd:
    return StageEnd(stage.agent, stage.status.value, safe.without_folders(stage.reason))


def _ignore(_report: StageReport) -> None:
    """The report of the whole run says it all."""
