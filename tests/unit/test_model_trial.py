"""A command of the user's in a copy of the folder: it sees the change, and the folder does not."""

import sys
from pathlib import Path

import pytest

from omni_lsp.adapters.scratch import Trial, failure
from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentValidationError
from omni_lsp.model.text import Snapshot

PYTHON = sys.executable


def changed(root: Path, text: str = "new = 1\n") -> Snapshot:
    path = root / "src" / "a.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text("old = 1\n")
    return Snapshot(path.as_uri(), 1, "python", text, path, root)


def script(root: Path, code: str) -> str:
    """The name of a program in the folder."""
    file = root / "try.sh"
    file.write_text(f"#!{PYTHON}\n{code}\n")
    file.chmod(0o755)
    return "./try.sh"


async def test_it_succeeds_on_the_change_and_the_folder_stays(tmp_path: Path) -> None:
    snapshot = changed(tmp_path)
    (tmp_path / ".git").mkdir()
    program = script(
        tmp_path,
        "import pathlib; pathlib.Path('made').write_text('x')\nimport sys; sys.path.insert(0, 'src'); import a; a.new",
    )
    assert await failure(Trial((program,), 20), snapshot) == ""
    assert (tmp_path / "src" / "a.py").read_text() == "old = 1\n"
    assert not (tmp_path / "made").exists()


async def test_what_it_says_where_it_fails(tmp_path: Path) -> None:
    snapshot = changed(tmp_path)
    program = script(tmp_path, "import os, sys; print('line\\n' * 50, 'last', os.path.exists('.git')); sys.exit(3)")
    (tmp_path / ".git").mkdir()
    said = await failure(Trial((program,), 20), snapshot)
    assert said.startswith("it ended with 3: ")
    assert said.endswith("last False")
    assert len(said.splitlines()) == 8


async def test_links_stay_links_and_the_copy_is_written_not_what_they_lead_to(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    snapshot = changed(root)
    outside = tmp_path / "outside.py"
    outside.write_text("keep")
    (root / "src" / "a.py").unlink()
    (root / "src" / "a.py").symlink_to(outside)
    program = script(root, "print(open('src/a.py').read()); raise SystemExit(1)")
    assert "new = 1" in await failure(Trial((program,), 20), snapshot)
    assert outside.read_text() == "keep"


async def test_what_cannot_be_tried_is_an_error(tmp_path: Path) -> None:
    snapshot = changed(tmp_path)
    with pytest.raises(AgentFatalError, match="there is no such program"):
        await failure(Trial(("no-such-program-anywhere",), 5), snapshot)
    with pytest.raises(AgentFatalError, match="cannot be run"):
        await failure(Trial(("./missing",), 5), snapshot)
    with pytest.raises(AgentTimeoutError, match=r"not over after 0\.5 s"):
        await failure(Trial((script(tmp_path, "import threading; threading.Event().wait()"),), 0.5), snapshot)
    with pytest.raises(AgentValidationError, match="in no folder"):
        await failure(Trial(("x",), 5), Snapshot("untitled:a", 1, "python", "", None, None))
