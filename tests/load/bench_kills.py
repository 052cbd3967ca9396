"""What is lost when somebody keeps killing the engine while many files are checked."""

import asyncio
import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from figures import NotMeasurableError, Row, times
from place import OMNI, Place
from processes import descendants

FILES, KILLS = 1_000, 100
MEAN_SECONDS = 0.2
TEXT = "import hashlib\n\n\ndef seal_{number}(text):\n    return hashlib.md5(text.encode()).hexdigest()\n"


async def kills(place: Place, *, quick: bool) -> list[Row]:
    files, wanted = (FILES // 5, KILLS // 5) if quick else (FILES, KILLS)
    folder = place.folder("kills")
    for number in range(files):
        (folder / f"m{number:04}.py").write_text(TEXT.format(number=number), "utf-8")
    calm_seconds, calm, _ = await asyncio.to_thread(_checked, folder, place.env(place.folder("kills-calm")), 0)
    seconds, found, killed = await asyncio.to_thread(_checked, folder, place.env(place.folder("kills-cache")), wanted)
    if len(calm["findings"]) != files or killed < wanted:
        raise NotMeasurableError(f"{len(calm['findings'])} findings undisturbed, {killed} engines killed")
    lost = len(calm["findings"]) - len(found["findings"])
    what = f"findings lost when engines are killed {killed} times at random moments of a `check` of {files:,} files"
    about = f"{lost}, {len(found['incomplete'])} files incomplete"
    return [Row(what, about, f"undisturbed: {files} findings", times(seconds / calm_seconds) + " the time", "1")]


def _checked(folder: Path, env: Mapping[str, str], wanted: int) -> tuple[float, Mapping[str, list[object]], int]:
    """Seconds, the result, and how many processes of the engine were killed."""
    command = [*OMNI, "check", ".", "--format", "json", "--fail-on", "never", "--pipeline", "ci"]
    output = folder.parent / f"{folder.name}-{wanted}.json"
    chance, killed = random.Random(wanted), 0  # noqa: S311 - anybody shall get the same moments
    began = time.perf_counter()
    with subprocess.Popen([*command, "--output", str(output)], cwd=folder, env=env) as process:
        while process.poll() is None:
            time.sleep(chance.expovariate(1 / MEAN_SECONDS))
            engines = [pid for pid in descendants(process.pid) if _is_engine(pid)]
            if killed < wanted and engines:
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(engines), signal.SIGKILL)
                    killed += 1
    return time.perf_counter() - began, json.loads(output.read_text("utf-8")), killed


def _is_engine(pid: int) -> bool:
    with suppress(OSError):
        return "semgrep" in Path(f"/proc/{pid}/comm").read_text("utf-8")
    return False
