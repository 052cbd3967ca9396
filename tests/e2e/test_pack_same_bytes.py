"""The same files give the same packs, byte for byte, on machines that have nothing else in common."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from omni_lsp.model.packs import PackFile

SHOP = Path(__file__).parents[1] / "shop"
ODD = {
    "shop/İstanbul/ödeme.py": "from shop.zebra import stripe\n\n\ndef ödeme() -> None:\n    stripe()\n",
    "shop/zebra.py": "def stripe() -> int:\n    return 1\n",
    "shop/Zebra2.py": "from shop.zebra import stripe\n",
    "Makefile": "test:\n\tpytest\n\nlint:\n\truff check .\n",
}
HERE = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "1"}
THERE = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711"}
C = {"LC_ALL": "C", "TZ": "America/St_Johns", "PYTHONHASHSEED": "99"}


@pytest.fixture(scope="module")
def cache(judged: Path) -> dict[str, str]:
    """What is remembered of packs is kept by folder, and none of the folders here is the same."""
    return {**os.environ, "OMNI_CACHE_DIR": str(judged)}


@pytest.fixture(scope="module")
def here(cache: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return packed(tree(tmp_path_factory.mktemp("here") / "work"), cache | HERE)


def tree(root: Path, *, is_reversed: bool = False, age_seconds: int = 0) -> Path:
    texts = {path.relative_to(SHOP).as_posix(): path.read_bytes() for path in SHOP.rglob("*") if path.is_file()}
    texts |= {name: text.encode() for name, text in ODD.items()}
    for name in sorted(texts, reverse=is_reversed):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(texts[name])
        then = file.stat().st_mtime - age_seconds
        os.utime(file, (then, then))
    return root


def packed(root: Path, environment: dict[str, str], umask: int = 0o022) -> dict[str, bytes]:
    """All eight files as `omni-lsp pack` writes them."""
    command = [sys.executable, "-m", "omni_lsp", "pack", "--all", str(root)]
    done = subprocess.run(command, env=environment, umask=umask, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {file: (root / file).read_bytes() for file in PackFile}
    assert all(b"omni:begin" in text for text in found.values())
    return found


def test_another_folder_locale_zone_seed_order_clock_and_umask(
    here: dict[str, bytes], cache: dict[str, str], tmp_path: Path
) -> None:
    work = tree(tmp_path / "another place" / "wörk", is_reversed=True, age_seconds=900_000_000)
    assert packed(work, cache | THERE, umask=0o077) == here


def test_no_locale_at_all(here: dict[str, bytes], cache: dict[str, str], tmp_path: Path) -> None:
    assert packed(tree(tmp_path / "work"), cache | C) == here


def test_what_was_there_before_leaves_no_trace(here: dict[str, bytes], cache: dict[str, str], tmp_path: Path) -> None:
    work = tree(tmp_path / "work")
    (work / "shop/zebra.py").write_text("class Other:\n    pass\n")
    (work / "shop/more.ts").write_text("export function more(): void {}\n")
    (work / "package.json").write_text('{"scripts": {"test": "vitest"}}')
    assert packed(work, cache) != here
    (work / "shop/zebra.py").write_text(ODD["shop/zebra.py"])
    (work / "shop/more.ts").unlink()
    (work / "package.json").unlink()
    assert packed(work, cache) == here
