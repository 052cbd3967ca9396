"""The compliance agent with its real adapters on a small workspace."""

from pathlib import Path

import pytest

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.controls.policies import PolicyFiles
from omni_lsp.adapters.dependencies.manifests import ManifestDependencies
from omni_lsp.adapters.licences.folder_licences import FolderLicences
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.compliance import ComplianceAgent
from omni_lsp.agents.compliance_look import Look
from omni_lsp.app.judging import JudgedAgent
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import Facts
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot, apply

POLICY = """
version: 1
duties:
  spdx-header: required
  licence-allow: [MIT]
folders:
  - paths: [legacy/]
    duties: {spdx-header: off, personal-data: off}
"""
LEAK = 'import logging\n\n\ndef seen(user):\n    logging.info(\n        f"""seen\n{user.email}\n""",\n    )\n'
FILES = {
    ".omni/policy.yaml": POLICY,
    "app.py": LEAK,
    "legacy/app.py": LEAK,
    "broken.yaml": "x",
    "requirements.txt": "flask\n",
    ".venv/lib/python3.12/site-packages/flask-3.0.dist-info/METADATA": "Name: flask\nLicense-Expression: BSD-3-Clause\n",
    "LICENSES/MIT.txt": "text",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def agent(*, is_trusted: bool = True) -> ComplianceAgent:
    look = Look(PolicyFiles(is_trusted=is_trusted), FolderLicences(), ManifestDependencies())
    return ComplianceAgent(look, TreeSitterSyntax())


def opened(root: Path, name: str, text: str | None = None) -> Snapshot:
    path = root / name
    return Snapshot(path.as_uri(), 1, language_of(path), path.read_text("utf-8") if text is None else text, path, root)


async def ids(agent: ComplianceAgent, snapshot: Snapshot, *, is_trusted: bool = True) -> list[str]:
    counted = await JudgedAgent(agent, PolicyFiles(is_trusted=is_trusted), bundled).run(snapshot, Facts())
    return [f"{one.rule.id} {one.rule.severity.name}" for one in counted.findings]


async def test_each_file_is_measured_by_its_terms(root: Path) -> None:
    mine = agent()
    assert await ids(mine, opened(root, "app.py")) == ["licence.header-missing ERROR", "personal-data.in-log WARNING"]
    assert await ids(mine, opened(root, "legacy/app.py")) == []
    assert await ids(mine, opened(root, "requirements.txt")) == [
        "dependency.unpinned INFO",
        "licence.dependency-not-allowed ERROR",
    ]


async def test_an_untrusted_folder_decides_nothing(root: Path) -> None:
    mine = agent(is_trusted=False)
    # REUSE files ask for headers all the same, and only that.
    assert await ids(mine, opened(root, "app.py"), is_trusted=False) == [
        "licence.header-missing WARNING",
        "personal-data.in-log WARNING",
    ]
    assert await ids(mine, opened(root, "requirements.txt"), is_trusted=False) == ["dependency.unpinned INFO"]


async def test_remedies_hold_with_real_trees(root: Path) -> None:
    mine, snapshot = agent(), opened(root, "app.py")
    missing, leak = (await mine.run(snapshot, Facts())).findings
    header = mine.offers(snapshot, missing)[0]
    done = apply(LEAK, (await mine.resolve(header, snapshot)).changes)
    assert done == f"# SPDX-License-Identifier: MIT\n\n{LEAK}"
    assert await ids(mine, opened(root, "app.py", done)) == ["personal-data.in-log WARNING"]
    # Inside of a string there is no place for a comment on the line, nor above it.
    with pytest.raises(AgentValidationError):
        await mine.resolve(mine.offers(snapshot, leak)[0], snapshot)


async def test_a_mistake_in_an_open_policy_is_on_its_value(root: Path) -> None:
    snapshot = opened(root, ".omni/policy.yaml", "version: 1\nduties: {spdx-header: maybe}\n")
    (finding,) = (await agent().run(snapshot, Facts())).findings
    assert (finding.rule.id, snapshot.text[finding.span.start : finding.span.end]) == ("compliance.policy", "maybe")
