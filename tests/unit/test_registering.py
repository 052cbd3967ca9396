"""What is registered with a client: where it offers that, nothing twice, and no refusal stops anything."""

import asyncio
import json
from pathlib import Path

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.exceptions import JsonRpcMethodNotFound

import inprocess
from omni_lsp.lsp.client import Client
from omni_lsp.lsp.core import Watched
from omni_lsp.lsp.registering import COMPLETED, Registrations, watchers

CLIENTS = Path(__file__).parents[1] / "cases" / "clients"
ALL = Client(registers_configuration=True, watches_files=True, relative_patterns=True)
NAMES = (".omni/pipeline.yaml", "Makefile", "package.json")
OWN = Watched(NAMES, (Path("/home/me/rules"),))


class FakeClient:
    """Answers or fails requests in turn; `asked` holds method and registration ids."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.asked: list[tuple[str, list[str]]] = []
        self.watched: list[object] = []

    async def ask(self, method: str, params: object) -> None:
        await asyncio.sleep(0)
        registrations = params.registrations if method == "client/registerCapability" else params.unregisterations
        self.asked.append((method.removeprefix("client/"), [f"{one.id} {one.method}" for one in registrations]))
        if self.failures:
            raise self.failures.pop()
        if registrations[0].id == "omni-files" and method == "client/registerCapability":
            self.watched = [watcher.glob_pattern for watcher in registrations[0].register_options.watchers]


SETTINGS = ("registerCapability", ["omni-settings workspace/didChangeConfiguration"])
COMPLETION = ("registerCapability", ["omni-completion textDocument/completion"])
FILES = ("registerCapability", ["omni-files workspace/didChangeWatchedFiles"])
NO_FILES = ("unregisterCapability", ["omni-files workspace/didChangeWatchedFiles"])


def recorded(name: str) -> Client:
    params = json.loads((CLIENTS / name).read_text())["params"]
    return Client.of(get_converter().structure(params["capabilities"], types.ClientCapabilities), "utf-16")


@pytest.mark.parametrize("path", sorted(CLIENTS.glob("*.json")), ids=lambda path: path.name.split(".init")[0])
async def test_real_clients_are_asked_what_they_offer(path: Path) -> None:
    client = FakeClient()
    await Registrations(client.ask).follow(recorded(path.name), OWN)
    expected = {"neovim": [], "vscode": [SETTINGS, COMPLETION, FILES]}.get(path.name.split("-")[0], [FILES])
    assert client.asked == expected


async def test_what_is_watched() -> None:
    client = FakeClient()
    await Registrations(client.ask).follow(ALL, OWN)
    assert client.watched == [
        "**/*.{py,pyi,pyw,js,mjs,cjs,jsx,ts,mts,cts,tsx,go,java}",
        "**/{Makefile,package.json}",
        "**/.omni/pipeline.yaml",
        "**/*",
        types.RelativePattern("file:///home/me", "rules"),
        types.RelativePattern("file:///home/me/rules", "**/*.{yaml,yml}"),
    ]
    kinds = {watcher.glob_pattern: watcher.kind for watcher in watchers(ALL, Watched(NAMES))}
    assert {pattern for pattern, kind in kinds.items() if kind is not None} == {"**/*"}
    assert kinds["**/*"] == types.WatchKind.Delete


def test_the_shapes_are_those_of_the_standard() -> None:
    """A registration's options are JSON of any kind to the library: only their own type tells whether they fit."""
    converter = get_converter()
    options = types.DidChangeWatchedFilesRegistrationOptions(tuple(watchers(ALL, OWN)))
    sent = json.loads(json.dumps(converter.unstructure(options)))
    assert sent["watchers"][-1]["globPattern"] == {"baseUri": "file:///home/me/rules", "pattern": "**/*.{yaml,yml}"}
    back = converter.structure(sent, types.DidChangeWatchedFilesRegistrationOptions)
    assert list(back.watchers) == list(options.watchers)


async def test_a_client_without_relative_patterns_watches_the_workspace_alone() -> None:
    client = FakeClient()
    await Registrations(client.ask).follow(Client(watches_files=True), OWN)
    assert client.watched[-1] == "**/*"


async def test_another_place_to_watch_takes_the_place_of_the_old_one() -> None:
    client = FakeClient()
    registrations = Registrations(client.ask)
    other = Watched(NAMES, (Path("/home/me/other.yaml"),))
    # Settings come while the first are still being registered.
    await asyncio.gather(*(registrations.follow(ALL, watched) for watched in (OWN, OWN, other, other)))
    assert client.asked == [SETTINGS, FILES, NO_FILES, FILES]
    assert types.RelativePattern("file:///home/me", "other.yaml") in client.watched


@pytest.mark.parametrize("failure", [TimeoutError(), JsonRpcMethodNotFound("no")], ids=["silence", "refusal"])
async def test_what_was_refused_is_asked_again_with_the_next_settings(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    client = FakeClient(failure, failure)
    registrations = Registrations(client.ask)
    await registrations.follow(ALL, OWN)
    assert client.asked == [SETTINGS, FILES]
    assert caplog.text.count("client/registerCapability") == 2
    await registrations.follow(ALL, OWN)
    assert client.asked == [SETTINGS, FILES, SETTINGS, FILES]  # Nothing to unregister.


async def test_completion_is_registered_once_for_our_files_alone() -> None:
    client = FakeClient(TimeoutError())
    registrations = Registrations(client.ask)
    for _ in range(3):
        await registrations.follow(Client(registers_completion=True), OWN)
    assert client.asked == [COMPLETION, COMPLETION]  # The first time nobody answered.
    sent = json.loads(json.dumps(get_converter().unstructure(COMPLETED)))
    assert sent["documentSelector"] == [{"pattern": "**/.omni/*.yaml"}]
    assert " " in sent["triggerCharacters"]


@pytest.mark.parametrize("path", sorted(CLIENTS.glob("*.json")), ids=lambda path: path.name.split(".init")[0])
async def test_completion_is_announced_to_who_cannot_register_it_and_asks_others_too(path: Path) -> None:
    client = inprocess.Client()
    params = json.loads(path.read_text())["params"] | {"processId": None}
    client.send(inprocess.message(id=1, method="initialize", params=params))
    answer = await client.answered(1)
    announced = "completionProvider" in answer["result"]["capabilities"]
    assert announced == (not path.name.startswith(("vscode", "emacs-30")))
