"""The diagnostics an editor has on its screen, and how they came there."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter

_JSON = get_converter()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Diagnostics that came, pushed or pulled; `version` is what they are for as far as the editor can know it."""

    at: float
    uri: str
    version: int | None
    diagnostics: tuple[types.Diagnostic, ...]
    is_pulled: bool


@dataclass
class Screen:
    """`arrivals` has both channels in the order in which they came, `published` the pushes as they were."""

    arrivals: list[Arrival] = field(default_factory=list)
    published: list[tuple[float, types.PublishDiagnosticsParams]] = field(default_factory=list)
    _pushed: dict[str, tuple[types.Diagnostic, ...]] = field(default_factory=dict)
    _pulled: dict[str, tuple[types.Diagnostic, ...]] = field(default_factory=dict)

    def push(self, params: types.PublishDiagnosticsParams) -> None:
        now = time.perf_counter()
        self.published.append((now, params))
        self._pushed[params.uri] = tuple(params.diagnostics)
        self.arrivals.append(Arrival(now, params.uri, params.version, self._pushed[params.uri], is_pulled=False))

    def pull(self, uri: str, version: int | None, items: Sequence[Any]) -> None:
        """The items of a full report, as JSON."""
        self._pulled[uri] = tuple(_JSON.structure(item, types.Diagnostic) for item in items)
        self.arrivals.append(Arrival(time.perf_counter(), uri, version, self._pulled[uri], is_pulled=True))

    def forget(self, uri: str) -> None:
        """The document was closed: what was asked for about it goes, what was pushed stays until it is taken back."""
        self._pulled.pop(uri, None)

    def at(self, uri: str) -> list[types.Diagnostic]:
        """An editor that is pushed to and asks shows both."""
        return [*self._pushed.get(uri, ()), *self._pulled.get(uri, ())]
