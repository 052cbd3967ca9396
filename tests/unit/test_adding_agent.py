"""The document about adding an agent: its package can be built, keeps to the contract, and works; its tables are true."""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from pipeline_fakes import snapshot

from adding_agent import DOCUMENT, blocks, install
from omni_lsp.adapters.guests.agent import GuestAgent
from omni_lsp.adapters.guests.installed import brought, search_path
from omni_lsp.adapters.guests.room import Room
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.config.pipeline_file import parse_pipeline
from omni_lsp.contract.kit import RULES
from omni_lsp.model.facts import Facts
from omni_lsp.model.text import apply

TEXT = DOCUMENT.read_text("utf-8")
SURFACE = Path(__file__).parents[1] / "cases" / "agents" / "surface.txt"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("package"))


def test_its_test_passes(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(site))
    names: dict[str, object] = {}
    exec(compile(blocks()["test_spelling.py"], "test_spelling.py", "exec"), names)  # noqa: S102 - our own document
    tests = [value for name, value in names.items() if name.startswith("test_") and callable(value)]
    assert len(tests) == 1
    for test in tests:
        test()


async def test_it_works_as_a_guest(site: Path) -> None:
    path = (str(site), *search_path())
    (guest,) = brought(path)
    assert (guest.name, guest.origin) == ("spelling", "omni-spelling 1.0")
    agent = GuestAgent(Room(guest, path), TreeSitterSyntax(), lambda _: True)
    here = snapshot(text="recieve = 1  # we recieve it\n")
    try:
        (finding,) = (await agent.run(here, Facts())).findings
        fix = agent.offers(here, finding)[0]
        edit = await agent.resolve(fix, here)
    finally:
        await agent.room.close()
    assert finding.message == "'recieve' is spelled 'receive'."
    assert apply(here.text, edit.changes) == "recieve = 1  # we receive it\n"


def test_its_pipeline_is_one() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert [stage.agents for stage in parse_pipeline(text, "document").stages] == [
        ("context",),
        ("security",),
        ("spelling",),
    ]


def test_it_tells_of_every_rule_of_the_contract() -> None:
    table = TEXT.split("## The contract")[1]
    assert tuple(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == RULES


def test_what_is_public_changes_knowingly() -> None:
    """`python tests/unit/test_adding_agent.py` writes it anew: read docs/adding_agent.md, "What stays as it is", first."""
    assert surface() == SURFACE.read_text("utf-8")


def surface() -> str:
    """Every public name of the document with its signature and members, as they are written in the source."""
    table = TEXT.split("## What stays as it is")[1].split("##")[0]
    lines = []
    for module, names in re.findall(r"^\| `(omni_lsp[\w.]*)` \| (.*) \|$", table, re.MULTILINE):
        for name in re.findall(r"`(\w+)`", names):
            found = getattr(importlib.import_module(module), name)
            lines += [f"{module}.{name}", *(f"    {line}" for line in _written(found))]
    return "\n".join(lines) + "\n"


def _written(found: object) -> Iterator[str]:
    if isinstance(found, tuple):
        yield repr(found)
        return
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(found))).body  # type: ignore[arg-type]
    if isinstance(node, ast.FunctionDef):
        yield _signature(node)
    if isinstance(node, ast.ClassDef):
        yield f"class({', '.join(map(ast.unparse, node.bases))})"
        for member in node.body:
            yield from _member(member)


def _member(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        if not node.name.startswith("_") or node.name == "__init__":
            yield _signature(node)
    elif isinstance(node, ast.AnnAssign):
        is_there = node.value is not None
        yield f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)}{' = …' if is_there else ''}"
    elif isinstance(node, ast.Assign):
        yield ast.unparse(node)


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    kind = "".join(f"@{ast.unparse(one)} " for one in node.decorator_list)
    kind += "async " if isinstance(node, ast.AsyncFunctionDef) else ""
    gives = f" -> {ast.unparse(node.returns)}" if node.returns is not None else ""
    return f"{kind}{node.name}({ast.unparse(node.args)}){gives}"


if __name__ == "__main__":
    SURFACE.parent.mkdir(exist_ok=True)
    SURFACE.write_text(surface(), "utf-8")
