"""What `make packages` runs: false alarms on code that many people trust, 100 packages of PyPI chosen by chance.

They are installed into a folder of their own, without what they depend on, and checked as they are.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

COUNT, SAMPLE = 100, 30
BAR = 2_000
"""Lines of Python for which one finding at `error` may come."""
NAMES = Path(__file__).with_name("packages.txt")


def main() -> int:
    """The exit status is 1 when the bar is missed, or when not all packages could be had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=4, help="another one makes another choice")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--findings", type=Path, metavar="FILE", help="write the findings there, as JSON")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - anybody shall get the same choice
    names = NAMES.read_text("utf-8").split()
    chance.shuffle(names)
    with tempfile.TemporaryDirectory(prefix="omni-packages-") as folder:
        # One that has no wheel, or none any more, makes way for the next.
        had = list(islice((name for name in names if _install(name, Path(folder))), arguments.count))
        lines = _lines(Path(folder))
        began = time.perf_counter()
        document = _checked(Path(folder))
        seconds = time.perf_counter() - began
        errors = [one for one in document["findings"] if one["severity"] == "error"]
        print(_sample(errors, Path(folder), chance))
    if arguments.findings is not None:
        arguments.findings.write_text(json.dumps(document["findings"], indent=1), "utf-8")
    print(f"\nseed {arguments.seed}: {len(had)} packages, {lines:,} lines of Python, {seconds:.0f} s")
    print(_table(document["findings"]))
    allowed = lines // BAR
    print(f"\n{len(errors)} findings at error, {allowed} allowed: one for {lines // max(1, len(errors)):,} lines")
    return int(len(errors) > allowed or len(had) < arguments.count)


def _install(name: str, folder: Path) -> bool:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--only-binary=:all:"]
    done = subprocess.run([*pip, "--target", str(folder / name), name], check=False, capture_output=True, text=True)
    return done.returncode == 0


def _lines(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))


def _checked(folder: Path) -> Mapping[str, Sequence[Mapping[str, object]]]:
    command = [sys.executable, "-m", "omni_lsp", "check", ".", "--format", "json", "--fail-on", "never", "--no-ignore"]
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "OMNI_CACHE_DIR": cache}
        done = subprocess.run([*command, "--pipeline", "ci"], check=False, capture_output=True, cwd=folder, env=env)
    result: Mapping[str, Sequence[Mapping[str, object]]] = json.loads(done.stdout)
    for gap in (*result["incomplete"], *result["unread"]):
        print(f"not looked at: {gap['path']}: {gap['reason']}", file=sys.stderr)
    return result


def _sample(errors: Sequence[Mapping[str, object]], folder: Path, chance: random.Random) -> str:
    """Some findings with their lines, to be judged by people."""
    told = []
    for number, one in enumerate(chance.sample(errors, min(SAMPLE, len(errors))), 1):
        line = one["start"]["line"]  # type: ignore[index]
        text = (folder / str(one["path"])).read_text("utf-8", "replace").split("\n")
        shown = "\n".join(f"    {text[at]}" for at in range(max(0, line - 3), min(len(text), line + 2)))
        told.append(f"{number}. {one['rule']} {one['path']}:{line}\n{shown}")
    return "\n".join(told)


def _table(findings: Sequence[Mapping[str, object]]) -> str:
    counted = Counter((str(one["severity"]), str(one["rule"])) for one in findings)
    rows = [f"| {rule} | {severity} | {count} |" for (severity, rule), count in counted.most_common()]
    return "\n".join(["| rule | severity | findings |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    sys.exit(main())
