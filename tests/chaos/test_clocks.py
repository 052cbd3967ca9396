"""The wall clock jumps back and forth: days in comments, the cache of checks, the index and the caps all take it."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from false_clock import Clocks
from faults import told
from scene import REPOSITORY, Scene

from family import IS_KNOWN
from omni_lsp.adapters.chat.ledger import Receipt, SpendingFile
from omni_lsp.adapters.chat.spending import Caps, Spent

pytest_plugins = ("stage",)
pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(120),
    pytest.mark.skipif(not IS_KNOWN, reason="asks Linux which processes there are"),
]

DAY, YEAR = 86_400.0, 365.25 * 86_400
# It counts for 200 years from now on, and in a past that was put into the clock.
IGNORED = "h = hashlib.md5(b'')  # omni: ignore[py.weak-hash] read by old clients, until 2226-01-01\n"
JUMPS = (-50 * YEAR, 0.0, 300 * YEAR, 0.0, -DAY, 250 * YEAR, -3600.0)


async def test_what_is_ignored_until_a_day_follows_the_clock(on: Scene) -> None:
    document = on.documents[0]
    for jump in JUMPS:
        on.clocks.put(jump)
        await on.saved(document, IGNORED)
        found = [one for one in on.editor.shown(document) if one.code == "py.weak-hash"]
        assert len(found) == (2 if jump > 200 * YEAR else 1), jump
    on.clocks.put(0.0)


async def test_texts_are_found_whatever_the_stamps_of_their_files(on: Scene) -> None:
    file = on.root / "other.py"
    for number, jump in enumerate((0.0, *JUMPS)):
        on.clocks.put(jump)
        # All of one length, so that nothing but the stamp tells.
        file.write_text(f"def other_{number}() -> int:\n    return {number}\n", "utf-8")
        stamp = max(0.0, file.stat().st_mtime + jump)
        os.utime(file, (stamp, stamp))
        assert await told(on, "seal") == ""
        (best, *_) = await on.search(f"other_{number}")
        assert best["symbol"] == f"other_{number}", jump
    on.clocks.put(0.0)


def test_a_check_remembers_nothing_beyond_its_day(tmp_path: Path) -> None:
    clocks, root = Clocks(tmp_path / "clocks"), tmp_path / "work"
    root.mkdir()
    (root / "a.py").write_text(f"import hashlib\n\n{IGNORED}", "utf-8")
    command = (sys.executable, "-P", str(Path(__file__).with_name("false_clock.py")), str(clocks.file), "check")
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "OMNI_CACHE_DIR": str(tmp_path / "caches")}
    for jump in (0.0, 300 * YEAR, -50 * YEAR):
        clocks.put(jump)
        done = subprocess.run([*command, str(root), "--format", "json"], env=env, capture_output=True, check=False)
        found = [one["rule"] for one in json.loads(done.stdout)["findings"]]
        assert ("py.weak-hash" in found) == (jump > 200 * YEAR), (jump, done.stdout)


def test_caps_hold_however_the_clock_jumps(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - jumps, no secret
    file, caps, now = SpendingFile(tmp_path), Caps(tokens_per_hour=100), 2e9
    for _ in range(10):
        spent = 0
        for _ in range(30):
            # A clock that is put back gives nobody another hour.
            now -= chance.choice([0.0, 60.0, 3000.0, 40_000.0])
            wanted = Spent(chance.randrange(1, 60))
            if isinstance(receipt := file.reserve(caps, wanted, now), Receipt):
                actual = Spent(chance.randrange(wanted.tokens + 1))
                now -= chance.choice([0.0, 40_000.0])
                file.settle(receipt, actual, now)
                spent += actual.tokens
        assert 40 < spent <= 100
        # Nobody can tell that it did not pass.
        now += 2 * DAY
