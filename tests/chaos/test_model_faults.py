"""A language model on a bad day: what was asked of it ends in time and says why, and nothing else notices."""

import asyncio
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

import family
from chat_server import Answer, ChatServer, Then, chatting, event, openai, refusing
from editor import Document, Editor, Start, start

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(120)]

DEFAULT = Path(__file__).parents[2] / "pipelines" / "default.yaml"
CLIENT = "vscode-1.139.1-codeserver-lc11"
SECONDS = 4
"""For one change by the model."""
CODE = """import hashlib
import subprocess


def listing(name):
    hashlib.md5(name)
    return subprocess.run("ls " + name, shell=True, check=True)
"""
GOOD = """@@@ edit a.py
@@@ find
    return subprocess.run("ls " + name, shell=True, check=True)
@@@ replace
    return subprocess.run(["ls", name], check=True)
@@@ end
"""
LATE = "the time was over|does not answer in time|did not end in time"
FAULTS: dict[str, tuple[tuple[Answer, ...], str]] = {
    "hangs": ((Answer(then=Then.HANGS),), LATE),
    "hangs in the middle": ((openai("@@@ edit").without_end(3).and_then(Then.HANGS),), LATE),
    "drips a byte a second": ((openai(GOOD).dripping(1.0),), LATE),
    "drops the connection": ((openai("@@@").without_end(3).and_then(Then.DROPS),), "ended in the middle"),
    "answers garbage": ((Answer([b"\x00\xff" * 500], "text/html"),) * 3, "neither events nor JSON"),
    "answers events that are none": ((Answer([event("{not json")]),) * 3, "not in the form of the protocol"),
    "is asked too often": ((refusing(429, {"error": {}}, retry_after="3600"),), "429|too often|too much"),
    "is broken": ((refusing(500, {"error": {}}),) * 9, "500|cannot answer|fail"),
    "sends us elsewhere": (
        (refusing(307, {}, location="http://127.0.0.1:9/v1/chat/completions"),),
        "307|elsewhere|redirect",
    ),
    "never ends": ((openai("word " * 400).without_end(3).and_then(Then.REPEATS),), f"longer than it may be|{LATE}"),
    "refuses": ((openai("no", finish="content_filter"),), "refuses"),
    "says nonsense": ((openai("Sure! I fixed it."),) * 3, "attempt 3"),
}


@dataclass
class Scene:
    editor: Editor
    code: Document
    service: ChatServer
    leave: Callable[[], Awaitable[int]]

    @property
    def pid(self) -> int:
        server = self.editor.client._server
        assert server is not None
        return int(server.pid)

    async def action(self) -> dict[str, Any]:
        """What resolves to a fix by the model."""
        finding = next(found for found in self.editor.shown(self.code) if found.code == "py.shell-string-building")
        offered = await self.editor.actions(self.code, finding)
        action = next(each for each in offered if each.title == "Fix with tiny")
        return {"title": action.title, "kind": action.kind, "data": action.data}

    async def save(self) -> set[str]:
        """What is found after a save of another text."""
        self.editor.replace(self.code, 0, 0, "# more\n")
        run = await self.editor.saved(self.code)
        assert {stage["status"] for stage in run["stages"]} == {"done"}
        return {str(found.code) for found in self.editor.shown(self.code)}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Caches in which the engine has had its say about the rules: seconds that each test would wait for."""
    folder = tmp_path_factory.mktemp("judged")
    env = {**os.environ, "OMNI_CACHE_DIR": str(folder), "OMNI_STATE_DIR": str(folder / "state")}
    subprocess.run([sys.executable, "-m", "omni_lsp", "rules", "list"], check=True, capture_output=True, env=env)
    return env


@asynccontextmanager
async def scene(folder: Path, env: dict[str, str]) -> AsyncIterator[Scene]:
    """A server with a model; it must leave with status 0 when asked to, and with all that it has started."""
    text = re.sub(r"\b(budget|timeout): \w+", r"\1: 50s", DEFAULT.read_text("utf-8"))
    pipeline = folder / "pipeline.yaml"
    pipeline.write_text(
        text.replace("on: [command]\n        timeout: 50s", f"on: [command]\n        timeout: {SECONDS}s")
    )
    work = folder / "work"
    work.mkdir()
    (work / "a.py").write_text(CODE)
    async with chatting() as service:
        model = {"url": service.url, "name": "tiny", "candidates": 1}
        options = {"trust": True, "status": True, "pipeline": str(pipeline), "model": model}
        editor = await start(Start((work,), options=options, env=env, client=CLIENT))
        try:
            code = await editor.open(work / "a.py")
            await editor.ran(code)
            on = Scene(editor, code, service, editor.leave)
            yield on
            known = family.descendants(on.pid) if family.IS_KNOWN else set()
            assert await asyncio.wait_for(on.leave(), 20) == 0
            assert not [pid for pid in known if Path(f"/proc/{pid}").exists()]
        finally:
            server = editor.client._server
            if server is not None and server.returncode is None:
                server.kill()
                with contextlib.suppress(RuntimeError):
                    await editor.ended()


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_bad_day_of_the_model(fault: str, tmp_path: Path, judged: dict[str, str]) -> None:
    answers, said = FAULTS[fault]
    async with scene(tmp_path, judged) as on:
        on.service.say(*answers)
        request = asyncio.ensure_future(on.editor.client.request(types.CODE_ACTION_RESOLVE, await on.action(), "fix"))
        # Meanwhile everything else goes on as if there were no model.
        assert await on.editor.hover(on.code, CODE.index("md5")) is not None
        assert {"py.weak-hash", "py.shell-string-building"} <= {str(one.code) for one in on.editor.shown(on.code)}
        with pytest.raises(JsonRpcException) as failed:
            await asyncio.wait_for(request, SECONDS + 10)
        assert re.search(said, str(failed.value)), str(failed.value)
        assert on.code.text == CODE
        assert any(message.message.startswith("omni: no fix") for message in on.editor.messages)
        assert {"py.weak-hash", "py.shell-string-building"} <= await on.save()
        # It is better the next day.
        on.service.answers.clear()
        on.service.say(openai(GOOD))
        fixed = await on.editor.client.request(types.CODE_ACTION_RESOLVE, await on.action(), "again")
        assert "edit" in str(fixed)


async def test_findings_come_and_the_status_says_what_is_lost(tmp_path: Path, judged: dict[str, str]) -> None:
    async with scene(tmp_path, judged) as on:
        on.service.say(openai("@@@ edit").without_end(3).and_then(Then.HANGS))
        request = asyncio.ensure_future(on.editor.client.request(types.CODE_ACTION_RESOLVE, await on.action(), "fix"))
        await asyncio.wait_for(on.service.hung.wait(), 15)
        # The text moves on, and its findings come, while the model is still asked about the old one.
        assert {"py.weak-hash", "py.shell-string-building"} <= await on.save()
        with pytest.raises(JsonRpcException):
            await asyncio.wait_for(request, SECONDS + 10)
        on.service.say(*[refusing(500, {"error": {}})] * 9)
        with pytest.raises(JsonRpcException):
            await on.editor.client.request(types.CODE_ACTION_RESOLVE, await on.action(), "next")
        await on.editor.wait(lambda: on.editor.statuses[-1]["model"]["state"] == "degraded", "a word in the status")
        assert on.editor.statuses[-1]["model"]["name"] == "tiny"
        assert on.editor.statuses[-1]["engine"]["state"] == "ok"
        on.service.answers.clear()
        on.service.say(openai(GOOD))
        await on.editor.client.request(types.CODE_ACTION_RESOLVE, await on.action(), "last")
        await on.editor.wait(lambda: on.editor.statuses[-1]["model"]["state"] == "ok", "the end of it")


async def test_a_server_that_leaves_takes_its_request_with_it(tmp_path: Path, judged: dict[str, str]) -> None:
    async with scene(tmp_path, judged) as on:
        on.service.say(openai("@@@ edit").without_end(3).and_then(Then.HANGS))
        request = asyncio.ensure_future(on.editor.client.request(types.CODE_ACTION_RESOLVE, await on.action(), "fix"))
        await asyncio.wait_for(on.service.hung.wait(), 15)
        await on.editor.client.shutdown_async(None)
        with pytest.raises(JsonRpcException):
            await request
        await asyncio.wait_for(on.service.gone.wait(), 5)
        on.editor.client.exit(None)
        on.leave = on.editor.ended
