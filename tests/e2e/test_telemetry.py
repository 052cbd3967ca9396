"""A session with all telemetry on: one save can be followed through it, and nothing of it gets where it must not."""

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from collector import collecting
from conftest import patient_pipeline

SERVER = (sys.executable, "-m", "omni_lsp", "--stdio")
WITHOUT_SDK = """
import sys
sys.modules["opentelemetry.sdk.trace"] = None
sys.argv = ["omni-lsp", "--stdio"]
from omni_lsp.__main__ import main
main()
"""
HIDDEN = "correct-horse-battery-staple"
NAME = "a-name-that-says-a-lot"
SOURCE = f"""import hashlib

PASSWORD = "{HIDDEN}"


def seal(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
"""
LOST = re.compile(
    r"0 of (\d+) spans reached the collector \(lost: 0 to a full queue, (\d+) to failed sending, (\d+) to the end\)"
)
PIPELINE = """version: 1
analysis:
  pipeline:
    stages:
      - agent: security
        timeout: 1ms
"""
TRACE = "ab" * 16


@dataclass
class Session:
    """A client that keeps every byte of the server's; `said` are its log lines, `came` its messages."""

    process: Process
    raw: bytearray = field(default_factory=bytearray)
    came: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    number: int = 0

    async def read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        left = b""
        while data := await stream.read(65_536):
            self.raw += data
            messages, left = frames(left + data)
            self.came += messages
            async with self.news:
                self.news.notify_all()
        assert left == b""

    async def listen(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.said.append(line.decode().rstrip("\n"))
            async with self.news:
                self.news.notify_all()

    def send(self, method: str, params: object, **members: object) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **members}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def until(self, ready: Callable[[], bool]) -> None:
        async with self.news:
            await self.news.wait_for(ready)

    async def request(self, method: str, params: object) -> Any:
        self.number += 1
        number = self.number
        self.send(method, params, id=number)
        await self.until(lambda: any(m.get("id") == number and "method" not in m for m in self.came))
        (answer,) = (m for m in self.came if m.get("id") == number and "method" not in m)
        return answer["result"]

    async def ran(self, version: int) -> dict[str, Any]:
        await self.until(lambda: any(run["version"] == version for run in self.notified("omni/run")))
        return next(run for run in self.notified("omni/run") if run["version"] == version)

    def notified(self, method: str) -> list[dict[str, Any]]:
        return [message["params"] for message in self.came if message.get("method") == method]

    def open(self, file: Path) -> None:
        file.write_text(SOURCE)
        item = {"uri": file.as_uri(), "languageId": "python", "version": 1, "text": SOURCE}
        self.send("textDocument/didOpen", {"textDocument": item})

    def save(self, file: Path, version: int) -> None:
        start = {"line": 0, "character": 0}
        change = {"range": {"start": start, "end": start}, "text": f"# {HIDDEN}\n"}
        document = {"uri": file.as_uri(), "version": version}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        self.send("textDocument/didSave", {"textDocument": {"uri": file.as_uri()}})


def frames(data: bytes) -> tuple[list[dict[str, Any]], bytes]:
    """Whole messages and the rest; anything else than LSP's framing fails."""
    messages = []
    while b"\r\n\r\n" in data:
        header, _, rest = data.partition(b"\r\n\r\n")
        name, _, length = header.partition(b": ")
        assert name == b"Content-Length"
        if len(rest) < int(length):
            break
        messages.append(json.loads(rest[: int(length)]))
        data = rest[int(length) :]
    return messages, data


@asynccontextmanager
async def session(
    folder: Path, options: dict[str, object], command: tuple[str, ...] = SERVER, **variables: str
) -> AsyncIterator[Session]:
    """Ends as an editor does, and must end well."""
    workspace = folder / "workspace"
    workspace.mkdir()
    env = {**os.environ, "OMNI_CACHE_DIR": str(folder / "caches"), "NO_PROXY": "127.0.0.1", **variables}
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=env, cwd=workspace, limit=2**24
    )
    one = Session(process)
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(one.read())
        group.create_task(one.listen())
        patient = str(patient_pipeline(folder))
        params = {
            "processId": None,
            "rootUri": workspace.as_uri(),
            "capabilities": {},
            "initializationOptions": {
                "runReports": True,
                "trust": True,
                "index_workspace": False,
                "pipeline": patient,
                **options,
            },
        }
        await one.request("initialize", params)
        one.send("initialized", {})
        yield one
        await one.request("shutdown", None)
        one.send("exit", None)
        assert await process.wait() == 0
        await reading


def wide_open(folder: Path, endpoint: str) -> dict[str, object]:
    telemetry = {"file": str(folder / "spans.jsonl"), "endpoint": endpoint}
    return {"telemetry": telemetry, "log_format": "json", "log_level": "info"}


async def test_a_save_can_be_followed(tmp_path: Path) -> None:
    with collecting() as collector:
        async with session(tmp_path, wide_open(tmp_path, collector.endpoint), OMNI_LOG_FORMAT="json") as one:
            file = tmp_path / "workspace" / f"{NAME}.py"
            one.open(file)
            await one.ran(1)
            await one.until(lambda: any("telemetry goes to" in line for line in one.said))
            one.save(file, 2)
            run = await one.ran(2)
            argument = {"uri": file.as_uri()}
            asked = await one.request(
                "workspace/executeCommand", {"command": "omni.analyzeFile", "arguments": [argument]}
            )
            place = {"line": 7, "character": 15}
            traced = {"_meta": {"traceparent": f"00-{TRACE}-{'cd' * 8}-01"}}
            await one.request("textDocument/hover", {"textDocument": argument, "position": place} | traced)
        lines = [json.loads(line) for line in (tmp_path / "spans.jsonl").read_text("utf-8").splitlines()]

    spans = [line for line in lines if "span" in line]
    mine = [span for span in spans if span["trace_id"] == run["traceId"]]
    agents = [stage["agent"] for stage in run["stages"]]
    assert [(stage["status"], stage["reason"]) for stage in run["stages"]] == [("done", "")] * len(agents)
    assert run["stages"][agents.index("security")]["findings"] == 2  # The password and the hash.
    [root] = [span for span in mine if span["parent_id"] is None]
    assert (root["span"], root["attributes"]["version"], root["attributes"]["findings"]) == ("omni.run", 2, 2)
    for name in ("omni.stage", "omni.agent"):
        found = [span for span in mine if span["span"] == name]
        assert sorted(span["attributes"]["agent"] for span in found) == sorted(agents)
        assert {span["parent_id"] for span in found} == {root["span_id"]}
    scans = [span["attributes"] for span in mine if span["span"] == "omni.engine"]
    assert sorted(scan.get("pack", scan["operation"]) for scan in scans) == ["deep", "fast", "new"]
    assert sum(scan["matches"] for scan in scans) >= 1

    [command] = [span for span in spans if span["span"] == "workspace/executeCommand"]
    [ordered] = [span for span in spans if span["span"] == "omni.run" and span["parent_id"] == command["span_id"]]
    assert command["trace_id"] == ordered["trace_id"] == asked["traceId"] != run["traceId"]
    [hover] = [span for span in spans if span["span"] == "textDocument/hover"]
    assert (hover["trace_id"], hover["kind"]) == (TRACE, "server")

    assert {span["span_id"] for span in spans} == {span.span_id.hex() for span in collector.spans()}
    figures = {line["metric"] for line in lines if "metric" in line}
    timed = {
        f"omni.{what}.duration"
        for what in ("run", "stage", "agent", "engine", "engine.wait", "engine.process", "request")
    }
    assert timed <= figures
    assert timed <= {metric.name for metric in collector.metrics()}

    # Parsed as it came; here once more as a whole.
    assert frames(bytes(one.raw)) == (one.came, b"")
    assert all({"time", "level", "logger", "trace_id", "message"} <= json.loads(line).keys() for line in one.said)
    written = (tmp_path / "spans.jsonl").read_bytes() + b"".join(body for _, body in collector.bodies)
    for word in (HIDDEN, NAME, "hashlib", "md5", "Collisions"):
        assert word.encode() not in written
    assert not any(HIDDEN in line for line in one.said)


@pytest.mark.thorough
async def test_a_timeout_is_found_again_in_the_log_and_the_spans(tmp_path: Path) -> None:
    pipeline = tmp_path / "hasty.yaml"
    pipeline.write_text(PIPELINE)
    with collecting() as collector:
        options = wide_open(tmp_path, collector.endpoint) | {"pipeline": str(pipeline)}
        async with session(tmp_path, options) as one:
            await one.until(lambda: any("telemetry goes to" in line for line in one.said))
            file = tmp_path / "workspace" / "vault.py"
            one.open(file)
            run = await one.ran(1)
            await one.until(lambda: any(run["traceId"] in line for line in one.said))
    (note,) = one.notified("textDocument/publishDiagnostics")[-1]["diagnostics"]
    trace = run["traceId"]
    assert note["message"].endswith(f"took longer than its 0.001 s (trace {trace})")
    # The first lines come before the settings are known, as text.
    said = [json.loads(line) for line in one.said if line.startswith("{")]
    [timed_out] = [line for line in said if "took longer" in line["message"]]
    assert (timed_out["trace_id"], timed_out["level"]) == (trace, "warning")
    [stage] = [span for span in collector.spans() if span.name == "omni.stage"]
    assert stage.trace_id.hex() == trace
    assert {each.key: each.value.string_value for each in stage.attributes}["status"] == "timed-out"


@pytest.mark.thorough
async def test_without_the_extra_the_server_says_so_and_goes_on(tmp_path: Path) -> None:
    options: dict[str, object] = {"telemetry": {"file": str(tmp_path / "spans.jsonl")}}
    async with session(tmp_path, options, (sys.executable, "-c", WITHOUT_SDK)) as one:
        await one.until(lambda: bool(one.notified("window/showMessage")))
        one.open(tmp_path / "workspace" / "vault.py")
        run = await one.ran(1)
    assert [stage["status"] for stage in run["stages"]] == ["done"] * len(run["stages"])
    (told,) = one.notified("window/showMessage")
    assert "pip install 'omni-lsp[otel]'" in told["message"]
    assert not (tmp_path / "spans.jsonl").exists()


@pytest.mark.thorough
async def test_a_collector_that_never_answers_does_not_keep_the_server(tmp_path: Path) -> None:
    with collecting(status=0) as collector:
        options = {"telemetry": {"endpoint": collector.endpoint}, "log_level": "info"}
        async with session(tmp_path, options) as one:
            await one.until(lambda: any("telemetry goes to" in line for line in one.said))
            file = tmp_path / "workspace" / "vault.py"
            one.open(file)
            await one.ran(1)
        # The server has ended by itself, while its last request to the collector was still open; on a busy machine one
        # before it was given up meanwhile.
        ((made, failed, left),) = [map(int, counts) for line in one.said for counts in LOST.findall(line)]
        assert (made, left > 0) == (failed + left, True)
    assert frames(bytes(one.raw)) == (one.came, b"")
