"""Search over a real index: in the terminal, and as a command of the server."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import Launch
from editor import Start

pytestmark = [pytest.mark.xdist_group("lance"), pytest.mark.timeout(60)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "tests").mkdir(parents=True)
    (root / "basket.py").write_text(
        "class Basket:\n    def total_price(self):\n        return sum(self.prices)\n", "utf-8"
    )
    (root / "mail.py").write_text("def send_invitation(address):\n    deliver(address)\n", "utf-8")
    (root / "tests" / "test_basket.py").write_text(
        "def test_total_price():\n    assert Basket().total_price() == 0\n", "utf-8"
    )
    return root


def omni(caches: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OMNI_CACHE_DIR": str(caches)}
    command = [sys.executable, "-m", "omni_lsp", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=50, check=False)


def paths(answer: subprocess.CompletedProcess[str]) -> Sequence[str]:
    return [each["path"] for each in json.loads(answer.stdout)]


def test_the_terminal_finds_what_is_asked_for_and_what_was_saved_since(project: Path, tmp_path: Path) -> None:
    caches = tmp_path / "caches"
    assert omni(caches, "index", "--status", str(project)).returncode == 3
    first = omni(caches, "search", "price of a basket", str(project), "--json", "-k", "2")
    assert first.returncode == 0, first.stderr
    best = json.loads(first.stdout)[0]
    assert best | {"score": 0} == {
        "path": "basket.py",
        "start_line": 1,
        "end_line": 3,
        "symbol": "Basket",
        "score": 0,
        "text": "class Basket:\n    def total_price(self):\n        return sum(self.prices)\n",
    }
    (project / "mail.py").write_text("def send_reminder(address):\n    deliver(address)\n", "utf-8")
    second = omni(caches, "search", "send_reminder", str(project))
    assert second.stdout.startswith("mail.py:1-2  send_reminder\n    def send_reminder(address):\n")
    status = omni(caches, "index", "--status", str(project))
    assert status.returncode == 0
    assert status.stdout.startswith("index ready (3 files, ")
    assert sorted(path.name for path in project.iterdir()) == ["basket.py", "mail.py", "tests"]


def test_tests_are_what_a_question_about_tests_gets(project: Path, tmp_path: Path) -> None:
    found = omni(tmp_path / "caches", "search", "total price", str(project), "--json", "--domain", "tests")
    assert paths(found)[0] == "tests/test_basket.py"


@pytest.mark.thorough
def test_nothing_found_and_no_such_folder_are_told_apart(project: Path, tmp_path: Path) -> None:
    nothing = omni(tmp_path / "caches", "search", "zzzyx", str(project), "--json")
    assert (nothing.returncode, nothing.stdout) == (1, "[]\n")
    missing = omni(tmp_path / "caches", "search", "anything", str(tmp_path / "nowhere"))
    assert missing.returncode == 2
    assert "there is no folder" in missing.stderr


async def test_an_editor_finds_code_and_hears_what_is_wrong_with_a_question(launch: Launch, project: Path) -> None:
    editor = await launch(Start((project,)))
    (hit,) = await editor.command("omni.search", query="price of a basket", limit=1)
    assert hit["uri"] == (project / "basket.py").as_uri()
    assert (hit["startLine"], hit["endLine"], hit["symbol"]) == (0, 3, "Basket")
    with pytest.raises(Exception, match="query: some words"):
        await editor.command("omni.search", query=" ")
    with pytest.raises(Exception, match="limit: a whole number"):
        await editor.command("omni.search", query="price", limit=0)
