"""`omni-lsp check --fix` as a shell runs it: what holds is written, what is left is told."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MANY = "import hashlib\n\n\ndef mark(name):\n    return hashlib.md5(hashlib.sha1(name).digest())\n"


def check(env: dict[str, str], cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "omni_lsp", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, env=env)


def test_what_can_be_fixed_is_written_and_what_cannot_is_told(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbf" + MANY.replace("\n", "\r\n").encode())
    left = "import os\n\nfrom flask import request\n\n\ndef run():\n    os.system(request.args['c'])\n"
    (tmp_path / "b.py").write_text(left)
    done = check(caches, tmp_path, "--fix", "--format", "json")
    told = json.loads(done.stdout)
    assert {finding["path"] for finding in told["findings"]} == {"b.py"}
    assert [(each["path"], each["number"]) for each in told["fixed"]] == [("a.py", 2)]
    assert (told["unwritten"], done.returncode) == ([], 1)
    after = (tmp_path / "a.py").read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == after.count(b"\n") == MANY.count("\n")
    ast.parse(after)
    assert b"md5" not in after
    assert b"sha1" not in after
    assert (tmp_path / "b.py").read_text() == left

    again = check(caches, tmp_path, "--fix")
    assert "nothing fixed" in again.stdout
    assert (tmp_path / "a.py").read_bytes() == after


def test_without_the_flag_nothing_is_written_or_told(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(MANY)
    done = check(caches, tmp_path, "--format", "json")
    assert (tmp_path / "a.py").read_text() == MANY
    assert "fixed" not in json.loads(done.stdout)


@pytest.mark.thorough
def test_what_is_known_and_what_is_old_stays(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(MANY)
    assert check(caches, tmp_path, "--write-baseline", "known.json").returncode == 0
    (tmp_path / "b.py").write_text(MANY)
    done = check(caches, tmp_path, "--baseline", "known.json", "--fix")
    assert (tmp_path / "a.py").read_text() == MANY
    assert "2 findings fixed in 1 file" in done.stdout

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=n", "-c", "user.email=n@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    git("add", "a.py")
    git("commit", "-q", "-m", "x")
    (tmp_path / "a.py").write_text("import hashlib\n\nnew = hashlib.md5(b'')\n" + MANY.partition("\n")[2])
    assert "1 finding fixed in 1 file" in check(caches, tmp_path, "--diff", "HEAD", "--fix").stdout
    text = (tmp_path / "a.py").read_text()
    assert ("new = hashlib.md5" in text, MANY.splitlines()[-1] in text) == (False, True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_cannot_be_written_is_told(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(MANY)
    tmp_path.chmod(0o500)
    try:
        done = check(caches, tmp_path, "--fix")
    finally:
        tmp_path.chmod(0o700)
    assert "a.py was not fixed: Permission denied" in done.stdout


def test_an_encoding_that_cannot_be_written_is_told(caches: dict[str, str], tmp_path: Path) -> None:
    broken = MANY.encode("utf-8") + b"# \xff\xfe broken\n"
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbf" + broken)
    done = check(caches, tmp_path, "--fix")
    assert "a.py was not fixed: what is in it is no clean latin-1" in done.stdout
    assert (tmp_path / "a.py").read_bytes().endswith(broken)


def test_evidence_is_of_what_was_found(caches: dict[str, str], tmp_path: Path) -> None:
    done = check(caches, tmp_path, "--fix", "--evidence", "e.md")
    assert (done.returncode, "do not go together" in done.stderr) == (2, True)
