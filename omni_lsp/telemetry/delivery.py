"""Brings spans and figures to one destination from threads of its own, and counts what does not arrive."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from opentelemetry.sdk.metrics.export import MetricExporter, PeriodicExportingMetricReader
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

log = logging.getLogger(__name__)

QUEUE = 2048
_BATCH = 512
_SPANS_AFTER_MS = 1_000
_FIGURES_EVERY_MS = 60_000


@dataclass(slots=True)
class Counts:
    """Spans by what became of them; for any thread."""

    delivered: int = 0
    failed: int = 0
    queue_full: int = 0
    waiting: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def all(self) -> int:
        return self.delivered + self.failed + self.queue_full + self.waiting

    def admit(self) -> bool:
        """Whether there is room for one more span; it is counted either way."""
        with self._lock:
            is_full = self.waiting >= QUEUE
            self.queue_full += is_full
            self.waiting += not is_full
        return not is_full

    def sent(self, spans: int, *, arrived: bool) -> None:
        with self._lock:
            self.waiting -= spans
            self.delivered += spans if arrived else 0
            self.failed += 0 if arrived else spans


@dataclass(frozen=True, slots=True)
class Way:
    """How to a destination, whose name is for people and figures; `finish` is called when nothing more will be sent."""

    name: str
    spans: SpanExporter
    figures: MetricExporter
    finish: Callable[[], None]


class Delivery:
    """Starts its threads at once; `close` it."""

    def __init__(self, way: Way) -> None:
        self.name = way.name
        self.counts = Counts()
        self.processor = _Admission(way, self.counts)
        self.reader = PeriodicExportingMetricReader(way.figures, export_interval_millis=_FIGURES_EVERY_MS)
        self._finish = way.finish

    def close(self) -> None:
        """Sends what is left, first the spans, so that the last figures know what became of them."""
        self.processor.shutdown()
        self.reader.shutdown()
        self._finish()

    def tell(self) -> None:
        """Says in the log how many spans arrived, as a warning when some did not."""
        counts = self.counts
        log.log(
            logging.INFO if counts.delivered == counts.all else logging.WARNING,
            "telemetry: %d of %d spans reached the %s (lost: %d to a full queue, %d to failed sending, %d to the end)",
            counts.delivered,
            counts.all,
            self.name,
            counts.queue_full,
            counts.failed,
            counts.waiting,
        )


class _Admission(SpanProcessor):
    """A batch processor that never has to drop anything itself: what its queue has no room for is turned away here.

    It would drop the oldest without counting them.
    """

    def __init__(self, way: Way, counts: Counts) -> None:
        self._counts = counts
        self._batches: SpanProcessor = BatchSpanProcessor(
            _Counted(way, counts),
            max_queue_size=QUEUE,
            max_export_batch_size=_BATCH,
            schedule_delay_millis=_SPANS_AFTER_MS,
        )

    def on_end(self, span: ReadableSpan) -> None:
        if span.context is not None and span.context.trace_flags.sampled and self._counts.admit():
            self._batches.on_end(span)

    def shutdown(self) -> None:
        self._batches.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._batches.force_flush(timeout_millis)


class _Counted(SpanExporter):
    """Counts what its exporter brought to its destination, and says once when that begins to fail."""

    def __init__(self, way: Way, counts: Counts) -> None:
        self._exporter = way.spans
        self._name = way.name
        self._counts = counts
        self._is_failing = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        outcome = SpanExportResult.FAILURE
        reason = "sending failed"
        try:
            outcome = self._exporter.export(spans)
        except OSError as error:
            reason = type(error).__name__
        finally:
            # Whatever else an exporter raises is the SDK's to log.
            self._counts.sent(len(spans), arrived=outcome is SpanExportResult.SUCCESS)
        is_failing = outcome is not SpanExportResult.SUCCESS
        if is_failing and not self._is_failing:
            log.warning("telemetry: spans do not reach the %s (%s); the next ones are tried", self._name, reason)
        self._is_failing = is_failing
        return outcome

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)
