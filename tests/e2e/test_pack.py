"""`omni-lsp pack` in folders as they come: findings of a whole check, diffs, submodules, odd names, huge files."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import SHOP
from omni_lsp.cli.main import run
from omni_lsp.model.packs import PackFile

MAP = PackFile.REPO_MAP


@pytest.fixture(autouse=True, scope="module")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "main.py").write_text("def main() -> None:\n    print(1)\n")
    return folder


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def committed(folder: Path) -> Path:
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "one")
    return folder


def packed(folder: Path, *arguments: str) -> int:
    return run(["pack", str(folder), *arguments], None)


def written(folder: Path) -> dict[str, bytes]:
    return {file: (folder / file).read_bytes() for file in PackFile if (folder / file).exists()}


def test_findings_come_with_a_full_run_and_stay_in_a_fresh_clone(tmp_path: Path) -> None:
    shop = Path(shutil.copytree(SHOP, tmp_path / "shop"))
    assert packed(shop, "--all", "--full") == 0
    text = (shop / PackFile.CURSOR).read_text()
    assert "`api/" in text.partition("## Open findings")[2]
    assert set(written(shop)) == set(PackFile)
    # Nothing is remembered of it, and nothing analysed.
    clone = Path(shutil.copytree(shop, tmp_path / "clone", ignore=shutil.ignore_patterns(".omni")))
    assert packed(clone, "--check") == 0
    assert packed(clone) == 0
    assert written(clone) == written(shop)


@pytest.mark.thorough
def test_a_file_that_was_not_analysed_keeps_its_findings(tmp_path: Path) -> None:
    shop = Path(shutil.copytree(SHOP, tmp_path / "shop"))
    (shop / ".cursor").mkdir()
    packed(shop, "--full")
    _, _, found = (shop / PackFile.CURSOR).read_text().partition("## Open findings")
    path = re.findall(r"`(api/[^`]+\.py)`", found)[0]
    with (shop / path).open("ab") as file:
        file.write(b"#" * 2_000_000)  # Larger than what is read.
    assert packed(shop, "--full") == 0
    assert f"`{path}`" in (shop / PackFile.CURSOR).read_text()
    (shop / path).write_text("")
    assert packed(shop, "--full") == 0
    assert f"`{path}`" not in (shop / PackFile.CURSOR).read_text()


@pytest.mark.thorough
def test_git_applies_a_diff(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed(root)
    agents = root / PackFile.AGENTS
    agents.write_text(f"# Mine\n\n{agents.read_text()}\nNo line end")
    (root / "Makefile").write_text("test:\n\tpytest\n")
    before = written(root)
    capsys.readouterr()
    assert packed(root, "--diff") == 0
    diff = capsys.readouterr().out
    assert "+- Test: `make test` (`Makefile`)" in diff
    assert written(root) == before
    git(root, "init", "--quiet")
    subprocess.run(["git", "apply"], cwd=root, input=diff, text=True, encoding="utf-8", check=True)
    assert packed(root, "--check") == 0
    assert agents.read_text().startswith("# Mine\n")
    assert agents.read_text().endswith("\nNo line end")


def test_an_empty_repository_has_packs(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert packed(tmp_path) == 0
    assert packed(tmp_path, "--check") == 0


@pytest.mark.thorough
def test_a_submodule_is_a_folder_of_its_own_and_part_of_the_whole(root: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "--quiet")
    git(whole, "submodule", "add", str(committed(root)), "lib")
    assert packed(whole / "lib") == 0
    before = (whole / "lib" / PackFile.AGENTS).read_bytes()
    assert packed(whole) == 0
    assert "`lib/main.py`" in (whole / MAP).read_text()
    assert (whole / "lib" / PackFile.AGENTS).read_bytes() == before
    merging = whole / ".git/modules/lib/MERGE_HEAD"
    merging.write_text("")
    assert (packed(whole / "lib"), packed(whole)) == (3, 0)


@pytest.mark.thorough
def test_a_worktree_has_its_own_merges(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(committed(root), "worktree", "add", "--quiet", str(other))
    assert (packed(root), packed(other)) == (0, 0)
    assert (root / MAP).read_bytes() == (other / MAP).read_bytes()
    (root / ".git/worktrees/other/MERGE_HEAD").write_text("")
    assert (packed(root), packed(other)) == (0, 3)


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="other file systems refuse such names")
def test_names_that_are_no_utf_8_do_no_harm(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = root / os.fsdecode(b"caf\xe9")
    odd.mkdir()
    (odd / os.fsdecode(b"\xff\xfe.py")).write_text("import main\n\ndef odd() -> None: ...\n")
    (root / os.fsdecode(b"b\x80.py")).write_text("def other() -> None: ...\n")
    committed(root)
    assert packed(root, "--all") == 0
    assert packed(odd) == 0
    texts = [(root / file).read_bytes().decode("utf-8") for file in PackFile]
    assert "`main.py`" in texts[-1]
    capsys.readouterr()
    assert packed(root, "--check") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.thorough
def test_a_file_of_50_000_lines_does_not_fill_the_map(root: Path) -> None:
    lines = "".join(f"def f{n}(): ...\n" for n in range(50_000))
    (root / "long.py").write_text(lines)
    (root / "longer.py").write_text(lines * 2)
    assert packed(root) == 0
    text = (root / MAP).read_text()
    assert "`def main() -> None`" in text
    assert "`long.py`" in text
    assert "longer.py" not in text  # Over 1 MB is data.
    assert len(text) < 4_000


def test_what_a_person_wrote_between_the_markers_is_kept_and_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed(root)
    agents = root / PackFile.AGENTS
    ours = agents.read_bytes()
    agents.write_bytes(ours.replace(b"## Never", b"Call Ada first.\n\n## Never"))
    capsys.readouterr()
    assert packed(root, "--check") == 1
    assert not (root / ".omni/aside").exists()
    assert packed(root) == 0
    said = capsys.readouterr().err
    (kept,) = (line.removeprefix("omni-lsp: kept aside: ") for line in said.splitlines() if "kept aside: " in line)
    assert "Call Ada first." in (root / kept).read_text()
    assert agents.read_bytes() == ours


@pytest.mark.thorough
def test_a_folder_that_nobody_can_write_to_is_said_and_looked_at(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # What a file in the way of a folder does holds for root, too.
    (root / ".omni").write_text("mine")
    assert packed(root, "--check") == 1
    assert packed(root, "--diff") == 0
    assert packed(root) == 3
    assert "omni-lsp: " in capsys.readouterr().err
    assert (root / ".omni").read_text() == "mine"
