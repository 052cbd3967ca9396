"""The recorder on top of OpenTelemetry's SDK; imported only when somebody wants spans and figures."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType

from opentelemetry import context, trace
from opentelemetry.metrics import CallbackOptions, Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import SpanKind, Status, StatusCode

from omni_lsp import __version__
from omni_lsp.model.trace import current_trace
from omni_lsp.telemetry.delivery import Delivery, Way
from omni_lsp.telemetry.jsonlines import to_file
from omni_lsp.telemetry.methods import bounded
from omni_lsp.telemetry.switch import Destinations, Labels, Said

_ENGINE = ("omni.engine", "omni.engine.wait", "omni.engine.process")
_NAMES = ("omni.run", "omni.stage", "omni.agent", *_ENGINE, "omni.request")
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LONGEST = 64  # Characters of a request's id that are worth keeping.


def recorder(wanted: Destinations) -> "SdkRecorder":
    """Raises ImportError when a part of OpenTelemetry is missing, OSError for a file that cannot be written.

    Raises ValueError for variables of OpenTelemetry's that it does not understand itself.
    """
    # Nothing that has to be closed is there before what may fail.
    about = Resource.create({"service.name": "omni-lsp", "service.version": __version__, "process.pid": os.getpid()})
    tracers = TracerProvider(resource=about, id_generator=_OurIds(), shutdown_on_exit=False)
    ways: list[Way] = []
    if wanted.endpoint is not None:
        from omni_lsp.telemetry.otlp import to_collector  # noqa: PLC0415 - the file needs no HTTP client

        ways.append(to_collector(wanted.endpoint))
    if wanted.file is not None:
        ways.append(to_file(wanted.file))
    return SdkRecorder(tracers, [Delivery(way) for way in ways])


class SdkRecorder:
    """Implements `switch.Recorder` with providers of its own: the process-wide ones are not ours to set."""

    def __init__(self, tracers: TracerProvider, deliveries: Sequence[Delivery]) -> None:
        self._deliveries = deliveries
        for delivery in deliveries:
            tracers.add_span_processor(delivery.processor)
        self._tracer = tracers.get_tracer("omni_lsp", __version__)
        readers = [delivery.reader for delivery in deliveries]
        meters = MeterProvider(readers, resource=tracers.resource, shutdown_on_exit=False)
        meter = meters.get_meter("omni_lsp", __version__)
        self._figures = {
            name: meter.create_histogram(f"{name}.duration", "s", explicit_bucket_boundaries_advisory=_BOUNDS)
            for name in _NAMES
        }
        meter.create_observable_counter("omni.telemetry.lost", [self._lost], "{span}")
        # Requests that wait for their answer, by trace: the parents of what is done for them in other tasks.
        self._requests: dict[str, trace.Span] = {}

    def span(self, name: str, labels: Labels) -> "_Open":
        return _Open(self._begun(name, labels), lambda seconds: self._figures[name].record(seconds, labels))

    def past(self, name: str, seconds: float, labels: Labels, said: Said) -> None:
        now = time.time_ns()
        span = self._begun(name, {**labels, **said}, start=now - int(seconds * 1e9))
        span.end(now)
        self._figures[name].record(seconds, labels)

    def request(self, method: str, request: str | int) -> Callable[[str], None]:
        name = bounded(method)
        of = {"jsonrpc.request.id": str(request)[:_LONGEST], "jsonrpc.protocol.version": "2.0"}
        span = self._tracer.start_span(
            name, context=trace.set_span_in_context(trace.INVALID_SPAN), kind=SpanKind.SERVER
        )
        span.set_attributes({**of, "method": name})
        began, trace_id = time.perf_counter(), current_trace()
        self._requests[trace_id] = span

        def ended(outcome: str) -> None:
            if self._requests.get(trace_id) is span:
                del self._requests[trace_id]
            span.set_attribute("outcome", outcome)
            if outcome == "error":
                span.set_status(Status(StatusCode.ERROR))
            span.end()
            self._figures["omni.request"].record(time.perf_counter() - began, {"method": name})

        return ended

    def close(self, within_seconds: float) -> None:
        # Each in a thread that dies with the process: nothing can stop one that waits for a collector.
        closing = [
            threading.Thread(target=delivery.close, name="omni-telemetry", daemon=True) for delivery in self._deliveries
        ]
        for thread in closing:
            thread.start()
        deadline = time.monotonic() + within_seconds
        for thread in closing:
            thread.join(max(0.0, deadline - time.monotonic()))
        for delivery in self._deliveries:
            delivery.tell()

    def _begun(self, name: str, attributes: Labels | Said, start: int | None = None) -> trace.Span:
        """A span below the one around us, if that is of the same trace, else below the request that we work for."""
        around = trace.get_current_span()
        current = current_trace()
        if not around.get_span_context().is_valid or f"{around.get_span_context().trace_id:032x}" != current:
            around = self._requests.get(current, trace.INVALID_SPAN)
        below = trace.set_span_in_context(around)
        return self._tracer.start_span(name, below, attributes=dict(attributes), start_time=start)

    def _lost(self, _options: CallbackOptions) -> Iterable[Observation]:
        for delivery in self._deliveries:
            for why, spans in (("queue full", delivery.counts.queue_full), ("failed", delivery.counts.failed)):
                yield Observation(spans, {"destination": delivery.name, "why": why})


class _Open:
    """A span while it is being worked on; errors are known by their class alone, as their words may hold anything."""

    def __init__(self, span: trace.Span, record: Callable[[float], None]) -> None:
        self._span = span
        self._record = record
        self._said: Said = {}
        self._began = time.perf_counter()

    def __enter__(self) -> Said:
        self._token = context.attach(trace.set_span_in_context(self._span))
        return self._said

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        context.detach(self._token)
        if kind is not None and issubclass(kind, asyncio.CancelledError):
            self._said["outcome"] = "cancelled"
        elif kind is not None:
            self._said |= {"outcome": "error", "error.type": kind.__name__}
            self._span.set_status(Status(StatusCode.ERROR))
        else:
            self._said["outcome"] = "ok"
        self._span.set_attributes(self._said)
        self._span.end()
        self._record(time.perf_counter() - self._began)


class _OurIds(RandomIdGenerator):
    """The trace that a message, a log line and a finding belong to is the trace of its spans."""

    def generate_trace_id(self) -> int:
        return int(current_trace() or "0", 16) or super().generate_trace_id()
