"""What the doctor finds out about agents of other packages."""

import time
from collections.abc import AsyncIterator

from omni_lsp.adapters.guests.agent import GuestAgent
from omni_lsp.app.guests import Guests, installed
from omni_lsp.app.health import Check
from omni_lsp.config.settings import Config
from omni_lsp.model.errors import AgentError

_GROUP = "agents"


async def guest_checks(config: Config, guests: Guests) -> AsyncIterator[Check]:
    """Each that is installed; those that are turned on are started once."""
    there = {one.name: one for one in installed()}
    for name, problem in guests.problems:
        yield Check(
            _GROUP, name, problem, is_well=False, advice="correct the setting `agents`, or install what it names"
        )
    for agent in guests.agents:
        yield await _proved(agent, config)
    for name in sorted(there.keys() - set(config.agents)):
        yield Check(_GROUP, name, f"{there[name].origin}, off")


async def _proved(agent: GuestAgent, config: Config) -> Check:
    name, origin = agent.meta.id, agent.room.guest.origin
    begun = time.perf_counter()
    try:
        await agent.room.prove()
    except AgentError as error:
        return Check(
            _GROUP, name, f"{origin}: {error.reason}", is_well=False, advice="tell its authors, or turn it off"
        )
    where = "" if config.trust else ", in trusted folders alone"
    return Check(_GROUP, name, f"{origin}, on{where}, ready in {time.perf_counter() - begun:.2f} s")
