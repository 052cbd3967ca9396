"""The index behind a process of its own: asked, cancelled, killed, silent, started again, ended when idle."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from omni_lsp.adapters.index import client as client_module, wire
from omni_lsp.adapters.index.client import IndexClient, Patience, index_program
from omni_lsp.adapters.index.options import Limits, Options, as_message, from_message
from omni_lsp.adapters.process import Program, gone, is_alive
from omni_lsp.model.errors import (
    AgentError,
    AgentFatalError,
    AgentTimeoutError,
    AgentTransientError,
    AgentValidationError,
)
from omni_lsp.model.retrieval import Domain, Hit, IndexPhase, IndexStatus, Query

pytestmark = pytest.mark.xdist_group("lance")

TESTS = Path(__file__).parents[1]
PACKAGES = Path(client_module.__file__).parents[3]
Make = Callable[..., IndexClient]


# Answers what it is asked first only when it was asked twice how it stands.
BUSY = """
import sys
from omni_lsp.adapters.index import wire
from omni_lsp.model.retrieval import IndexPhase, IndexStatus
said = wire.status_message(IndexStatus(IndexPhase.READY))
next(sys.stdin.buffer)
first = wire.decode(next(sys.stdin.buffer))
for turn in range(3):
    question = wire.decode(next(sys.stdin.buffer)) if turn < 2 else first
    sys.stdout.buffer.write(wire.encode({"id": question["id"], **said}))
    sys.stdout.buffer.flush()
next(sys.stdin.buffer, None)
"""


def child(*arguments: str) -> Program:
    environment = dict(index_program({}).environment) | {"PYTHONPATH": os.pathsep.join((str(TESTS), str(PACKAGES)))}
    return Program(Path(sys.executable), (str(TESTS / "index_child.py"), *arguments), PACKAGES, environment=environment)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    (root / "cat.py").write_text("def purr():\n    return 'whiskers'\n", "utf-8")
    return root


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[Make]:
    made: list[IndexClient] = []

    def new(patience: Patience | None = None, program: Program | None = None) -> IndexClient:
        options = Options(tmp_path / "caches")
        made.append(IndexClient(options, program or child(str(tmp_path)), patience))
        return made[-1]

    yield new
    for client in made:
        await client.close()


async def texts(client: IndexClient, root: Path, text: str) -> list[str]:
    return [hit.path for hit in await client.search(root, Query(text))]


async def test_it_answers_as_the_index_in_this_process_does(make: Make, root: Path, tmp_path: Path) -> None:
    client, steps = make(program=child(str(tmp_path), "real")), list[tuple[int, int]]()
    assert (await client.status(root)).phase is IndexPhase.ABSENT
    assert client.pid is None  # For that no process was needed.
    status = await client.refresh(root, None, lambda done, total: steps.append((done, total)))
    assert (status.phase, status.files, steps) == (IndexPhase.READY, 1, [(1, 1)])
    (hit,) = await client.search(root, Query("whiskers", 5))
    assert hit == Hit("cat.py", 0, 2, "purr", hit.score, "def purr():\n    return 'whiskers'\n")
    (root / "cat.py").write_text("milk = 1\n", "utf-8")
    await client.refresh(root, [root / "cat.py"])
    assert await texts(client, root, "milk") == ["cat.py"]
    await client.rebuild(root)
    assert await texts(client, root, "milk") == []
    assert (await client.status(root)).phase is IndexPhase.INCOMPLETE
    # The process stays whatever is printed in there, goes after whoever types, and dies with us.
    await client.search(root, Query("print"))
    assert (await client.search(root, Query("nice")))[0].score >= 10
    assert client.pid is not None
    pid = client.pid
    await client.close()
    assert not is_alive(pid)
    with pytest.raises(AgentError, match="closed"):
        await client.search(root, Query("whiskers"))
    # What it left on the disk is what the next one begins with.
    assert (await make().status(root)).phase is IndexPhase.INCOMPLETE


async def test_errors_come_as_what_they_are(make: Make, root: Path) -> None:
    with pytest.raises(AgentValidationError, match="search on nothing: it was asked to refuse"):
        await make().search(root, Query("refuse"))


async def test_a_process_that_dies_is_started_again(make: Make, root: Path) -> None:
    client = make()
    assert await texts(client, root, "die once") == []
    assert client.pid is not None


async def test_one_that_always_dies_is_given_up(make: Make, root: Path) -> None:
    client = make()
    with pytest.raises(AgentTransientError, match="twice"):
        await client.search(root, Query("die"))
    with pytest.raises(AgentFatalError, match="crashed 3 times"):
        await client.search(root, Query("die"))
    with pytest.raises(AgentFatalError, match="crashed 3 times"):
        await client.search(root, Query("whiskers"))
    status = await client.status(root)
    assert (status.phase, status.reason) == (IndexPhase.ABSENT, "it crashed 3 times, so it rests for some minutes")


@pytest.mark.skipif(os.name != "posix", reason="stops a process as POSIX does")
async def test_one_that_hangs_leaves_it_to_the_disk_how_the_index_stands(make: Make, root: Path) -> None:
    client = make(Patience(status=0.2))
    await client.refresh(root)
    assert client.pid is not None
    os.kill(client.pid, signal.SIGSTOP)
    assert (await client.status(root)).reason == "no answer within 0.2 s"


async def test_one_that_is_killed_takes_no_question_with_it(make: Make, root: Path) -> None:
    client = make()
    await client.refresh(root)
    assert client.pid is not None
    questions = [asyncio.create_task(client.search(root, Query("whiskers"))) for _ in range(5)]
    await asyncio.sleep(0)
    os.kill(client.pid, 9)
    # Some it may have answered before; then nothing is left in memory to be found, but there is an answer.
    answers = await asyncio.gather(*questions)
    assert {tuple(hit.path for hit in answer) for answer in answers} <= {("cat.py",), ()}


async def test_one_that_hangs_is_killed_when_the_time_is_over(make: Make, root: Path) -> None:
    client = make(Patience(search=0.2))
    await client.refresh(root)
    pid = client.pid
    assert pid is not None
    leaving = gone(pid)  # It can be watched only while it lives.
    with pytest.raises(AgentTimeoutError, match=r"0\.2 s"):
        await client.search(root, Query("hang"))
    await leaving
    await client.refresh(root)
    assert client.pid not in (None, pid)


@pytest.mark.skipif(os.name != "posix", reason="stops a process as POSIX does")
async def test_one_that_hangs_in_a_long_run_is_replaced(make: Make, root: Path) -> None:
    client = make(Patience(silent=0.2))
    await client.refresh(root)
    pid = client.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    assert (await client.refresh(root)).phase is IndexPhase.IN_MEMORY
    assert client.pid not in (None, pid)


async def test_one_that_gives_signs_of_life_is_left_at_work(make: Make, root: Path) -> None:
    program = Program(Path(sys.executable), ("-c", BUSY), PACKAGES)
    client = make(Patience(silent=0.5), program)
    assert (await client.refresh(root)).phase is IndexPhase.READY
    assert client.pid is not None


async def test_a_question_that_is_cancelled_is_not_worked_on(make: Make, root: Path, tmp_path: Path) -> None:
    for number in range(400):
        (root / f"file{number}.py").write_text("word\n" * 500, "utf-8")
    client, begun = make(program=child(str(tmp_path), "real")), asyncio.Event()
    task = asyncio.create_task(client.refresh(root, None, lambda _done, _total: begun.set()))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    while (status := await client.status(root)).phase is IndexPhase.BUILDING:
        pass
    assert status.phase is IndexPhase.INCOMPLETE
    assert status.files < 401


async def test_it_ends_when_nobody_asks_and_comes_back(make: Make, root: Path) -> None:
    client = make(Patience(idle=0.0))
    await client.refresh(root)
    pid = client.pid
    assert pid is not None
    await gone(pid)
    await client.refresh(root)
    assert client.pid not in (None, pid)


async def test_what_cannot_be_started_says_so(make: Make, root: Path, tmp_path: Path) -> None:
    client = make(program=Program(tmp_path / "none", (), tmp_path))
    with pytest.raises(AgentFatalError, match="start on the index process"):
        await client.refresh(root)


async def test_one_that_talks_nonsense_is_given_up(make: Make, root: Path) -> None:
    talking = Program(Path(sys.executable), ("-c", "print('hello', flush=True); input(); input()"), PACKAGES)
    with pytest.raises(AgentTransientError, match="twice"):
        await make(program=talking).search(root, Query("x"))


async def test_the_process_that_ships_can_be_asked(make: Make, root: Path) -> None:
    client = make(program=index_program({}))
    await client.rebuild(root)
    assert (await client.status(root)).phase is IndexPhase.INCOMPLETE


def test_the_client_keeps_the_heavy_libraries_out() -> None:
    import subprocess

    code = (
        "import sys, omni_lsp.adapters.index.client; "
        "print([n for n in ('lancedb', 'pyarrow', 'numpy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGES)
    assert done.stdout.strip() == "[]"


def test_messages_come_through_as_they_are() -> None:
    query = Query("a 'ü' \udc80\n", 3, Domain.TESTS)
    assert wire.query_of(wire.decode(wire.encode(wire.query_message(query)))) == query
    hits = (Hit("caf\udce9.py", 1, 2, "f", 0.5, "text\n"),)
    assert wire.hits_of(wire.decode(wire.encode(wire.hits_message(hits)))) == hits
    status = IndexStatus(IndexPhase.REBUILDING, 1, 2, 3, "e 4", "why")
    assert wire.status_of(wire.decode(wire.encode(wire.status_message(status)))) == status
    for kind in (AgentTimeoutError, AgentTransientError, AgentValidationError, AgentFatalError, AgentError):
        error = wire.error_of(wire.decode(wire.encode(wire.error_message(kind("try", "that", "why")))))
        assert (type(error), str(error)) == (kind, "try on that: why")
    options = Options(Path("/c"), 5, Limits(6, 7), {"kind": "static"})
    assert from_message(wire.decode(wire.encode(as_message(options)))) == options
    with pytest.raises(ValueError, match="object"):
        wire.decode(b"[]")
