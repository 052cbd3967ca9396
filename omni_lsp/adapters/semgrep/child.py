"""A warm engine: one `osemgrep lsp` process that has its rules loaded and scans one copy after another.

What it does not say aloud it is made to say: every copy ends in a comment that our own rule must find.
A copy has a path of its own, as the engine remembers the first text it saw at a path.
"""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from omni_lsp.adapters import process
from omni_lsp.adapters.semgrep import framing
from omni_lsp.adapters.semgrep.core import quiet
from omni_lsp.adapters.semgrep.places import RawMatch, RawPlace
from omni_lsp.adapters.semgrep.targets import Target, target, without_canary
from omni_lsp.adapters.semgrep.workspace import PrivateFolder, is_no_room, private_folder, write_private
from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentTransientError

_TRIED = "scan with osemgrep"
_STARTED = "start osemgrep"
# A rule that is too slow is left out without a word: who waits that long must ask which one it was.
RULE_SECONDS = 1
_DEADLINE_SECONDS = 25.0
_START_SECONDS = 10.0
_RESIDENT_LIMIT = 600_000_000
# It keeps 20 to 27 bytes of memory for each byte it ever scanned: some 25 MB, and a new one takes 0.3 s to start.
_SCANNED_LIMIT = 900_000
# Its collector of garbage leaves 45 % instead of 120 % of waste: 25 MB less, and scans take 4 % longer.
_MEMORY = {"OCAMLRUNPARAM": "o=45"}


class WarmChild:
    """Scans one copy at a time; of no more use after an error or a cancelled scan."""

    def __init__(self, running: process.Running, private: PrivateFolder) -> None:
        self._running = running
        self._private = private
        self._folder = private.path
        self._numbers = itertools.count(1)
        self._scanned = 0

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def has_ended(self) -> bool:
        return self._running.has_ended

    @property
    def is_worn(self) -> bool:
        """Whether it has grown so much that a new one should take its place."""
        return self._scanned > _SCANNED_LIMIT or (process.resident_bytes(self.pid) or 0) > _RESIDENT_LIMIT

    async def scan(self, target: Target, seconds: float = _DEADLINE_SECONDS) -> tuple[RawMatch, ...] | None:
        """Matches without the canary; `None` for a file it passes over in silence, such as one that looks minified.

        Raises AgentTransientError when it is broken, AgentTimeoutError after `seconds`, AgentFatalError where a copy of
        the text cannot be written.
        """
        found = await self._found(target, seconds)
        if found is None:
            await self.prove()
        return found

    async def prove(self) -> None:
        """Raises AgentTransientError unless it finds in an empty file what it must, AgentFatalError as `scan`."""
        proof = target("the canary", "python", b"")
        if await self._found(proof, _START_SECONDS) is None:
            raise AgentTransientError(_TRIED, proof.name, "the engine does not find what it must")

    def kill(self) -> None:
        """Makes a scan under way fail; `close` is still to be called."""
        self._running.kill_now()

    async def close(self) -> None:
        """Kills it and removes its copies; twice is harmless. No scan may be under way."""
        try:
            await self._running.kill()
        finally:
            self._private.remove()

    async def _found(self, target: Target, seconds: float) -> tuple[RawMatch, ...] | None:
        copy = self._folder / f"copy{next(self._numbers)}{target.marks}{target.ending}"
        try:
            _write(copy, target)
            async with asyncio.timeout(seconds):
                matches = await self._ask(copy)
        except TimeoutError as error:
            raise AgentTimeoutError(_TRIED, target.name, f"no answer within {seconds:g} s") from error
        except (framing.FramingError, OSError) as error:
            raise AgentTransientError(_TRIED, target.name, f"the engine broke: {error}") from error
        finally:
            # On a disk that became read-only it stays for the next start to sweep.
            with suppress(OSError):
                copy.unlink(missing_ok=True)
        self._scanned += len(target.text)
        return without_canary(target, matches)

    async def _ask(self, copy: Path) -> tuple[RawMatch, ...]:
        uri = copy.as_uri()
        created = framing.encode("workspace/didCreateFiles", {"files": [{"uri": uri}]})
        await _send(self._running, created, framing.encode("textDocument/didSave", {"textDocument": {"uri": uri}}))
        async for method, params in _messages(self._running):
            if method == "window/showMessage" and params.get("type") == 1:
                raise framing.FramingError(str(params.get("message")))
            if method == "textDocument/publishDiagnostics" and params.get("uri") == uri:
                return _matches(params)
        raise framing.FramingError("the stream ended")


async def start(binary: Path, rules: Path, seconds: float = _START_SECONDS) -> WarmChild:
    """A child that has proved to find what it must.

    Raises AgentFatalError when it cannot be started, AgentTransientError when it is of no use.
    """
    async with AsyncExitStack() as undo:
        private = undo.enter_context(_room(binary))
        running = await _spawned(binary, private.path)
        child = WarmChild(running, private)
        undo.push_async_callback(child.close)
        await _proved(child, _initialize(running, private.path, rules), seconds)
        undo.pop_all()
    return child


def _write(copy: Path, target: Target) -> None:
    """Raises AgentFatalError where there is no room, which is no fault of the engine's; OSError for all else."""
    try:
        write_private(copy, target.text)
    except OSError as error:
        if is_no_room(error):
            raise AgentFatalError(_TRIED, target.name, f"no copy can be written: {error.strerror}") from error
        raise


def _room(binary: Path) -> PrivateFolder:
    try:
        return private_folder()
    except OSError as error:
        raise AgentFatalError(_STARTED, str(binary), str(error)) from error


async def _spawned(binary: Path, folder: Path) -> process.Running:
    try:
        write_private(folder / ".semgrepignore", b"")
        return await process.start(
            process.Program(binary, ("lsp",), folder, name="osemgrep", environment=quiet(folder, binary) | _MEMORY)
        )
    except OSError as error:
        raise AgentFatalError(_STARTED, str(binary), str(error)) from error


async def _proved(child: WarmChild, initialized: Awaitable[None], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await initialized
            await child.prove()
    except TimeoutError as error:
        raise AgentTransientError(_STARTED, "our rules", f"not ready within {seconds:g} s") from error
    except (framing.FramingError, OSError) as error:
        raise AgentTransientError(_STARTED, "our rules", f"the engine broke: {error}") from error


async def _initialize(running: process.Running, folder: Path, rules: Path) -> None:
    asked = framing.encode("initialize", _initialize_params(folder, rules), 1)
    await _send(running, asked, framing.encode("initialized", {}))
    # It then looks for open documents; a scan asked for before that is over gets an empty answer beside its own.
    token: object = None
    async for method, params in _messages(running):
        value = params.get("value")
        if method != "$/progress" or not isinstance(value, dict):
            continue
        if value.get("message") == "Scanning Open Documents":
            token = params.get("token")
        elif token is not None and token == params.get("token") and value.get("kind") == "end":
            return


def _initialize_params(folder: Path, rules: Path) -> dict[str, object]:
    scan = {
        "configuration": [str(rules)],
        "timeout": RULE_SECONDS,
        "timeoutThreshold": 3,
        "jobs": 1,
        "maxMemory": 0,
        "maxTargetBytes": 0,
        "exclude": [],
        "include": [],
        "onlyGitDirty": False,
        # On, it would ask a registry for rules.
        "ci": False,
        "pro_intrafile": False,
    }
    return {
        "processId": os.getpid(),
        "rootUri": folder.as_uri(),
        "workspaceFolders": [{"uri": folder.as_uri(), "name": "copies"}],
        "capabilities": {},
        "initializationOptions": {"scan": scan, "metrics": {"enabled": False}, "doHover": False},
    }


async def _send(running: process.Running, *messages: bytes) -> None:
    running.stdin.write(b"".join(messages))
    await running.stdin.drain()


async def _messages(running: process.Running) -> AsyncIterator[tuple[str, Mapping[str, object]]]:
    """Methods and parameters as they come, without end. Raises FramingError."""
    while True:
        message = await framing.read_message(running.stdout)
        params = message.get("params")
        yield str(message.get("method")), params if isinstance(params, dict) else {}


def _matches(params: Mapping[str, object]) -> tuple[RawMatch, ...]:
    """Raises FramingError."""
    diagnostics = params.get("diagnostics")
    if not isinstance(diagnostics, list):
        raise framing.FramingError("no list of diagnostics")
    try:
        return tuple(_match(diagnostic) for diagnostic in diagnostics)
    except (KeyError, TypeError, ValueError) as error:
        raise framing.FramingError(f"a diagnostic is not what it must be: {error!r}") from error


def _match(diagnostic: Mapping[str, Mapping[str, Mapping[str, int]]]) -> RawMatch:
    start, end = (diagnostic["range"][side] for side in ("start", "end"))
    return RawMatch(
        str(diagnostic["code"]),
        str(diagnostic["message"]),
        RawPlace(int(start["line"]), int(start["character"])),
        RawPlace(int(end["line"]), int(end["character"])),
    )
