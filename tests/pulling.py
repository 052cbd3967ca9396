"""How an editor asks for diagnostics: one question a document at a time, asked again when something came in between."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

_TRIES = 50
"""A server that cancels for ever is broken; this many times in a row is for ever."""

Request = Callable[[str, object], Awaitable[Any]]
Report = Mapping[str, Any]


@dataclass
class Pulls:
    """`answered` is called with the items of each full report, its URI and the version asked about if it is still so.

    `version` tells that of an open document, `identifier` is the server's, `result_ids` what it handed out for the
    documents.
    """

    request: Request
    version: Callable[[str], int | None]
    answered: Callable[[str, int | None, list[Any]], Awaitable[None]]
    identifier: str | None = None
    is_on: bool = False
    result_ids: dict[str, str] = field(default_factory=dict)
    _wanted: set[str] = field(default_factory=set)
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _failed: list[asyncio.Task[None]] = field(default_factory=list)

    def want(self, uri: str) -> None:
        """Ask about a document soon, and once for all that was wanted until then."""
        if not self.is_on:
            return
        self._wanted.add(uri)
        if uri not in self._running:
            task = self._running[uri] = asyncio.create_task(self._ask(uri))
            task.add_done_callback(self._ended)

    async def round(self, uri: str) -> None:
        """A question that is asked from now on, and its answer. Raises what the server answered instead."""
        self.want(uri)
        if uri in self._running:
            await self._running[uri]

    def forget(self, uri: str) -> None:
        """The document was closed."""
        self._wanted.discard(uri)
        self.result_ids.pop(uri, None)

    async def end(self) -> None:
        """When the server is gone; raises what any question came to before that."""
        self.is_on = False
        running = tuple(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for task in self._failed:
            task.result()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if self.is_on and not task.cancelled() and task.exception() is not None:
            self._failed.append(task)

    async def _ask(self, uri: str) -> None:
        try:
            cancelled = 0
            while uri in self._wanted:
                self._wanted.discard(uri)
                cancelled = 0 if await self._answer(uri, cancelled) else cancelled + 1
        finally:
            # Here and not in a callback of the task: who wants more between the two would wait for nothing.
            del self._running[uri]

    async def _answer(self, uri: str, cancelled: int) -> bool:
        version = self.version(uri)
        try:
            report = await self.request(types.TEXT_DOCUMENT_DIAGNOSTIC, self._params(uri))
        except JsonRpcException as error:
            self._refused(uri, error, cancelled)
            return False
        if self.version(uri) is not None:
            await self._take(uri, version, report)
        for other, related in (report.get("relatedDocuments") or {}).items():
            await self._take(other, None, related)
        return True

    def _params(self, uri: str) -> dict[str, object]:
        known = {"identifier": self.identifier, "previousResultId": self.result_ids.get(uri)}
        return {"textDocument": {"uri": uri}} | {name: value for name, value in known.items() if value is not None}

    async def _take(self, uri: str, version: int | None, report: Report) -> None:
        if "resultId" in report:
            self.result_ids[uri] = report["resultId"]
        else:
            self.result_ids.pop(uri, None)
        if report["kind"] == "full":
            await self.answered(uri, version if version == self.version(uri) else None, report["items"])

    def _refused(self, uri: str, error: JsonRpcException, before: int) -> None:
        """What the standard lets a server say instead of an answer, within reason; anything else goes up."""
        if not self.is_on or error.code == types.LSPErrorCodes.ContentModified:
            return  # Whoever changed the content asks again.
        if error.code != types.LSPErrorCodes.ServerCancelled or before == _TRIES:
            raise error
        if not isinstance(error.data, Mapping) or error.data.get("retriggerRequest", True):
            self._wanted.add(uri)
