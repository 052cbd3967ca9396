"""Faults that strike a server at work: each is in force inside of its block, and is taken back at the end of it."""

import asyncio
import fcntl
import os
import random
import resource
import signal
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from disks import MAY_BE_READ_ONLY, read_only
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from scene import HANG, PIPELINE, POLICY, STAGE_SECONDS, Scene, path_of

from family import descendants, line_of
from omni_lsp.adapters.index.place import Place, place_of

ENGINE, INDEX, GUEST = "osemgrep", "omni_lsp.adapters.index", "omni_lsp.adapters.guests"
_REST_SECONDS = 400.0
"""Longer than any part rests that kept breaking."""
_SILENT_SECONDS = 10.0

Fault = Callable[[Scene, random.Random], AbstractAsyncContextManager[None]]


def processes(scene: Scene, word: str) -> list[int]:
    """Those of the server's whose command lines have the word."""
    return [pid for pid in descendants(scene.pid) if word in line_of(pid)]


def place(scene: Scene) -> Place:
    """Where the index of the folder is kept."""
    return place_of(scene.caches, scene.root)


def send(pids: Iterable[int], what: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):  # It has ended meanwhile.
            os.kill(pid, what)


@asynccontextmanager
async def engine_killed(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    send(processes(scene, ENGINE), signal.SIGKILL)
    yield


@asynccontextmanager
async def engine_stopped(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    """It hangs for longer than its stage may take, as one does whose memory is swapped out."""
    async with stopped(processes(scene, ENGINE)):
        document = chance.choice(scene.documents)
        scene.save(document)
        run = asyncio.create_task(scene.ran(document))
        await _time_goes_on(scene, STAGE_SECONDS, run.done)
        await run
    yield


@asynccontextmanager
async def index_killed(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    send(processes(scene, INDEX), signal.SIGKILL)
    yield


@asynccontextmanager
async def index_killed_at_work(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    asked = asyncio.create_task(told(scene, "seal"))
    await turns(chance.randrange(200))
    send(processes(scene, INDEX), signal.SIGKILL)
    yield
    await asked


@asynccontextmanager
async def index_stopped(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    """It hangs while somebody searches, for longer than anybody waits for a sign of life."""
    pids = processes(scene, INDEX)
    async with stopped(pids):
        asked = asyncio.create_task(told(scene, "seal"))
        await _time_goes_on(
            scene, _SILENT_SECONDS, lambda: asked.done() or not set(pids) & set(processes(scene, INDEX))
        )
        yield
    await asked


@asynccontextmanager
async def index_damaged(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    """Some file of it has other bytes, and whoever had read it before is gone."""
    send(processes(scene, INDEX), signal.SIGKILL)
    files = sorted(path for path in place(scene).folder.rglob("*") if path.is_file())
    if files:
        spoil(chance.choice(files), chance)
    yield


@asynccontextmanager
async def index_locked(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    """Somebody else writes to it."""
    with _locked(place(scene).write_lock):
        yield


@asynccontextmanager
async def guest_killed_at_work(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    """In the middle of its look at a file."""
    document = chance.choice(scene.documents)
    scene.hangs.unlink(missing_ok=True)
    scene.save(document, HANG)
    run = asyncio.create_task(scene.ran(document))
    # One that rests, as it kept breaking, does not begin at all.
    while not scene.hangs.exists() and not run.done():  # noqa: ASYNC110 - another process makes it
        await asyncio.sleep(0)
    send(processes(scene, GUEST), signal.SIGKILL)
    await run
    yield


@asynccontextmanager
async def server_stopped(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    """What is said to it meanwhile is taken in afterwards."""
    async with stopped([scene.pid]):
        for document in scene.documents:
            scene.save(document)
        asked = asyncio.create_task(scene.editor.hover(chance.choice(scene.documents), 0))
        await turns(5)
    async with asyncio.timeout(20.0):
        await asked
    yield


@asynccontextmanager
async def no_file_may_grow(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    """Nothing can be written, whatever the disk: as with a full one, but where none can be made."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    _limit(scene, (0, limits[1]))
    try:
        yield
    finally:
        _limit(scene, limits)


@asynccontextmanager
async def caches_read_only(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    with read_only(scene.caches):
        yield


@asynccontextmanager
async def root_read_only(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    with read_only(scene.root):
        yield


@asynccontextmanager
async def caches_gone(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    """Somebody tidies up."""
    scene.caches.rename(scene.caches.with_name(f"gone{scene.turns}"))
    yield


@asynccontextmanager
async def clock_jumps(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    scene.clocks.put(chance.choice([-1, 1]) * chance.choice([1.0, 3600.0, 86_400.0, 40 * 365 * 86_400.0]))
    yield
    scene.clocks.put(0.0)


@asynccontextmanager
async def machine_rests(scene: Scene, _chance: random.Random) -> AsyncIterator[None]:
    scene.clocks.rest(_REST_SECONDS)
    await scene.editor.hover(scene.documents[0], 0)  # It sees what time it is when somebody speaks to it.
    yield


@asynccontextmanager
async def pipeline_broken(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    broken = chance.choice([PIPELINE[:90], PIPELINE.replace("witness", "nobody"), "\0\xff", ""])
    async with _other_text(scene, scene.root / ".omni" / "pipeline.yaml", PIPELINE, broken):
        yield


@asynccontextmanager
async def policy_broken(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    broken = chance.choice([POLICY[:-5], POLICY.replace("required", "perhaps"), "- \0"])
    async with _other_text(scene, scene.root / ".omni" / "policy.yaml", POLICY, broken):
        yield


@asynccontextmanager
async def file_gone(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    """An open document has no file any more; the next save makes one."""
    document = chance.choice(scene.documents)
    with suppress(OSError):  # Where nobody may write, nobody may remove.
        path_of(document).unlink(missing_ok=True)
        scene.editor.wrote(path_of(document), types.FileChangeType.Deleted)
    yield


@asynccontextmanager
async def file_moved(scene: Scene, chance: random.Random) -> AsyncIterator[None]:
    path = path_of(chance.choice(scene.documents))
    with suppress(FileNotFoundError):
        path.rename(path.with_suffix(".away"))
    scene.editor.wrote(path, types.FileChangeType.Deleted)
    yield
    with suppress(FileNotFoundError):
        path.with_suffix(".away").rename(path)
    scene.editor.wrote(path, types.FileChangeType.Created)


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        fault.__name__: fault
        for fault in (
            engine_killed,
            engine_stopped,
            index_killed,
            index_killed_at_work,
            index_stopped,
            index_damaged,
            index_locked,
            guest_killed_at_work,
            server_stopped,
            no_file_may_grow,
            caches_read_only,
            root_read_only,
            caches_gone,
            clock_jumps,
            machine_rests,
            pipeline_broken,
            policy_broken,
            file_gone,
            file_moved,
        )
        if MAY_BE_READ_ONLY or fault not in (caches_read_only, root_read_only)
    }
)
"""Whatever a random one is drawn from; those of language models have a place here, too."""
SUDDEN = frozenset({"engine_killed", "index_killed", "guest_killed_at_work", "machine_rests", "file_gone"})
"""What may come while another one is in force."""


async def turns(number: int) -> None:
    """Lets others work for a moment."""
    for _ in range(number):
        await asyncio.sleep(0)


async def told(scene: Scene, query: str) -> str:
    """Why a search was refused, empty when it was answered."""
    try:
        await scene.search(query)
    except JsonRpcException as error:
        return str(error)
    return ""


def spoil(file: Path, chance: random.Random) -> None:
    """Other bytes, none, or half of them."""
    data = file.read_bytes()
    file.write_bytes(chance.choice([chance.randbytes(len(data)), b"", data[: len(data) // 2]]))


@asynccontextmanager
async def stopped(pids: list[int]) -> AsyncIterator[None]:
    send(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        send(pids, signal.SIGCONT)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    if not file.exists():
        yield
        return
    with file.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


async def _time_goes_on(scene: Scene, seconds: float, is_over: Callable[[], bool]) -> None:
    """By so much at a time, and the server sees what time it is when it is spoken to."""
    while not is_over():
        scene.clocks.rest(seconds)
        for document in scene.documents:
            await scene.editor.hover(document, 0)


def _limit(scene: Scene, limits: tuple[int, int]) -> None:
    for pid in (scene.pid, *descendants(scene.pid)):
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@asynccontextmanager
async def _other_text(scene: Scene, file: Path, good: str, broken: str) -> AsyncIterator[None]:
    _put(scene, file, broken)
    try:
        yield
    finally:
        _put(scene, file, good)


def _put(scene: Scene, file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    scene.editor.wrote(file)
