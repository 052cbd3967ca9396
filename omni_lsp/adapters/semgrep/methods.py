"""The ways to the engine that a user can choose, and what each needs."""

import asyncio
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omni_lsp.adapters import process
from omni_lsp.adapters.semgrep import cli, core
from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.workspace import private_folder
from omni_lsp.model.errors import AgentFatalError

_VERSION_SECONDS = 20.0


class Method(StrEnum):
    """All of them find the same in the same text; they differ in time and in what they need."""

    AUTO = "auto"
    """Warm processes, and a run of `semgrep-core` where those fail."""
    WARM = "warm"
    """Warm processes only: that they fail is said, not made up for."""
    CORE = "core"
    """A run of `semgrep-core` for each scan."""
    CLI = "cli"
    """A run of the `semgrep` command for each scan."""

    @property
    def is_warm(self) -> bool:
        # What a warm process needs, another name for the same program, was tried on POSIX only.
        return self is Method.WARM or (self is Method.AUTO and sys.platform != "win32")

    @property
    def for_many(self) -> "Method":
        """The one for many files at once: warm processes take one at a time, a run takes all."""
        return Method.CLI if self is Method.CLI else Method.CORE


@dataclass(frozen=True, slots=True)
class Program:
    """The program of a method that is there, and how it is spoken to."""

    path: Path
    front: core.Front


def find_program(method: Method, explicit: Path | None = None) -> Program | None:
    """`explicit` is the program a user named, which is never silently replaced by another one."""
    if method is Method.CLI:
        path, front = cli.find_cli(explicit), cli.SEMGREP
    else:
        path, front = find_engine(explicit), core.SEMGREP_CORE
    return Program(path, front) if path is not None else None


async def version(program: Program) -> str:
    """What a program says of itself, in one line. Raises AgentFatalError when it does not run, or not within seconds."""
    option = "--version" if program.front is cli.SEMGREP else "-version"
    try:
        with private_folder() as private:
            quiet = core.quiet(private.path, program.path)
            asked = process.Program(program.path, (option,), private.path, environment=quiet)
            async with asyncio.timeout(_VERSION_SECONDS):
                code, out, _ = await process.run(asked)
    except (OSError, TimeoutError) as error:
        raise AgentFatalError("ask for its version", str(program.path), str(error) or "no answer") from error
    if code:
        raise AgentFatalError("ask for its version", str(program.path), f"exited {code}")
    return " ".join(out.decode("utf-8", "replace").split())[:200]


def missing(method: Method, explicit: Path | None) -> str:
    """What to do about a program that is not there, in words."""
    name = "semgrep" if method is Method.CLI else "semgrep-core"
    words = f"{explicit or name} not found; install it with `pip install semgrep` or set omni.security.engine_path"
    if explicit is None and method is not Method.CLI and cli.find_cli() is not None:
        words += "; with omni.security.engine set to `cli` the semgrep command is used, which is slow"
    return words
