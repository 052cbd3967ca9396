"""Trust in the folders of an editor: asked for where it matters, given and taken back by command, looked at on saves.

Nothing waits for an answer: until there is one, and where none ever comes, a folder is not trusted.
"""

import asyncio
import logging
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.trust.pins import pinned
from omni_lsp.app.inforce import InForce
from omni_lsp.app.standing import Judge, Standing, named
from omni_lsp.formats.printable import one_line
from omni_lsp.lsp.core import Outbox
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.text import digest
from omni_lsp.model.trust import Pins, Trust
from omni_lsp.pipeline.background import Background

log = logging.getLogger(__name__)

TRUST = "Trust"
NOT_NOW = "Not now"
NEVER = "Never for this folder"
_MOST_NAMES = 5


@dataclass(eq=False, slots=True)
class Trusting:
    """`changed` is called when a folder is trusted otherwise than is in force; everything on the event loop."""

    now: Callable[[], InForce]
    judge: Judge
    outbox: Outbox
    background: Background
    changed: Callable[[], None]
    _asked: dict[Path, str] = field(default_factory=dict)
    _waiting: set[Path] = field(default_factory=set)
    _told: set[Path] = field(default_factory=set)

    def __contains__(self, root: object) -> bool:
        """Whether more of a folder than its open files may be looked at."""
        standing = self.now().standings.get(root) if isinstance(root, Path) else None
        return standing is not None and standing.trust is Trust.TRUSTED

    def holds(self, root: Path) -> bool:
        """Whether a folder is trusted as it is on the disk at this moment. In any thread."""
        now = self.now()
        standing = now.standings.get(root)
        if standing is None or standing.trust is not Trust.TRUSTED:
            return False
        return standing.is_said or self.judge.of(root, now.asked).trust is Trust.TRUSTED

    def came_into_force(self) -> None:
        """What is in force is new: ask, or say, what nobody was asked or told of yet. Returns at once."""
        for root, standing in self.now().standings.items():
            if standing.trust is Trust.TRUSTED:
                continue
            log.info("%s is %s: open files alone are looked at. %s", root, standing.trust, _how(root))
            if trouble := standing.trouble or standing.pins.trouble:
                self._tell(root, f"omni: {root.name} is not trusted: {trouble}.")
            if standing.is_open:
                self._ask(root, standing)
            elif not (standing.is_said or standing.is_refused):
                self._tell(root, _untrusted(root))

    async def look(self) -> None:
        """Have the folders judged as they are on the disk now, which may be another judgement."""
        now = self.now()
        for root, before in now.standings.items():
            if before.is_said:
                continue
            standing = await asyncio.to_thread(self.judge.of, root, now.asked)
            if standing != before and self.now() is now:
                self.changed()
                return

    def require(self, tried: str, root: Path | None) -> tuple[Path, ...]:
        """A folder, or all, as far as trusted. Raises AgentValidationError where none is, and the user is asked."""
        now = self.now()
        wanted = now.setup.folders if root is None else (root,)
        allowed = tuple(each for each in wanted if each in self)
        if allowed or not wanted:
            return allowed
        for each in wanted:
            standing = now.standings.get(each)
            if standing is not None and not (standing.is_said or standing.is_refused or standing.pins.trouble):
                self._asked.pop(each, None)
                self._ask(each, standing)
        first = wanted[0]
        is_said = first in now.standings and now.standings[first].is_said
        how = "The editor says so, and can say otherwise." if is_said else _how(first)
        raise AgentValidationError(tried, one_line(first.name), f"the folder is not trusted. {how}")

    async def trust(self, root: Path, pins: Pins | None = None) -> None:
        """The folder as it is now, or as it was with these pins. Raises AgentError where that cannot be remembered."""
        asked = self.now().asked
        if asked.trust is not None:
            self.judge.words[root] = True
        else:
            found = pins if pins is not None else await asyncio.to_thread(pinned, root, tuple(named(asked)))
            if found.trouble:
                raise AgentValidationError("trust", root.name, found.trouble)
            await asyncio.to_thread(self.judge.store.trust, root, found.files)
        self.changed()

    async def untrust(self, root: Path) -> None:
        """Takes trust back, and any "never". Raises AgentError."""
        if self.now().asked.trust is not None:
            self.judge.words[root] = False
        else:
            # Whoever takes trust back does not want to be asked for it at the next save.
            self._asked[root] = _mark((await asyncio.to_thread(self.judge.of, root, self.now().asked)).pins)
            await asyncio.to_thread(self.judge.store.forget, root)
        self.changed()

    def _ask(self, root: Path, standing: Standing) -> None:
        """Once for what is there now, and one question at a time."""
        mark = _mark(standing.pins)
        if root in self._waiting or self._asked.get(root) == mark:
            return
        self._asked[root] = mark
        self._waiting.add(root)
        log.warning("%s is %s, which its user is asked about", root, standing.trust)
        self.background.start(self._answered(root, standing))

    async def _answered(self, root: Path, standing: Standing) -> None:
        try:
            answer = await self.outbox.choose(_question(root, standing), (TRUST, NOT_NOW, NEVER))
        finally:
            self._waiting.discard(root)
        try:
            if answer == TRUST:
                # As it was when the question was put: what came since was not agreed to.
                await self.trust(root, standing.pins)
            elif answer == NEVER:
                await asyncio.to_thread(self.judge.store.refuse, root)
                self.changed()
            elif answer is None:
                # Some editors show no questions.
                self._tell(root, _untrusted(root))
        except AgentError as error:
            self.outbox.warn(f"omni: {error}")

    def _tell(self, root: Path, message: str) -> None:
        """Once a session."""
        if root not in self._told:
            self._told.add(root)
            log.warning("%s", message)
            self.outbox.tell(one_line(message))


def _question(root: Path, standing: Standing) -> str:
    files = standing.changed if standing.trust is Trust.STALE else tuple(standing.pins.files)
    if standing.trust is Trust.STALE:
        why = f"It was trusted, and since then {_listed(files)} changed, which changes what omni-lsp runs."
    elif files:
        why = f"It brings {_listed(files)}, which changes what omni-lsp runs."
    else:
        why = "It brings nothing that changes what omni-lsp runs."
    rest = "Until it is trusted, only open files are looked at, and only with the rules that come with omni-lsp."
    return one_line(f"omni: do you trust the folder {root.name} ({root})? {why} {rest}")


def _listed(names: Iterable[str]) -> str:
    known = tuple(names)
    more = f" and {len(known) - _MOST_NAMES} more files" if len(known) > _MOST_NAMES else ""
    return ", ".join(known[:_MOST_NAMES]) + more


def _untrusted(root: Path) -> str:
    # On one line of a terminal: Neovim has people press a key for more.
    return f"omni: {root.name} is not trusted: only open files (omni-lsp trust add)"


def _how(root: Path) -> str:
    # Whoever copies it into a shell gets the folder, and nothing that its name says besides.
    command = f"omni-lsp trust add {shlex.quote(str(root))}"
    return one_line(f"Trust it with the code action 'omni: trust this folder', or run: {command}")


def _mark(pins: Pins) -> str:
    return digest("\0".join(f"{name}\0{mark}" for name, mark in sorted(pins.files.items())))
