"""The commands at the edge: what they are given, what they answer, and a document that moves on meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from coding_fakes import ROOT, document
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.coder import Written
from omni_lsp.lsp.writing import generate, write_tests
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.text import Change, Edit, Snapshot, Span
from omni_lsp.state.documents import Documents

SNAPSHOT = document("x = 1\n")
HERE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
PARAMS = types.ExecuteCommandParams("omni.generate")
ARGUMENT: dict[str, object] = {"uri": SNAPSHOT.uri, "range": HERE}
RICH = Client(applies_edits=True, versioned_edits=True, creates_files=True)


def of(snapshot: Snapshot, *, is_new: bool = False) -> Written:
    edit = Edit(snapshot.uri, snapshot.version, (Change(Span(0, 0), "y = 2\n"),), ("it parses",))
    return Written(snapshot, edit, None, "Code", "omni.generate", is_new)


@dataclass
class Core:
    """What is `made` is handed out, after `meanwhile` was done; it is its own coding agent and writer."""

    made: Written
    meanwhile: Callable[[], object] = lambda: None
    events: list[object] = field(default_factory=list)

    @property
    def coding(self) -> "Core":
        return self

    @property
    def writing(self) -> "Core":
        return self

    async def generate(self, _snapshot: Snapshot, selection: Span, instruction: str) -> Written:
        self.events.append((selection, instruction))
        if instruction == "fail":
            raise AgentValidationError("write code", "one.py", "it does not hold")
        self.meanwhile()
        return self.made

    async def tests(self, snapshot: Snapshot, selection: Span) -> Written:
        return await self.generate(snapshot, selection, "")

    async def draft(self, _written: Written) -> Path | None:
        return ROOT / "draft.py"

    def handed(self, written: Written) -> None:
        self.events.append(("handed", written.snapshot.uri))

    def applied(self, uri: str) -> None:
        self.events.append(("applied", uri))


@dataclass
class Server:
    core: Core
    client: Client = RICH
    documents: Documents = field(default_factory=Documents)
    said: list[str] = field(default_factory=list)
    asked: list[types.ApplyWorkspaceEditParams] = field(default_factory=list)
    applies: bool = True

    def __post_init__(self) -> None:
        self.documents.open(SNAPSHOT)

    async def up(self) -> Core:
        return self.core

    async def ask(self, _method: str, params: types.ApplyWorkspaceEditParams, _seconds: float) -> object:
        self.asked.append(params)
        return types.ApplyWorkspaceEditResult(applied=self.applies)

    async def show(self, _file: Path) -> bool:
        return False

    def window_show_message(self, params: types.ShowMessageParams) -> None:
        self.said.append(params.message)


async def written(ls: Server, command: Callable[..., object] = generate, **more: object) -> dict[str, object]:
    answer = await command(ls, {**ARGUMENT, **more}, PARAMS)  # type: ignore[misc] - a command is a coroutine function
    assert isinstance(answer, dict)
    return answer


async def test_what_is_written_is_applied_and_said_to_be() -> None:
    ls = Server(Core(of(SNAPSHOT)))
    answer = await written(ls, instruction="a y")
    assert answer["applied"] is True
    assert ls.core.events == [(Span(0, 0), "a y"), ("handed", SNAPSHOT.uri), ("applied", SNAPSHOT.uri)]
    (change,) = ls.asked[0].edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == SNAPSHOT.version


async def test_what_the_client_does_not_apply_is_only_handed_out() -> None:
    for ls in (Server(Core(of(SNAPSHOT)), Client()), Server(Core(of(SNAPSHOT)), applies=False)):
        answer = await written(ls)
        assert answer["applied"] is False
        assert answer["edit"] is not None
        assert ls.core.events[1:] == [("handed", SNAPSHOT.uri)]
    ls = Server(Core(of(SNAPSHOT)))
    assert (await written(ls, apply=False))["applied"] is False
    assert ls.asked == []


async def test_a_document_that_moves_on_gets_nothing() -> None:
    core = Core(of(SNAPSHOT))
    ls = Server(core)
    core.meanwhile = lambda: ls.documents.change(SNAPSHOT.uri, 8, document("z\n").lines)
    with pytest.raises(JsonRpcException) as caught:
        await written(ls)
    assert caught.value.code == types.LSPErrorCodes.ContentModified
    assert ls.asked == []
    assert ("handed", SNAPSHOT.uri) not in core.events


async def test_a_file_that_somebody_opens_meanwhile_gets_nothing_either() -> None:
    new = Snapshot((ROOT / "t.py").as_uri(), None, "python", "", ROOT / "t.py", ROOT)
    core = Core(of(new, is_new=True))
    ls = Server(core)
    assert (await written(ls, write_tests))["applied"] is True
    core.meanwhile = lambda: ls.documents.open(new)
    with pytest.raises(JsonRpcException) as caught:
        await written(ls, write_tests)
    assert caught.value.code == types.LSPErrorCodes.ContentModified


async def test_where_no_files_are_made_people_are_told_of_a_draft() -> None:
    new = Snapshot((ROOT / "t.py").as_uri(), None, "python", "", ROOT / "t.py", ROOT)
    ls = Server(Core(of(new, is_new=True)), Client(applies_edits=True, versioned_edits=True))
    answer = await written(ls, write_tests)
    assert (answer["edit"], answer["file"]) == (None, (ROOT / "draft.py").as_uri())
    assert ls.said == [f"omni: it is in {ROOT / 'draft.py'}"]
    assert ls.asked == []


@pytest.mark.parametrize(
    "wrong", [{"uri": "file:///other.py"}, {"range": None}, {"instruction": 3}, {"instruction": "x" * 5_000}]
)
async def test_wrong_arguments_are_said_to_be_wrong(wrong: dict[str, object]) -> None:
    with pytest.raises(JsonRpcException) as caught:
        await written(Server(Core(of(SNAPSHOT))), **wrong)
    assert caught.value.code == types.ErrorCodes.InvalidParams


async def test_why_nothing_holds_is_said() -> None:
    with pytest.raises(JsonRpcException, match="it does not hold"):
        await written(Server(Core(of(SNAPSHOT))), instruction="fail")
