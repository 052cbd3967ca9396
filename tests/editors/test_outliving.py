"""What stands guard over the editors: a process that stays is found and ended, wherever it went; one that goes is not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import HERE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="orphans have no other parent than init elsewhere")


def _left(report: Path, seconds: float, script: str) -> list[str]:
    watch = [
        sys.executable,
        "-S",
        "-E",
        str(HERE / "outliving.py"),
        str(report),
        str(seconds),
        "--",
        "sh",
        "-c",
        script,
    ]
    done = subprocess.run(watch, check=False, timeout=15, stdout=subprocess.DEVNULL)
    assert done.returncode == 3
    left: list[str] = json.loads(report.read_text())["left"]
    return left


def test_a_process_that_left_its_session_and_its_parent_is_found_and_ended(tmp_path: Path) -> None:
    number = tmp_path / "pid"
    script = f"setsid sh -c 'echo $$ > {number}; exec sleep 60' & until test -s {number}; do :; done; exit 3"
    assert _left(tmp_path / "report", 0.2, script) == ["sleep 60"]
    stat = Path("/proc", number.read_text().strip(), "stat")
    assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_process_that_ends_in_time_is_not_left(tmp_path: Path) -> None:
    assert _left(tmp_path / "report", 10, "sleep 0.3 & exit 3") == []
