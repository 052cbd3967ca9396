"""The context packs that are on the disk, to be read and never written."""

import asyncio
import os
import stat
from pathlib import Path

from omni_lsp.app import tools_place as place, tools_safe as safe
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.packs import PackFile

_MAX_BYTES = 1_000_000


async def packs(root: Path) -> tuple[PackFile, ...]:
    """Those that are there."""
    return await asyncio.to_thread(lambda: tuple(each for each in PackFile if _is_there(root, each)))


async def pack_text(root: Path, pack: PackFile) -> str:
    """Its text without secrets. Raises AgentValidationError where there is none that can be read."""
    return await asyncio.to_thread(_text, root, pack)


def _is_there(root: Path, pack: PackFile) -> bool:
    try:
        _file(root, pack)
    except AgentError:
        return False
    return True


def _text(root: Path, pack: PackFile) -> str:
    try:
        with _file(root, pack).open("rb") as file:
            return safe.code(file.read(_MAX_BYTES).decode("utf-8", "replace").replace("\r\n", "\n"))
    except OSError as error:
        raise AgentValidationError("read", pack.value, error.strerror or "it cannot be read") from error


def _file(root: Path, pack: PackFile) -> Path:
    found = place.existing(root, pack.value)
    try:
        # A pipe that nobody writes to would wait for ever.
        if stat.S_ISREG(found.stat().st_mode) and os.access(found, os.R_OK):
            return found
    except OSError as error:
        raise AgentValidationError("read", pack.value, error.strerror or "it cannot be read") from error
    raise AgentValidationError("read", pack.value, "it is no file that can be read")
