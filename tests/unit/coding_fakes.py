"""Tasks and ports for tests of how an answer becomes an edit, without an engine."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax, symbols
from omni_lsp.agents.coding.region import task_of
from omni_lsp.agents.coding.task import Means, Task
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.finding import Finding, Rule, Severity, findings_of
from omni_lsp.model.text import Snapshot, Span

ROOT = Path("/project")
RULE = Rule(
    "py.weak",
    "Weak",
    Severity.ERROR,
    "weak(x) is weak",
    ("python",),
    ("CWE-1",),
    remedy="Call strong.",
    example="strong(x)",
)
NOTHING = ProjectFacts()
TEXT = """\
import strength


def first(x):
    if not x:
        raise ValueError(x)
    y = weak(x)
    return y


def second(x):
    return x
"""


def document(text: str = TEXT, language: str = "python", name: str = "app/one.py") -> Snapshot:
    file = ROOT / name
    return Snapshot(file.as_uri(), 7, language, text, file, ROOT)


async def judge(snapshot: Snapshot) -> Sequence[Finding]:
    """Every `weak(` and what is in its brackets."""
    parts = snapshot.text.split("weak(")
    matches = []
    at = len(parts[0])
    for part in parts[1:]:
        end = at + len("weak(") + part.find(")") + 1
        matches.append((RULE, Span(at, end), "weak"))
        at += len("weak(") + len(part)
    return findings_of("security", snapshot.text, matches)


async def task(snapshot: Snapshot | None = None, project: ProjectFacts = NOTHING) -> Task:
    """About the first finding of the document."""
    snapshot = snapshot or document()
    before = tuple(await judge(snapshot))
    return task_of(snapshot, before[0], symbols(snapshot), before, project)


def as_it_is(text: str) -> str:
    return text


def means() -> Means:
    return Means(TreeSitterSyntax(), judge, as_it_is)


def block(find: str, replace: str, file: str = "") -> str:
    return f"@@@ edit {file}\n@@@ find\n{find}\n@@@ replace\n{replace}\n@@@ end\n"


@dataclass
class Words:
    """A counter of tokens: words and line ends."""

    id: str = "words"
    counted: list[str] = field(default_factory=list)

    def count(self, text: str) -> int:
        self.counted.append(text)
        return len(text.split()) + text.count("\n")
