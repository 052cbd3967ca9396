"""`omni-lsp` and `python -m omni_lsp`; claims stdout for the wire before anything else is imported."""

import gc
import os
import sys
from io import BufferedWriter


def _leave_working_directory() -> None:
    """Take the folder that we were started in off the places that modules come from, unless we come from there.

    An editor starts us in the folder that it shows: its `json.py` is not ours to run.
    """
    here = os.path.realpath(os.curdir)
    own = os.path.realpath(os.path.join(os.path.dirname(__file__), os.pardir))  # noqa: PTH118, PTH120 - no imports yet
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    relative = {os.path.realpath(entry) for entry in named if not os.path.isabs(entry)} | {here}  # noqa: PTH117
    sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry) not in relative - {own}]
    # The same for processes that are started by Python's own means.
    os.environ["PYTHONSAFEPATH"] = "1"


def _leave_plugins_out() -> None:
    """What other packages would add to pydantic's models is not ours to run; looking for it takes 2 MB."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


# Before anything is imported that is not yet there.
_leave_working_directory()
_leave_plugins_out()


def main() -> None:
    """Run the command line and end the process with its status."""
    wire = _claim_stdout() if "--stdio" in sys.argv[1:] or sys.argv[1:2] == ["mcp"] else None
    # The imports make half a million objects that stay; looking through them for garbage takes a tenth of the start.
    # It is switched on again when they are done: by the server when it is initialized, by a command when it begins.
    gc.disable()
    status = _run(wire)
    sys.stderr.flush()
    if wire is not None:
        # Threads may still wait for stdin; both protocols want the process gone when the client has left.
        os._exit(status)
    sys.exit(status)


def _run(wire: BufferedWriter | None) -> int:
    if wire is not None and sys.argv[1:] == ["--stdio"]:
        # As every editor starts us: without the commands, and what it takes to read their arguments.
        from omni_lsp.cli.serve import serve

        return serve(wire)
    from omni_lsp.cli.main import run

    return run(sys.argv[1:], wire)


def _claim_stdout() -> BufferedWriter:
    """The real stdout for protocol messages alone; prints, C code and children reach stderr from here on."""
    wire = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return wire


if __name__ == "__main__":
    main()
