"""What goes wrong in LanceDB and SQLite as our typed errors, without their texts: those name paths of other machines."""

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError

log = logging.getLogger(__name__)

_ON = "the index"
_FULL = ("no space left", "disk is full", "quota exceeded")
_CLOSED = ("permission denied", "read-only file", "readonly database", "unable to open database", "not a directory")
_CONFLICT = ("commit conflict", "retryable", "database is locked", "too many concurrent")
_FULL_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT})
_CLOSED_NUMBERS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR})


class DamagedError(AgentFatalError):
    """What is kept cannot be read as it must be: it has to be built anew."""


@contextmanager
def faults(tried: str) -> Iterator[None]:
    """Raises AgentTransientError (full disk, conflict), AgentFatalError (no access) or DamagedError (all else)."""
    try:
        yield
    except TimeoutError:
        raise  # An OSError, too, but of whoever set the limit.
    except (RuntimeError, ValueError, OSError, sqlite3.Error, ImportError) as error:
        log.debug("%s: %s", tried, error)
        raise _typed(error, tried) from error


def _typed(error: Exception, tried: str) -> AgentError:
    said, number = str(error).lower(), getattr(error, "errno", None)
    if isinstance(error, ImportError):
        return AgentFatalError(tried, _ON, f"{error.name or 'lancedb'} cannot be loaded")
    if number in _FULL_NUMBERS or _has(said, _FULL):
        return AgentTransientError(tried, _ON, "the disk is full")
    if number in _CLOSED_NUMBERS or _has(said, _CLOSED):
        return AgentFatalError(tried, _ON, "its folder cannot be written to")
    if _has(said, _CONFLICT):
        return AgentTransientError(tried, _ON, "another process was writing to it")
    return DamagedError(tried, _ON, "what is kept there cannot be read")


def _has(said: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in said for phrase in phrases)
