"""The client's side of a session in this process: it answers the server's requests as the script has it."""

import asyncio
from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter

from fuzz.script import Echo
from inprocess import Client, message
from omni_lsp.lsp.server import Start

_CONVERTER = default_converter()
_GOOD: dict[str, Any] = {
    types.WORKSPACE_CONFIGURATION: [{}],
    types.WORKSPACE_APPLY_EDIT: {"applied": True},
    types.WINDOW_SHOW_DOCUMENT: {"success": True},
    types.WORKSPACE_WORKSPACE_FOLDERS: [],
}


class Partner(Client):
    """`late` are answers that are held back; `questions` the ids of what the server asked, `odd` those answered by nothing."""

    def __init__(self, start: Start, replies: tuple[Any, ...]) -> None:
        self._replies = replies
        self._loop = asyncio.get_running_loop()
        self.questions: list[Any] = []
        self.late: list[bytes] = []
        self.odd: list[Any] = []
        self.news = asyncio.Event()
        super().__init__(start)
        # Making one takes longer than most sessions; it keeps nothing of what it converts.
        self.server.protocol._converter = _CONVERTER

    def write(self, data: bytes, *args: Any, **kwargs: Any) -> None:
        super().write(data, *args, **kwargs)
        self.news.set()
        sent = self.sent[-1]
        if "method" in sent and "id" in sent:
            self._asked(sent["id"], sent["method"])

    def answer(self, data: bytes) -> None:
        if not self.server.left.done():
            self.send(data)

    async def until(self, ready: Callable[[], bool], seconds: float = 1.0) -> None:
        """Raises TimeoutError when it is not so within these seconds of the loop's clock."""
        async with asyncio.timeout(seconds):
            while not ready():
                self.news.clear()
                await self.news.wait()

    def echoed(self, step: Echo, number: str) -> dict[str, Any] | None:
        """A message made of what came last; `None` when there was nothing to make it of."""
        made = {"actions": self._actions, "resolve": self._resolve, "command": self._command, "lens": self._lens}
        found = self._stop() if step.what == "stop" else made[step.what](step.number)
        if found is None:
            return None
        method, params = found
        number_of = {} if step.what == "stop" else {"id": number}
        return {"jsonrpc": "2.0", **number_of, "method": method, "params": params}

    def _asked(self, number: Any, method: str) -> None:
        reply = self._replies[len(self.questions) % len(self._replies)] if self._replies else "never"
        self.questions.append(number)
        if reply == "never":
            return
        members = {"result": _GOOD.get(method)} if isinstance(reply, str) else reply
        data = message(id=number, **members)
        # Neither an answer nor anything else: a reader may say so.
        self.odd += [number] * (not members)
        if reply == "late":
            self.late.append(data)
        else:
            self._loop.call_soon(self.answer, data * 2 if reply == "twice" else data)

    def _actions(self, _number: int) -> tuple[str, Any] | None:
        for sent in reversed(self.sent):
            if sent.get("method") == types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS and sent["params"]["diagnostics"]:
                shown = sent["params"]["diagnostics"]
                document = {"uri": sent["params"]["uri"]}
                params = {"textDocument": document, "range": shown[0]["range"], "context": {"diagnostics": shown}}
                return types.TEXT_DOCUMENT_CODE_ACTION, params
        return None

    def _resolve(self, number: int) -> tuple[str, Any] | None:
        actions = [item for item in self._items("title") if "data" in item]
        return (types.CODE_ACTION_RESOLVE, actions[number % len(actions)]) if actions else None

    def _command(self, number: int) -> tuple[str, Any] | None:
        commands = [item["command"] for item in self._items("command") if isinstance(item["command"], dict)]
        offers = [{"command": "omni.applyOffer", "arguments": [item["data"]]} for item in self._items("data")]
        offered = commands + offers
        if not offered:
            return None
        chosen = offered[number % len(offered)]
        params = {"command": chosen["command"], "arguments": chosen.get("arguments")}
        return types.WORKSPACE_EXECUTE_COMMAND, {key: value for key, value in params.items() if value is not None}

    def _lens(self, number: int) -> tuple[str, Any] | None:
        lenses = [item for item in self._items("range") if "diagnostics" not in item]
        return (types.CODE_LENS_RESOLVE, lenses[number % len(lenses)]) if lenses else None

    def _stop(self) -> tuple[str, Any] | None:
        tokens = [sent["params"]["token"] for sent in self.sent if sent.get("method") == types.PROGRESS]
        return (types.WINDOW_WORK_DONE_PROGRESS_CANCEL, {"token": tokens[-1]}) if tokens else None

    def _items(self, member: str) -> list[dict[str, Any]]:
        """The entries of the newest answer that is a list of things with this member."""
        for sent in reversed(self.sent):
            items = sent.get("result")
            if isinstance(items, list) and items and all(isinstance(item, dict) and member in item for item in items):
                return items
        return []
