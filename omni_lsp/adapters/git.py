"""The `Vcs` port on git: what a working tree has that a revision has not.

Settings of a repository can make git run programs on almost any occasion (hooks, filters, helpers of a diff).
A folder that somebody else made must be safe to look at, so whatever of that a diff could reach is switched off, and
nothing is fetched or written.
"""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from omni_lsp.adapters.git_diff import HunkReader
from omni_lsp.adapters.process import Program, run, start
from omni_lsp.adapters.search_path import first_program, search_path
from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentValidationError
from omni_lsp.model.newcode import NewLines

_SETTINGS = {
    # What it names may be a pipe, which git would wait for.
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.fsmonitor": "",
    "core.hooksPath": os.devnull,
    # Or it would write what it learned into the index.
    "diff.autoRefreshIndex": "false",
    "diff.external": "",
    "diff.interHunkContext": "0",
    "diff.relative": "false",
    "protocol.allow": "never",
    # A folder inside of a repository that looks like one itself would bring its own settings.
    "safe.bareRepository": "explicit",
}
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_FILTER_KEYS = r"^filter\..*\.(clean|process|required)$"
_DIFF = (
    "diff",
    "--unified=0",
    # What an attribute calls binary may be source all the same.
    "--text",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--find-renames",
    "-l1000",
    # Git would run in them, with their settings.
    "--ignore-submodules=all",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
_SUBMODULE = "160000"
_CHUNK = 1 << 16


class Git:
    """`executable` is found on the absolute folders of `PATH` when it is not given."""

    def __init__(self, executable: Path | None = None, timeout_seconds: float = 60.0) -> None:
        self._executable = executable
        self._timeout_seconds = timeout_seconds

    async def new_lines(self, root: Path, since: str) -> NewLines:
        """What differs from a commit or tree, or, with `...` at the end, from where the current branch left it.

        Untracked files are new. Raises AgentValidationError for a folder outside of a working tree and for a revision
        that is none, AgentFatalError without a git that works, AgentTimeoutError.
        """
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await self._new_lines(root, since)
        except TimeoutError as error:
            reason = f"git took longer than {self._timeout_seconds:g} s"
            raise AgentTimeoutError(f"compare with {since}", str(root), reason) from error

    async def _new_lines(self, root: Path, since: str) -> NewLines:
        here = _Call(self._executable or _found(root), root)
        top = Path(await here.path("rev-parse", "--show-toplevel"))
        prefix = await here.path("rev-parse", "--show-prefix")
        call = await _harmless(_Call(here.executable, top))
        base, head = await _base(call, since), await call.commit("HEAD")
        changed = await call.hunks(base)
        tracked, nested = _listed(await call.output("ls-files", "-z", "--stage"))
        return NewLines(root, prefix, _spelled(root, prefix, top), head, changed, tracked, nested)


class _Call:
    """Git in a folder, with settings that come before those of the repository."""

    def __init__(self, executable: Path, cwd: Path, settings: Sequence[tuple[str, str]] = ()) -> None:
        self.executable = executable
        self.cwd = cwd
        self._settings = (*_SETTINGS.items(), *settings)

    def with_settings(self, settings: Sequence[tuple[str, str]]) -> "_Call":
        return _Call(self.executable, self.cwd, settings)

    async def output(self, *arguments: str) -> bytes:
        """Raises AgentValidationError with git's own words when it refuses."""
        status, out, err = await self.ended(*arguments)
        if status:
            raise AgentValidationError(
                f"git {arguments[0]}", str(self.cwd), _said(err) or f"it ended with status {status}"
            )
        return out

    async def ended(self, *arguments: str) -> tuple[int, bytes, bytes]:
        try:
            return await run(self._program(arguments))
        except OSError as error:
            raise AgentFatalError("start git", str(self.cwd), error.strerror or type(error).__name__) from error

    async def path(self, *arguments: str) -> str:
        """The one path that is printed, whatever is in it."""
        return os.fsdecode((await self.output(*arguments)).removesuffix(b"\n"))

    async def commit(self, revision: str) -> str:
        """The id of a commit, empty when there is none of this name."""
        return await self.object(f"{revision}^{{commit}}")

    async def object(self, name: str) -> str:
        status, out, _ = await self.ended("rev-parse", "--verify", "--quiet", name)
        return "" if status else out.decode().strip()

    async def hunks(self, base: str) -> dict[str, tuple[range, ...]]:
        """The changed lines of each file, read as they come: a diff may be larger than memory."""
        reader = HunkReader()
        try:
            running = await start(self._program((*_DIFF, base, "--")))
        except OSError as error:
            raise AgentFatalError("start git", str(self.cwd), error.strerror or type(error).__name__) from error
        try:
            while chunk := await running.stdout.read(_CHUNK):
                reader.feed(chunk)
            status, _, _ = await running.output()
        finally:
            await running.kill()
        if status:
            raise AgentValidationError("git diff", str(self.cwd), f"it ended with status {status}")
        return reader.changed()

    def _program(self, arguments: Sequence[str]) -> Program:
        settings = [part for key, value in self._settings for part in ("-c", f"{key}={value}")]
        options = ("--no-pager", "--no-optional-locks", *settings)
        environment = {**_ENVIRONMENT, "PATH": os.pathsep.join(search_path(self.cwd))}
        return Program(self.executable, (*options, *arguments), self.cwd, environment=environment)


async def _harmless(call: _Call) -> _Call:
    """Filters switched off: git would run them over each file that it compares. Raises AgentValidationError."""
    status, out, err = await call.ended("config", "--null", "--name-only", "--get-regexp", _FILTER_KEYS)
    if status not in (0, 1):
        raise AgentValidationError("git config", str(call.cwd), _said(err) or f"it ended with status {status}")
    keys = sorted({os.fsdecode(key) for key in out.split(b"\0") if key})
    for key in keys:
        if "=" in key:
            raise AgentValidationError("git config", str(call.cwd), f"{key!r} cannot be switched off")
    return call.with_settings([(key, "false" if key.endswith(".required") else "") for key in keys])


async def _base(call: _Call, since: str) -> str:
    """The id of the tree or commit to compare with. Raises AgentValidationError."""
    name = since.removesuffix("...")
    if not name or name.startswith("-") or not name.isprintable():
        _refuse(call, since, "this is no revision")
    if name == since:
        return await call.object(f"{name}^{{tree}}") or _refuse(call, since, "there is no such revision")
    commit = await call.commit(name) or _refuse(call, since, "there is no such revision")
    status, out, _ = await call.ended("merge-base", commit, "HEAD")
    if status:
        _refuse(call, since, "it has no commit in common with HEAD; the clone may be shallow")
    return out.decode().split()[0]


def _refuse(call: _Call, since: str, reason: str) -> NoReturn:
    raise AgentValidationError(f"compare with {since!r}", str(call.cwd), reason)


def _listed(out: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """The tracked paths, and those of them that are repositories of their own."""
    entries = [entry.partition(b"\t") for entry in out.split(b"\0") if entry]
    tracked = frozenset(os.fsdecode(name) for _, _, name in entries)
    return tracked, frozenset(os.fsdecode(name) for mode, _, name in entries if mode.startswith(_SUBMODULE.encode()))


def _spelled(root: Path, prefix: str, top: Path) -> Path:
    """The top of the repository in the spelling of the caller, where links do not make it another place."""
    line = (root, *root.parents)
    depth = len(Path(prefix).parts)
    is_same = depth < len(line) and os.path.realpath(line[depth]) == os.path.realpath(top)
    return line[depth] if is_same else top


def _said(err: bytes) -> str:
    """The first line of what git complains about."""
    first = next(iter(err.decode("utf-8", "replace").splitlines()), "")
    return first.removeprefix("fatal: ")


def _found(root: Path) -> Path:
    """The program. Raises AgentFatalError."""
    repository = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), root)
    program = first_program(search_path(repository), "git", "git.exe")
    if program is None:
        raise AgentFatalError("start git", str(root), "there is no git on the PATH")
    return program
