"""Our own agents keep to the contract that authors of others are held to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from compliance_fakes import agent as compliance

from omni_lsp.adapters.hidden.scanner import HiddenTextScanner
from omni_lsp.adapters.secrets.scanner import SecretScanner
from omni_lsp.agents.context import ContextAgent
from omni_lsp.agents.rag import RagAgent
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.app.team import NothingNear
from omni_lsp.contract.kit import RULES, breaches
from omni_lsp.contract.samples import Sample
from omni_lsp.model.facts import BuildFacts
from omni_lsp.model.text import Edit, Snapshot
from omni_lsp.ports.agent import Agent, Services
from omni_lsp.ports.engine import Match, Pack, Ruleset, Scan


@dataclass
class NoEngine:
    ruleset: Ruleset = Ruleset()  # noqa: RUF009 - it is frozen

    @property
    def packs(self) -> Sequence[Pack]:
        return ()

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        return Scan()

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        return [None] * len(matches)


class NoManifests:
    async def build(self, root: Path) -> BuildFacts:
        return BuildFacts()


def security(services: Services) -> Agent:
    return SecurityAgent(NoEngine(), services.syntax, (SecretScanner(), HiddenTextScanner()))


HIDDEN = Sample("x = 1  # all is \u202ewell\u202c\nname = 'a\u200bb'\n")
PERSONAL = Sample('import logging\n\n\ndef f(user):\n    logging.info("user %s", user.email)\n')
PLAIN = Sample("def f(x):\n    return x\n")
AGENTS: dict[str, tuple[Callable[[Services], Agent], tuple[Sample, ...]]] = {
    "security": (security, (HIDDEN, PLAIN)),
    "compliance": (lambda _: compliance(), (PERSONAL, PLAIN)),
    "context": (lambda services: ContextAgent(services.syntax, NoManifests()), (PLAIN,)),
    "rag": (lambda _: RagAgent(NothingNear()), (PLAIN,)),
}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "guest"])
@pytest.mark.parametrize("name", AGENTS)
def test_our_own_agents_keep_to_it(name: str, rule: str) -> None:
    make, samples = AGENTS[name]
    assert breaches(rule, make, samples) == ()


def test_ours_cannot_be_guests() -> None:
    said = breaches("guest", *AGENTS["compliance"])
    assert any("a name of omni-lsp's own" in one for one in said)
    assert any("`provides` must be empty" in one for one in said)
