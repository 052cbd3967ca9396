"""Switches spans and figures on and off as the settings say, off the event loop."""

import asyncio
from collections.abc import Callable

from omni_lsp.config import settings
from omni_lsp.model.errors import ConfigError
from omni_lsp.telemetry.switch import Destinations, Telemetry

_CLOSE_SECONDS = 1.0


class Exporting:
    """`warn` tells the user, once a change, why nothing is recorded."""

    def __init__(self, telemetry: Telemetry, warn: Callable[[str], None]) -> None:
        self._telemetry = telemetry
        self._warn = warn
        self._now = Destinations()
        self._changing = asyncio.Lock()

    async def follow(self, wanted: settings.Telemetry) -> None:
        """Record to there from here on, or no more."""
        destinations = Destinations(wanted.file, wanted.endpoint)
        async with self._changing:
            if destinations == self._now:
                return
            self._now = destinations
            await asyncio.to_thread(self._telemetry.close, _CLOSE_SECONDS)
            if destinations.any:
                try:
                    await asyncio.to_thread(self._telemetry.open, destinations)
                except ConfigError as error:
                    self._warn(str(error))

    async def close(self) -> None:
        """Off, within a second."""
        await asyncio.to_thread(self._telemetry.close, _CLOSE_SECONDS)
