"""What people are shown of similar code, by what their editor can do, and where it is offered."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.actions import SOURCE, code_action
from omni_lsp.lsp.client import Client
from omni_lsp.lsp.core import Found, Progress, Similar
from omni_lsp.lsp.searching import index_status, show_similar
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.retrieval import Hit, IndexPhase, IndexStatus
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.pipeline.background import Background
from omni_lsp.state.documents import Documents

ROOT = Path("/src/shop")
SNAPSHOT = Snapshot("file:///src/shop/a.py", 1, "python", "😀 = total(x)\n", ROOT / "a.py", ROOT)
PLACES = tuple(Found(ROOT, Hit(f"b{n}.py", n, n + 2, "f" * n, 1.0 / (n + 1), "text")) for n in range(7))
RANGE = {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 10}}
ARGUMENT: dict[str, object] = {"uri": SNAPSHOT.uri, "range": RANGE}
PARAMS = types.ExecuteCommandParams("omni.showSimilar")


@dataclass
class FakeCore:
    found: Sequence[Found] = PLACES
    has_index: bool = True
    is_broken: bool = False
    spans: list[Span] = field(default_factory=list)

    @property
    def coding(self) -> "FakeCore":
        return self

    @property
    def writing(self) -> "FakeCore":
        return self

    def model_name(self, _snapshot: Snapshot) -> str:
        return ""

    def trusts(self, root: Path) -> bool:
        return True

    async def similar(self, _snapshot: Snapshot, span: Span, _progress: Progress) -> Similar:
        if self.is_broken:
            raise AgentFatalError("search", "the index", "the disk is full")
        self.spans.append(span)
        return Similar("total", tuple(self.found))

    async def index_status(self) -> Mapping[Path, IndexStatus]:
        if self.is_broken:
            raise AgentFatalError("search", "the index", "the disk is full")
        return {ROOT: IndexStatus(IndexPhase.READY, 3, 9, 1_000, "static")}


@dataclass
class FakeServer:
    """Its client presses `press` in a message with buttons; an exception is its answer to it."""

    client: Client = field(default_factory=lambda: Client(shows_documents=True))
    core: FakeCore = field(default_factory=FakeCore)
    press: str | Exception = ""
    documents: Documents = field(default_factory=Documents)
    background: Background = field(default_factory=Background)
    said: list[str] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    folders: dict[str, Path] = field(default_factory=dict)
    last_runs: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.documents.open(SNAPSHOT)

    async def up(self) -> FakeCore:
        return self.core

    async def ask(self, method: str, params: Any, _seconds: float = 0.0) -> types.MessageActionItem | None:
        self.asked.append((method, params))
        if isinstance(self.press, Exception):
            raise self.press
        return types.MessageActionItem(self.press) if self.press and "essage" in method else None

    def window_show_message(self, params: types.ShowMessageParams) -> None:
        self.said.append(params.message)


async def shown(ls: FakeServer, **more: object) -> Any:
    answer = await show_similar(ls, ARGUMENT | more, PARAMS)  # type: ignore[arg-type] - a fake
    while ls.background._tasks:
        await asyncio.wait(tuple(ls.background._tasks))
    return answer


async def test_the_first_places_are_buttons_that_lead_there() -> None:
    ls = FakeServer(press="b2.py:3 ff")
    answer = await shown(ls)
    assert (answer["subject"], len(answer["places"])) == ("total", 7)
    assert answer["places"][2]["uri"] == "file:///src/shop/b2.py"
    assert ls.core.spans == [Span(4, 9)]  # The client counts in UTF-16.
    (_, message), (method, document) = ls.asked
    assert message.message == "omni: like total"
    assert [item.title for item in message.actions] == [
        "b0.py:1", "b1.py:2 f", "b2.py:3 ff", "b3.py:4 fff", "b4.py:5 ffff",
    ]  # fmt: skip
    assert method == types.WINDOW_SHOW_DOCUMENT
    assert (document.uri, document.selection.start) == ("file:///src/shop/b2.py", types.Position(2, 0))


@pytest.mark.parametrize("press", ["", "another one", TimeoutError(), JsonRpcException("no")])
async def test_whoever_presses_nothing_goes_nowhere(press: str | Exception) -> None:
    ls = FakeServer(press=press)
    await shown(ls)
    assert [method for method, _ in ls.asked] == [types.WINDOW_SHOW_MESSAGE_REQUEST]


async def test_an_editor_that_cannot_go_there_is_told_the_places() -> None:
    ls = FakeServer(client=Client())
    await shown(ls)
    assert ls.said == ["omni: like total: b0.py:1 · b1.py:2 f · b2.py:3 ff · b3.py:4 fff · b4.py:5 ffff"]
    assert ls.asked == []


async def test_nothing_similar_is_said_and_a_client_with_a_list_of_its_own_is_shown_nothing() -> None:
    ls = FakeServer(core=FakeCore(found=()))
    await shown(ls, show=False)
    assert ls.said == []
    await shown(ls)
    assert ls.said == ["omni: no code of other files is like total"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"uri": "file:///no.py"},
        {"range": None},
        {"range": {"start": {"line": 0, "character": 0}}},
        {"range": RANGE | {"end": {"line": -1, "character": 0}}},
        {"range": RANGE | {"end": {"line": True, "character": 0}}},
        {"range": RANGE | {"end": {"line": "1", "character": 0}}},
    ],
)
async def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(JsonRpcException, match=next(iter(wrong))):
        await shown(FakeServer(), **wrong)


async def test_what_fails_is_said() -> None:
    ls = FakeServer(core=FakeCore(is_broken=True))
    with pytest.raises(JsonRpcException, match="the disk is full"):
        await shown(ls)
    with pytest.raises(JsonRpcException, match="the disk is full"):
        await index_status(ls, {}, PARAMS)  # type: ignore[arg-type] - a fake


async def test_how_the_index_stands() -> None:
    (status,) = await index_status(FakeServer(), {}, PARAMS)  # type: ignore[arg-type,misc,attr-defined] - a fake
    assert status == {
        "uri": "file:///src/shop", "phase": "ready", "files": 3, "chunks": 9, "bytes": 1_000, "reason": "",
    }  # fmt: skip


@pytest.mark.parametrize(("has_index", "offered"), [(True, 1), (False, 0)])
def test_it_is_offered_where_there_is_an_index(has_index: bool, offered: int) -> None:
    ls = FakeServer(client=Client(literal_actions=True), core=FakeCore(has_index=has_index))
    at = types.Range(types.Position(0, 5), types.Position(0, 10))
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(SNAPSHOT.uri), at, types.CodeActionContext([], [SOURCE])
    )
    actions = code_action(ls, params)  # type: ignore[arg-type] - a fake
    commands = [action.command for action in actions if isinstance(action, types.CodeAction)]
    similar = [command for command in commands if command is not None and command.command == "omni.showSimilar"]
    assert [command.arguments for command in similar] == [[ARGUMENT]] * offered
