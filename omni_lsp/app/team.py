"""Who works here: the one place that knows every adapter and every agent by name."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.controls.policies import PolicyFiles
from omni_lsp.adapters.dependencies.manifests import ManifestDependencies
from omni_lsp.adapters.files import LocalFiles, warn
from omni_lsp.adapters.hidden.scanner import HiddenTextScanner
from omni_lsp.adapters.licences.folder_licences import FolderLicences
from omni_lsp.adapters.manifests.build_files import BuildFiles
from omni_lsp.adapters.pool import Limits, Use
from omni_lsp.adapters.secrets.scanner import SecretScanner
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.methods import Method
from omni_lsp.adapters.structural.matcher import StructuralMatcher
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.coding.agent import CodingAgent
from omni_lsp.agents.compliance import ComplianceAgent
from omni_lsp.agents.compliance_look import Look
from omni_lsp.agents.compliance_rules import RULES
from omni_lsp.agents.context import ContextAgent
from omni_lsp.agents.rag import RagAgent
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.agents.security_left_out import RULE as LEFT_OUT
from omni_lsp.app.gates import GatedDependencies, GatedLicences, GatedManifests, GatedMentions
from omni_lsp.app.guests import Guests, guests_of
from omni_lsp.app.judging import JudgedAgent
from omni_lsp.app.standing import Judge
from omni_lsp.config.settings import Config
from omni_lsp.model.facts import Near
from omni_lsp.model.finding import Rule
from omni_lsp.model.ignore_problems import IGNORE_RULES
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.agent import Agent
from omni_lsp.ports.engine import Matcher
from omni_lsp.ports.folder import Dependencies, Files, Licences, Mentions
from omni_lsp.ports.retrieval import Nearby
from omni_lsp.ports.syntax import Syntax
from omni_lsp.telemetry.switch import Telemetry
from omni_lsp.telemetry.tracing import TracedAgent, TracedEngine

_RULES = Path(__file__).parents[1] / "rules"
BUNDLED_RULES = tuple(_RULES / language for language in ("python", "javascript", "go", "java"))


@dataclass(frozen=True, slots=True)
class Team:
    """`agents` in the order in which their explanations are shown: what is wrong before what is known.

    `traced` are the same for plans: their findings count as the policy has it, and there is a span around each run;
    facets are asked on `agents`. Those of other packages are the `guests`, which are the last of both.
    """

    agents: tuple[Agent, ...]
    traced: tuple[Agent, ...]
    context: ContextAgent
    engine: SemgrepEngine
    matchers: tuple[Matcher, ...]
    policies: PolicyFiles
    licences: Licences
    dependencies: Dependencies
    files: Files
    syntax: Syntax
    guests: Guests = field(default_factory=Guests)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """All rules that findings may be of, by id."""
        known = {rule.id: rule for rule in (*IGNORE_RULES, LEFT_OUT)} | dict(RULES)
        for ruleset in (self.engine.ruleset, *(matcher.ruleset for matcher in self.matchers)):
            known |= ruleset.rules
        return known

    async def surroundings(self, snapshot: Snapshot) -> str | None:
        """What findings depend on besides the text and the settings, `None` where nobody can tell in short."""
        if snapshot.path is not None and self.dependencies.is_manifest(snapshot.path):
            return None  # Lock files, and what is installed.
        guests = self.guests.stamp
        if guests is None:
            return None
        policy = await self.policies.policy(snapshot.root)
        return f"{policy.digest} {await self.licences.about(snapshot)} {guests}"

    async def close(self) -> None:
        """Ends all processes."""
        await asyncio.gather(self.engine.close(), self.guests.close())


class NothingNear:
    """Implements `ports.retrieval.Nearby` where nobody asks an index."""

    def near(self, root: Path, path: str, text: str) -> Sequence[Near] | None:  # noqa: ARG002 - a port
        return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who hears of folders that could not be listed, and why, and of engine processes that are ready too late.

    `nearby` is what is remembered of code that is like other code, `mentions` where names are used. `trusts` tells of each
    folder whether what it brings counts and its files may be read; without it, as on the command line, all may be read,
    and the settings say what counts. `holds` is the same as a look at the disk tells now, `judge` is who decides it.
    """

    unreadable: Callable[[Path, str], None] = warn
    late: Callable[[], None] = lambda: None
    nearby: Nearby = NothingNear()  # noqa: RUF009 - it has no state
    mentions: Mentions | None = None
    trusts: Callable[[Path], bool] | None = None
    holds: Callable[[Path], bool] = lambda _root: True
    judge: Judge | None = None


def assemble(
    config: Config,
    caches: Path,
    *,
    jobs: int = 0,
    around: Surroundings | None = None,
    telemetry: Telemetry | None = None,
) -> Team:
    """Nothing is started yet. `jobs` is how many files the engine may look at at once where they come all together;
    none where they come one by one, and then engine processes stay warm for the next.
    """
    telemetry, around = telemetry or Telemetry(), around or Surroundings()
    syntax = TreeSitterSyntax()
    files = LocalFiles(config.max_file_bytes, on_unreadable=around.unreadable)
    security = config.security
    engine = SemgrepEngine(
        EngineOptions(
            (*BUNDLED_RULES, *security.rules),
            caches,
            security.engine_path,
            limits=Limits(security.engines, security.idle_minutes * 60.0, of_a_kind=1),
            jobs=max(1, jobs),
            method=Method(security.engine).for_many if jobs else Method(security.engine),
            used=partial(_told, telemetry),
            late=around.late,
        )
    )
    matchers = (
        StructuralMatcher(engine.typing, lambda: engine.ruleset),
        SecretScanner(security.allowed_secrets),
        HiddenTextScanner(),
    )
    policies = PolicyFiles(config.policy, is_trusted=around.trusts or config.trust is True, holds=around.holds)
    may_read = around.trusts or (lambda _root: True)
    licences: Licences = GatedLicences(FolderLicences(), may_read)
    dependencies: Dependencies = GatedDependencies(ManifestDependencies(), may_read)
    mentions = GatedMentions(around.mentions, may_read) if around.mentions is not None else None
    look = Look(policies, licences, dependencies)
    own: tuple[Agent, ...] = (
        SecurityAgent(TracedEngine(engine, telemetry), syntax, matchers, date.today, lambda: {*RULES, *guests.rules}),
        ComplianceAgent(look, syntax, date.today),
        context := ContextAgent(syntax, GatedManifests(BuildFiles(), may_read), around.nearby, mentions),
        RagAgent(around.nearby),
        CodingAgent(),
    )
    trusts = around.trusts or (lambda _root: config.trust is True)
    guests = guests_of(config, syntax, lambda root: root is not None and trusts(root))
    agents = (*own, *guests.agents)
    judged = (JudgedAgent(each, policies, bundled) if each.meta.reports_findings else each for each in agents)
    traced = tuple(TracedAgent(each, telemetry) for each in judged)
    return Team(agents, traced, context, engine, matchers, policies, licences, dependencies, files, syntax, guests)


def _told(telemetry: Telemetry, use: Use) -> None:
    """How long somebody waited for an engine process, and had it."""
    telemetry.past("omni.engine.wait", use.waited, {}, {})
    telemetry.past("omni.engine.process", use.used, {}, {})
