"""`omni-lsp` and `python -m omni_lsp`; claims stdout for the wire before anything else is imported."""

import gc
import os
import sys
from typing import BinaryIO


def main() -> None:
    """Run the command line and end the process with its status."""
    wire = _claim_stdout() if "--stdio" in sys.argv[1:] else None
    # The imports make half a million objects that stay; looking through them for garbage takes a tenth of the start.
    # It is switched on again when they are done: by the server when it is initialized, by a command when it begins.
    gc.disable()
    from omni_lsp.cli.main import run

    status = run(sys.argv[1:], wire)
    sys.stderr.flush()
    if wire is not None:
        # Threads of the base library may still wait for stdin; the protocol wants the process gone after `exit`.
        os._exit(status)
    sys.exit(status)


def _claim_stdout() -> BinaryIO:
    """The real stdout for protocol messages alone; prints, C code and children reach stderr from here on."""
    wire = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return wire


if __name__ == "__main__":
    main()
