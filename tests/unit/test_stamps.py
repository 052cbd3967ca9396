"""Looking at the disk without reading: stamps, and which paths a walk would come to."""

import subprocess
from pathlib import Path

import pytest

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.semgrep.rulefile import rule_places


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


async def test_stamps_tell_files_folders_and_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "a.py", "12345")
    link = tmp_path / "link.py"
    link.symlink_to(file)
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nowhere")
    nobody = (tmp_path / "never", dangling, tmp_path / "a\0b", file / "below")
    stamps = await LocalFiles().stamps([file, link, tmp_path, *nobody])

    assert [stamp and (stamp.size if not stamp.is_folder else "folder") for stamp in stamps.values()] == [
        5,
        5,
        "folder",
        *[None] * 4,
    ]
    assert stamps[file] == stamps[link]


async def test_another_content_has_another_stamp(tmp_path: Path) -> None:
    file = write(tmp_path / "a.py", "1")
    seen = [(await LocalFiles().stamps([file]))[file]]
    file.write_text("12")
    seen += [(await LocalFiles().stamps([file]))[file]]
    write(tmp_path / "draft", "21").rename(file)
    seen += [(await LocalFiles().stamps([file]))[file]]
    assert len(set(seen)) == 3
    assert (await LocalFiles().stamps([file]))[file] == seen[-1]


NAMES = (
    "a.py", "out/b.py", "src/out/c.py", "node_modules/d.js", "src/.venv/e.py", "src/f.log", "src/keep.log",
    ".git/g.py", "top.py", "src/node_modules", "deep/er/h.py", "odd/i.py",
)  # fmt: skip


@pytest.mark.parametrize("above", [False, True], ids=["top of the repository", "folder in a repository"])
def test_wanted_is_what_a_walk_comes_to(tmp_path: Path, above: bool) -> None:
    root = tmp_path / "shop" if above else tmp_path
    for name in NAMES:
        write((tmp_path if name.startswith(".git/") else root) / name)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    write(tmp_path / ".gitignore", "top.py\n")
    write(root / ".ignore", "/out/\n*.log\n!keep.log\n")
    write(root / "deep" / ".ignore", "er\n")
    write(root / "odd" / ".omniignore", "*.py\n")
    (root / "link").symlink_to(root / "deep")
    (root / "link.py").symlink_to(root / "a.py")
    everything = [path for path in root.rglob("*") if not path.is_dir()] + [root / "link" / "er" / "h.py"]

    walked = list(LocalFiles().walk([root]))
    assert sorted(LocalFiles().wanted(everything, root)) == sorted(walked)
    assert root / "src" / "out" / "c.py" in walked
    assert root / "src" / "node_modules" in walked  # A file of that name.


def test_wanted_asks_names_not_files(tmp_path: Path) -> None:
    write(tmp_path / ".gitignore", "*.log\n")
    below = tmp_path.joinpath(*["x"] * 1_500)
    paths = [tmp_path, tmp_path / "never.py", tmp_path / "never.log", below / "a.py", tmp_path.parent / "b.py"]
    assert LocalFiles().wanted(paths, tmp_path) == [tmp_path, tmp_path / "never.py", below / "a.py"]


def test_a_walk_does_not_enter_what_it_is_to_leave(tmp_path: Path) -> None:
    for name in ("a.py", "known/b.py", "known/deep/c.py", "new/deep/d.py"):
        write(tmp_path / name)
    found = LocalFiles().walk([tmp_path, tmp_path / "known"], leave={tmp_path / "known", tmp_path / "known" / "deep"})
    assert [path.name for path in found] == ["a.py", "d.py", "b.py"]


def test_rules_can_change_in_files_and_by_new_ones(tmp_path: Path) -> None:
    for name in ("one.yaml", "rules/two.yml", "rules/deep/three.yaml", "rules/notes.md"):
        write(tmp_path / name)
    (tmp_path / "rules" / "empty").mkdir()
    sources = [tmp_path / "one.yaml", tmp_path / "rules", tmp_path / "never.yaml"]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in rule_places(sources)) == [
        "never.yaml", "one.yaml", "rules", "rules/deep", "rules/deep/three.yaml", "rules/empty", "rules/two.yml",
    ]  # fmt: skip
