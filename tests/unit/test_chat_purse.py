"""Requests within the caps: what is set aside, what is written down, and who shares the file."""

import asyncio
import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from chat_fakes import REQUEST, Clock, Letters
from filelock import FileLock

from omni_lsp.adapters.chat.ledger import Receipt, SpendingFile
from omni_lsp.adapters.chat.purse import Purse
from omni_lsp.adapters.chat.spending import Caps, Prices, Shortage, Spent
from omni_lsp.model.chat import Usage
from omni_lsp.model.chat_errors import (
    ChatLostError,
    ChatMalformedError,
    ChatRateLimitError,
    ChatSpentError,
    ChatTimeoutError,
    ChatUnavailableError,
)
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError, AgentValidationError

NOW = 1_000_000 * 60.0
READ = len("Be brief.") + len("launch codes") + 16
"""What the request has, in letters and with what its messages add; 100 more may be written."""
MANY = Caps(tokens_per_hour=10_000)


@pytest.fixture
def file(tmp_path: Path) -> SpendingFile:
    return SpendingFile(tmp_path / "state" / "omni", lock_seconds=10.0)


def purse(file: SpendingFile, caps: Caps = MANY, now: float = NOW) -> Purse:
    return Purse(file, caps, Letters(), Prices(2.0, 10.0), Clock(now))


def minutes(file: SpendingFile) -> dict[str, dict[str, float]]:
    return json.loads(file.file.read_text())["minutes"]


async def tokens_after(file: SpendingFile, error: BaseException, heard: str = "") -> float:
    """What is written down for a request that ends with an error."""
    with pytest.raises(type(error)):
        await _failing(purse(file), error, heard)
    return sum(each["tokens"] for each in minutes(file).values())


async def _failing(purse: Purse, error: BaseException, heard: str) -> None:
    async with purse.opened(REQUEST, "h") as bill:
        if heard:
            bill.hearing(lambda _text: None)(heard)
        raise error


async def test_an_upper_bound_is_set_aside_and_the_truth_written_down(file: SpendingFile) -> None:
    async with purse(file).opened(REQUEST, "h") as bill:
        assert minutes(file) == {"1000000": {"tokens": READ + 100, "cost": pytest.approx((READ * 2 + 1000) / 1e6)}}
        bill.usage = Usage(30, 5, is_counted=True)
    assert minutes(file) == {"1000000": {"tokens": 35, "cost": pytest.approx(110 / 1e6)}}


async def test_who_has_no_caps_writes_nothing(file: SpendingFile) -> None:
    async with purse(file, Caps()).opened(REQUEST, "h") as bill:
        bill.usage = Usage(30, 5, is_counted=True)
    assert not file.folder.exists()


async def test_a_cap_that_is_reached_is_named_and_nothing_is_asked(file: SpendingFile) -> None:
    caps = Caps(tokens_per_hour=200)
    async with purse(file, caps).opened(REQUEST, "h") as bill:
        bill.usage = Usage(60, 10, is_counted=True)
    with pytest.raises(ChatSpentError) as caught:
        async with purse(file, caps, NOW + 600).opened(REQUEST, "h"):
            pytest.fail("it was let through")
    error = caught.value
    assert (error.cap, error.used, error.room_in_seconds) == ("200 tokens an hour", "70 tokens", 3060.0)
    assert error.reason == (
        "the cap of 200 tokens an hour leaves no room, with 70 tokens used or set aside: "
        "there is room for this request in 51 min, or with a higher cap"
    )
    assert sum(each["tokens"] for each in minutes(file).values()) == 70
    async with purse(file, caps, NOW + 3661).opened(REQUEST, "h"):
        pass


async def test_a_request_above_the_cap_needs_a_higher_one(file: SpendingFile) -> None:
    with pytest.raises(ChatSpentError, match="only a higher cap lets it through") as caught:
        async with purse(file, Caps(tokens_per_day=100)).opened(REQUEST, "h"):
            pytest.fail("it was let through")
    assert caught.value.room_in_seconds is None


async def test_what_is_set_aside_leaves_no_room_for_others_until_it_is_settled(file: SpendingFile) -> None:
    caps = Caps(tokens_per_hour=200)
    async with purse(file, caps).opened(REQUEST, "h") as bill:
        with pytest.raises(ChatSpentError):
            await _failing(purse(file, caps), AssertionError(), "")
        bill.usage = Usage(1, 1, is_counted=True)
    async with purse(file, caps).opened(REQUEST, "h"):
        pass


@pytest.mark.parametrize(
    "error",
    [
        ChatUnavailableError("h", "busy"),
        ChatRateLimitError("h", "often"),
        AgentFatalError("a", "h", "wrong key"),
        AgentValidationError("a", "h", "not taken"),
    ],
)
async def test_a_request_that_nobody_read_is_free(file: SpendingFile, error: AgentError) -> None:
    assert await tokens_after(file, error) == 0


@pytest.mark.parametrize(
    "error",
    [
        ChatLostError("h", "lost"),
        ChatTimeoutError("h", "late"),
        ChatMalformedError("h", "odd"),
        asyncio.CancelledError(),
    ],
)
async def test_a_request_that_somebody_may_have_read_is_not(file: SpendingFile, error: BaseException) -> None:
    assert await tokens_after(file, error) == READ


async def test_what_was_heard_of_an_answer_is_not_free(file: SpendingFile) -> None:
    assert await tokens_after(file, ChatUnavailableError("h", "busy"), "heard") == READ + 5
    assert await tokens_after(file, asyncio.CancelledError(), "more") == READ + 5 + READ + 4


async def test_who_cancels_while_it_is_set_aside_leaves_nothing_behind(file: SpendingFile) -> None:
    file.folder.mkdir(parents=True)
    with FileLock(file.folder / "spending.lock"):
        task = asyncio.create_task(_failing(purse(file), AssertionError(), ""))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert minutes(file) == {}


async def test_a_file_that_cannot_be_settled_takes_nothing_from_the_answer(
    file: SpendingFile, caplog: pytest.LogCaptureFixture
) -> None:
    async with purse(SpendingFile(file.folder, 0.05)).opened(REQUEST, "h") as bill:
        bill.usage = Usage(1, 1, is_counted=True)
        lock = FileLock(file.folder / "spending.lock", thread_local=False)
        lock.acquire()
    lock.release()
    assert "another process keeps it locked" in caplog.text
    assert minutes(file)["1000000"]["tokens"] == READ + 100


def test_a_file_that_stays_locked_lets_nothing_through(file: SpendingFile) -> None:
    file.folder.mkdir(parents=True)
    with FileLock(file.folder / "spending.lock"), pytest.raises(AgentTransientError, match="keeps it locked"):
        SpendingFile(file.folder, 0.05).reserve(MANY, Spent(1), NOW)


@pytest.mark.parametrize("is_file", [False, True])
def test_a_file_that_cannot_be_read_or_written_lets_nothing_through(file: SpendingFile, is_file: bool) -> None:
    if is_file:
        file.file.mkdir(parents=True)
    else:
        file.folder.parent.mkdir()
        file.folder.write_text("no folder")
    with pytest.raises(AgentFatalError, match="cannot be read or written"):
        file.reserve(MANY, Spent(1), NOW)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"version": 2, "minutes": {}}',
        '{"version": 1, "minutes": {"x": {"tokens": 1, "cost": 0}}}',
        '{"version": 1, "minutes": {"1000000": {"tokens": -5000, "cost": 0}}}',
        '{"version": 1, "minutes": {"1000000": {"tokens": 5, "cost": NaN}}}',
        '{"version": 1, "minutes": {"1000000": {"tokens": 5, "cost": 1e999}}}',
        '{"version": 1, "minutes": {"%s": {"tokens": 5, "cost": 0}}}' % ("9" * 4000),
        '{"version": 1, "minutes": {}}' + " " * (1 << 20),
    ],
)
def test_a_damaged_file_counts_as_empty_and_is_replaced(
    file: SpendingFile, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    file.folder.mkdir(parents=True)
    file.file.write_text(content)
    assert file.reserve(MANY, Spent(7), NOW) == Receipt(1_000_000, Spent(7))
    assert "is damaged" in caplog.text
    assert minutes(file) == {"1000000": {"tokens": 7, "cost": 0.0}}


def test_a_clock_that_is_put_back_keeps_what_was_spent(file: SpendingFile) -> None:
    caps = Caps(tokens_per_hour=100)
    receipt = file.reserve(caps, Spent(90), NOW)
    assert isinstance(receipt, Receipt)
    assert isinstance(file.reserve(caps, Spent(20), NOW - 86_400), Shortage)
    file.settle(receipt, Spent(10), NOW - 86_400)
    assert isinstance(file.reserve(caps, Spent(20), NOW - 86_400), Receipt)
    assert isinstance(file.reserve(caps, Spent(71), NOW - 86_400), Shortage)


def test_what_was_spent_in_a_wrong_future_does_not_count_for_ever(file: SpendingFile) -> None:
    caps = Caps(tokens_per_hour=100)
    assert isinstance(file.reserve(caps, Spent(90), NOW + 10 * 365 * 86_400), Receipt)
    assert isinstance(file.reserve(caps, Spent(20), NOW), Shortage)
    assert isinstance(file.reserve(caps, Spent(20), NOW + 3_000), Shortage)
    assert isinstance(file.reserve(caps, Spent(20), NOW + 3_660), Receipt)


def test_only_its_owner_can_read_it_and_nothing_else_is_left(file: SpendingFile) -> None:
    file.reserve(MANY, Spent(1), NOW)
    assert {path.name for path in file.folder.iterdir()} <= {"spending.json", "spending.lock"}
    if os.name == "posix":
        assert stat.S_IMODE(file.folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(file.file.stat().st_mode) == 0o600


def test_it_stays_small(file: SpendingFile) -> None:
    for minute in range(0, 3000, 29):
        file.reserve(Caps(tokens_per_day=10**9), Spent(1), NOW + minute * 60)
    assert len(minutes(file)) <= 1441 / 29 + 1


def test_threads_and_processes_share_one_count(file: SpendingFile) -> None:
    """30 that want 10 each of 200: just 20 of them get it."""
    code = (
        "import sys, pathlib\n"
        "from omni_lsp.adapters.chat.ledger import Receipt, SpendingFile\n"
        "from omni_lsp.adapters.chat.spending import Caps, Spent\n"
        "file = SpendingFile(pathlib.Path(sys.argv[1]), 15)\n"
        f"got = [file.reserve(Caps(tokens_per_hour=200), Spent(10), {NOW}) for _ in range(10)]\n"
        "print(sum(isinstance(each, Receipt) for each in got))"
    )
    got: list[object] = []

    def reserve() -> None:
        got.extend([file.reserve(Caps(tokens_per_hour=200), Spent(10), NOW) for _ in range(10)])

    threads = [threading.Thread(target=reserve) for _ in range(2)]
    command = [sys.executable, "-c", code, str(file.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        there = int(process.communicate()[0])
    assert there + sum(isinstance(each, Receipt) for each in got) == 20
    assert minutes(file)["1000000"]["tokens"] == 200
