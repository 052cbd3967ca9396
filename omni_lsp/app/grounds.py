"""What the packs of folders are made of, kept as files are saved: a saved file costs what one file costs."""

import asyncio
import os
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.controls.policies import PolicyFiles
from omni_lsp.agents.symbol_map import SymbolMap
from omni_lsp.app.duties import duties
from omni_lsp.app.inforce import InForce
from omni_lsp.app.packing import Ground, pack_rules
from omni_lsp.app.team import Team
from omni_lsp.model.facts import BuildFacts, FileFacts, ProjectFacts
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.packs import Duty, PackRule
from omni_lsp.model.report import RunReport
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.state.workspace import WorkspaceState


@dataclass(slots=True)
class _Saved:
    """The last saved text of an open document, and what is known of that, once a run has said so."""

    snapshot: Snapshot
    facts: FileFacts | None = None


@dataclass(slots=True)
class _Folder:
    """`ground` is the last one, `of` what it was made of; `turn` is held by the one thread that works on it.

    `state` knows the same files as the session, but all of them as they were saved, and none that was merely opened:
    `opened` tells of documents, by path, whether ignore files let them in, `None` while there is no such file.
    """

    turn: threading.Lock = field(default_factory=threading.Lock)
    state: WorkspaceState = field(default_factory=WorkspaceState)
    symbols: SymbolMap = field(default_factory=SymbolMap)
    ruled_by: tuple[object, ...] = ()
    rules: tuple[PackRule, ...] = ()
    duties: tuple[Duty, ...] = ()
    opened: dict[str, bool | None] = field(default_factory=dict)
    policies: PolicyFiles = field(default_factory=lambda: PolicyFiles(is_trusted=True))


class Grounds:
    """`workspace` has what every run found out, also about texts that nobody saved yet; packs are about saved ones."""

    def __init__(self, now: Callable[[], InForce], workspace: WorkspaceState) -> None:
        self._now = now
        self._workspace = workspace
        self._folders: dict[Path, _Folder] = {}
        self._saved: dict[str, _Saved] = {}

    def touched(self, snapshot: Snapshot, trigger: Trigger) -> None:
        """A document was opened, changed or saved; what is opened is taken for what is on the disk."""
        if snapshot.root is not None:
            self._folders.setdefault(snapshot.root, _Folder()).opened.setdefault(snapshot.name, None)
        known = self._saved.get(snapshot.uri)
        if trigger is Trigger.SAVE or known is None:
            self._saved[snapshot.uri] = _Saved(snapshot, known.facts if known is not None else None)

    def closed(self, uri: str) -> None:
        self._saved.pop(uri, None)

    def forget(self, root: Path) -> None:
        self._folders.pop(root, None)

    def ran(self, report: RunReport) -> bool:
        """Whether a run was over a saved text, of which it may have told something."""
        snapshot = report.snapshot
        if snapshot.version is None:
            return True
        saved = self._saved.get(snapshot.uri)
        # A change lends its text to a save that waits for its turn.
        if saved is None or saved.snapshot.digest != snapshot.digest:
            return False
        for stage in report.stages:
            saved.facts = next((one for one in stage.result.facts if isinstance(one, FileFacts)), saved.facts)
        return True

    async def of(self, root: Path) -> Ground:
        """To be asked when the folder is outlined. Raises AgentError where there are no rules."""
        team, folder = self._now().team, self._folders.setdefault(root, _Folder())
        if not team.engine.ruleset.digest:
            await team.engine.load()
        build = await team.context.build_facts(root)
        await _judge(folder, root, team)
        await _admit(folder, root, team)
        held = await self._held(root, team)
        return await asyncio.to_thread(_follow, folder, self._workspace.project(root), held, build)

    async def _held(self, root: Path, team: Team) -> Mapping[str, FileFacts]:
        """What is known of the saved texts of open documents, also where the run over one is not over."""
        here = [one for one in self._saved.values() if one.snapshot.root == root and one.snapshot.language in LANGUAGES]
        for one in here:
            if one.facts is None or one.facts.digest != one.snapshot.digest:
                one.facts = await team.context.file_facts(one.snapshot)
        return {one.snapshot.name: one.facts for one in here if one.facts is not None}


async def _judge(folder: _Folder, root: Path, team: Team) -> None:
    """The rules and duties of a folder, worked out when they or its policy changed."""
    policy = await folder.policies.policy(root)
    ruled_by = (policy.digest, team.engine.ruleset.digest)
    if ruled_by != folder.ruled_by:
        folder.rules, folder.duties = await asyncio.to_thread(
            lambda: (pack_rules(team, policy), duties(policy, bundled()))
        )
        folder.ruled_by = ruled_by


async def _admit(folder: _Folder, root: Path, team: Team) -> None:
    """Find out about documents that were opened since: one may be opened that is no part of the project."""
    new = [name for name, is_wanted in folder.opened.items() if is_wanted is None]
    if new:
        folder.opened |= await asyncio.to_thread(_wanted, team, root, new)


def _wanted(team: Team, root: Path, names: Collection[str]) -> Mapping[str, bool]:
    there = [root / name for name in names if os.path.lexists(root / name)]
    wanted = frozenset(team.files.wanted(there, root))
    return {path.relative_to(root).as_posix(): path in wanted for path in there}


def _follow(folder: _Folder, project: ProjectFacts, held: Mapping[str, FileFacts], build: BuildFacts) -> Ground:
    """In a thread: with a whole folder to go over for the first time it takes a while."""
    root = Path(project.root)
    with folder.turn:
        before = folder.state.project(root).files
        known = {**project.files, **held}
        files = {path: file for path, file in known.items() if folder.opened.get(path, True)}
        folder.state.remove_files(root, before.keys() - files.keys())
        folder.state.put_files(root, [file for path, file in files.items() if before.get(path) is not file])
        folder.state.put_project(root, build)
        for generated in project.generated.values():
            folder.state.register_generated_file(root, generated)
        now = folder.state.project(root)
        written = {path: file for path, file in now.files.items() if not now.is_generated(path)}
        return Ground(root, now, folder.symbols.ranked(written), folder.rules, folder.duties)
