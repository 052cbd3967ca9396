"""`omni/status` as a user interface gets it: the start, a run with its stages, findings, packs, and the picture."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conftest import Launch
from editor import Editor, Start

pytestmark = pytest.mark.timeout(60)

CODE = """import hashlib
from cryptography.hazmat.primitives.asymmetric import rsa

key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
"""


def newest(editor: Editor) -> Any:
    return editor.statuses[-1]


def tree(status: Any) -> dict[str, Any]:
    """The nodes by id."""

    def below(node: Any) -> dict[str, Any]:
        found = {node["id"]: node}
        for child in node.get("children", []):
            found |= below(child)
        return found

    return {key: node for root in status["tree"] for key, node in below(root).items()}


async def test_all_that_goes_on_is_told(launch: Launch, tmp_path: Path, patient: Path, caches: dict[str, str]) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.py").write_text(CODE)
    options: dict[str, object] = {"pipeline": str(patient), "trust": True, "status": True}
    editor = await launch(Start((folder,), options=options, env=caches))
    document = await editor.open(folder / "a.py")
    await editor.ran(document)
    await editor.wait(lambda: bool(editor.statuses) and newest(editor)["state"] == "idle", "the server at rest")

    states = list(dict.fromkeys(status["state"] for status in editor.statuses))
    assert states[0] == "starting"
    assert states[-1] == "idle"
    status = newest(editor)
    assert status["engine"] == {"state": "ok", "reason": ""}
    assert [(each["name"], each["trust"]) for each in status["folders"]] == [("work", "trusted")]
    assert status["runs"] == []
    assert status["last"]["uri"] == document.uri
    leaf = next(node for key, node in tree(status).items() if key.startswith("finding/security/"))
    assert leaf["target"]["uri"] == document.uri
    assert leaf["target"]["range"]["start"]["line"] == 3

    await editor.command("omni.pack")
    agents = f"packs/{(folder / 'AGENTS.md').as_uri()}"
    await editor.wait(lambda: agents in tree(newest(editor)), "a pack in the tree")
    assert tree(newest(editor))[agents]["description"] == "written"

    picture = ET.fromstring(await editor.command("omni.showGraph", format="svg", uri=document.uri))  # noqa: S314 - ours
    said = {each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"context", "security", "rag", "compliance", "budget 60 s"} <= said
    assert any(text and text.startswith("Last run: open of a.py") for text in said)

    editor.close(document)
    await editor.wait(lambda: not any(key.startswith("finding/") for key in tree(newest(editor))), "no findings")


async def test_an_engine_that_is_missing_is_told(launch: Launch, tmp_path: Path) -> None:
    options: dict[str, object] = {"status": True, "security": {"engine_path": str(tmp_path / "none")}}
    editor = await launch(Start((tmp_path,), options=options))
    await editor.wait(lambda: bool(editor.statuses) and newest(editor)["state"] == "idle", "the server at rest")
    assert newest(editor)["engine"]["state"] == "degraded"
    assert "not found" in newest(editor)["engine"]["reason"]
