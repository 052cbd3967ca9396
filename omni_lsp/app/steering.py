"""The few files that steer us: pipelines, policies, rules, and what says how a project is built."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from omni_lsp.adapters.manifests.readers import MANIFESTS, is_manifest
from omni_lsp.adapters.semgrep.rulefile import rule_places
from omni_lsp.app.inforce import InForce
from omni_lsp.model.errors import AgentError
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.trust import STEERING_FOLDER
from omni_lsp.pipeline.background import Background
from omni_lsp.pipeline.worker import Worker
from omni_lsp.ports.folder import Stamp

log = logging.getLogger(__name__)

STEERING_NAMES = (f"{STEERING_FOLDER}/**", *sorted(MANIFESTS))
"""What steers us in a workspace folder, as globs of paths below it with `/`."""
_RULES_A_LOOK = 256
"""Most users have a few rule files; of those who have thousands not all are looked at on every save."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """What is done about a change; `manifests` gets the folder whose build files changed. They may raise AgentError.

    `trust` comes first, at every look: what changed may be what was trusted.
    """

    trust: Callable[[], Awaitable[None]]
    pipelines: Callable[[], Awaitable[None]]
    policies: Callable[[], Awaitable[None]]
    rules: Callable[[], Awaitable[None]]
    manifests: Callable[[Path], Awaitable[None]]


class Steering:
    """Compares stamps on each save, since few editors tell of files that others write, and when it is told of a change.

    A file with the stamp it had is no news, so a save and what the client's watcher says of it are one change.
    """

    def __init__(self, now: Callable[[], InForce], reactions: Reactions, background: Background) -> None:
        self._now = now
        self._reactions = reactions
        self._worker = Worker(background, self._work)
        self._stamps: dict[Path, Stamp | None] = {}
        self._rules: dict[Path, Stamp | None] = {}
        self._rules_of: tuple[Path, ...] = ()
        self._turn = 0
        self._hints: set[Path] = set()
        self._are_rules_saved = False

    def saved(self, path: Path | None) -> None:
        """A document was saved, or a folder begun with: look at what steers it. Returns at once."""
        self._hints |= {path} if path is not None else set()
        self._worker.wake()

    def rules_saved(self) -> None:
        """A rule file was saved: the rules are to be read again. Returns at once."""
        self._are_rules_saved = True
        self._worker.wake()

    def look(self, paths: Iterable[Path]) -> None:
        """Files and folders that may not be what they were; those that steer nothing are left alone. Returns at once."""
        now = self._now()
        mine = {path for path in paths if _steers(path, now)}
        if mine:
            self._hints |= mine
            self._worker.wake()

    async def learn_rules(self) -> bool:
        """Note what the rule files look like, and tell whether that is news; to be called before they are read."""
        before, self._rules_of = self._rules, self._now().config.security.rules
        # The thread that takes the stamps looks through the folders as well.
        self._rules = await self._now().team.files.stamps(rule_places(self._rules_of))
        return _files(self._rules) != _files(before)

    async def _work(self) -> None:
        hints, are_rules_saved = self._hints, self._are_rules_saved
        self._hints, self._are_rules_saved = set(), False
        await self._reactions.trust()
        now = self._now()
        roots = _roots(hints, now)
        manifests = {root / name: root for root in roots for name in MANIFESTS}
        manifests |= {hint: root for root in roots for hint in hints if _builds(hint, root)}
        policies = now.team.policies.sources(now.setup.folders)
        news = await self._news((*now.plans.sources, *policies, *manifests))
        if not news.isdisjoint(now.plans.sources):
            await self._reactions.pipelines()
        if not news.isdisjoint(policies):
            await self._reactions.policies()
        for root in {root for path, root in manifests.items() if path in news}:
            await self._reactions.manifests(root)
        if now.config.security.rules:
            await self._look_at_rules({hint for hint in hints if _is_rule(hint, now)}, are_saved=are_rules_saved)

    async def _news(self, paths: Iterable[Path]) -> set[Path]:
        stamps = await self._now().team.files.stamps(paths)
        news = {path for path, stamp in stamps.items() if stamp != self._stamps.get(path)}
        self._stamps |= stamps
        return news

    async def _look_at_rules(self, hints: Iterable[Path], *, are_saved: bool) -> None:
        if self._rules_of != self._now().config.security.rules:
            await self.learn_rules()  # Those of new settings are read anyway.
        start = self._turn if self._turn < len(self._rules) else 0
        self._turn = start + _RULES_A_LOOK
        stamps = await self._now().team.files.stamps((*islice(self._rules, start, self._turn), *hints))
        if all(stamp == self._rules.get(path) for path, stamp in stamps.items()) and not are_saved:
            return
        if await self.learn_rules() or are_saved:
            try:
                await self._reactions.rules()
            except AgentError as error:
                log.warning("the rules were not read again: %s", error)


def _files(stamps: Mapping[Path, Stamp | None]) -> dict[Path, Stamp]:
    return {path: stamp for path, stamp in stamps.items() if stamp is not None and not stamp.is_folder}


def _steers(path: Path, now: InForce) -> bool:
    if any(_builds(path, root) or path.is_relative_to(root / STEERING_FOLDER) for root in now.setup.folders):
        return True
    if language_of(path) in LANGUAGES:
        return False
    sources = (*now.plans.sources, *now.team.policies.sources(now.setup.folders))
    return _is_rule(path, now) or any(source.is_relative_to(path) for source in sources)


def _builds(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) and is_manifest(path.relative_to(folder).as_posix())


def _is_rule(path: Path, now: InForce) -> bool:
    rules = now.config.security.rules
    return any(path.is_relative_to(source) or source.is_relative_to(path) for source in rules)


def _roots(hints: Iterable[Path], now: InForce) -> set[Path]:
    return {root for root in now.trusted for hint in hints if hint.is_relative_to(root)}
