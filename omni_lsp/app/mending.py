"""Fixing files on the disk, with what was seen to hold."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.app.fixing import fixed_together
from omni_lsp.app.team import Team
from omni_lsp.formats.result import FileRun, Fixed, Unread
from omni_lsp.model.errors import AgentError
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import apply
from omni_lsp.ports.agent import Remedies


@dataclass(eq=False, slots=True)
class Mender:
    """`unwritten` are files whose fix could not be put down; they are not tried again, nor are those in which none holds."""

    team: Team
    root: Path
    unwritten: list[Unread] = field(default_factory=list)
    _wanted: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)

    async def mend(self, runs: Iterable[FileRun]) -> tuple[Path, ...]:
        """Fix what can be fixed of what is shown, each file as one edit; the files that changed."""
        fixable = {run.path: _fixable(run) for run in runs if run.path not in self._done}
        mended = [await self._mend(name, findings) for name, findings in fixable.items() if findings]
        return tuple(path for path in mended if path is not None)

    def fixed(self, runs: Iterable[FileRun]) -> tuple[Fixed, ...]:
        """What is gone from the files that were mended, now that they were looked at again; by path and rule."""
        left = {run.path: Counter(_key(place.finding) for place in (*run.located, *run.known)) for run in runs}
        gone = {path: wanted - left.get(path, Counter()) for path, wanted in self._wanted.items()}
        return tuple(
            Fixed(path, rule, number)
            for path, keys in sorted(gone.items())
            for rule, number in sorted(Counter(rule for rule, _ in keys.elements()).items())
        )

    async def _mend(self, name: str, findings: Sequence[Finding]) -> Path | None:
        path = self.root / name
        try:
            snapshot = await self.team.files.snapshot(path, self.root)
            edit = await fixed_together(self._remedies, snapshot, findings)
        except AgentError:
            self._done.add(name)
            return None
        try:
            await self.team.files.rewrite(snapshot, await asyncio.to_thread(apply, snapshot.text, edit.changes))
        except AgentError as error:
            self._done.add(name)
            self.unwritten.append(Unread(name, error.reason))
            return None
        self._wanted.setdefault(name, Counter()).update(map(_key, findings))
        return path

    def _remedies(self, agent_id: str) -> list[Remedies]:
        mine = (agent for agent in self.team.agents if agent.meta.id == agent_id)
        return [agent for agent in mine if isinstance(agent, Remedies)]


def _fixable(run: FileRun) -> list[Finding]:
    found = (place.finding for place in run.located)
    return [finding for finding in found if finding.rule.fixable and not finding.unfixable]


def _key(finding: Finding) -> tuple[str, str]:
    return (finding.rule.id, finding.fingerprint)
