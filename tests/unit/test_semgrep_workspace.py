"""Copies of source text are for this user alone, and go with the process that made them."""

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from omni_lsp.adapters.semgrep.workspace import private_folder, sweep, write_private

posix = pytest.mark.skipif(os.name != "posix", reason="locks and modes of POSIX")
HOLDER = """
import sys
from pathlib import Path
from omni_lsp.adapters.semgrep.workspace import private_folder, write_private
folder = private_folder(Path(sys.argv[1]))
write_private(folder.path / "copy.py", b"text")
print(folder.path, flush=True)
sys.stdin.read()
"""


def holder(parent: Path) -> "subprocess.Popen[str]":
    """A process with a folder of its own, whose path it prints."""
    command = [sys.executable, "-c", HOLDER, str(parent)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_private_folder_is_private_and_gone_at_the_end() -> None:
    with private_folder() as private:
        folder = private.path
        write_private(folder / "copy.py", b"text")
        if os.name == "posix":
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert stat.S_IMODE((folder / "copy.py").stat().st_mode) == 0o600
        with pytest.raises(FileExistsError):
            write_private(folder / "copy.py", b"other")
    assert not folder.exists()
    private.remove()


@posix
def test_only_the_folder_of_a_killed_process_is_swept(tmp_path: Path) -> None:
    with holder(tmp_path) as killed, holder(tmp_path) as living, private_folder(tmp_path) as mine:
        assert killed.stdout is not None
        assert living.stdout is not None
        gone, kept = Path(killed.stdout.readline().strip()), Path(living.stdout.readline().strip())
        assert sweep(tmp_path) == 0
        killed.kill()
        killed.wait()
        assert (gone / "copy.py").exists()
        assert sweep(tmp_path) == 1
        assert not gone.exists()
        assert (kept / "copy.py").exists()
        assert mine.path.exists()
        living.communicate("")


@posix
def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    other, orphan = tmp_path / "other", tmp_path / "omni-lsp-engine-1-abc"
    for folder in (other, orphan):
        folder.mkdir()
        (folder / "copy.py").write_text("x", encoding="utf-8")
    link, file = tmp_path / "omni-lsp-engine-2-link", tmp_path / "omni-lsp-engine-3-file"
    link.symlink_to(other)
    file.write_text("x", encoding="utf-8")
    # Nobody holds it, whoever has that number now.
    assert sweep(tmp_path) == 1
    assert not orphan.exists()
    assert (other / "copy.py").exists()
    assert link.is_symlink()
    assert file.exists()


@posix
def test_a_new_folder_is_never_swept_before_its_owner_has_it(tmp_path: Path) -> None:
    done = threading.Event()

    def sweeping() -> None:
        while not done.is_set():
            sweep(tmp_path)

    sweeper = threading.Thread(target=sweeping)
    sweeper.start()
    try:
        for _ in range(200):
            with private_folder(tmp_path) as private:
                write_private(private.path / "copy.py", b"text")
                assert private.path.exists()
    finally:
        done.set()
        sweeper.join()
    assert list(tmp_path.iterdir()) == []


def test_without_locks_only_what_is_old_is_swept(tmp_path: Path) -> None:
    private = private_folder(tmp_path, is_locked=False)
    assert sweep(tmp_path, is_locked=False) == 0
    days_ago = time.time() - 3 * 24 * 3600
    os.utime(private.path, (days_ago, days_ago))
    assert sweep(tmp_path, is_locked=False) == 1
    assert not private.path.exists()
