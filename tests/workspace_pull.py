"""How an editor asks for the diagnostics of the whole workspace: one long question whose answer comes in parts."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pulling import Request

_OVER = (types.LSPErrorCodes.ServerCancelled, types.LSPErrorCodes.RequestCancelled)


@dataclass
class WorkspacePull:
    """`shown` is called with URI, version and items of each full report; `result_ids` is what the server handed out."""

    request: Request
    shown: Callable[[str, int | None, list[Any]], None]
    identifier: str | None = None
    is_offered: bool = False
    result_ids: dict[str, str] = field(default_factory=dict)
    _asked: int = 0
    _running: list[asyncio.Task[list[Mapping[str, Any]]]] = field(default_factory=list)
    _parts: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    def start(self) -> asyncio.Task[list[Mapping[str, Any]]] | None:
        """Ask; the reports of parts and answer, which the server may hold back for ever. `None` if it is not offered."""
        if not self.is_offered:
            return None
        task = asyncio.create_task(self._ask())
        self._running.append(task)
        return task

    @property
    def is_running(self) -> bool:
        return bool(self._parts)

    async def end(self) -> None:
        """When the server is gone; raises what it answered, but for that it would not go on."""
        for answer in await asyncio.gather(*self._running, return_exceptions=True):
            over = isinstance(answer, JsonRpcException) and answer.code in _OVER
            if isinstance(answer, BaseException) and not over:
                raise answer

    async def _ask(self) -> list[Mapping[str, Any]]:
        self._asked += 1
        token = f"whole workspace, {self._asked}"
        parts = self._parts[token] = []
        known = [{"uri": uri, "value": value} for uri, value in self.result_ids.items()]
        params: dict[str, object] = {"previousResultIds": known, "partialResultToken": token}
        if self.identifier is not None:
            params["identifier"] = self.identifier
        try:
            self._take(token, (await self.request(types.WORKSPACE_DIAGNOSTIC, params))["items"])
        finally:
            del self._parts[token]
        return parts

    def part(self, params: types.ProgressParams) -> None:
        """Any progress; what belongs to no question is none of ours."""
        if params.token in self._parts:
            self._take(str(params.token), params.value["items"])

    def _take(self, token: str, reports: list[dict[str, Any]]) -> None:
        for report in reports:
            self._parts[token].append(report)
            self.result_ids.pop(report["uri"], None)
            if "resultId" in report:
                self.result_ids[report["uri"]] = report["resultId"]
            if report["kind"] == "full":
                self.shown(report["uri"], report["version"], report["items"])
