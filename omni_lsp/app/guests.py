"""Agents of other packages: those that the user turned on, their place in pipelines, and words for those that do not run.

Most users have none, and do not wait for the import of what makes them.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.config.settings import Config
from omni_lsp.model.stage import PipelineSpec, StageSpec
from omni_lsp.ports.agent import Agent
from omni_lsp.ports.syntax import Syntax

if TYPE_CHECKING:
    from omni_lsp.adapters.guests.agent import GuestAgent
    from omni_lsp.adapters.guests.installed import Brought

_TIMEOUT_SECONDS = 2.0
"""In the pipelines that we ship; whoever writes a pipeline file says it there."""


@dataclass(frozen=True, slots=True)
class Guests:
    """`problems` says, by name, why agents that were asked for are not among `agents`."""

    agents: "tuple[GuestAgent, ...]" = ()
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def stamp(self) -> str | None:
        """Changes when an agent does; `None` where nobody can tell, as files are used where they are written."""
        brought = [agent.room.guest for agent in self.agents]
        if any(one.is_editable for one in brought):
            return None
        return ", ".join(f"{one.name} of {one.origin}" for one in brought)

    @property
    def rules(self) -> frozenset[str]:
        """What their rules are called, which are known only as they find something: `words.*`."""
        return frozenset(f"{agent.meta.id}.*" for agent in self.agents)

    def unheard(self, config: Config) -> tuple[str, ...]:
        """What the user has to know about agents that are turned on and will say nothing."""
        said = [f"{problem}." for _, problem in self.problems]
        if self.agents and not config.trust:
            names = ", ".join(agent.meta.id for agent in self.agents)
            said.append(f"Agents of other packages are on ({names}), but none of them runs while trust is off.")
        return tuple(said)

    async def close(self) -> None:
        """Ends their processes."""
        await asyncio.gather(*(agent.room.close() for agent in self.agents))


def guests_of(config: Config, syntax: Syntax, trusts: Callable[[Path | None], bool]) -> Guests:
    """Those that the settings turn on; nothing of them is imported, and nothing is looked for where there are none."""
    if not config.agents:
        return Guests()
    from omni_lsp.adapters.guests.agent import GuestAgent  # noqa: PLC0415 - see the top
    from omni_lsp.adapters.guests.choosing import choose  # noqa: PLC0415
    from omni_lsp.adapters.guests.installed import search_path  # noqa: PLC0415
    from omni_lsp.adapters.guests.room import Room  # noqa: PLC0415

    choice = choose(config.agents, installed())
    path = search_path()
    agents = tuple(GuestAgent(Room(one, path), syntax, trusts, date.today) for one in choice.guests)
    return Guests(agents, choice.problems)


def installed() -> "tuple[Brought, ...]":
    """All that the installed packages bring, turned on or not; looked up again when one is installed or taken away."""
    from omni_lsp.adapters.guests.installed import search_path  # noqa: PLC0415 - see the top

    return _installed(tuple((entry, _changed(entry)) for entry in search_path()))


def hints(config: Config) -> Callable[[str], str]:
    """Words for whoever names an agent that is not there; only then is it looked for."""

    def said(name: str) -> str:
        from omni_lsp.adapters.guests.choosing import hint  # noqa: PLC0415 - see the top

        return hint(name, config.agents, installed())

    return said


def with_guests(spec: PipelineSpec, config: Config, agents: Sequence[Agent]) -> PipelineSpec:
    """A shipped pipeline with the guests that are turned on at its end: it cannot name them itself."""
    there = {agent.meta.id for agent in agents}
    named = {name for stage in spec.stages for name in stage.agents}
    stages = (StageSpec((name,), _TIMEOUT_SECONDS) for name in config.agents if name in there - named)
    return replace(spec, stages=(*spec.stages, *stages))


@lru_cache(maxsize=1)
def _installed(path: tuple[tuple[str, int], ...]) -> "tuple[Brought, ...]":
    """Each look takes some 50 ms, and whoever writes a pipeline file would wait for it at every key."""
    from omni_lsp.adapters.guests.installed import brought  # noqa: PLC0415 - see the top

    return brought([entry for entry, _ in path])


def _changed(entry: str) -> int:
    """When files came into a folder or went, in nanoseconds; 0 where there is none."""
    try:
        return Path(entry).stat().st_mtime_ns
    except OSError:
        return 0
