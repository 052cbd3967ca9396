"""The switch for spans and figures: off until it is said where they go, and next to free while it is off."""

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span

log = logging.getLogger(__name__)

Value: TypeAlias = str | int | float
Labels: TypeAlias = Mapping[str, str]
Said: TypeAlias = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Destinations:
    """A file for JSON lines, the address of an OTLP/HTTP collector, both or neither."""

    file: Path | None = None
    endpoint: str | None = None

    @property
    def any(self) -> bool:
        return self.file is not None or self.endpoint is not None


class Recorder(Protocol):
    """Takes down what is done; `export.py` has the one that there is.

    `labels` describe a span and tell the figures apart, so each takes few values; what is `said` only describes a span.
    Neither holds anything of the analysed code.
    """

    def span(self, name: str, labels: Labels) -> AbstractContextManager[Said]:
        """Work that is being done, to be told more about until it ends; its figure is `<name>.duration`."""
        ...

    def past(self, name: str, seconds: float, labels: Labels, said: Said) -> None:
        """Work that has just ended, of which others took the time."""
        ...

    def request(self, method: str, request: str | int) -> Callable[[str], None]:
        """A request that has begun; the answer is called with how it ended: `ok`, `cancelled` or `error`."""
        ...

    def close(self, within_seconds: float) -> None:
        """Send what is left, log what could not be; blocks no longer than that."""
        ...


class Telemetry:
    """Wrappers keep this one for good; whether it is on they need not know.

    `open` and `close` block and may be called from any thread, the rest is for the event loop.
    """

    def __init__(self) -> None:
        self._recorder: Recorder | None = None
        self._changing = threading.Lock()

    def open(self, wanted: Destinations) -> None:
        """Imports the SDK, some 200 ms of work, and begins to record. Raises ConfigError."""
        with self._changing:
            try:
                from omni_lsp.telemetry.export import recorder  # noqa: PLC0415 - most never need it

                self._recorder = recorder(wanted)
            except ImportError as error:
                reason = f"OpenTelemetry is not installed ({error.name}); `pip install 'omni-lsp[otel]'` adds it"
                raise _unusable(reason) from error
            except OSError as error:
                raise _unusable(f"the file cannot be written: {error.strerror}") from error
            except ValueError as error:
                raise _unusable(f"OpenTelemetry does not understand an OTEL_ variable: {error}") from error
        log.info("telemetry goes to %s", " and ".join(str(each) for each in (wanted.file, wanted.endpoint) if each))

    def close(self, within_seconds: float) -> None:
        """Off, after what was recorded has been sent."""
        if not self._changing.acquire(timeout=within_seconds):
            return  # Still being opened, so there is nothing in it.
        recorder, self._recorder = self._recorder, None
        self._changing.release()
        if recorder is not None:
            recorder.close(within_seconds)

    def span(self, name: str, labels: Labels) -> AbstractContextManager[Said]:
        recorder = self._recorder
        return nullcontext({}) if recorder is None else recorder.span(name, labels)

    def past(self, name: str, seconds: float, labels: Labels, said: Said) -> None:
        if self._recorder is not None:
            self._recorder.past(name, seconds, labels, said)

    def request(self, method: str, request: str | int) -> Callable[[str], None]:
        return _unseen if self._recorder is None else self._recorder.request(method, request)


def _unseen(_outcome: str) -> None:
    """How a request ended that nobody takes down."""


def _unusable(reason: str) -> ConfigError:
    return ConfigError("telemetry", (Mistake(f"{reason}. Nothing is recorded.", Span(0, 0)),))
