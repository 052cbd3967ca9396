"""The agent of `docs/adding_agent.md` in an editor, installed from the document's own code blocks."""

import os
from pathlib import Path

import pytest

from adding_agent import install
from conftest import Launch
from editor import Start

REPOSITORY = Path(__file__).parents[2]
PIPELINE = "version: 1\nbudget: 60s\nanalysis: {pipeline: {stages: [{agent: context}, {agent: spelling}]}}\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which the package is installed."""
    site = install(tmp_path / "package")
    return {**os.environ, "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{site}"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder whose pipeline names the agent, with a file in which it finds something."""
    folder = tmp_path / "shop"
    (folder / ".omni").mkdir(parents=True)
    (folder / ".omni" / "pipeline.yaml").write_text(PIPELINE, "utf-8")
    (folder / "a.py").write_text("x = 1  # \U0001f600 we recieve it\n", "utf-8")
    return folder


async def test_its_finding_its_hover_and_its_fix(launch: Launch, shop: Path, environment: dict[str, str]) -> None:
    editor = await launch(Start((shop,), options={"trust": True, "agents": ["spelling"]}, env=environment))
    document = await editor.open(shop / "a.py")
    run = await editor.ran(document)
    assert {stage["agent"]: stage["status"] for stage in run["stages"]} == {"context": "done", "spelling": "done"}
    (found,) = editor.shown(document)
    assert (found.code, editor.excerpt(document, found.range)) == ("spelling.misspelled", "recieve")
    hover = await editor.hover(document, document.text.index("recieve"))
    assert hover is not None
    assert "receive" in hover

    fix, *others = await editor.actions(document, found)
    assert fix.title == "Write 'receive'"
    assert sum(action.title.startswith("Ignore on this line") for action in others) == 2
    await editor.fix(document, fix)
    assert document.text == "x = 1  # \U0001f600 we receive it\n"
    await editor.saved(document)
    assert editor.shown(document) == []


async def test_a_workspace_can_turn_none_on(launch: Launch, shop: Path, environment: dict[str, str]) -> None:
    how = Start((shop,), options={"trust": True}, settings={"agents": ["spelling"]}, env=environment)
    editor = await launch(how)
    document = await editor.open(shop / "a.py")
    run = await editor.ran(document)
    assert "spelling" not in {stage["agent"] for stage in run["stages"]}
    said = " ".join(message.message for message in editor.messages)
    assert 'agent spelling of omni-spelling 1.0 is not turned on: add "spelling" to your own setting' in said
    if editor.announces("workspace", "configuration"):
        assert "agents is ignored here: a workspace could have set it" in said
