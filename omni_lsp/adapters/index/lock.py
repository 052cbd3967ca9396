"""A lock on a file, for writers in several processes: the system frees it however its holder ends."""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

from omni_lsp.model.errors import AgentTransientError

try:
    import fcntl
except ImportError:  # Not POSIX.
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

_HAS_FLOCK = fcntl is not None
_FIRST_SECONDS, _LONGEST_SECONDS = 0.002, 0.1


@asynccontextmanager
async def locked(file: Path, seconds: float | None) -> AsyncIterator[None]:
    """Holds the lock in the block; waits for it at most so long, without a number for ever.

    Holders within this process count like others. Raises AgentTransientError when the time is over, OSError when the
    file cannot be made.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        await _acquired(descriptor, file, seconds)
        yield
    finally:
        os.close(descriptor)


async def entered(lock: AbstractAsyncContextManager[None]) -> AsyncExitStack:
    """The lock once it is held, to be closed: what happens meanwhile is then apart from what goes wrong in taking it."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(lock)
        return stack.pop_all()


def is_locked(file: Path) -> bool:
    """Whether somebody holds the lock at this moment."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _is_taken(descriptor)
    finally:
        os.close(descriptor)


async def _acquired(descriptor: int, file: Path, seconds: float | None) -> None:
    begun, pause = time.monotonic(), _FIRST_SECONDS
    while not _is_taken(descriptor):
        if seconds is not None and time.monotonic() - begun > seconds:
            raise AgentTransientError("lock the index", file.name, f"another process has held it for {seconds:g} s")
        # Nobody tells when it is free; waiting in a thread could not be cancelled.
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_SECONDS)


def _is_taken(descriptor: int) -> bool:
    """Takes the lock if nobody else has it."""
    try:
        if _HAS_FLOCK:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            _take_first_byte(descriptor)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        # Some network file systems have no locks; keys that are checked at each merge are then the only guard.
        log.info("there are no locks here: %s", error.strerror)
    return True


def _take_first_byte(descriptor: int) -> None:
    import msvcrt  # noqa: PLC0415 - Windows only

    msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
