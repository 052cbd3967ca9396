"""What is asked of a language model with real weights, through the real adapter and the real server: `make test-model`.

It is much too small to be good at anything, so nothing here is about how good an answer is.
"""

import ast
import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from real_model import NAME, RealModel, serving

from editor import Document, Editor, Start, start
from omni_lsp.adapters.chat.remote import RemoteModel
from omni_lsp.adapters.chat.requests import Entry, RequestsFile
from omni_lsp.adapters.chat.service import Service
from omni_lsp.adapters.tokens import exact_or_bound
from omni_lsp.agents.coding.loop import Turn
from omni_lsp.app.coding.asking import Asker
from omni_lsp.app.coding.models import Models
from omni_lsp.config.model import Model
from omni_lsp.model.chat import Ending, Message, Request, Role
from omni_lsp.model.chat_errors import ChatTimeoutError, ChatTruncatedError
from omni_lsp.model.errors import AgentValidationError

pytestmark = pytest.mark.timeout(600)

DEFAULT = Path(__file__).parents[2] / "pipelines" / "default.yaml"
CLIENT = "vscode-1.139.1-codeserver-lc11"
STORY = "Write a very long story about a lighthouse keeper."
"""Its answer goes round in circles, and comes to no end within any time that is waited here."""
ENDLESS = Request((Message(Role.USER, STORY),), 4000)
RULE = "py.shell-string-building"
CODE = """import subprocess


def listing(name):
    return subprocess.run("ls " + name, shell=True, check=True)
"""


@pytest.fixture
async def service() -> AsyncIterator[RealModel]:
    async with serving() as service:
        yield service


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the engine has had its say about the rules: seconds that each test would wait for."""
    folder = tmp_path_factory.mktemp("judged")
    command = [sys.executable, "-m", "omni_lsp", "rules", "list"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMNI_CACHE_DIR": str(folder)})
    return folder


@pytest.fixture
def env(judged: Path, tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "OMNI_CACHE_DIR": str(judged), "OMNI_STATE_DIR": str(tmp_path / "state")}


def remote(service: RealModel) -> RemoteModel:
    return RemoteModel(Service(service.url, NAME), exact_or_bound())


def ignored(_text: str) -> None:
    """Nobody listens to the pieces."""


async def test_pieces_come_before_the_end_and_are_the_answer_as_it_comes_in_one(service: RealModel) -> None:
    heard: list[str] = []
    first = asyncio.Event()

    def hear(text: str) -> None:
        heard.append(text)
        first.set()

    asking = asyncio.create_task(remote(service).ask(replace(ENDLESS, most_output_tokens=60), 100, hear))
    await asyncio.wait_for(first.wait(), 60)
    assert not asking.done()
    reply = await asking
    assert len(heard) > 20
    assert "".join(heard) == reply.text
    body = {"messages": [{"role": "user", "content": STORY}], "max_tokens": 60, "temperature": 0}
    async with httpx.AsyncClient(trust_env=False, timeout=100) as client:
        whole = (await client.post(f"{service.url}/chat/completions", json=body)).json()
    assert whole["choices"][0]["message"]["content"] == reply.text


async def test_cancelling_stops_the_generation_at_once(service: RealModel) -> None:
    first = asyncio.Event()
    asking = asyncio.create_task(remote(service).ask(ENDLESS, 100, lambda _text: first.set()))
    await asyncio.wait_for(first.wait(), 60)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    ended, tokens, late = await service.ended()
    print(f"cancelled: the generation ended {late:.3f} s later, after {tokens} tokens")
    assert ended == "gone"
    assert 0 < tokens < 500
    assert late < 2
    # The model is free for the next one.
    assert (await remote(service).ask(replace(ENDLESS, most_output_tokens=3), 100, ignored)).ending is Ending.LENGTH


async def test_an_answer_that_is_cut_off_says_so_and_what_it_cost_is_counted(service: RealModel) -> None:
    reply = await remote(service).ask(replace(ENDLESS, most_output_tokens=5), 100, ignored)
    assert reply.ending is Ending.LENGTH
    assert reply.usage.is_counted
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (await service.began(), 5)
    assert await service.ended() == ("length", 5, 0)


async def test_who_needs_it_whole_gets_an_error_and_the_ledger_an_entry(service: RealModel, tmp_path: Path) -> None:
    model = await Models({}, tmp_path).model(Model(url=service.url, name=NAME))
    ledger = RequestsFile(tmp_path)
    asker = Asker(model, "explain", 5, lambda: 100.0, exact_or_bound(), ledger, files_tokens=1000)
    with pytest.raises(ChatTruncatedError, match="cut off after 5 tokens") as cut:
        await asker([Turn("user", STORY)])
    (entry,) = ledger.entries()
    assert cut.value.heard
    assert (entry.purpose, entry.model, entry.destination) == ("explain", NAME, f"127.0.0.1:{service.port}")
    assert (entry.sent, entry.answered, entry.is_counted) == (await service.began(), 5, True)
    assert (entry.ending, entry.saved) == ("length", 1000 - entry.sent)
    spent = json.loads((tmp_path / "spending.json").read_text())
    assert sum(minute["tokens"] for minute in spent["minutes"].values()) == entry.sent + entry.answered


async def test_the_deadline_leaves_what_was_heard_and_nobody_at_work(service: RealModel) -> None:
    heard: list[str] = []
    with pytest.raises(ChatTimeoutError, match="did not end in time") as late:
        await remote(service).ask(ENDLESS, 8, heard.append)
    assert late.value.heard == "".join(heard) != ""
    assert (await service.ended())[0] == "gone"


async def test_an_answer_ends_before_a_word_that_stops_it(service: RealModel) -> None:
    short = replace(ENDLESS, most_output_tokens=40)
    text = (await remote(service).ask(short, 100, ignored)).text
    word = text.split()[len(text.split()) // 2]
    reply = await remote(service).ask(replace(short, stops=(word,)), 100, ignored)
    assert (reply.text, reply.ending) == (text[: text.index(word)], Ending.DONE)


async def test_what_the_model_has_no_room_for_is_refused(service: RealModel) -> None:
    with pytest.raises(AgentValidationError, match="longer than the model can take"):
        await remote(service).ask(Request((Message(Role.USER, "word " * 9000),), 5), 100, ignored)


@dataclass
class Scene:
    editor: Editor
    code: Document

    def is_shown(self) -> bool:
        return any(found.code == RULE for found in self.editor.shown(self.code))

    async def action(self) -> types.CodeAction:
        finding = next(found for found in self.editor.shown(self.code) if found.code == RULE)
        (action,) = [each for each in await self.editor.actions(self.code, finding) if each.title == f"Fix with {NAME}"]
        return action

    async def refusal(self) -> str:
        """Why there is no fix, empty where there is one."""
        try:
            await self.editor.fix(self.code, await self.action())
        except JsonRpcException as failed:
            return str(failed)
        return ""


@asynccontextmanager
async def scene(service: RealModel, folder: Path, env: dict[str, str]) -> AsyncIterator[Scene]:
    """A server over stdio with time for a model on one slow processor; it must leave with status 0."""
    pipeline = folder / "pipeline.yaml"
    pipeline.write_text(re.sub(r"\b(budget|timeout): \w+", r"\1: 240s", DEFAULT.read_text("utf-8")))
    work = folder / "work"
    work.mkdir()
    (work / "a.py").write_text(CODE)
    model = {"url": service.url, "name": NAME, "candidates": 1, "attempts": 2, "answer_tokens": 200}
    options = {"trust": True, "pipeline": str(pipeline), "model": model}
    editor = await start(Start((work,), options=options, env=env, client=CLIENT))
    try:
        code = await editor.open(work / "a.py")
        await editor.ran(code)
        yield Scene(editor, code)
        assert await editor.leave() == 0
    finally:
        server = editor.client._server
        if server is not None and server.returncode is None:
            server.kill()
            await server.wait()


async def test_a_fix_is_proven_or_there_is_none(service: RealModel, tmp_path: Path, env: dict[str, str]) -> None:
    async with scene(service, tmp_path, env) as on:
        refusal = await on.refusal()
        print(f"no fix: {refusal}" if refusal else f"a fix: {on.code.text}")
        said = [message.message for message in on.editor.messages]
        if refusal:
            assert "attempt 1: " in refusal
            assert any(each.startswith("omni: no fix was found that holds. ") for each in said)
        else:
            assert any("the finding is gone" in each for each in said)
        assert (on.code.text == CODE) == bool(refusal)
        ast.parse(on.code.text)
        await on.editor.saved(on.code)
        assert on.is_shown() == bool(refusal)
    _only_numbers(tmp_path)


async def test_cancelling_in_the_editor_stops_the_model(
    service: RealModel, tmp_path: Path, env: dict[str, str]
) -> None:
    async with scene(service, tmp_path, env) as on:
        action = await on.action()
        params = {"title": action.title, "kind": action.kind, "data": action.data}
        request = asyncio.ensure_future(on.editor.client.request(types.CODE_ACTION_RESOLVE, params, "fix"))
        print(f"it is told {await service.began()} tokens")
        on.editor.client.cancel_request(types.CancelParams("fix"))
        with pytest.raises(JsonRpcException) as caught:
            await request
        assert caught.value.code == types.LSPErrorCodes.RequestCancelled
        ended, tokens, late = await service.ended()
        print(f"cancelled: the generation ended {late:.3f} s later, after {tokens} tokens")
        assert (ended, on.code.text) == ("gone", CODE)
        # Its prompt is read in steps, and the one that was begun is read to its end.
        assert tokens < 200
        assert late < 10
    assert [entry.ending for entry in _only_numbers(tmp_path)] == ["cancelled"]


async def test_check_repairs_or_says_why_not(service: RealModel, tmp_path: Path, env: dict[str, str]) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.py").write_text(CODE)
    pipe = asyncio.subprocess.PIPE
    command = [sys.executable, "-m", "omni_lsp", "check", "--fix=model", "--trust", "--format", "json"]
    asked = {**env, "OMNI_MODEL_URL": service.url, "OMNI_MODEL_NAME": NAME}
    done = await asyncio.create_subprocess_exec(*command, cwd=work, env=asked, stdout=pipe, stderr=pipe)
    out, err = await done.communicate()
    assert done.returncode in (0, 1), err.decode()
    report = json.loads(out)
    (tried,) = report["model"]["tried"]
    text = (work / "a.py").read_text()
    print(f"tried: {tried}")
    ast.parse(text)
    assert tried["rule"] == RULE
    assert bool(tried["reasons"]) != tried["fixed"]
    assert (text != CODE) == tried["fixed"]
    assert [finding["rule"] for finding in report["findings"]] == ([] if tried["fixed"] else [RULE])
    entries = _only_numbers(tmp_path)
    assert report["model"]["tokens"]["sent"] == sum(entry.sent for entry in entries) > 0


def _only_numbers(folder: Path) -> list[Entry]:
    """The ledger, which has each request to this model and no text of it."""
    ledger = RequestsFile(folder / "state")
    entries = list(ledger.entries())
    assert entries
    assert {(entry.purpose, entry.model) for entry in entries} == {("fix", NAME)}
    assert all(entry.is_counted for entry in entries if entry.ending in ("done", "length"))
    assert "listing" not in ledger.file.read_text()
    return entries


def test_without_node_people_are_told(tmp_path: Path) -> None:
    command = [sys.executable, Path(__file__).with_name("real_model.py")]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "node 20 or newer with npm is needed\n")
