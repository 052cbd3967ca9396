"""What is kept of an answer that broke off, and what the ledger says of each request."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from chat_fakes import Letters

from omni_lsp.adapters.chat.requests import Entry, RequestsFile
from omni_lsp.agents.coding.answer import whole_blocks
from omni_lsp.agents.coding.loop import Turn
from omni_lsp.app.coding.asking import Asker, Count
from omni_lsp.model.chat import Ending, Reply, Request, Usage
from omni_lsp.model.chat_errors import ChatLostError, ChatRefusalError, ChatTruncatedError
from omni_lsp.model.errors import AgentError

BLOCK = "@@@ edit a\n@@@ find\nx\n@@@ replace\ny\n@@@ end"
TURNS = (Turn("system", "abc"), Turn("user", "defg"))


class Model:
    name, destination, needs_leave = "tiny", "127.0.0.1", False

    def __init__(self, said: Reply | AgentError | None) -> None:
        self.said = said

    async def ask(self, request: Request, deadline_seconds: float, heard: Callable[[str], None]) -> Reply:
        if self.said is None:
            await asyncio.Event().wait()
        if isinstance(self.said, AgentError):
            heard(getattr(self.said, "heard", ""))
            raise self.said
        assert self.said is not None
        heard(self.said.text)
        return self.said


def asker(said: Reply | AgentError | None, folder: Path) -> Asker:
    return Asker(Model(said), "fix", 50, lambda: 9.0, Letters(), RequestsFile(folder), whole_blocks, files_tokens=100)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (BLOCK, BLOCK),
        (f"{BLOCK}\n@@@ edit b\n@@@ find\nhalf", BLOCK),
        ("@@@ edit b\n@@@ find\nx @@@ end", ""),
        ("", ""),
    ],
)
def test_whole_blocks_are_kept(text: str, kept: str) -> None:
    assert whole_blocks(text) == kept


@pytest.mark.parametrize("broken", [BLOCK + "\n@@@ ed", BLOCK])
async def test_a_broken_answer_is_worth_its_whole_blocks(broken: str, tmp_path: Path) -> None:
    cut = Reply(broken, Usage(7, 3, is_counted=True), Ending.LENGTH)
    for said in (cut, ChatLostError("x", "gone", broken)):
        ask = asker(said, tmp_path)
        assert await ask(TURNS) == BLOCK
    assert asker(cut, tmp_path).count == Count()


async def test_half_a_block_is_thrown_away(tmp_path: Path) -> None:
    half = BLOCK[:-3]
    with pytest.raises(ChatTruncatedError):
        await asker(Reply(half, Usage(7, 3, is_counted=True), Ending.LENGTH), tmp_path)(TURNS)
    with pytest.raises(ChatLostError):
        await asker(ChatLostError("x", "gone", half), tmp_path)(TURNS)
    with pytest.raises(ChatRefusalError):
        await asker(Reply(BLOCK, Usage(7, 3, is_counted=True), Ending.REFUSED), tmp_path)(TURNS)


async def test_each_request_is_in_the_ledger_without_a_word_of_it(tmp_path: Path) -> None:
    ask = asker(Reply(BLOCK, Usage(7, 3, is_counted=True)), tmp_path)
    await ask(TURNS)
    await ask(TURNS)
    assert ask.count == Count(14, 6, 186)
    with pytest.raises(ChatLostError):
        await asker(ChatLostError("x", "gone", "abc"), tmp_path)(TURNS)
    task = asyncio.create_task(asker(None, tmp_path)(TURNS))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    entries = list(RequestsFile(tmp_path).entries())
    assert [(one.sent, one.answered, one.saved, one.is_counted, one.ending) for one in entries] == [
        (7, 3, 93, True, "done"),
        (7, 3, 93, True, "done"),
        (7, 3, 93, False, "ChatLostError"),
        (7, 0, 93, False, "cancelled"),
    ]
    assert "edit" not in RequestsFile(tmp_path).file.read_text()


def test_a_ledger_that_has_grown_gives_up_its_older_half(tmp_path: Path) -> None:
    file = RequestsFile(tmp_path / "deep" / "state")
    entry = Entry(0.0, "fix", "m" * 1_000, "d", 1, 2, 3, is_counted=True, seconds=0.1, ending="done")
    for number in range(1_100):
        file.add(replace(entry, sent=number))
    sent = [one.sent for one in file.entries()]
    assert sent == list(range(sent[0], 1_100))
    assert 400 < sent[0] < 700
    file.file.write_text('{"when": 1}\nnone\n')
    assert list(file.entries()) == []
