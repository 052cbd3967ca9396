"""Which of the agents that packages bring are turned on, and why others cannot be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from omni_lsp.adapters.guests.installed import Brought

SETTING = "agents"
RESERVED = frozenset(
    {
        *("context", "security", "rag", "compliance", "coding", "pipeline", "policy", "pack", "index"),
        *("assistant", "dependency", "go", "hidden", "java", "js", "licence", "omni", "personal-data", "py", "secret"),
    }
)
"""Names of our own agents, and beginnings of our own rules: no other agent may be called so."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`problems` says of each name that was asked for in vain why, by name."""

    guests: tuple[Brought, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


def choose(names: Sequence[str], there: Sequence[Brought], taken: Collection[str] = RESERVED) -> Choice:
    """The guests with these names, in this order, without those that are `taken`."""
    guests: list[Brought] = []
    problems: list[tuple[str, str]] = []
    for name in names:
        mine = [one for one in there if one.name == name]
        if name in taken:
            problems.append((name, f"{name} is a name of omni-lsp's own agents or rules: no other agent can have it"))
        elif not mine:
            known = ", ".join(sorted({one.name for one in there})) or "none"
            problems.append((name, f"no installed package brings an agent called {name} (there are: {known})"))
        elif len(mine) > 1:
            who = " and ".join(one.origin for one in mine)
            problems.append((name, f"agent {name} is brought by {who}: none of them runs until only one is installed"))
        else:
            guests.append(mine[0])
    return Choice(tuple(guests), tuple(problems))


def hint(name: str, names: Sequence[str], there: Sequence[Brought]) -> str:
    """What to say to somebody whose pipeline names an agent that does not run, empty where nothing is known of it."""
    mine = [one for one in there if one.name == name]
    if name in RESERVED:
        return ""
    if name in names:
        return next((why for who, why in choose(names, there).problems if who == name), "")
    if not mine:
        return ""
    who = " and ".join(one.origin for one in mine)
    return f'agent {name} of {who} is not turned on: add "{name}" to your own setting `{SETTING}`, or to OMNI_AGENTS'
