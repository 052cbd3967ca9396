"""The log for people in their editor: our own lines as `window/logMessage`, few enough to be read."""

import asyncio
import logging
import re
import threading
import time
from collections.abc import Callable

from lsprotocol import types

from omni_lsp.model.trace import current_trace

BURST = 20
PER_SECOND = 5.0
_LONGEST = 1_000  # Characters of a message that anybody reads.

_OURS = "omni_lsp"
_KINDS = {
    logging.ERROR: types.MessageType.Error,
    logging.WARNING: types.MessageType.Warning,
    logging.INFO: types.MessageType.Info,
}
# A path of this machine, in quotes with anything in it or bare up to what ends a word; never the path of a URL.
_IN_QUOTES = re.compile(r"""(?P<quote>['"`])(?:/|[A-Za-z]:[\\/]|\\\\)(?:(?!(?P=quote)).)*(?P=quote)""")
_BARE = re.compile(r"""(?<![\w:/\\.~-])(?:/|[A-Za-z]:[\\/]|\\\\)[^\s'"`,;:()<>|]*[/\\][^\s'"`,;:()<>|]*""")

Send = Callable[[types.LogMessageParams], None]


class ClientLog(logging.Handler):
    """Takes records from any thread and sends on the event loop it was made on; `stop` it with the server.

    At most `BURST` at once and `PER_SECOND` in the long run: what is left out is counted in the next message.
    Tracebacks and the folders of paths stay on stderr. `clock` counts seconds.
    """

    def __init__(self, send: Send, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.INFO)
        self._send = send
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._room = float(BURST)
        self._refilled = clock()
        self._left_out = 0
        self._sender: int | None = None

    def start(self) -> None:
        logging.getLogger(_OURS).addHandler(self)

    def stop(self) -> None:
        logging.getLogger(_OURS).removeHandler(self)
        self.close()

    def emit(self, record: logging.LogRecord) -> None:
        """Called with the handler's lock held, so one at a time."""
        # What sending says about itself would be sent, and so on.
        if self._sender == threading.get_ident() or self._loop.is_closed():
            return
        if not self._has_room():
            self._left_out += 1
            return
        try:
            params = types.LogMessageParams(_kind(record.levelno), self._words(record))
        except (TypeError, ValueError):
            self.handleError(record)  # The arguments do not fit the message; that is said on stderr.
            return
        try:
            self._loop.call_soon_threadsafe(self._deliver, params)
        except RuntimeError:
            self._left_out += 1  # The loop was closed in this moment.

    def _has_room(self) -> bool:
        now = self._clock()
        self._room = min(BURST, self._room + (now - self._refilled) * PER_SECOND)
        self._refilled = now
        if self._room < 1:
            return False
        self._room -= 1
        return True

    def _words(self, record: logging.LogRecord) -> str:
        words = without_folders(record.getMessage())[:_LONGEST]
        trace = getattr(record, "trace", current_trace())
        if trace not in words:
            words += f" [{trace}]"
        if self._left_out:
            words += f" ({self._left_out} messages before this one were left out; standard error has them)"
            self._left_out = 0
        return words

    def _deliver(self, params: types.LogMessageParams) -> None:
        self._sender = threading.get_ident()
        try:
            self._send(params)
        finally:
            self._sender = None


def without_folders(text: str) -> str:
    """The text with each absolute path cut down to its last part."""
    text = _IN_QUOTES.sub(lambda found: f"{found['quote']}{_last(found[0][1:-1])}{found['quote']}", text)
    return _BARE.sub(lambda found: _last(found[0]), text)


def _last(path: str) -> str:
    return "…/" + (re.split(r"[/\\]", path.rstrip("/\\"))[-1])


def _kind(level: int) -> types.MessageType:
    return next(kind for least, kind in _KINDS.items() if level >= least)
