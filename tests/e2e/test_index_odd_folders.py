"""`omni-lsp index` and `search` in folders as they come: empty, with odd names, with very long files, as a worktree."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.thorough, pytest.mark.xdist_group("lance"), pytest.mark.timeout(120)]


def omni(caches: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OMNI_CACHE_DIR": str(caches)}
    command = [sys.executable, "-m", "omni_lsp", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_an_empty_repository_is_ready_and_has_nothing(tmp_path: Path) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    git(root, "init", "--quiet")
    assert omni(tmp_path / "caches", "index", str(root)).returncode == 0
    assert omni(tmp_path / "caches", "search", "anything", str(root)).returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems refuse such names")
def test_odd_names_and_long_files_leave_the_others_to_be_found(tmp_path: Path) -> None:
    root = tmp_path / "work"
    (root / os.fsdecode(b"caf\xe9")).mkdir(parents=True)
    (root / os.fsdecode(b"caf\xe9/\xff.py")).write_text("def odd_one(): ...\n")
    (root / "long.py").write_text("".join(f"x{n} = {n}\n" for n in range(50_000)))
    (root / "mail.py").write_text("def send_invitation(address):\n    deliver(address)\n")
    git(root, "init", "--quiet")
    git(root, "add", "mail.py")
    git(root, "commit", "--quiet", "--message", "one")
    git(root, "worktree", "add", "--quiet", str(tmp_path / "other"))
    for place in (root, tmp_path / "other"):
        found = omni(tmp_path / "caches", "search", "send invitation", str(place), "--json", "-k", "1")
        assert found.returncode == 0, found.stderr
        assert [each["path"] for each in json.loads(found.stdout)] == ["mail.py"]
