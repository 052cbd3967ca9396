"""Diagnostics over the wire, byte by byte: who pulls is not pushed to, who cannot be told to pull again is not offered it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from conftest import patient_pipeline

pytestmark = pytest.mark.thorough

CLIENTS = Path(__file__).parents[1] / "cases" / "clients"
SERVER = [sys.executable, "-m", "omni_lsp", "--stdio"]
PULLING = ("neovim-0.12", "helix-25.07.1-20260723", "vscode-1.139.1-codeserver-lc11")
PUSHED = ("neovim-0.11.4", "helix-25.01.1", "emacs-30-eglot", "emacs-eglot")
WEAK = "import hashlib\n\n\ndef seal() -> str:\n    return hashlib.md5(b'').hexdigest()\n"
CLEAN = "x = 1\n"

Json: TypeAlias = dict[str, Any]


@dataclass
class Client:
    """`got` is all that the server sent, in order; its requests are answered with `null`."""

    process: asyncio.subprocess.Process
    got: list[Json] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    asked: int = 0

    def send(self, method: str, params: Json | None, **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self._write(body)

    def request(self, method: str, params: Json | None) -> int:
        self.asked += 1
        self.send(method, params, id=self.asked)
        return self.asked

    async def answer(self, number: int) -> Json:
        def arrived() -> list[Json]:
            return [message for message in self.got if message.get("id") == number and "method" not in message]

        return (await self.wait(arrived))[0]

    async def ask(self, method: str, params: Json | None) -> Any:
        """The result."""
        return (await self.answer(self.request(method, params)))["result"]

    async def wait(self, ready: Callable[[], list[Json]]) -> list[Json]:
        async with asyncio.timeout(15), self.news:
            await self.news.wait_for(lambda: bool(ready()))
        return ready()

    def params(self, method: str) -> list[Json]:
        return [message.get("params") or {} for message in self.got if message.get("method") == method]

    async def ran(self, uri: str, version: int) -> None:
        """A run over this version has ended, and so has all that it said been sent."""
        await self.wait(lambda: [r for r in self.params("omni/run") if (r["uri"], r["version"]) == (uri, version)])

    def refreshes(self) -> int:
        return len(self.params("workspace/diagnostic/refresh"))

    def published(self) -> list[tuple[str, int]]:
        return [(p["uri"], len(p["diagnostics"])) for p in self.params("textDocument/publishDiagnostics")]

    def streamed(self, token: str) -> list[Json]:
        parts = [p["value"]["items"] for p in self.params("$/progress") if p["token"] == token]
        return [item for items in parts for item in items]

    async def listen(self) -> None:
        assert self.process.stdout is not None
        size = 0
        while line := await self.process.stdout.readline():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
            elif not line.strip():
                message = json.loads(await self.process.stdout.readexactly(size))
                if "id" in message and "method" in message:
                    self._write(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode())
                async with self.news:
                    self.got.append(message)
                    self.news.notify_all()

    def _write(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))


@asynccontextmanager
async def connected(editor: str, folder: Path, **changes: object) -> AsyncIterator[tuple[Client, Json]]:
    """A client with the capabilities of an editor, and those of the server; `changes` replace those of its `workspace`."""
    recorded = (CLIENTS / f"{editor}.initialize.json").read_text("utf-8")
    params = json.loads(recorded.replace("${ROOT}", folder.as_posix()).replace('"${PID}"', "null"))["params"]
    options = {"runReports": True, "trust": True, "pipeline": str(patient_pipeline(folder.parent))}
    params |= {"processId": None, "rootUri": folder.as_uri(), "initializationOptions": options}
    params["workspaceFolders"] = [{"uri": folder.as_uri(), "name": folder.name}]
    params["capabilities"]["workspace"] |= {"configuration": False, **changes}
    environment = {**os.environ, "OMNI_CACHE_DIR": str(folder.parent / "caches")}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*SERVER, stdin=pipe, stdout=pipe, env=environment, limit=2**24)
    client = Client(process)
    listening = asyncio.create_task(client.listen())
    offered = (await client.ask("initialize", params))["capabilities"]
    client.send("initialized", {})
    yield client, offered
    if process.returncode is None:
        await client.ask("shutdown", None)
        client.send("exit", None)
    assert await asyncio.wait_for(process.wait(), 15) == 0
    await listening


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with one weak file and a clean one."""
    made = tmp_path / "shop"
    made.mkdir()
    (made / "weak.py").write_text(WEAK)
    (made / "clean.py").write_text(CLEAN)
    return made


def _open(client: Client, uri: str, text: str, version: int = 1) -> None:
    document = {"uri": uri, "languageId": "python", "version": version, "text": text}
    client.send("textDocument/didOpen", {"textDocument": document})


def _pull(uri: str, previous: str | None = None) -> Json:
    known = {} if previous is None else {"previousResultId": previous}
    return {"textDocument": {"uri": uri}, "identifier": "omni", **known}


@pytest.mark.parametrize("editor", PULLING)
async def test_an_open_document_is_pulled_when_there_is_news(editor: str, folder: Path) -> None:
    uri = (folder / "weak.py").as_uri()
    async with connected(editor, folder) as (client, offered):
        assert offered["diagnosticProvider"] == {
            "identifier": "omni",
            "interFileDependencies": False,
            "workspaceDiagnostics": True,
        }
        _open(client, uri, WEAK)
        # Neovim sends a member that the standard does not have.
        before = await client.ask("textDocument/diagnostic", _pull(uri) | {"range": None})
        assert (before["kind"], before["items"]) == ("full", [])
        await client.ran(uri, 1)
        found = await client.ask("textDocument/diagnostic", _pull(uri, before["resultId"]))
        assert client.refreshes() == 1
        assert [item["code"] for item in found["items"]] == ["py.weak-hash"]
        client.send("textDocument/didSave", {"textDocument": {"uri": uri}})
        await client.wait(lambda: client.params("omni/run")[1:])
        again = await client.ask("textDocument/diagnostic", _pull(uri, found["resultId"]))
        assert client.refreshes() == 1  # It has it all.
        assert again == {"kind": "unchanged", "resultId": found["resultId"]}
        client.send("textDocument/didClose", {"textDocument": {"uri": uri}})
        _open(client, uri, WEAK, version=2)
        await client.ran(uri, 2)
        again = await client.ask("textDocument/diagnostic", _pull(uri, found["resultId"]))
        assert again["kind"] == "unchanged"
        assert client.published() == []


@pytest.mark.parametrize("editor", PUSHED)
async def test_who_cannot_pull_as_we_need_it_is_pushed_to(editor: str, folder: Path) -> None:
    uri = (folder / "weak.py").as_uri()
    async with connected(editor, folder) as (client, offered):
        assert "diagnosticProvider" not in offered
        _open(client, uri, WEAK)
        await client.ran(uri, 1)
        client.send("textDocument/didClose", {"textDocument": {"uri": uri}})
        await client.wait(lambda: client.params("textDocument/publishDiagnostics")[1:])
        assert client.published() == [(uri, 1), (uri, 0)]
        assert client.refreshes() == 0


async def test_without_refresh_vs_code_is_pushed_to(folder: Path) -> None:
    uri = (folder / "weak.py").as_uri()
    async with connected("vscode-1.139.1-codeserver-lc11", folder, diagnostics={}) as (client, offered):
        assert "diagnosticProvider" not in offered
        _open(client, uri, WEAK)
        await client.ran(uri, 1)
        assert client.published() == [(uri, 1)]


@pytest.mark.parametrize("editor", PULLING)
async def test_files_are_pushed_until_the_client_asks_for_the_workspace(editor: str, folder: Path) -> None:
    weak, clean = (folder / "weak.py").as_uri(), (folder / "clean.py").as_uri()
    (folder / "more.py").write_text(WEAK)
    more = (folder / "more.py").as_uri()
    async with connected(editor, folder) as (client, _):
        sweep = {"command": "omni.analyzeWorkspace", "arguments": [{}]}
        await client.ask("workspace/executeCommand", sweep)
        assert sorted(client.published()) == sorted([(weak, 1), (more, 1)])
        _open(client, weak, WEAK)
        await client.ran(weak, 1)
        assert client.published()[2:] == [(weak, 0)]
        found = await client.ask("textDocument/diagnostic", _pull(weak))
        params = {"identifier": "omni", "previousResultIds": [{"uri": weak, "value": found["resultId"]}]}
        held = client.request("workspace/diagnostic", params | {"partialResultToken": "t"})
        items = await client.wait(lambda: client.streamed("t"))
        assert client.published()[3:] == [(more, 0)]
        assert [(item["kind"], item["uri"], item["version"]) for item in items] == [
            ("unchanged", weak, 1),
            ("full", more, None),
        ]
        (folder / "clean.py").write_text(WEAK)
        await client.ask("workspace/executeCommand", sweep)
        items = await client.wait(lambda: client.streamed("t")[2:])
        assert [(item["kind"], item["uri"], item["version"]) for item in items] == [("full", clean, None)]
        assert len(client.published()) == 4
        client.send("$/cancelRequest", {"id": held})
        assert (await client.answer(held))["error"]["code"] == -32800


@pytest.mark.parametrize("token", [{"partialResultToken": 7}, {}], ids=["streamed", "awaited"])
async def test_what_is_held_at_shutdown_is_not_to_be_asked_again(folder: Path, token: Json) -> None:
    async with connected("neovim-0.12", folder) as (client, _):
        held = client.request("workspace/diagnostic", {"previousResultIds": [], **token})
        # Each in its own turn: what comes after `shutdown` in one piece is out of turn.
        assert (
            await client.ask("textDocument/hover", _pull("file:///a.py") | {"position": {"line": 0, "character": 0}})
            is None
        )
        await client.ask("shutdown", None)
        error = (await client.answer(held))["error"]
        assert (error["code"], error["data"]) == (-32802, {"retriggerRequest": False})
        client.send("exit", None)
        await asyncio.wait_for(client.process.wait(), 15)


async def test_news_answers_who_cannot_be_streamed_to(folder: Path) -> None:
    async with connected("neovim-0.12", folder) as (client, _):
        held = client.request("workspace/diagnostic", {"previousResultIds": []})
        await client.ask("workspace/executeCommand", {"command": "omni.analyzeWorkspace", "arguments": [{}]})
        (item,) = (await client.answer(held))["result"]["items"]
        assert (item["uri"], item["version"]) == ((folder / "weak.py").as_uri(), None)
        known = {"previousResultIds": [{"uri": item["uri"], "value": item["resultId"]}]}
        older, newer = client.request("workspace/diagnostic", known), client.request("workspace/diagnostic", known)
        assert (await client.answer(older))["result"] == {"items": []}
        assert newer not in [message.get("id") for message in client.got]
        assert client.published() == []
