"""Packages with an agent, laid into a folder as an installer would, and agents for them that do what they should not."""

from pathlib import Path

from omni_lsp.adapters.guests.installed import Brought

HEAD = """
import asyncio, os, re, sys, threading
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import BuildFacts, Facts, FileFacts, ProjectFacts
from omni_lsp.model.finding import Explanation, Finding, Offer, Rule, Severity, findings_of
from omni_lsp.model.report import AgentResult
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.ports.agent import AgentMeta, Services

RULE = Rule("words.slip", "A slip", Severity.INFO, remedy="Write it again.", fixable=True)

def found(text):
    return findings_of("words", text, [(RULE, Span(m.start(), m.end()), "It is not teh.") for m in re.finditer("teh", text)])

class Words:
    meta = AgentMeta("words")
    def __init__(self, services):
        self.services = services
    async def run(self, snapshot, facts):
        return AgentResult(found(snapshot.text))
"""
FIXES = """
class Agent(Words):
    new = "the"
    def offers(self, snapshot, finding):
        return [Offer("words", "fix", "Write the", finding.fingerprint, is_preferred=True)]
    async def resolve(self, offer, snapshot):
        return await self.resolve_all(snapshot, [one for one in found(snapshot.text) if one.fingerprint == offer.fingerprint])
    async def resolve_all(self, snapshot, findings):
        return Edit(snapshot.uri, snapshot.version, tuple(Change(one.span, self.new) for one in findings))
"""


def install(folder: Path, code: str, name: str = "words", package: str = "omni-words", version: str = "1.2") -> Brought:
    """A package with the module `<name>_agent` and its metadata, as the PyPA specifications have them."""
    module = f"{name}_agent"
    (folder / f"{module}.py").write_text(HEAD + code, "utf-8")
    describe(folder, f"{name} = {module}:Agent", package, version)
    return Brought(name, f"{module}:Agent", package, version)


def describe(folder: Path, entry: str, package: str = "omni-words", version: str = "1.2") -> Path:
    info = folder / f"{package.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[omni_lsp.agents]\n{entry}\n", "utf-8")
    return info
