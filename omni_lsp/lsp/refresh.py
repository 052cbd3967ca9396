"""Telling a client that pulls to pull again: one request at a time, and only for what it cannot know."""

import logging
from collections.abc import Awaitable, Callable

from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.view import NOTHING_ID
from omni_lsp.pipeline.background import Background

log = logging.getLogger(__name__)

Ask = Callable[[], Awaitable[object]]
"""Sends `workspace/diagnostic/refresh`; raises TimeoutError or JsonRpcException."""


class Refresh:
    """Remembers for each document which content the client pulled last, or was told to pull.

    While a refresh is in flight news is gathered; the next one is for what the client has not pulled until then.
    """

    def __init__(self, ask: Ask, background: Background) -> None:
        self._ask = ask
        self._background = background
        self._known: dict[str, str] = {}
        self._news: set[str] = set()
        self._in_flight: set[str] = set()
        self._is_asking = False

    def __contains__(self, uri: str) -> bool:
        return uri in self._known

    def pulled(self, uri: str, content_id: str) -> None:
        self._known[uri] = content_id
        self.settle(uri)

    def changed(self, uri: str, content_id: str) -> None:
        """Tell the client, unless it has pulled, or was told to pull, exactly this. At first it is taken to show nothing."""
        if self._known.get(uri, NOTHING_ID) != content_id:
            self._known[uri] = content_id
            self.want(uri)

    def forget(self, uri: str) -> None:
        self._known.pop(uri, None)
        self.settle(uri)

    def want(self, name: str) -> None:
        """Tell the client whatever it has pulled; `name` is for `settle`."""
        self._news.add(name)
        if not self._is_asking:
            self._is_asking = True
            self._background.start(self._tell())

    def settle(self, name: str) -> None:
        """The client has asked for it by now."""
        self._news.discard(name)
        self._in_flight.discard(name)

    async def _tell(self) -> None:
        try:
            while self._news:
                self._in_flight, self._news = self._news, set()
                await self._tell_once()
        finally:
            self._is_asking = False

    async def _tell_once(self) -> None:
        try:
            await self._ask()
        except (TimeoutError, JsonRpcException) as error:
            log.info("the client did not refresh its diagnostics: %r", error)
            # It may not have heard: the next report about these documents is news again, whatever it says.
            self._known |= dict.fromkeys(self._in_flight & self._known.keys(), "")
