"""A command of the user's in a copy of a folder that has one file changed: what it says of the change."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.adapters.process import Program, run
from omni_lsp.adapters.search_path import first_program, search_path
from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentValidationError
from omni_lsp.model.text import Snapshot

_TRIED = "check a change in a copy of the folder"
_MOST_FILES = 50_000
_MOST_BYTES = 1 << 30
_LAST_LINES = 8
_LEFT_OUT = frozenset({".git", ".hg", ".svn"})


@dataclass(frozen=True, slots=True)
class Trial:
    """A command and the seconds it may take."""

    command: tuple[str, ...]
    seconds: float


async def failure(trial: Trial, changed: Snapshot) -> str:
    """What the command said last where it failed in a copy with the text of `changed`, empty where it succeeded.

    A program with a slash in its name is one of the copy, any other one is looked for in `PATH` outside of the folder.
    The folder itself is not touched; version control is left out of the copy, links stay links.
    Raises AgentError where it could not be tried: too large, no such program, not over in time.
    """
    if changed.root is None or changed.path is None:
        raise AgentValidationError(_TRIED, changed.name, "it is in no folder")
    path = search_path(changed.root)
    with tempfile.TemporaryDirectory(prefix="omni-trial-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / changed.root.name
        try:
            await asyncio.to_thread(_copied, changed, copy)
        except OSError as error:
            raise AgentFatalError(
                _TRIED, changed.root.name, f"it cannot be copied: {error.strerror or error}"
            ) from error
        name = trial.command[0]
        program = copy / name if "/" in name else first_program(path, name)
        if program is None:
            raise AgentFatalError(_TRIED, name, "there is no such program")
        command = Program(program, trial.command[1:], copy, environment={"PATH": os.pathsep.join(path)})
        try:
            async with asyncio.timeout(trial.seconds):
                code, out, err = await run(command)
        except TimeoutError as error:
            raise AgentTimeoutError(_TRIED, name, f"it was not over after {trial.seconds:g} s") from error
        except OSError as error:
            raise AgentFatalError(_TRIED, name, f"it cannot be run: {error.strerror or error}") from error
    return "" if code == 0 else _last(code, out, err)


def _copied(changed: Snapshot, copy: Path) -> None:
    """Raises OSError, AgentValidationError."""
    assert changed.root is not None  # noqa: S101 - the caller has looked
    assert changed.path is not None  # noqa: S101 - same
    files = size = 0

    def ignored(folder: str, names: Sequence[str]) -> list[str]:
        nonlocal files, size
        files += len(names)
        here = Path(folder)
        size += sum(path.lstat().st_size for path in (here / name for name in names) if path.is_file())
        if files > _MOST_FILES or size > _MOST_BYTES:
            reason = f"it has more than {_MOST_FILES:,} files or {_MOST_BYTES >> 20:,} MB"
            raise AgentValidationError(_TRIED, here.name, reason)
        # Sockets and pipes cannot be copied, and opening one may last for ever.
        odd = [name for name in names if not ((at := here / name).is_symlink() or at.is_file() or at.is_dir())]
        return [*odd, *(name for name in names if name in _LEFT_OUT)]

    shutil.copytree(changed.root, copy, symlinks=True, ignore=ignored)
    target = copy / changed.path.relative_to(changed.root)
    # A link would lead out of the copy.
    target.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(changed.text.encode("utf-8", "surrogatepass"))


def _last(code: int, out: bytes, err: bytes) -> str:
    lines = [line for line in (out + b"\n" + err).decode("utf-8", "replace").splitlines() if line.strip()]
    said = "\n".join(line[:200] for line in lines[-_LAST_LINES:])
    return f"it ended with {code}: {said}" if said else f"it ended with {code}"
