"""Leave to send code: asked for once, remembered only where people say so, and only from a file of their own."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from omni_lsp.adapters.chat.leave import LeaveFile
from omni_lsp.app.coding.leave import ALWAYS, NOT_NOW, SEND, SHOW, Leave
from omni_lsp.app.coding.models import Choice
from omni_lsp.model.errors import AgentFatalError, AgentValidationError

FAR = Choice("big", "api.example.com", needs_leave=True)
HERE = Choice("tiny", "127.0.0.1:11434", needs_leave=False)


class User:
    """Gives these answers, and no more."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, Sequence[str]]] = []
        self.looked = 0

    async def choose(self, question: str, choices: Sequence[str]) -> str | None:
        self.asked.append((question, choices))
        return self.answers.pop(0)

    async def look(self) -> None:
        self.looked += 1


async def test_this_machine_needs_none(tmp_path: Path) -> None:
    user = User()
    await Leave(LeaveFile(tmp_path), user.choose).require(HERE, (), user.look)
    await Leave(LeaveFile(tmp_path), user.choose).require(FAR, ("api.example.com",), user.look)
    assert user.asked == []


async def test_it_is_asked_for_once_and_for_this_session(tmp_path: Path) -> None:
    user = User(SEND)
    leave = Leave(LeaveFile(tmp_path), user.choose)
    await leave.require(FAR, (), user.look)
    await leave.require(FAR, (), user.look)
    assert len(user.asked) == 1
    assert "api.example.com" in user.asked[0][0]
    assert LeaveFile(tmp_path).destinations() == frozenset()


async def test_for_good_means_the_next_session_too(tmp_path: Path) -> None:
    user = User(ALWAYS)
    await Leave(LeaveFile(tmp_path), user.choose).require(FAR, (), user.look)
    await Leave(LeaveFile(tmp_path), user.choose).require(FAR, (), user.look)
    assert len(user.asked) == 1
    LeaveFile(tmp_path).take("api.example.com")
    assert LeaveFile(tmp_path).destinations() == frozenset()


async def test_what_would_be_sent_can_be_looked_at_first(tmp_path: Path) -> None:
    user = User(SHOW, NOT_NOW)
    with pytest.raises(AgentValidationError, match=r"put 'api\.example\.com' into the user setting model\.allowed"):
        await Leave(LeaveFile(tmp_path), user.choose).require(FAR, (), user.look)
    assert (user.looked, SHOW in user.asked[0][1], SHOW in user.asked[1][1]) == (1, True, False)


@pytest.mark.parametrize("answer", [None, NOT_NOW, "something else"])
async def test_everything_but_a_yes_is_a_no(answer: str | None, tmp_path: Path) -> None:
    user = User(answer)
    with pytest.raises(AgentValidationError, match="nothing was sent"):
        await Leave(LeaveFile(tmp_path), user.choose).require(FAR, (), user.look)


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"version": 2, "destinations": []}', b'["api.example.com"]', b"\xff" * 9]
)
def test_a_damaged_file_gives_no_leave(content: bytes, tmp_path: Path) -> None:
    file = LeaveFile(tmp_path)
    file.give("api.example.com")
    file.file.write_bytes(content)
    assert file.destinations() == frozenset()
    file.give("other.example.com")
    assert file.destinations() == {"other.example.com"}


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_file_that_others_can_write_gives_no_leave(tmp_path: Path) -> None:
    file = LeaveFile(tmp_path / "state")
    file.give("api.example.com")
    assert file.file.stat().st_mode & 0o077 == 0
    file.file.chmod(0o622)
    assert file.destinations() == frozenset()
    file.file.chmod(0o600)
    assert file.destinations() == {"api.example.com"}
    elsewhere = tmp_path / "elsewhere.json"
    file.file.rename(elsewhere)
    file.file.symlink_to(elsewhere)
    assert file.destinations() == frozenset()


def test_leave_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(AgentFatalError, match="cannot be written"):
        LeaveFile(tmp_path / "state").give("x")
