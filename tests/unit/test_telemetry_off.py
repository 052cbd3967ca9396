"""While nobody wants spans, nothing of OpenTelemetry is even imported; without the extra, that is said."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from omni_lsp.model.errors import ConfigError
from omni_lsp.ports.engine import RuleEngine
from omni_lsp.telemetry.methods import METHODS, bounded
from omni_lsp.telemetry.switch import Destinations, Telemetry
from omni_lsp.telemetry.tracing import TracedEngine

OFF = """
import asyncio, sys
from pathlib import Path
from omni_lsp.app.exporting import Exporting
from omni_lsp.app.session import Session
from omni_lsp.config.settings import Config, load
from omni_lsp.telemetry.switch import Telemetry

def there():
    return sorted({name.split(".")[0] for name in sys.modules if name.startswith(("opentelemetry", "requests"))})

async def main():
    telemetry = Telemetry()
    exporting = Exporting(telemetry, print)
    await exporting.follow(Config().telemetry)
    with telemetry.span("omni.run", {"trigger": "save"}):
        telemetry.request("textDocument/hover", 1)("ok")
    print(there())
    await exporting.follow(load({"telemetry": {"file": sys.argv[1]}}).telemetry)
    print(there())
    await exporting.close()

asyncio.run(main())
"""


def test_off_imports_nothing_and_a_file_no_http_client(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-c", OFF, str(tmp_path / "spans.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=bare)
    assert done.stdout.splitlines() == ["[]", "['opentelemetry']"]


@pytest.mark.parametrize(
    "lacking", ["opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http.trace_exporter"]
)
def test_a_missing_extra_is_said_with_its_name(lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("omni_lsp.telemetry.")]:
        if name.rpartition(".")[2] in ("export", "otlp", "jsonlines", "delivery"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, lacking, None)
    telemetry = Telemetry()
    with pytest.raises(
        ConfigError, match=r"OpenTelemetry is not installed .*; `pip install 'omni-lsp\[otel\]'` adds it"
    ):
        telemetry.open(Destinations(endpoint="http://127.0.0.1:1"))
    with telemetry.span("omni.run", {"trigger": "save"}):
        telemetry.request("textDocument/hover", 1)("ok")
    telemetry.close(1.0)


def test_the_names_of_requests_are_those_of_the_protocol() -> None:
    asked = {
        method
        for method, (_, response, *_) in types.METHOD_TO_TYPES.items()
        if response is not None and types.message_direction(method) in ("clientToServer", "both")
    }
    assert asked == METHODS
    assert bounded("textDocument/hover") == "textDocument/hover"
    assert bounded("textDocument/hover2") == "other"


def test_the_wrapper_has_all_that_an_engine_has() -> None:
    port = {name for name in vars(RuleEngine) if not name.startswith("_")}
    assert {"scan", "ruleset"} <= port
    assert port <= vars(TracedEngine).keys()
