"""The rules' own tests, run by the command a rule's author uses, and what that command says when one fails."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def rules(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "omni_lsp", "rules", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=env, cwd=TESTS)


@pytest.mark.timeout(60)  # Eighty files, each of them scanned.
def test_every_rule_finds_what_it_must_and_leaves_the_safe_twins(caches: dict[str, str]) -> None:
    done = rules(caches, "test", "rules")
    assert done.returncode == 0, done.stdout
    files, cases, failed = map(int, re.findall(r"\d+", done.stdout.splitlines()[-1]))
    assert files >= 40
    assert cases >= 3 * files
    assert failed == 0


def test_a_rule_that_fails_its_test_is_named(caches: dict[str, str], tmp_path: Path) -> None:
    text = "import hashlib\n# ok: py.weak-hash\nhashlib.md5(b'')\n# ruleid: py.weak-hash\nhashlib.sha256(b'')\n"
    (tmp_path / "a.py").write_text(text)
    done = rules(caches, "test", str(tmp_path))
    assert done.returncode == 1
    assert "a.py:3: py.weak-hash was found and should not have been" in done.stdout
    assert "a.py:5: py.weak-hash was not found" in done.stdout


@pytest.mark.parametrize(("folder", "status"), [("empty", 1), ("missing", 2)])
def test_no_tests_are_no_success(caches: dict[str, str], tmp_path: Path, folder: str, status: int) -> None:
    (tmp_path / "empty").mkdir()
    assert rules(caches, "test", str(tmp_path / folder)).returncode == status


def test_the_list_says_what_each_rule_is_and_costs(caches: dict[str, str]) -> None:
    listed = rules(caches, "list").stdout.splitlines()
    assert sum(line.startswith("py.") for line in listed) >= 25
    assert sum(line.startswith("js.") for line in listed) >= 15
    for other in ("secret.aws", "assistant.invisible-characters", "personal-data.in-log", "omni.ignore-without-reason"):
        assert any(line.startswith(f"{other} ") for line in listed), other
    timed = rules(caches, "list", "--timings", "cases/service_300.py").stdout.splitlines()
    measured = [line.split() for line in timed if " ms " in line]
    costs = [float(line[0]) for line in measured]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > 0
    assert {line[2] for line in measured} == {"fast", "deep"}
    assert len(timed) == len(listed)
