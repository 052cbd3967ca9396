"""Starts programs so that none outlives us: own process group, allow-listed environment, killed whole."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from omni_lsp.adapters.search_path import system_path

log = logging.getLogger(__name__)

POSIX = os.name == "posix"
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE")
_PR_SET_PDEATHSIG = 1
_GONE_SECONDS = 5.0
_POLL_SECONDS = 1.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Program:
    """What to start: `name` is its argv[0] when that is not the path.

    `environment` is added to the few variables that are passed on.
    `grouped` off is the portable way: no process group, so only the program itself can be killed.
    """

    executable: Path
    arguments: tuple[str, ...]
    cwd: Path
    name: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    grouped: bool = POSIX


class Running:
    """A started program with pipes; `kill` ends it and everything it started."""

    def __init__(self, process: Process, *, grouped: bool) -> None:
        self._process = process
        self._grouped = grouped

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        return self._process.returncode is not None

    @property
    def stdin(self) -> asyncio.StreamWriter:
        return _piped(self._process.stdin)

    @property
    def stdout(self) -> asyncio.StreamReader:
        return _piped(self._process.stdout)

    async def output(self) -> tuple[int, bytes, bytes]:
        """Exit code, stdout and stderr once it has ended."""
        out, err = await self._process.communicate()
        return self._process.returncode or 0, out, err or b""

    async def kill(self) -> None:
        """Ends it at once and returns when it is gone; twice is harmless. Nobody else may be reading from it."""
        self.kill_now()
        try:
            async with asyncio.timeout(_GONE_SECONDS):
                # The pipes are read to their end, or their transports would outlive the loop.
                await self._process.communicate()
        except TimeoutError:
            log.warning("process %d was killed but something it started holds its pipes", self.pid)

    def kill_now(self) -> None:
        """Ends it without waiting; whoever reads from it sees the end of the stream."""
        # Never after it was reaped: its number may belong to somebody else by then.
        if self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            if self._grouped:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()


async def start(program: Program, *, stderr: bool = False) -> Running:
    """Starts it with stdin and stdout piped, stderr dropped unless asked for. Raises OSError."""
    process = await asyncio.create_subprocess_exec(
        program.name or str(program.executable),
        *program.arguments,
        executable=str(program.executable),
        cwd=program.cwd,
        env=environment(program.environment),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE if stderr else DEVNULL,
        # `None` leaves it in our group, which is also all that Windows accepts.
        process_group=0 if program.grouped else None,
        preexec_fn=_die_with_parent(os.getpid()),
    )
    return Running(process, grouped=program.grouped)


async def run(program: Program) -> tuple[int, bytes, bytes]:
    """Exit code, stdout and stderr; killed with all it started when cancelled. Raises OSError."""
    running = await start(program, stderr=True)
    try:
        return await running.output()
    finally:
        await running.kill()


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The variables a program needs to run at all, and `extra`; tokens and proxies are not among them.

    `PATH` is that of the system: the user's may have folders of a workspace, and the engine starts git.
    """
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed | {"PATH": os.pathsep.join(system_path())} | dict(extra)


def is_alive(pid: int) -> bool:
    """Whether a process has this number; always true where that cannot be asked without harm."""
    if not POSIX:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def gone(pid: int) -> Coroutine[object, object, None]:
    """Returns when a process that lives now has ended; never where that cannot be told, or when there is none.

    A number without a process is that of another machine, or of a container's other side.
    """
    if not POSIX or not 0 < pid < 2**31 or not is_alive(pid):
        log.info("process %d is not watched", pid)
        return _never()
    try:
        return _ended(os.pidfd_open(pid))
    except (AttributeError, OSError):  # Not Linux, or an old or restricted one: nothing tells, so it is asked.
        return _polled(pid)


async def _never() -> None:
    await asyncio.get_running_loop().create_future()


async def _polled(pid: int) -> None:
    while is_alive(pid):  # noqa: ASYNC110 - nobody could set an event
        await asyncio.sleep(_POLL_SECONDS)


async def _ended(pidfd: int) -> None:
    """Returns when the process behind a descriptor has ended, also one that its parent has not asked for yet."""
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    loop.add_reader(pidfd, ended.cancel)  # Again and again until it is closed, which harms nobody.
    try:
        await asyncio.wait({ended})
    finally:
        loop.remove_reader(pidfd)
        os.close(pidfd)


def resident_bytes(pid: int) -> int | None:
    """Memory in use by a process, `None` where the system does not tell without a helper program."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _die_with_parent(parent: int) -> Callable[[], None] | None:
    """Linux: has the kernel kill the program when our thread ends, even by SIGKILL; elsewhere it sees EOF on stdin.

    Programs are started by the event loop's thread, which lives as long as we do.
    Between fork and exec this makes two system calls and takes no lock.
    """
    if sys.platform != "linux":
        return None
    prctl = _prctl()

    def arm() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return arm


@cache
def _prctl() -> Callable[[int, int], int]:
    import ctypes  # noqa: PLC0415 - loaded with the first program, not with the server

    function = ctypes.CDLL(None).prctl
    return lambda option, value: int(function(option, value, 0, 0, 0))


def _piped(stream: T | None) -> T:
    if stream is None:
        raise RuntimeError("started without this pipe")
    return stream
