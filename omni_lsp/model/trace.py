"""Which request or save a piece of work belongs to: one id from the message to the log line and the finding.

The id is that of a trace in W3C Trace Context, 32 lower-case hex digits, not all zero.
It goes along by itself with `await` and with tasks that are started on the way.
"""

import os
import re
from contextvars import ContextVar

# https://www.w3.org/TR/trace-context/#traceparent-header: version, trace, parent, flags; later versions may add more.
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")

_current: ContextVar[str] = ContextVar("trace", default="")


def new_trace() -> str:
    return os.urandom(16).hex()


def current_trace() -> str:
    """The id of the work that is being done, empty outside of any."""
    return _current.get()


def enter_trace(trace: str) -> None:
    """What the running task does from here on belongs to this trace."""
    _current.set(trace)


def trace_in(traceparent: object) -> str | None:
    """The id in a `traceparent` as W3C Trace Context has it, `None` when it is none."""
    match = _TRACEPARENT.fullmatch(traceparent) if isinstance(traceparent, str) else None
    return match[1] if match else None
