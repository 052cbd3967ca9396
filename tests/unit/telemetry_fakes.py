"""Telemetry that is on, and what it wrote."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opentelemetry.sdk.metrics.export import MetricExporter, MetricExportResult, MetricsData
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import SpanContext, TraceFlags

from omni_lsp.telemetry.delivery import Delivery, Way
from omni_lsp.telemetry.switch import Destinations, Telemetry

FAR = 15.0


@dataclass
class Written:
    """The lines of a file, to be read when telemetry is off again."""

    file: Path
    lines: list[dict[str, Any]] = field(default_factory=list)

    def spans(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("span") == name]

    def span(self, name: str, **attributes: object) -> dict[str, Any]:
        (found,) = (span for span in self.spans(name) if attributes.items() <= span["attributes"].items())
        return found

    def figure(self, name: str, **attributes: object) -> dict[str, Any]:
        (found,) = (line for line in self.lines if line.get("metric") == name and line["attributes"] == attributes)
        return found


@contextmanager
def recording(folder: Path) -> Iterator[tuple[Telemetry, Written]]:
    """On inside, off and read afterwards."""
    telemetry = Telemetry()
    written = Written(folder / "telemetry.jsonl")
    telemetry.open(Destinations(file=written.file))
    try:
        yield telemetry, written
    finally:
        telemetry.close(FAR)
    written.lines += map(json.loads, written.file.read_text("utf-8").splitlines())


class Gate(SpanExporter):
    """Waits at each export until it is open, then answers as it is told."""

    def __init__(self, outcome: SpanExportResult | Exception = SpanExportResult.SUCCESS) -> None:
        self.outcome = outcome
        self.asked = threading.Event()
        self.open = threading.Event()
        self.got: list[str] = []

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.asked.set()
        self.open.wait()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        self.got += [span.name for span in spans]
        return self.outcome


class Figures(MetricExporter):
    """Remembers the last figures by name and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.last: dict[tuple[str, tuple[tuple[str, object], ...]], Any] = {}

    def export(self, metrics_data: MetricsData, timeout_millis: float = 0, **_: object) -> MetricExportResult:
        for scope in (scope for resource in metrics_data.resource_metrics for scope in resource.scope_metrics):
            for metric in scope.metrics:
                for point in metric.data.data_points:
                    self.last[metric.name, tuple(sorted((point.attributes or {}).items()))] = point
        return MetricExportResult.SUCCESS

    def force_flush(self, timeout_millis: float = 0) -> bool:
        return True

    def shutdown(self, timeout_millis: float = 0, **_: object) -> None: ...


def delivery(spans: SpanExporter, figures: MetricExporter | None = None) -> Delivery:
    return Delivery(Way("test", spans, figures or Figures(), lambda: None))


def ended(name: str = "omni.run", *, sampled: bool = True) -> ReadableSpan:
    flags = TraceFlags(TraceFlags.SAMPLED if sampled else TraceFlags.DEFAULT)
    return ReadableSpan(name, SpanContext(1, 1, is_remote=False, trace_flags=flags))


def wait_for_threads() -> None:
    """Until telemetry's threads have ended that were left behind; else what they log falls into other tests."""
    for thread in threading.enumerate():
        if thread.name == "omni-telemetry":
            thread.join(FAR)
