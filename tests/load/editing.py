"""Documents as an editor has them: opened, changed and saved, and the server's runs over them."""

import re
from pathlib import Path
from typing import Any

from client import Client

_LINE_END = re.compile(r"\r\n|\n|\r")


class Document:
    """A file and what the editor shows of it; `lines` counts its line ends, as LSP does."""

    def __init__(self, client: Client, file: Path) -> None:
        self._client = client
        self._file = file
        self.uri = file.as_uri()
        self.version = 1
        self.text = file.read_text("utf-8")

    @property
    def lines(self) -> int:
        return len(_LINE_END.findall(self.text))

    async def open(self) -> Any:
        """The report of the run that opening it causes."""
        since = len(self._client.received)
        item = {"uri": self.uri, "languageId": "python", "version": self.version, "text": self.text}
        self._client.notify("textDocument/didOpen", {"textDocument": item})
        return await self.ran(since)

    def append(self, text: str) -> None:
        """Adds lines at its end, which must be the end of a line."""
        end = {"line": self.lines, "character": 0}
        self.text += text
        self.change({"range": {"start": end, "end": end}, "text": text})

    def cut(self, text: str) -> None:
        """Takes away the lines at its end."""
        end = {"line": self.lines, "character": 0}
        self.text = self.text.removesuffix(text)
        self.change({"range": {"start": {"line": self.lines, "character": 0}, "end": end}, "text": ""})

    def change(self, event: dict[str, object]) -> None:
        """Sends one change and the next version; `text` is left to the caller."""
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        self._client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [event]})

    async def save(self) -> Any:
        """Writes the file and says so; the report of the run over it."""
        self._file.write_text(self.text, "utf-8", newline="")
        since = len(self._client.received)
        self._client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri}})
        return await self.ran(since)

    async def ran(self, since: int) -> Any:
        """The report of the first run over this version among the messages from index `since` on."""
        mine = (self.uri, self.version)
        run = await self._client.wait(
            lambda got: got.method == "omni/run" and (got.params["uri"], got.params["version"]) == mine, since
        )
        return run.params

    async def hover(self, line: int = 0, character: int = 0) -> Any:
        at = {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": character}}
        return await self._client.request("textDocument/hover", at)

    async def actions(self, diagnostic: dict[str, Any]) -> Any:
        """What can be done about a finding, as an editor asks with the cursor on it."""
        about = {
            "textDocument": {"uri": self.uri},
            "range": diagnostic["range"],
            "context": {"diagnostics": [diagnostic], "triggerKind": 1},
        }
        return await self._client.request("textDocument/codeAction", about)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The diagnostics that were published last."""
        for got in reversed(self._client.received):
            if got.method == "textDocument/publishDiagnostics" and got.params["uri"] == self.uri:
                return list(got.params["diagnostics"])
        return []


def findings(run: Any) -> int | None:
    """How many findings a run had, `None` when a stage could not say all."""
    if any(stage["status"] != "done" for stage in run["stages"]):
        return None
    return sum(stage["findings"] for stage in run["stages"])
