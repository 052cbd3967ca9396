"""`omni-lsp pack` as a shell sees it: what it writes, what it says, and its status."""

import os
import shutil
from pathlib import Path

import pytest

from omni_lsp.cli.main import run

SOURCE = "from shop.db import query\n\n\ndef main() -> None:\n    query()\n"


@pytest.fixture(scope="module")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Rules are compiled once; what is remembered of packs is kept by folder.
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, caches: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(caches))
    root = tmp_path / "work"
    (root / "shop").mkdir(parents=True)
    (root / "shop/main.py").write_text(SOURCE)
    (root / "shop/db.py").write_text("def query() -> int:\n    return 1\n")
    (root / "Makefile").write_text("test:\n\tpytest\n")
    monkeypatch.chdir(root)
    return root


def _files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_packs_are_written_once_and_then_up_to_date(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pack", "--check"], None) == 1
    assert capsys.readouterr().out == "AGENTS.md: is not up to date\n"
    assert not (shop / "AGENTS.md").exists()
    assert run(["pack"], None) == 0
    assert capsys.readouterr().out == "AGENTS.md: written\n.omni/context/repo-map.md: written\n"
    assert "`make test` (`Makefile`)" in (shop / "AGENTS.md").read_text("utf-8")
    assert "`def query() -> int`" in (shop / ".omni/context/repo-map.md").read_text("utf-8")
    assert run(["pack", "--check"], None) == 0
    assert capsys.readouterr().out == ""


def test_a_map_that_git_leaves_out_is_no_drift(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["pack"], None)
    (shop / ".omni/context/repo-map.md").unlink()
    assert run(["pack", "--check"], None) == 0
    shutil.rmtree(shop / ".omni")  # As in a fresh clone.
    assert run(["pack", "--check"], None) == 0
    run(["pack"], None)
    (shop / ".omni/context/.gitignore").unlink()
    (shop / ".omni/context/repo-map.md").unlink()
    capsys.readouterr()
    assert run(["pack", "--check"], None) == 1
    assert capsys.readouterr().out == ".omni/context/repo-map.md: is not up to date\n"


def test_a_diff_writes_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _files(shop)
    assert run(["pack", "--diff"], None) == 0
    assert capsys.readouterr().out.startswith("--- /dev/null\n+++ b/AGENTS.md\n@@ -0,0 +1,")
    assert _files(shop) == before


def test_all_writes_eight_and_adopts_what_is_there(shop: Path) -> None:
    (shop / "CLAUDE.md").write_text("# Mine\n")
    assert run(["pack", "--all"], None) == 0
    assert len([name for name in _files(shop) if name.endswith((".md", ".mdc"))]) == 8
    assert (shop / "CLAUDE.md").read_text() == "# Mine\n\n<!-- omni:begin -->\n@AGENTS.md\n<!-- omni:end -->\n"


def test_a_change_of_white_space_writes_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["pack"], None)
    capsys.readouterr()
    (shop / "shop/main.py").write_text(SOURCE.replace("\n\n\n", "\n\n\n# A comment.\n\n"))
    assert run(["pack"], None) == 0
    assert capsys.readouterr().out == ""


def test_nothing_is_written_in_the_middle_of_a_merge(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / ".git").mkdir()
    (shop / ".git/MERGE_HEAD").write_text("")
    assert run(["pack"], None) == 3
    assert "a merge is under way" in capsys.readouterr().err
    assert not (shop / "AGENTS.md").exists()


def test_a_folder_that_is_not_there_is_wrong_usage() -> None:
    assert run(["pack", "nowhere"], None) == 2


def test_an_empty_folder_has_packs_too(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(["pack", str(empty)], None) == 0
    assert run(["pack", "--check", os.fspath(empty)], None) == 0
