"""`omni-lsp check` as a shell runs it: the planted problems, every format, exit codes, cache, and files that are no good."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from conftest import SHOP, planted

TESTS = Path(__file__).parents[1]
FOUND = "import hashlib\n\nmark = hashlib.md5(b'')\n"


def check(env: dict[str, str], cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "omni_lsp", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, env=env)


def found(done: subprocess.CompletedProcess[str]) -> list[tuple[str, int, str]]:
    return sorted((f["path"], f["start"]["line"], f["rule"]) for f in json.loads(done.stdout)["findings"])


def test_exactly_the_planted_problems_are_found(caches: dict[str, str]) -> None:
    assert len(planted()) >= 15
    done = check(caches, SHOP, "--format", "json")
    assert found(done) == planted()
    assert (done.returncode, json.loads(done.stdout)["summary"]["complete"]) == (1, True)


def test_sarif_is_valid_and_whole(caches: dict[str, str], tmp_path: Path) -> None:
    done = check(caches, SHOP, "--format", "sarif", "--output", str(tmp_path / "x.sarif"))
    assert done.stdout == ""
    sarif = json.loads((tmp_path / "x.sarif").read_text("utf-8"))
    schema = json.loads((TESTS / "cases" / "sarif-schema-2.1.0.json").read_text("utf-8"))
    jsonschema.validate(sarif, schema)
    results = sarif["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    lines = [(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places]
    assert sorted((*line, result["ruleId"]) for line, result in zip(lines, results, strict=True)) == planted()


@pytest.mark.thorough
def test_text_and_github_name_the_same_lines(caches: dict[str, str]) -> None:
    text = check(caches, SHOP).stdout
    lines = re.findall(r"^(\S+?):(\d+):\d+\s+\w+\s+(\S+)", text, re.MULTILINE)
    assert sorted((path, int(line), rule) for path, line, rule in lines) == planted()
    github = check(caches, SHOP, "--format", "github").stdout
    assert len(re.findall(r"^::(?:error|warning|notice) file=", github, re.MULTILINE)) == len(planted())


@pytest.mark.parametrize(
    ("text", "arguments", "status"),
    [
        (FOUND, ["--fail-on", "error"], 0),  # a warning only
        (FOUND, ["--fail-on", "warning"], 1),
        (FOUND, ["--fail-on", "never"], 0),
        ("x = 1\n", ["--fail-on", "info"], 0),
        (FOUND, ["--pipeline", "fats"], 2),
        (FOUND, ["no-such-file.py"], 2),
        (FOUND, ["--format", "xml"], 2),
    ],
)
def test_exit_codes(caches: dict[str, str], tmp_path: Path, text: str, arguments: list[str], status: int) -> None:
    (tmp_path / "a.py").write_text(text)
    done = check(caches, tmp_path, *arguments)
    assert done.returncode == status
    assert (done.stdout == "") is (status == 2)


def test_a_stage_out_of_time_is_status_3_and_the_rest_is_printed(
    caches: dict[str, str], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    stages = "[{agent: security}]"
    pipeline = tmp_path_factory.mktemp("pipelines") / "p.yaml"
    pipeline.write_text(f"version: 1\nbudget: 0.001ms\nanalysis: {{pipeline: {{stages: {stages}}}}}\n")
    done = check(caches, tmp_path, "--pipeline", str(pipeline), "--format", "json")
    assert done.returncode == 3
    (gap,) = json.loads(done.stdout)["incomplete"]
    assert (gap["agent"], gap["status"], gap["path"]) == ("security", "timed-out", "a.py")


def test_a_second_check_comes_from_the_cache_and_says_the_same(caches: dict[str, str], tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(SHOP, shop)
    first = check(caches, shop, "--format", "json")
    assert check(caches, shop, "--format", "json").stdout == first.stdout
    # What is changed in the cache is told, so the files were not looked at again; a new file is.
    (cache,) = Path(caches["OMNI_CACHE_DIR"]).rglob("runs-v3.sqlite3")
    with closing(sqlite3.connect(cache)) as database, database:
        database.execute("UPDATE runs SET findings = replace(findings, 'Collisions of', 'Remembered:')")
    (shop / "new.py").write_text(FOUND)
    again = check(caches, shop, "--format", "json")
    assert found(again) == sorted([*planted(), ("new.py", 3, "py.weak-hash")])
    told = {
        f["path"]: f["message"].split()[0] for f in json.loads(again.stdout)["findings"] if f["rule"] == "py.weak-hash"
    }
    assert told == {"api/app.py": "Remembered:", "new.py": "Collisions"}


def test_files_that_are_no_good_hide_nothing(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(FOUND)
    (tmp_path / "huge.py").write_text(FOUND + "x = 1\n" * 2_000_000)
    (tmp_path / "binary.py").write_bytes(b"\x7fELF\0\1\2" + bytes(range(256)))
    (tmp_path / "latin.py").write_bytes(
        "# -*- coding: latin-1 -*-\nname = 'é'; import hashlib\nhashlib.md5(name)\n".encode("latin-1")
    )
    (tmp_path / "crlf.py").write_bytes(FOUND.replace("\n", "\r\n").encode())
    (tmp_path / "bom.py").write_bytes(b"\xef\xbb\xbf" + FOUND.encode())
    (tmp_path / "broken.py").write_text(FOUND + "def f(:\n")
    (tmp_path / "empty.py").write_text("")
    done = check(caches, tmp_path, "--format", "json")
    lines = {"good.py": 3, "latin.py": 3, "crlf.py": 3, "bom.py": 3, "broken.py": 3}
    assert found(done) == sorted((path, line, "py.weak-hash") for path, line in lines.items())
    skipped = {gap["path"]: gap["reason"] for gap in json.loads(done.stdout)["incomplete"]}
    assert set(skipped) == {"huge.py", "binary.py"}
    assert "1 MB" in skipped["huge.py"]
    assert done.returncode == 0


def as_somebody_with_limits() -> list[str]:
    """What makes root ask for permission like everybody else; nothing for everybody else."""
    if not hasattr(os, "geteuid"):
        pytest.skip("folders have no such permissions here")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root reads every folder, and there is no setpriv to change that")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.thorough
def test_a_folder_without_permission_is_said(caches: dict[str, str], tmp_path: Path) -> None:
    limits = as_somebody_with_limits()
    (tmp_path / "good.py").write_text(FOUND)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    command = [*limits, sys.executable, "-m", "omni_lsp", "check", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=caches)
    closed.chmod(0o700)
    assert done.returncode == 3
    assert [unread["path"] for unread in json.loads(done.stdout)["unread"]] == ["closed"]
    assert found(done) == [("good.py", 3, "py.weak-hash")]


def test_a_missing_engine_is_said_and_everything_else_works(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    done = check({**caches, "OMNI_ENGINE_PATH": str(tmp_path / "none")}, tmp_path, "--format", "json")
    (gap,) = json.loads(done.stdout)["incomplete"]
    assert done.returncode == 3
    assert "not found; install it" in gap["reason"]
    assert "Traceback" not in done.stderr


def test_progress_is_shown_to_somebody_who_looks(caches: dict[str, str], tmp_path: Path) -> None:
    termios = pytest.importorskip("termios", reason="there are no pseudo-terminals")
    (tmp_path / "a.py").write_text(FOUND)
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 80))  # A bar as wide as the window is nothing in a window without width.
    command = [sys.executable, "-m", "omni_lsp", "check", "--format", "json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False, cwd=tmp_path, env=caches)
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as screen:
        assert b"1/1" in screen.read(10_000)
    assert json.loads(done.stdout)["summary"]["files"] == 1


def test_the_graph_and_the_version_are_printed(caches: dict[str, str], tmp_path: Path) -> None:
    def omni(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "omni_lsp", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=caches)

    assert omni("graph").stdout.startswith("flowchart")
    assert omni("graph", "--format", "dot").stdout.startswith("digraph")
    assert omni("--version").stdout.startswith("omni-lsp ")
    assert omni().returncode == 2
    assert omni("graph", "--pipeline", "nonsense").returncode == 2


def test_what_other_packages_hang_on_to_pydantic_does_not_run(caches: dict[str, str], tmp_path: Path) -> None:
    package = tmp_path / "site" / "hanger_on-1.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: hanger-on\nVersion: 1\n")
    (package / "entry_points.txt").write_text("[pydantic]\nhanger = hanger_on:plugin\n")
    mark = tmp_path / "ran"
    (tmp_path / "site" / "hanger_on.py").write_text(f"open({str(mark)!r}, 'w')\nplugin = None\n")
    (tmp_path / "a.py").write_text(FOUND)
    done = check({**caches, "PYTHONPATH": str(tmp_path / "site")}, tmp_path, "a.py")
    assert "py.weak-hash" in done.stdout
    assert not mark.exists()
