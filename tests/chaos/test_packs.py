"""Writers of packs that are killed at any moment, two at once, and a full disk: no torn file, no lost text of a user."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.packs import PackFile
from omni_lsp.pack.wanted import SIGNS

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(300),
    pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does"),
]

KILLS = int(os.environ.get("KILLS", "50"))
USER = "# Mine\n\nCall Ada before you deploy.\n\n"
TESTS = str(Path(__file__).resolve().parents[1] / "unit")

# Writes packs for one of two states of a project by turns, for ever; says after each that they are whole.
WRITER = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
sys.path[:0] = {path!r}
from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.pack.plan import Wanted, plan
from omni_lsp.pack.wanted import SIGNS
from pack_samples import ALL, INPUTS, TERMS, many
store = DiskPacks(Path({caches!r}), SIGNS)
states = many(40), INPUTS
turn = {first}
while True:
    inputs = states[turn % 2]
    turn += 1
    asyncio.run(store.update(Path({root!r}), lambda disk: plan(inputs, Wanted(ALL, ALL), disk, TERMS)))
    print("whole", flush=True)
"""

# Writes packs once, some time after it said that it begins.
ONCE = """
import asyncio, sys
from pathlib import Path
sys.path[:0] = {path!r}
from omni_lsp.adapters.packs.store import DiskPacks
from omni_lsp.pack.plan import Wanted, plan
from omni_lsp.pack.wanted import SIGNS
from pack_samples import ALL, INPUTS, TERMS, many
store = DiskPacks(Path({caches!r}), SIGNS)
inputs = many(40), INPUTS
print("begins", flush=True)
asyncio.run(store.update(Path({root!r}), lambda disk: plan(inputs[{first}], Wanted(ALL, ALL), disk, TERMS)))
"""


class Project:
    """A folder with a text of its user above the block of AGENTS.md."""

    def __init__(self, above: Path) -> None:
        self.root, self.caches = above / "work", above / "caches"
        self.root.mkdir()
        (self.root / "AGENTS.md").write_text(USER)

    @contextmanager
    def writer(self, first: int = 0) -> "Iterator[subprocess.Popen[str]]":
        values = {"path": [*sys.path, TESTS], "caches": str(self.caches), "root": str(self.root), "first": first}
        code = WRITER.format(**values)
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "whole\n"
            try:
                yield process
            finally:
                process.kill()

    def texts(self) -> dict[PackFile, bytes]:
        return {file: (self.root / file).read_bytes() for file in PackFile if (self.root / file).exists()}

    def left(self) -> list[Path]:
        return list(self.root.rglob("*.omni-tmp"))

    def whole(self, tmp_path: Path) -> list[dict[PackFile, bytes]]:
        """What the files are after each of the two turns, undisturbed."""
        found = []
        for first in (0, 1):
            other = Project(_made(tmp_path / f"whole{first}"))
            _once(other, first)
            found.append(other.texts())
        return found


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _once(project: Project, first: int) -> None:
    sys.path[:0] = [] if TESTS in sys.path else [TESTS]
    from pack_samples import ALL, INPUTS, TERMS, many

    from omni_lsp.pack.plan import Wanted, plan

    inputs = (many(40), INPUTS)[first]
    store = DiskPacks(project.caches, SIGNS)
    asyncio.run(store.update(project.root, lambda disk: plan(inputs, Wanted(ALL, ALL), disk, TERMS)))


def _fill(project: Project) -> None:
    """Writes packs with less room each time."""
    for turn in range(8):
        (project.root / f"more{turn}").write_bytes(b"x" * 4_096)
        _once(project, turn % 2)


def test_a_killed_writer_tears_no_file_and_the_next_one_heals(tmp_path: Path) -> None:
    project = Project(tmp_path)
    wholes = project.whole(tmp_path)
    chance = random.Random(5)  # noqa: S311 - a moment, no secret
    torn_sets = 0
    for kill in range(KILLS):
        with project.writer(kill % 2) as process:
            # Writers take about 10 ms for a turn.
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.random() * 0.02)
            process.send_signal(signal.SIGKILL)
        texts = project.texts()
        assert [file for file, text in texts.items() if text not in [whole[file] for whole in wholes]] == []
        torn_sets += texts not in wholes
        assert texts[PackFile.AGENTS].startswith(USER.encode())
        assert not (project.root / ".omni/aside").exists()
    _once(project, 1)
    assert project.texts() == wholes[1]
    assert project.left() == []
    # Else no writer was ever met in the middle.
    assert torn_sets > 0


def test_words_between_the_markers_outlive_a_killed_writer(tmp_path: Path) -> None:
    project = Project(tmp_path)
    agents, aside = project.root / "AGENTS.md", project.root / ".omni/aside"
    _once(project, 0)
    chance = random.Random(7)  # noqa: S311 - a moment, no secret
    replaced = 0
    for kill in range(KILLS):
        words = f"Ask Ada, number {kill}."
        agents.write_text(agents.read_text().replace("<!-- omni:end -->", f"{words}\n<!-- omni:end -->"))
        code = ONCE.format(
            path=[*sys.path, TESTS], caches=str(project.caches), root=str(project.root), first=1 - kill % 2
        )
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "begins\n"
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.random() * 0.08)
            process.kill()
        is_there = words in agents.read_text()
        assert is_there or any(words in each.read_text() for each in aside.glob("*.md"))
        assert agents.read_text().startswith(USER)
        replaced += not is_there
        _once(project, kill % 2)
    # Else no writer came so far, or none was killed before.
    assert 0 < replaced < KILLS


def test_two_writers_at_once_never_mix_their_texts(tmp_path: Path) -> None:
    project = Project(tmp_path)
    wholes = project.whole(tmp_path)
    with project.writer(0) as one, project.writer(1) as two:
        for process in (one, two):
            assert process.stdout is not None
            for _ in range(20):
                assert process.stdout.readline() == "whole\n"
        for _ in range(200):
            torn = [f for f, text in project.texts().items() if text not in [whole[f] for whole in wholes]]
            assert torn == []
    _once(project, 0)
    assert project.texts() == wholes[0]
    assert not (project.root / ".omni/aside").exists()


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    small = _made(tmp_path / "small")
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    try:
        project = Project(small)
        project.caches = tmp_path / "caches"
        (project.root / "rest").write_bytes(b"x" * 48_000)
        with pytest.raises(AgentFatalError):
            _fill(project)
        wholes = project.whole(tmp_path)
        known = [[USER.encode()], *[list(whole.values()) for whole in wholes]]
        assert [file for file, text in project.texts().items() if not any(text in each for each in known)] == []
        assert project.texts()[PackFile.AGENTS].startswith(USER.encode())
        assert project.left() == []
        (project.root / "rest").unlink()
        for more in project.root.glob("more*"):
            more.unlink()
        _once(project, 1)
        assert project.texts() == wholes[1]
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)
