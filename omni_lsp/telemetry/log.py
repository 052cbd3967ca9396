"""The log: to stderr, each line with the trace it belongs to; never to stdout, the protocol's and the results' own."""

import json
import logging
import sys
from datetime import UTC, datetime

from omni_lsp.model.trace import current_trace

_TEXT = "%(asctime)s %(levelname)-7s [%(trace)s] %(name)s: %(message)s"
_NO_TRACE = "-"


def log_to_stderr(level: str, style: str = "text") -> None:
    """`level` as in the settings: debug, info, warning or error; `style` is text or json, any other counts as text."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(TraceFilter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    set_style(style)
    # The base library writes whole messages, with the source text in them, when it fails; we log failures ourselves.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    set_level(level)


def set_level(level: str) -> None:
    """The least severe messages of ours in the log, from here on."""
    logging.getLogger("omni_lsp").setLevel(level.upper())


def set_style(style: str) -> None:
    """How lines look from here on."""
    formatter = JsonLines() if style == "json" else logging.Formatter(_TEXT)
    for handler in logging.getLogger().handlers:
        # Others may have handlers at the root as well, such as a test runner.
        if any(isinstance(each, TraceFilter) for each in handler.filters):
            handler.setFormatter(formatter)


class TraceFilter(logging.Filter):
    """Lets everything through, with `trace`: the id of the work it belongs to, `-` outside of any.

    It has to sit on a handler: the filters of a logger are not asked about what its children say.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        # Who logs about another task than the running one says whose line it is.
        if not hasattr(record, "trace"):
            record.trace = current_trace() or _NO_TRACE
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: time in UTC, level, logger, trace_id or null, message, and a traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        trace = getattr(record, "trace", _NO_TRACE)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "trace_id": None if trace == _NO_TRACE else trace,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)
