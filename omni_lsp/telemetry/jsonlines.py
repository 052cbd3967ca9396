"""Spans and figures as JSON lines in a file, for people with `grep` and `jq`."""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from opentelemetry.sdk.metrics.export import (
    HistogramDataPoint,
    Metric,
    MetricExporter,
    MetricExportResult,
    MetricsData,
    NumberDataPoint,
)
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from omni_lsp.telemetry.delivery import Way


def to_file(path: Path) -> Way:
    """Adds to the file, which only we can read when we make it. Raises OSError."""
    lines = _Lines(path)
    return Way("file", _Spans(lines), _Figures(lines), lines.close)


class _Lines:
    """The file; whole batches are written at once, so that two servers may share it."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        # Without a buffer: what a full disk refused would stay in it and come back at the next line, or at the end.
        self._file = path.open("ab", buffering=0)
        self._lock = threading.Lock()

    def add(self, lines: Iterable[Mapping[str, object]]) -> None:
        """Raises OSError."""
        data = "".join(json.dumps(line) + "\n" for line in lines).encode()
        with self._lock:
            while data:
                data = data[self._file.write(data) :]

    def close(self) -> None:
        with self._lock:
            self._file.close()


class _Spans(SpanExporter):
    def __init__(self, lines: _Lines) -> None:
        self._lines = lines

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Raises OSError."""
        self._lines.add(_span(span) for span in spans)
        return SpanExportResult.SUCCESS


class _Figures(MetricExporter):
    def __init__(self, lines: _Lines) -> None:
        super().__init__()
        self._lines = lines

    def export(
        self,
        metrics_data: MetricsData,
        timeout_millis: float = 10_000,  # noqa: ARG002 - as the SDK has it
        **_kwargs: object,
    ) -> MetricExportResult:
        try:
            self._lines.add(_figures(metrics_data))
        except OSError:
            # The next ones hold these too; what is wrong is said when spans fail.
            return MetricExportResult.FAILURE
        return MetricExportResult.SUCCESS

    def force_flush(self, timeout_millis: float = 10_000) -> bool:  # noqa: ARG002 - as the SDK has it
        return True

    def shutdown(self, timeout_millis: float = 30_000, **_kwargs: object) -> None:
        """The file is closed by whoever opened it."""


def _span(span: ReadableSpan) -> dict[str, object]:
    context = span.context
    begun, ended = span.start_time or 0, span.end_time or 0
    return {
        "span": span.name,
        "trace_id": f"{context.trace_id:032x}" if context else None,
        "span_id": f"{context.span_id:016x}" if context else None,
        "parent_id": f"{span.parent.span_id:016x}" if span.parent else None,
        "kind": span.kind.name.lower(),
        "start": _time(begun),
        "seconds": (ended - begun) / 1e9,
        "status": span.status.status_code.name.lower(),
        "attributes": dict(span.attributes or {}),
    }


def _figures(data: MetricsData) -> Iterator[dict[str, object]]:
    for resource in data.resource_metrics:
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                yield from _points(metric)


def _points(metric: Metric) -> Iterator[dict[str, object]]:
    for point in metric.data.data_points:
        line = {
            "metric": metric.name,
            "unit": metric.unit,
            "time": _time(point.time_unix_nano),
            "attributes": dict(point.attributes or {}),
        }
        if isinstance(point, HistogramDataPoint):
            yield line | {
                "count": point.count,
                "sum": point.sum,
                "min": point.min,
                "max": point.max,
                "bounds": list(point.explicit_bounds),
                "buckets": list(point.bucket_counts),
            }
        elif isinstance(point, NumberDataPoint):
            yield line | {"value": point.value}


def _time(nanoseconds: int) -> str:
    return datetime.fromtimestamp(nanoseconds / 1e9, UTC).isoformat(timespec="microseconds")
