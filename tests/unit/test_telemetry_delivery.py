"""Bringing spans away: nothing waits for long, and what does not arrive is counted and told."""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SpanExportResult
from telemetry_fakes import Figures, Gate, delivery, ended, recording, wait_for_threads

from collector import collecting
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.trace import enter_trace
from omni_lsp.telemetry.delivery import QUEUE
from omni_lsp.telemetry.export import SdkRecorder
from omni_lsp.telemetry.switch import Destinations, Telemetry

TRACE = "ab" * 16


@pytest.fixture(autouse=True)
def _threads_end(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.INFO, "omni_lsp.telemetry")
    enter_trace(TRACE)
    yield
    wait_for_threads()


def ours(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name.startswith("omni_lsp")]


def test_what_the_queue_has_no_room_for_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    brought = delivery(gate)
    span = ended()
    for _ in range(QUEUE + 300):
        brought.processor.on_end(span)
    brought.processor.on_end(ended(sampled=False))
    counts = brought.counts
    assert (counts.all, counts.queue_full) == (QUEUE + 300, 300)
    gate.open.set()
    brought.close()
    assert (counts.delivered, counts.waiting, len(gate.got)) == (QUEUE, 0, QUEUE)
    brought.tell()
    [record] = ours(caplog)
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith(f"telemetry: {QUEUE} of {QUEUE + 300} spans reached the test (lost: 300 to a")


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(SpanExportResult.FAILURE, "sending failed"), (ConnectionRefusedError("x"), "ConnectionRefusedError")],
)
def test_what_could_not_be_sent_is_counted_and_said_once(
    outcome: SpanExportResult | Exception, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate(outcome)
    gate.open.set()
    brought = delivery(gate)
    for _ in range(3):
        brought.processor.on_end(ended())
        brought.processor.force_flush()
    gate.outcome = SpanExportResult.SUCCESS
    brought.processor.on_end(ended())
    brought.close()
    assert (brought.counts.failed, brought.counts.delivered, brought.counts.all) == (3, 1, 4)
    [record] = ours(caplog)
    assert record.getMessage() == f"telemetry: spans do not reach the test ({reason}); the next ones are tried"


def test_what_an_exporter_raises_by_mistake_is_counted_too(caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate(KeyError("a bug"))
    gate.open.set()
    brought = delivery(gate)
    brought.processor.on_end(ended())
    brought.close()
    assert (brought.counts.failed, brought.counts.waiting) == (1, 0)
    assert any(record.exc_info for record in caplog.records)


def test_lost_spans_are_a_figure() -> None:
    figures, gate = Figures(), Gate(SpanExportResult.FAILURE)
    gate.open.set()
    recorder = SdkRecorder(TracerProvider(shutdown_on_exit=False), [delivery(gate, figures)])
    recorder.past("omni.stage", 0.5, {"agent": "a", "status": "done"}, {})
    recorder.close(15.0)
    where = ("destination", "test")
    assert figures.last["omni.telemetry.lost", (where, ("why", "failed"))].value == 1
    assert figures.last["omni.telemetry.lost", (where, ("why", "queue full"))].value == 0
    stage = figures.last["omni.stage.duration", (("agent", "a"), ("status", "done"))]
    assert (stage.count, stage.sum) == (1, 0.5)


def test_a_collector_that_never_answers_does_not_hold_up_the_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    telemetry = Telemetry()
    file = tmp_path / "spans.jsonl"
    with collecting(status=0) as collector:
        telemetry.open(Destinations(file, collector.endpoint))
        with telemetry.span("omni.run", {"trigger": "save"}):
            pass
        telemetry.close(0.5)
        # Sending has neither ended nor failed by now, and the other destination has got everything.
        assert collector.asked.is_set()
        lost = "1 spans reached the {} (lost: 0 to a full queue, 0 to failed sending, {} to the end)"
        assert f"telemetry: 0 of {lost.format('collector', 1)}" in caplog.messages
        assert f"telemetry: 1 of {lost.format('file', 0)}" in caplog.messages
        names = [next(iter(json.loads(line).values())) for line in file.read_text("utf-8").splitlines()]
        assert {"omni.run", "omni.run.duration"} <= set(names)
    wait_for_threads()


def test_a_collector_gets_spans_and_figures_of_our_trace() -> None:
    telemetry = Telemetry()
    with collecting() as collector:
        telemetry.open(Destinations(endpoint=collector.endpoint))
        with telemetry.span("omni.agent", {"agent": "security"}) as said:
            said["findings"] = 3
        telemetry.close(15.0)
    [span] = collector.spans()
    assert (span.name, span.trace_id.hex()) == ("omni.agent", TRACE)
    assert {each.key: each.value.string_value or each.value.int_value for each in span.attributes} == {
        "agent": "security",
        "findings": 3,
        "outcome": "ok",
    }
    assert {metric.name for metric in collector.metrics()} == {"omni.agent.duration", "omni.telemetry.lost"}


def test_a_collector_that_refuses_is_said_once_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    telemetry = Telemetry()
    with collecting(status=400) as collector:
        telemetry.open(Destinations(endpoint=collector.endpoint))
        telemetry.request("textDocument/hover", 1)("ok")
        telemetry.close(15.0)
    assert "spans do not reach the collector (sending failed)" in caplog.text
    assert "0 of 1 spans reached the collector (lost: 0 to a full queue, 1 to failed sending" in caplog.text
    assert not any(record.exc_info for record in caplog.records)


def test_a_collector_that_is_down_leaves_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with collecting() as collector:
        endpoint = collector.endpoint
    telemetry = Telemetry()
    telemetry.open(Destinations(endpoint=endpoint))
    telemetry.request("textDocument/hover", 1)("ok")
    telemetry.close(15.0)
    assert caplog.text.count("spans do not reach the collector") == 1
    assert not any(record.exc_info for record in caplog.records)


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    telemetry = Telemetry()
    with pytest.raises(ConfigError, match=r"^telemetry: the file cannot be written: Is a directory"):
        telemetry.open(Destinations(file=tmp_path))
    with pytest.raises(ConfigError, match=r"the file cannot be written: No such file or directory. Nothing is record"):
        telemetry.open(Destinations(file=tmp_path / "none" / "spans.jsonl"))
    with telemetry.span("omni.run", {"trigger": "save"}):
        pass
    telemetry.close(1.0)


def test_a_variable_the_sdk_does_not_understand_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "many")
    with pytest.raises(
        ConfigError, match=r"^telemetry: OpenTelemetry does not understand an OTEL_ variable: OTEL_SPAN"
    ):
        Telemetry().open(Destinations(endpoint="http://127.0.0.1:1"))


def test_the_file_is_ours_alone_and_added_to(tmp_path: Path) -> None:
    for _ in range(2):
        with recording(tmp_path) as (telemetry, written), telemetry.span("omni.run", {"trigger": "save"}):
            pass
    assert len(written.spans("omni.run")) == 2
    if os.name == "posix":
        assert written.file.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full disk to write to")
    telemetry = Telemetry()
    telemetry.open(Destinations(file=full))
    with telemetry.span("omni.run", {"trigger": "save"}):
        pass
    telemetry.close(15.0)
    assert "0 of 1 spans reached the file (lost: 0 to a full queue, 1 to failed sending" in caplog.text
