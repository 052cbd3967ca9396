"""What steers us, read again when its files changed, and what is open looked at with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.app.inforce import InForce
from omni_lsp.app.rule_news import RuleNews
from omni_lsp.app.steering import Reactions
from omni_lsp.app.trusting import Trusting
from omni_lsp.lsp.core import Outbox
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.state.documents import Documents
from omni_lsp.state.workspace import WorkspaceState


@dataclass(eq=False, slots=True)
class Reloading:
    """`submit` has a document looked at; `judged_by` are the digests of the policies that the open ones were judged by."""

    now: Callable[[], InForce]
    documents: Documents
    workspace: WorkspaceState
    outbox: Outbox
    rule_news: RuleNews
    trusting: Trusting
    submit: Callable[[Snapshot, Trigger], None]
    judged_by: dict[str, str] = field(default_factory=dict)

    @property
    def reactions(self) -> Reactions:
        return Reactions(self.trusting.look, self._pipelines, self._policies, self._rules, self._manifests)

    async def _rules(self) -> None:
        team = self.now().team
        before = team.engine.ruleset.digest
        await team.engine.reload()
        self.rule_news.tell_problems(team)
        if team.engine.ruleset.digest != before:
            for snapshot in self.documents:
                self.submit(snapshot, Trigger.OPEN)

    async def _pipelines(self) -> None:
        before = self.now().plans.digests()
        for complaint in await self.now().plans.reload():
            self.outbox.warn(complaint)
        await self.trusting.look()  # What was read just now may have changed after the last look.
        for snapshot in self.documents:
            if self.now().plans.of(snapshot.root).digest != before.get(snapshot.root):
                self.submit(snapshot, Trigger.OPEN)

    async def _policies(self) -> None:
        policies = self.now().team.policies
        now = {root: await policies.policy(root) for root in {snapshot.root for snapshot in self.documents}}
        for snapshot in self.documents:
            if snapshot.root in now and self.judged_by.get(snapshot.uri) not in (None, now[snapshot.root].digest):
                self.submit(snapshot, Trigger.OPEN)

    async def _manifests(self, root: Path) -> None:
        found = await self.now().team.context.build_facts(root)
        if root in self.now().setup.folders:
            self.workspace.put_project(root, found)
