"""The `PackStore` port on the local disk.

Everything from reading to writing happens under one lock of the operating system, which goes with its process, so that
two editors, or an editor and the command line, never mix their texts. What is remembered is written first: a process that
is killed in between has at worst remembered a block that it did not write, while one that wrote a block and did not
remember it would take it for a person's. Then comes what a person wrote, and last what replaces it.
"""

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace as with_values
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from filelock import FileLock, Timeout

from omni_lsp.adapters.cache_folder import make_private
from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.packs.front_matter import front_problem
from omni_lsp.adapters.packs.held_back import held_back
from omni_lsp.adapters.packs.places import Refusal, folders, read, refused
from omni_lsp.adapters.packs.remembered import document, home, recalled
from omni_lsp.adapters.replacing import remove, replace, tidy
from omni_lsp.model.errors import AgentFatalError, AgentTransientError
from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import PackFile, PackPlan, PackProblem, PacksOnDisk, PacksWritten

ASIDE = ".omni/aside"
OVERTAKEN = "pack.overtaken"
_LOCAL = (ASIDE, PurePosixPath(PackFile.REPO_MAP).parent.as_posix())
"""Folders that git is told to leave out when they are made."""
_LEAVE_ALL_OUT = b"# Made anew by omni-lsp; remove this file to keep what is here in the repository.\n*\n"


class DiskPacks:
    """`caches` is the user's cache folder, `signs` the paths below a workspace folder that are looked for."""

    def __init__(self, caches: Path, signs: tuple[str, ...], lock_seconds: float = 10.0) -> None:
        self._caches = caches
        self._signs = signs
        self._lock_seconds = lock_seconds

    async def look(self, root: Path) -> PacksOnDisk:
        return await asyncio.to_thread(self._look, root)

    async def update(self, root: Path, plan: Callable[[PacksOnDisk], PackPlan]) -> PacksWritten:
        return await asyncio.to_thread(self._update, root, plan)

    def _look(self, root: Path) -> PacksOnDisk:
        found = {file: read(root, file) for file in PackFile}
        texts = {file: text for file, text in found.items() if isinstance(text, str)}
        refusals = {file: why for file, why in found.items() if isinstance(why, Refusal)}
        # Unread, there may be links in the way.
        refusals |= {file: why for file, text in found.items() if text is None and (why := refused(root, file))}
        problems = [why.at(file) for file, why in refusals.items()]
        problems += [problem for file, text in texts.items() if (problem := front_problem(file, text))]
        return PacksOnDisk(
            MappingProxyType(texts),
            frozenset(refusals),
            frozenset(sign for sign in self._signs if os.path.lexists(root / sign)),
            tuple(problems),
            held_back(root),
            recalled(home(self._caches, root) / "state.json"),
        )

    def _update(self, root: Path, plan: Callable[[PacksOnDisk], PackPlan]) -> PacksWritten:
        with self._locked(root):
            disk = self._look(root)
            if disk.held_back:
                return PacksWritten(held_back=disk.held_back)
            planned = plan(disk)
            if planned.state != disk.state:
                _put(home(self._caches, root) / "state.json", document(planned.state))
            if not planned.changed and not planned.aside:
                return PacksWritten(planned)
            tidy((*folders(root), root / ASIDE))
            aside = tuple(_kept(root, file, text) for file, text in planned.aside.items())
            return PacksWritten(_carried_out(root, planned, disk), aside)

    @contextmanager
    def _locked(self, root: Path) -> Iterator[None]:
        """Raises AgentTransientError when another process does not come to an end, AgentFatalError without a cache."""
        place = home(self._caches, root)
        lock = FileLock(place / "lock", timeout=self._lock_seconds)
        try:
            make_private(place)
            lock.acquire()
        except Timeout as error:
            reason = f"another process has been at it for {self._lock_seconds:g} s"
            raise AgentTransientError("write the packs", str(root), reason) from error
        except OSError as error:
            raise AgentFatalError("lock the packs", str(place), _said(error)) from error
        try:
            yield
        finally:
            lock.release()


def _carried_out(root: Path, planned: PackPlan, disk: PacksOnDisk) -> PackPlan:
    """The plan as far as links and texts that came in between let it. Raises AgentFatalError."""
    problems: list[PackProblem] = []
    writes: dict[PackFile, str] = {}
    removes: list[PackFile] = []
    for file in planned.changed:
        refusal = refused(root, file) or _overtaken(root, file, disk)
        if refusal is not None:
            problems.append(refusal.at(file))
        elif file in planned.removes:
            _act("remove", root / file, remove)
            removes.append(file)
        else:
            _leave_out(root, file)
            _put(root / file, planned.writes[file].encode("utf-8"))
            writes[file] = planned.writes[file]
    problems = [*planned.problems, *problems]
    return with_values(planned, writes=MappingProxyType(writes), removes=tuple(removes), problems=tuple(problems))


def _overtaken(root: Path, file: PackFile, disk: PacksOnDisk) -> Refusal | None:
    """Somebody may have saved the file since it was read: what they wrote is seen to next time."""
    if read(root, file) == disk.texts.get(file):
        return None
    return Refusal(OVERTAKEN, "somebody changed the file just now; it is written next time", Severity.INFO)


def _kept(root: Path, file: PackFile, text: str) -> str:
    """Keeps a text of a person where git does not see it, once for each text; its path below the folder."""
    mark = hashlib.blake2b(text.encode("utf-8"), digest_size=6).hexdigest()
    name = f"{ASIDE}/{file.replace('/', '-').removeprefix('.')}-{mark}.md"
    refusal = refused(root, name)
    if refusal is not None:
        raise AgentFatalError("keep what a person wrote", name, refusal.message)
    _leave_out(root, name)
    _put(root / name, f"{text}\n".encode())
    return name


def is_local(root: Path, file: PackFile) -> bool:
    """Whether a file stays in this clone, as git leaves it out or is told so when its folder is made."""
    folder = PurePosixPath(file).parent.as_posix()
    if folder not in _LOCAL:
        return False
    return not os.path.lexists(root / folder) or not LocalFiles().wanted([root / file], root)


def _leave_out(root: Path, name: str) -> None:
    """Tells git to leave a local folder out before it is made."""
    folder = PurePosixPath(name).parent.as_posix()
    if folder in _LOCAL and not os.path.lexists(root / folder):
        _put(root / folder / ".gitignore", _LEAVE_ALL_OUT)


def _put(path: Path, data: bytes) -> None:
    _act("write", path, lambda place: replace(place, data))


def _act(tried: str, path: Path, act: Callable[[Path], None]) -> None:
    """Raises AgentFatalError in place of OSError."""
    try:
        act(path)
    except OSError as error:
        raise AgentFatalError(tried, path.name, _said(error)) from error


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__
