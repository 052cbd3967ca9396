"""Settings that change on the way: spans go where the newest ones say, and what was recorded before is not lost."""

import asyncio
import logging
import threading
from pathlib import Path

import pytest

from omni_lsp.app.exporting import Exporting
from omni_lsp.config.settings import Telemetry as Settings
from omni_lsp.telemetry.switch import Destinations, Telemetry


class Warned(list[str]):
    """What the user was told."""


def spans(file: Path) -> list[str]:
    return [line.split('"')[3] for line in file.read_text("utf-8").splitlines() if line.startswith('{"span"')]


def record(telemetry: Telemetry, trigger: str) -> None:
    with telemetry.span("omni.run", {"trigger": trigger}):
        pass


async def test_spans_follow_the_settings(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    telemetry, warned = Telemetry(), Warned()
    exporting = Exporting(telemetry, warned.append)
    with caplog.at_level(logging.INFO, "omni_lsp.telemetry"):
        await exporting.follow(Settings())
        record(telemetry, "lost")
        for file in (one, one, two):
            await exporting.follow(Settings(file=file))
            record(telemetry, file.stem)
        await exporting.follow(Settings())
        record(telemetry, "lost")
        await exporting.close()
    assert spans(one) == ["omni.run"] * 2
    assert spans(two) == ["omni.run"]
    assert [message for message in caplog.messages if "goes to" in message] == [
        f"telemetry goes to {file}" for file in (one, two)
    ]
    assert warned == []


async def test_what_cannot_be_used_is_told_once_and_mended(tmp_path: Path) -> None:
    telemetry, warned = Telemetry(), Warned()
    exporting = Exporting(telemetry, warned.append)
    for _ in range(2):
        await exporting.follow(Settings(file=tmp_path))
    assert warned == ["telemetry: the file cannot be written: Is a directory. Nothing is recorded."]
    await exporting.follow(Settings(file=tmp_path / "spans.jsonl"))
    record(telemetry, "save")
    await exporting.close()
    assert spans(tmp_path / "spans.jsonl") == ["omni.run"]
    assert len(warned) == 1


async def test_changes_at_once_end_with_the_last(tmp_path: Path) -> None:
    telemetry, warned = Telemetry(), Warned()
    exporting = Exporting(telemetry, warned.append)
    files = [tmp_path / f"{number}.jsonl" for number in range(3)]
    before = set(threading.enumerate())
    await asyncio.gather(*(exporting.follow(Settings(file=file)) for file in files))
    record(telemetry, "save")
    await exporting.close()
    assert [spans(file) for file in files] == [[], [], ["omni.run"]]
    assert [thread.name for thread in set(threading.enumerate()) - before if thread.name.startswith("Otel")] == []


def test_closing_does_not_wait_for_one_that_is_being_opened(tmp_path: Path) -> None:
    telemetry = Telemetry()
    with telemetry._changing:
        telemetry.close(0.01)  # One that waited would wait for ever.
    telemetry.open(Destinations(file=tmp_path / "spans.jsonl"))
    assert telemetry._recorder is not None
    telemetry.close(15.0)
    assert telemetry._recorder is None
