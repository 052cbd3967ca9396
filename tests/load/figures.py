"""Samples to figures: medians, percentiles, and rows of the table."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `samples` says how many of each were taken."""

    what: str
    ours: str
    other: str
    ratio: str
    samples: str


class NotMeasurableError(Exception):
    """What is to be measured is not there or did not do its work; the reason is for people."""


def p95(samples: Sequence[float]) -> float:
    """95th percentile, interpolated; at least two samples."""
    return statistics.quantiles(samples, n=20, method="inclusive")[18]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.2f} ms"


def mb(size: float) -> str:
    return f"{size / 1e6:,.1f} MB"


def times(ratio: float) -> str:
    return f"{ratio:.2f} x" if ratio < 10 else f"{ratio:.0f} x"


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown."""
    lines = ["| Measured | omni-lsp | Compared with | Ratio | Samples |", "|---|---|---|---|---|"]
    lines += [f"| {row.what} | {row.ours} | {row.other} | {row.ratio} | {row.samples} |" for row in rows]
    return "\n".join(lines)
