"""Cases of `tests/cases/coding`: a text, a finding in it, what a model answers, and which check refuses that."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.coding.region import task_of
from omni_lsp.agents.coding.task import Judge, Task
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.text import Snapshot

FOLDER = Path(__file__).parents[1] / "cases" / "coding"
ROOT = Path("/project")
# Put together here, so that no file holds a secret itself.
SECRET = "AIza" + "Sy3fQ7xTb9Kd2LmVw5Zc8RnPjHgYe4Ua167"


@dataclass(frozen=True)
class Case:
    """`refused` is the name of the first check that fails, empty for a good answer; `says` is in its words."""

    name: str
    snapshot: Snapshot
    rule: str
    answer: str
    refused: str
    says: str


def cases() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in _of_file(path)]


def _of_file(path: Path) -> list[Case]:
    told = yaml.safe_load(path.read_text("utf-8"))
    file = ROOT / told["name"]
    snapshots = {
        name: Snapshot(file.as_uri(), 3, told["language"], _filled(text), file, ROOT)
        for name, text in told["sources"].items()
    }
    return [
        Case(
            f"{path.stem}: {each['name']}",
            snapshots[each["source"]],
            each["rule"],
            _filled(each["answer"]),
            each.get("refused", ""),
            each.get("says", ""),
        )
        for each in told["cases"]
    ]


def _filled(text: str) -> str:
    """With what would be a secret, or too long, in a file."""
    growth = "    result = float(result)\n" * 60
    return text.replace("{SECRET}", SECRET).replace("{SHOWN}", redacted(SECRET)).replace("{GROWTH}", growth)


async def case_task(snapshot: Snapshot, rule: str, judge: Judge, syntax: TreeSitterSyntax) -> Task:
    before = tuple(await judge(snapshot))
    found = next((one for one in before if one.rule.id == rule), None)
    assert found is not None, [one.rule.id for one in before]
    return task_of(snapshot, found, (await syntax.outline(snapshot)).symbols, before, ProjectFacts())
