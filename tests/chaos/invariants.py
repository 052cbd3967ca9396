"""What holds whatever strikes a server, and what must be so again when it is over."""

import asyncio
import os
from collections.abc import Mapping
from typing import Any

from faults import told
from lsprotocol import types
from scene import AGENTS, FOUND, USER, Scene

from conformance import check
from editor import Document
from family import descendants, line_of, living
from omni_lsp.model.packs import PackFile
from omni_lsp.pack.block import BEGIN, END

KNOWN = ("osemgrep", "semgrep-core", "omni_lsp", "git")
"""What the command lines of our processes have; a process between two programs has that of the server."""
_ANSWER_SECONDS = 20.0
_MOST_PROCESSES = 12
_LOST = ("timed-out", "failed")


async def assert_answered(scene: Scene) -> None:
    """Requests from memory, and one that asks the disk: each has one answer, in time."""
    editor, document = scene.editor, scene.documents[scene.turns % len(scene.documents)]
    everywhere = types.Range(types.Position(0, 0), types.Position(4, 0))
    asked = types.CodeActionParams(
        types.TextDocumentIdentifier(document.uri), everywhere, types.CodeActionContext(editor.shown(document))
    )
    async with asyncio.timeout(_ANSWER_SECONDS):
        await asyncio.gather(
            editor.hover(document, document.text.index("md5")),
            editor.listed(asked),
            editor.lenses(document),
            editor.command("omni.lastRun", uri=document.uri),
            editor.command("omni.indexStatus"),
        )


def assert_shown(scene: Scene, document: Document, run: Mapping[str, Any]) -> list[str]:
    """Each agent that could look has its finding on the screen, of each other one a note says so; the agents lost."""
    shown = scene.editor.shown(document)
    places = {(one.code, one.range.start.line) for one in shown}
    notes = {one.data["agent"]: one for one in shown if str(one.code) in {f"omni.{status}" for status in _LOST}}
    lost = []
    for stage in run["stages"]:
        agent = stage["agent"]
        if stage["status"] in _LOST:
            assert stage["reason"], run
            assert agent in notes, f"nothing on the screen says that {agent} was lost: {shown}"
            lost.append(agent)
        elif agent in FOUND:
            assert stage["status"] == "done", run
            assert FOUND[agent] in places, f"{agent} is done, but its finding is not there: {shown}"
            assert agent not in notes, f"{agent} is done, but it is said to be lost: {shown}"
    assert {stage["agent"] for stage in run["stages"]} >= set(AGENTS), run
    return lost


def assert_nothing_torn(scene: Scene) -> None:
    """Pack files are whole, and the words of their user are there."""
    for file in PackFile:
        path = scene.root / file
        if path.exists():
            text = path.read_text("utf-8")
            assert (text.count(BEGIN), text.count(END)) == (1, 1), file
            assert text.endswith(f"{END}\n"), file
    assert (scene.root / PackFile.AGENTS).read_text("utf-8").startswith(USER)


def assert_known_processes(scene: Scene) -> None:
    family = {pid: line_of(pid) for pid in descendants(scene.pid)}
    # One without a command line has ended, and is asked after before long.
    assert [line for line in family.values() if line and not any(word in line for word in KNOWN)] == []
    assert len([line for line in family.values() if line]) <= _MOST_PROCESSES, family


async def assert_well(scene: Scene) -> None:
    """Every agent looks at every file again, search finds what was saved last, and nothing is said to be lost."""
    for document in scene.documents:
        run = await scene.saved(document)
        statuses = {stage["agent"]: stage["status"] for stage in run["stages"]}
        assert statuses == dict.fromkeys(AGENTS, "done"), run
        assert assert_shown(scene, document, run) == []
        assert not any(one.data and one.data.get("stale") for one in scene.editor.shown(document))
    assert await told(scene, "seal") == ""
    found = {hit["uri"]: hit["text"] for hit in await scene.search(f"seal {scene.turns}")}
    last = scene.documents[-1]
    assert f"# {scene.turns}\n" in found[last.uri], found
    (index,) = await scene.editor.command("omni.indexStatus")
    assert (index["phase"], index["reason"]) == ("ready", ""), index
    await scene.editor.wait(lambda: scene.status["engine"] == {"state": "ok", "reason": ""}, "a healthy engine")
    (packed,) = await scene.editor.command("omni.pack")
    assert packed["heldBack"] == "", packed
    assert [each.name for each in scene.root.rglob("*.omni-tmp")] == []
    assert not (scene.root / ".omni" / "aside").exists()
    assert_nothing_torn(scene)


async def assert_leaves_nothing(scene: Scene) -> None:
    """It ends as it should, with all that it started and its temporary files, and has kept to the protocol."""
    assert await scene.editor.leave() == 0
    assert {pid: line for pid, line in living(scene.temporary).items() if pid != os.getpid()} == {}
    assert list(scene.temporary.iterdir()) == []
    violations = check(scene.editor.client.recording)
    assert not violations, "the server broke the protocol:\n" + "\n".join(map(str, violations))


def said(scene: Scene, words: str) -> int:
    """How often the user was told something with these words in a message."""
    return sum(words in message.message for message in scene.editor.messages)


async def index_of(scene: Scene) -> Any:
    """How the index of the folder stands, as the server says."""
    (index,) = await scene.editor.command("omni.indexStatus")
    return index
