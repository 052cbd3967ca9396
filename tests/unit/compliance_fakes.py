"""Stand-ins for the ports of the compliance agent, and documents to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from omni_lsp.agents.compliance import ComplianceAgent
from omni_lsp.agents.compliance_look import Look
from omni_lsp.model.controls import Control, ControlMap, Framework
from omni_lsp.model.dependencies import DependencyFacts, Installed
from omni_lsp.model.errors import Mistake
from omni_lsp.model.languages import language_of
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.policy import DEFAULT_POLICY, Policy
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.syntax import Outline

ROOT = Path("/project")
GDPR = Framework("gdpr", "GDPR", "2016/679", "https://gdpr")
SOC2 = Framework("soc2", "SOC 2", "2017", "https://soc2")
ARTICLE = Control("gdpr", "Art. 32", "Security", "https://gdpr/32")
CRITERION = Control("soc2", "CC6.1", "Access", "https://soc2/6")
CONTROLS = ControlMap(
    (GDPR, SOC2), {"CWE-532": (ARTICLE, CRITERION)}, {"licence.header-missing": (CRITERION,)}, "mapping"
)


def document(text: str, name: str = "src/app.py") -> Snapshot:
    path = ROOT / name
    return Snapshot(path.as_uri(), 3, language_of(PurePosixPath(name)), text, path, ROOT)


@dataclass
class FakePolicies:
    """One policy for everything; `.omni/policy.yaml` is a policy file with the mistakes given."""

    value: Policy = DEFAULT_POLICY
    mistakes: Sequence[Mistake] = ()

    async def policy(self, root: Path | None) -> Policy:
        return self.value

    def is_source(self, snapshot: Snapshot) -> bool:
        return snapshot.name == ".omni/policy.yaml"

    def review(self, snapshot: Snapshot) -> Sequence[Mistake]:
        return self.mistakes


@dataclass
class FakeLicences:
    known: LicenceFacts = field(default_factory=LicenceFacts)
    asked: int = 0

    async def about(self, snapshot: Snapshot) -> LicenceFacts:
        self.asked += 1
        return self.known


@dataclass
class FakeDependencies:
    """Takes files called `manifest` for manifests."""

    facts: DependencyFacts | None = None
    packages: Mapping[str, Installed] = field(default_factory=dict)
    asked: int = 0

    def is_manifest(self, path: Path) -> bool:
        return path.name == "manifest"

    async def about(self, snapshot: Snapshot) -> DependencyFacts | None:
        return self.facts

    async def installed(self, snapshot: Snapshot) -> Mapping[str, Installed]:
        self.asked += 1
        return self.packages


class FakeSyntax:
    """Comments begin at `#` or `//`; an error is a `!!`."""

    async def outline(self, snapshot: Snapshot) -> Outline:
        return Outline()

    async def error_count(self, snapshot: Snapshot) -> int:
        return snapshot.text.count("!!")

    async def in_comment(self, snapshot: Snapshot, offset: int) -> bool:
        line = snapshot.text[snapshot.text.rfind("\n", 0, offset) + 1 : offset]
        return "'''" not in snapshot.text and ("#" in line or "//" in line)


def agent(
    policy: Policy = DEFAULT_POLICY,
    licences: LicenceFacts | None = None,
    dependencies: FakeDependencies | None = None,
    mistakes: Sequence[Mistake] = (),
) -> ComplianceAgent:
    look = Look(
        FakePolicies(policy, mistakes),
        FakeLicences(licences or LicenceFacts()),
        dependencies or FakeDependencies(),
    )
    return ComplianceAgent(look, FakeSyntax())


def with_duties(policy: Policy = DEFAULT_POLICY, **duties: object) -> Policy:
    return replace(policy, duties=replace(policy.duties, **duties))
