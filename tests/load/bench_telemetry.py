"""What telemetry costs when all of it is on: a save against the same server without, a start against a bare one."""

import asyncio
import statistics
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench_start import against_bare
from client import Client, connected, initialize
from editing import Document
from figures import NotMeasurableError, Row, ms, times
from place import OMNI, ROOT, Place

SAVES = 60
WARM_UPS = 3
TRIES = 10


async def telemetry(place: Place, *, quick: bool) -> list[Row]:
    with _collecting() as collector:
        return [
            await _saves(place, collector, SAVES // 3 if quick else SAVES),
            await _starts(place, collector, quick=quick),
        ]


async def _saves(place: Place, collector: "_Collector", saves: int) -> Row:
    file = place.folder("telemetry") / "spans.jsonl"
    taken: tuple[list[float], list[float]] = ([], [])
    async with (
        _editing(place, "telemetry-off", {}) as off,
        _editing(place, "telemetry-on", _everywhere(file, collector)) as on,
    ):
        await _switched_on(on, collector)
        for turn in range(WARM_UPS + saves):
            # Whoever comes second finds the machine as the first has left it, so they take turns.
            for which in (0, 1) if turn % 2 else (1, 0):
                seconds = await (on, off)[which].save()
                if turn >= WARM_UPS:
                    taken[which].append(seconds)
    runs = file.read_text("utf-8").count('"span": "omni.run"')
    if runs < saves:
        raise NotMeasurableError(f"only {runs} of {saves} runs are in the file")
    with_it, without = map(statistics.median, taken)
    return Row(
        f"save → findings with telemetry to a file and a collector, median ({collector.bodies} messages to it)",
        ms(with_it),
        f"the same without: {ms(without)}",
        times(with_it / without),
        f"{saves} pairs",
    )


async def _starts(place: Place, collector: "_Collector", *, quick: bool) -> Row:
    folder = place.folder("telemetry-start")
    env = place.env(place.folder("telemetry-start-cache")) | _everywhere(folder / "spans.jsonl", collector)
    what = "start → `initialize` answered with telemetry configured, median"
    return await against_bare(what, folder, env, quick=quick)


@asynccontextmanager
async def _editing(place: Place, name: str, variables: Mapping[str, str]) -> AsyncIterator["_Editor"]:
    """A server with one file open in it."""
    folder = place.folder(name)
    env = place.env(place.folder(f"{name}-cache")) | variables
    async with connected([*OMNI, "--stdio"], folder, env) as client:
        await client.request("initialize", initialize(folder))
        client.notify("initialized", {})
        file = folder / "service.py"
        file.write_bytes((ROOT / "tests" / "cases" / "service_300.py").read_bytes())
        document = Document(client, file)
        await document.open()
        yield _Editor(client, document, file)


@dataclass(frozen=True, slots=True)
class _Editor:
    """Each save moves every finding by a line, so that each has news to publish."""

    client: Client
    document: Document
    file: Path

    async def save(self) -> float:
        """Seconds from sending the save to the last diagnostics of its run. Raises NotMeasurableError."""
        since = len(self.client.received)
        line = f"# edit {self.document.version}\n"
        self.document.text = line + self.document.text
        start = {"line": 0, "character": 0}
        self.document.change({"range": {"start": start, "end": start}, "text": line})
        self.file.write_text(self.document.text, "utf-8", newline="")
        begun = time.perf_counter()
        self.client.notify("textDocument/didSave", {"textDocument": {"uri": self.document.uri}})
        run = await self.document.ran(since)
        shown = [
            got.at
            for got in self.client.received[since:]
            if got.method == "textDocument/publishDiagnostics" and got.params.get("version") == self.document.version
        ]
        late = [f"{each['agent']} {each['status']}" for each in run["stages"] if each["status"] != "done"]
        if late or not shown:
            raise NotMeasurableError(f"version {self.document.version}: {', '.join(late) or 'nothing was published'}")
        return shown[-1] - begun


async def _switched_on(editor: _Editor, collector: "_Collector") -> None:
    """Save until spans arrive: the SDK is imported while the server works already. Raises NotMeasurableError."""
    for _ in range(TRIES):
        await editor.save()
        if await asyncio.to_thread(collector.asked.wait, 2.0):
            return
    raise NotMeasurableError("no spans reach the collector")


def _everywhere(file: Path, collector: "_Collector") -> dict[str, str]:
    return {"OMNI_TELEMETRY_FILE": str(file), "OMNI_TELEMETRY_ENDPOINT": collector.endpoint, "NO_PROXY": "127.0.0.1"}


@dataclass(eq=False)
class _Collector:
    """Takes everything that is posted to it and remembers only how often."""

    endpoint: str = ""
    bodies: int = 0
    asked: threading.Event = field(default_factory=threading.Event)


@contextmanager
def _collecting() -> Iterator[_Collector]:
    collector = _Collector()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            collector.bodies += 1
            collector.asked.set()

        def log_message(self, *_: object) -> None:
            """Not among the figures."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        collector.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield collector
        finally:
            server.shutdown()
            thread.join()
