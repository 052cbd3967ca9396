"""How an agent behaves: it ends when it is told to, touches nothing, and gives values that nobody can change."""

import asyncio
import pickle
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import fields, is_dataclass
from functools import cache
from io import StringIO
from os import O_APPEND, O_CREAT, O_RDWR, O_TRUNC, O_WRONLY

from omni_lsp.contract.asking import Subject, ask
from omni_lsp.model.facts import BuildFacts, FileFacts
from omni_lsp.model.report import AgentResult
from omni_lsp.model.stage import Trigger

_STEPS = (0, 1, 2, 5, 20)
_END_SECONDS = 1.0
_FIXED = (str, bytes, int, float, bool, type(None), frozenset)
_CHANGES = frozenset(
    {
        *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod"),
        *("os.chown", "os.utime", "shutil.rmtree", "shutil.move", "shutil.copyfile", "tempfile.mkstemp"),
    }
)
_PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.spawn"}
)
_NETWORK = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}
)


async def cancel(subject: Subject) -> AsyncIterator[str]:
    """Whenever it is cancelled it ends, and is as good as before."""
    for number, sample in enumerate(subject.samples, start=1):
        agent, here = subject.agent(), sample.snapshot
        before = (await subject.run(agent, here)).value
        facts = await subject.facts(here)
        for steps in _STEPS:
            task = asyncio.ensure_future(agent.run(here, facts))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            done, _ = await asyncio.wait({task}, timeout=_END_SECONDS)
            if not done:
                yield (
                    f"sample {number}: it goes on for more than {_END_SECONDS:g} s when it is cancelled: "
                    "let CancelledError through, and end whatever was started"
                )
                return
        if (await subject.run(agent, here)).value != before:
            yield f"sample {number}: after it was cancelled it finds something else: leave nothing half done"


async def frozen(subject: Subject) -> AsyncIterator[str]:
    """What it gets stays as it was, and nobody can change what it gives."""
    for number, sample in enumerate(subject.samples, start=1):
        agent, here = subject.agent(), sample.snapshot
        facts = await subject.facts(here)
        kinds = (Trigger, FileFacts, BuildFacts)
        seen, known = (here.text, here.version, here.digest), pickle.dumps([facts.get(kind) for kind in kinds])
        result = (await ask(agent.run(here, facts), 10.0)).value
        if (here.text, here.version, here.digest) != seen or pickle.dumps([facts.get(kind) for kind in kinds]) != known:
            yield f"sample {number}: it changed the snapshot or the facts it got: make new values"
        if isinstance(result, AgentResult):
            for path in sorted(set(_loose(result, "AgentResult"))):
                yield f"sample {number}: {path} can be changed later: give tuples, frozensets and frozen dataclasses"


async def quiet(subject: Subject) -> AsyncIterator[str]:
    """It writes no files, starts no programs, asks no network, and prints nothing."""
    for number, sample in enumerate(subject.samples, start=1):
        here, out = sample.snapshot, StringIO()
        facts = await subject.facts(here)
        with _watched() as acts, redirect_stdout(out):
            await ask(subject.agent().run(here, facts), 10.0)
        for act in dict.fromkeys(acts):
            yield f"sample {number}: it {act}: an agent gets all it may know from the snapshot, the facts and its services"
        if out.getvalue():
            yield f"sample {number}: it prints: nobody reads it, so take it out"


async def pickles(subject: Subject) -> AsyncIterator[str]:
    """What it gives can be passed on to another process and is the same there."""
    for number, sample in enumerate(subject.samples, start=1):
        result = (await subject.run(subject.agent(), sample.snapshot)).value

        async def passed(result: AgentResult | None = result) -> object:
            return pickle.loads(pickle.dumps(result))  # noqa: S301 - it was made here

        outcome = await ask(passed(), 10.0)
        if outcome.error is not None:
            yield f"sample {number}: what it gives cannot be passed on ({outcome.error}): give plain values"
        elif outcome.value != result:
            yield f"sample {number}: what it gives is another thing when it was passed on: give values that compare"


def _loose(value: object, path: str) -> Iterator[str]:
    """The places in a value that can be changed."""
    if isinstance(value, tuple):
        for number, one in enumerate(value[:50]):
            yield from _loose(one, f"{path}[{number}]")
    elif is_dataclass(value) and not isinstance(value, type):
        if not getattr(type(value), "__dataclass_params__").frozen:  # noqa: B009 - mypy does not know the attribute
            yield path
        for field in fields(value):
            yield from _loose(getattr(value, field.name), f"{path}.{field.name}")
    elif not isinstance(value, _FIXED):
        yield path


class _Watch:
    """What the interpreter tells of acts (PEP 578), for whoever is looking; a hook cannot be taken away again."""

    def __init__(self) -> None:
        self.looking: list[list[str]] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.looking and (act := _act(event, arguments)):
            self.looking[-1].append(act)


@cache
def _watch() -> _Watch:
    """One for the whole process, as each stays for ever."""
    return _Watch()


@contextmanager
def _watched() -> Iterator[list[str]]:
    acts: list[str] = []
    looking = _watch().looking
    looking.append(acts)
    try:
        yield acts
    finally:
        looking.remove(acts)


def _act(event: str, arguments: tuple[object, ...]) -> str:
    """What was done, empty for what does no harm."""
    if event in _NETWORK:
        return f"asks the network ({event})"
    if event in _PROGRAMS:
        return f"starts a program ({event})"
    if "__pycache__" in str(arguments[:1]):
        return ""  # Python's own, when something is imported for the first time.
    if event in _CHANGES:
        return f"changes files ({event})"
    if event == "open" and len(arguments) == 3:
        path, mode, flags = arguments
        writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND
        is_writing = (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & writes)
        if is_writing and not isinstance(path, int) and str(path) != "/dev/null":
            return "writes a file"
    return ""
