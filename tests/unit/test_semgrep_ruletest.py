"""Annotations in sample files, and folders that were left behind."""

import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from semgrep_samples import rule_file

from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.ruletest import Place, rule_timings, run_annotations
from omni_lsp.adapters.semgrep.workspace import private_folder, remove, sweep
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.ports import Match, Ruleset


class Words:
    """An engine whose rules are words: each is found wherever it is called."""

    ruleset = Ruleset()

    async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
        at = [(rule, snapshot.text.find(f"{rule}(")) for rule in ("a", "b", "pack.c")]
        return [Match(rule, Span(start, start + 1), "") for rule, start in at if start >= 0]

    async def fix(self, snapshot: Snapshot, match: Match) -> Edit | None:
        raise NotImplementedError


async def result(folder: Path, text: str, name: str = "sample.py") -> tuple[list[Place], list[Place], list[Place]]:
    path = folder / name
    path.write_bytes(text.encode())
    (found,) = await run_annotations(Words(), [path])
    assert found.path == path
    assert found.has_passed is not bool(found.missing or found.unexpected)
    return list(found.expected), list(found.missing), list(found.unexpected)


async def test_what_was_announced_and_found_passes(tmp_path: Path) -> None:
    text = "# ruleid: a, pack.c\na(pack.c())\r\n# ok: b\nno()\n"
    assert await result(tmp_path, text) == ([Place(2, "a"), Place(2, "pack.c")], [], [])


async def test_what_is_not_found_is_missing(tmp_path: Path) -> None:
    assert await result(tmp_path, "// ruleid: a\n\na()\n", "sample.js") == (
        [Place(2, "a")],
        [Place(2, "a")],
        [Place(3, "a")],
    )


async def test_what_must_not_be_found_is_unexpected(tmp_path: Path) -> None:
    assert await result(tmp_path, "  # ok: a\n  a()\n  b()\n") == ([], [], [Place(2, "a")])


async def test_annotations_above_each_other_speak_of_the_same_line(tmp_path: Path) -> None:
    text = "# ruleid: a\n# ok: b\n# ruleid:pack.c\nb(a(pack.c()))\n"
    assert await result(tmp_path, text) == ([Place(4, "a"), Place(4, "pack.c")], [], [Place(4, "b")])


async def test_the_real_engine_is_tested_and_timed(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text("# ruleid: weak-hash\nhashlib.md5(x)\n# ok: weak-hash\nhashlib.sha256(x)\n", encoding="utf-8")
    engine = SemgrepEngine(EngineOptions((rule_file(tmp_path),), tmp_path / "cache", is_warm=False))
    (found,) = await run_annotations(engine, [sample])
    assert found.has_passed
    milliseconds = await rule_timings(engine, [sample])
    assert next(iter(milliseconds)) == "weak-hash"
    assert milliseconds["weak-hash"] > 0
    assert milliseconds["go-exec"] == 0
    await engine.close()


@pytest.mark.skipif(os.name != "posix", reason="asks whether a process lives")
def test_folders_of_dead_processes_are_removed_and_no_others(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    gone = tmp_path / f"omni-lsp-engine-{dead.pid}-abc"
    kept = [tmp_path / f"omni-lsp-engine-{os.getpid()}-abc", tmp_path / "omni-lsp-engine-x-y", tmp_path / "other"]
    for folder in (gone, *kept):
        folder.mkdir()
        (folder / "copy1.py").write_text("x", encoding="utf-8")
    link = tmp_path / f"omni-lsp-engine-{dead.pid}-link"
    link.symlink_to(kept[2])
    assert sweep(tmp_path) == 1
    assert not gone.exists()
    assert all((folder / "copy1.py").exists() for folder in kept)
    assert link.is_symlink()


def test_a_private_folder_is_private(tmp_path: Path) -> None:
    folder = private_folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700 or os.name != "posix"
    assert f"-{os.getpid()}-" in folder.name
    remove(folder)
    remove(folder)
    assert not folder.exists()
