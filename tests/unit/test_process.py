"""Programs that we start end when we say so, and when we end."""

import asyncio
import os
import select
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from omni_lsp.adapters.process import POSIX, Program, _polled, environment, gone, is_alive, resident_bytes, run, start

PYTHON = Path(sys.executable)
posix = pytest.mark.skipif(not POSIX, reason="process groups")
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")


def program(folder: Path, code: str, *, grouped: bool = POSIX) -> Program:
    return Program(PYTHON, ("-IS", "-c", code), folder, grouped=grouped)


WAITING = "import sys; print('up', flush=True); sys.stdin.read()"


async def test_output_comes_with_the_exit_code(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); print('e', file=sys.stderr); sys.exit(3)"
    exit_code, out, err = await run(program(tmp_path, code))
    assert (exit_code, Path(out.decode().strip()).resolve(), err.strip()) == (3, tmp_path.resolve(), b"e")


async def test_the_name_it_sees_can_be_another(tmp_path: Path) -> None:
    asked = Program(Path("/bin/sh"), ("-c", "echo $0"), tmp_path, name="other")
    assert (await run(asked))[1].strip() == b"other"


async def test_a_program_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        await run(Program(tmp_path / "none", (), tmp_path))


@pytest.mark.parametrize("grouped", [pytest.param(True, marks=posix), False])
async def test_a_killed_program_is_gone(tmp_path: Path, *, grouped: bool) -> None:
    running = await start(program(tmp_path, WAITING, grouped=grouped))
    await running.stdout.readline()
    assert is_alive(running.pid)
    await running.kill()
    assert running.has_ended
    assert not is_alive(running.pid)
    await running.kill()


@posix
async def test_what_it_started_is_killed_with_it(tmp_path: Path) -> None:
    inner = f"subprocess.Popen([{sys.executable!r}, '-c', {WAITING!r}], stdin=0)"
    code = f"import subprocess; p = {inner}; print(p.pid, flush=True); p.wait()"
    running = await start(program(tmp_path, code))
    lines = sorted([await running.stdout.readline(), await running.stdout.readline()])
    await running.kill()
    # Its pipe is at its end only when both are gone.
    assert await running.stdout.read() == b""
    assert lines[1].strip() == b"up"


async def test_a_cancelled_run_leaves_no_process(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    os.mkfifo(mark)
    code = f"import os, sys; open({str(mark)!r}, 'w').write(str(os.getpid())); sys.stdin.read()"
    task = asyncio.create_task(run(program(tmp_path, code)))
    pid = int(await asyncio.to_thread(mark.read_text))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_alive(pid)


@linux
def test_it_dies_with_us_even_when_we_are_killed(tmp_path: Path) -> None:
    code = WAITING.replace("sys.stdin.read()", "import signal; signal.pause()")
    script = f"""
import asyncio, sys
from pathlib import Path
from omni_lsp.adapters.process import Program, start
async def main():
    child = await start(Program(Path(sys.executable), ("-IS", "-c", {code!r}), Path({str(tmp_path)!r})))
    await child.stdout.readline()
    print(child.pid, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        # A descriptor of the process becomes readable when it ends, also for those who are not its parent.
        descriptor = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        parent.wait()
    try:
        assert select.select([descriptor], [], [], 10)[0] == [descriptor]
    finally:
        os.close(descriptor)


def test_few_variables_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "hidden")
    passed = environment({"HOME": "/private"})
    assert passed["HOME"] == "/private"
    assert "SOME_TOKEN" not in passed


@linux
def test_memory_is_told_where_it_can_be() -> None:
    assert (resident_bytes(os.getpid()) or 0) > 1_000_000
    assert resident_bytes(2**30) is None


@posix
def test_a_number_nobody_has_is_not_alive() -> None:
    assert is_alive(os.getpid())
    assert is_alive(1)
    assert not is_alive(2**22 + 1)


def other(code: str) -> "subprocess.Popen[bytes]":
    """A process of another parent as far as asyncio knows."""
    return subprocess.Popen([sys.executable, "-IS", "-c", code], stdin=subprocess.PIPE)


@posix
@pytest.mark.parametrize("watch", [gone, _polled], ids=["told", "asked"])
async def test_the_end_of_another_process_is_noticed(watch: Callable[[int], Awaitable[None]]) -> None:
    client = other("input()")
    watching = asyncio.ensure_future(watch(client.pid))
    await asyncio.sleep(0)
    assert not watching.done()
    client.communicate(b"\n")
    await watching


@posix
async def test_what_is_no_process_is_waited_for_in_vain() -> None:
    client = other("")
    client.communicate()
    for pid in (client.pid, 0, -1, 2**31, 10**30):
        watching = asyncio.ensure_future(gone(pid))
        await asyncio.sleep(0)
        assert not watching.done()
        watching.cancel()
