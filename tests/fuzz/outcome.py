"""What came of a session; and an ear for all that goes wrong without being said to anybody."""

import asyncio
import contextlib
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

_LOST = "this is not the language server protocol"


@dataclass
class Outcome:
    """`complaints` is empty for a session without fault; a server that has given up could find no frame any more."""

    complaints: list[str] = field(default_factory=list)
    messages: int = 0
    requests: int = 0
    asked: int = 0
    probe_seconds: float = 0.0
    has_given_up: bool = False


@contextlib.contextmanager
def listening(loop: asyncio.AbstractEventLoop, outcome: Outcome) -> Iterator[None]:
    """Whatever goes wrong without being said to anybody is a complaint."""
    ours, theirs = logging.getLogger("omni_lsp"), logging.getLogger("pygls")
    before = ours.propagate, ours.level, theirs.level
    handler = _Errors(outcome)
    for name in ("omni_lsp", "asyncio"):
        logging.getLogger(name).addHandler(handler)
    ours.propagate = False
    theirs.setLevel(logging.CRITICAL + 1)
    loop.set_exception_handler(lambda _, context: outcome.complaints.append(f"the event loop: {context}"))
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
        outcome.complaints.extend(f"warned: {warning.message}" for warning in caught)
    finally:
        for name in ("omni_lsp", "asyncio"):
            logging.getLogger(name).removeHandler(handler)
        ours.propagate = before[0]
        ours.setLevel(before[1])
        theirs.setLevel(before[2])


class _Errors(logging.Handler):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(logging.ERROR)
        self._outcome = outcome

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        if words == _LOST:
            self._outcome.has_given_up = True
            return
        cause = record.exc_info[1] if record.exc_info else None
        self._outcome.complaints.append(f"logged by {record.name}: {words} ({cause!r})")
