"""Spans and figures to a collector that speaks OTLP over HTTP."""

import logging

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics.export import MetricExportResult, MetricsData

from omni_lsp.telemetry.delivery import Way

_TIMEOUT_SECONDS = 5.0


def to_collector(endpoint: str) -> Way:
    """`endpoint` is the address without `/v1/…`; headers and certificates come from `OTEL_EXPORTER_OTLP_…`.

    Raises ValueError for what the SDK does not understand in there.
    """
    # It writes a line for each try; that it fails is said once, and how often is counted.
    logging.getLogger("opentelemetry.exporter").setLevel(logging.CRITICAL)
    return Way(
        "collector",
        OTLPSpanExporter(f"{endpoint}/v1/traces", timeout=_TIMEOUT_SECONDS),
        _Figures(f"{endpoint}/v1/metrics", timeout=_TIMEOUT_SECONDS),
        _nothing,
    )


class _Figures(OTLPMetricExporter):
    """Takes it that a collector may be down: the SDK would write a traceback every minute."""

    def export(
        self, metrics_data: MetricsData, timeout_millis: float | None = 10_000, **kwargs: object
    ) -> MetricExportResult:
        try:
            return super().export(metrics_data, timeout_millis, **kwargs)
        except OSError:
            # The next ones hold these too; what is wrong is said when spans fail.
            return MetricExportResult.FAILURE


def _nothing() -> None:
    """Both exporters have closed their connections by themselves."""
