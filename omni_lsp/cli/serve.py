"""The server behind `omni-lsp --stdio`."""

import asyncio
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from omni_lsp.adapters.process import gone
from omni_lsp.lsp import stdio
from omni_lsp.telemetry.log import log_to_stderr

if TYPE_CHECKING:
    from omni_lsp.lsp.core import Core, Outbox, Setup
    from omni_lsp.state.documents import Documents


def serve(wire: BinaryIO) -> int:
    """Serve until the client leaves; the exit status that the protocol asks for. `wire` is the claimed stdout."""
    # The settings, with a level of their own, are read after `initialized`.
    log_to_stderr("warning", os.environ.get("OMNI_LOG_FORMAT", "text").lower())
    return stdio.serve(_start, sys.stdin.buffer, wire, gone)


async def _start(setup: "Setup", documents: "Documents", outbox: "Outbox") -> "Core":
    # A quarter of a second of imports, which must delay neither `initialize` nor the messages after it.
    await asyncio.to_thread(import_module, "omni_lsp.app.session")
    from omni_lsp.app.session import Session

    return Session(setup, documents, outbox, os.environ)
