"""Many files outlined at once: whichever processes do it, what comes out is the same."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from omni_lsp.adapters.outlines import Method, Outlining

# The processes of a test runner have threads, and cannot be copied.
SAME = """
import sys
from pathlib import Path
from omni_lsp.adapters.outlines import Method, Outlining, method_for

root = Path(sys.argv[1])
paths = sorted(root.glob("*"))
here = Outlining(paths, root, 1_000_000, Method.HERE)
there = Outlining(paths, root, 1_000_000, Method(sys.argv[2]))
print(len(there.facts()), there.facts() == here.facts(), ascii(there.facts()[0].path))
there.close()
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from omni_lsp.adapters.outlines import Method, Outlining
from omni_lsp.model.errors import AgentFatalError

root = Path(sys.argv[1])
outlining = Outlining(sorted(root.glob("m*")) * 1_000, root, 1_000_000, Method(sys.argv[2]))
import multiprocessing
os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
try:
    outlining.facts()
except AgentFatalError as error:
    print(error)
outlining.close()
print(multiprocessing.active_children())
"""
LEFT = """
import os, signal, sys
from pathlib import Path
from omni_lsp.adapters.outlines import Method, Outlining

root = Path(sys.argv[1])
Outlining(sorted(root.glob("m*")) * 1_000, root, 1_000_000, Method(sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""
METHODS = [
    pytest.param("fork", marks=pytest.mark.skipif(sys.platform != "linux", reason="copies of processes")),
    "spawn",
    "here",
]


def said(script: str, root: Path, method: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", script, str(root), method]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=18).stdout


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for number in range(60):
        text = f'"""One."""\nimport os\n\nclass A{number}:\n    def f(self, a: int) -> int:\n        return a\n'
        (tmp_path / f"m{number:03}.py").write_text(text)
    (tmp_path / "binary.py").write_bytes(b"\0")
    (tmp_path / "lines.py").write_bytes(b"a = 1\rb = 2\r\nc = 3\n")
    (tmp_path / os.fsdecode(b"a\xff.py")).write_text("def odd(): pass\n")
    return tmp_path


@pytest.mark.parametrize("method", METHODS)
def test_processes_change_nothing(tree: Path, method: str) -> None:
    count, is_same, first = said(SAME, tree, method).split()
    assert (count, is_same) == ("62", "True")
    assert first == r"'a\udcff.py'"


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
@pytest.mark.parametrize("method", METHODS[:2])
def test_a_process_that_is_gone_is_said_and_the_others_end(tree: Path, method: str) -> None:
    error, left = said(KILLED, tree, method).splitlines()
    assert "a process ended before it was done" in error
    assert left == "[]"


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
@pytest.mark.parametrize("method", METHODS[:2])
def test_processes_end_when_the_one_that_asked_is_gone(tree: Path, method: str) -> None:
    # Those that are left would hold stdout, and this would wait until they had outlined everything.
    with pytest.raises(subprocess.CalledProcessError) as raised:
        said(LEFT, tree, method)
    assert raised.value.returncode == -signal.SIGKILL


def test_what_does_not_exist_any_more_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f(): pass\n")
    outlining = Outlining([tmp_path / "a.py", tmp_path / "gone.py"], tmp_path, 1_000_000, Method.HERE)
    assert [file.path for file in outlining.facts()] == ["a.py"]
    outlining.close()
