"""What `make packages` runs: false alarms on code that many people trust, 100 packages of PyPI chosen by chance.

They are installed into a folder of their own, without what they depend on, and checked as they are, one after the other.
With `--folder` they stay there, and so does what was found: a run that was interrupted goes on where it was, and one
with other rules fetches nothing again.
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
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

COUNT, SAMPLE = 100, 30
BAR = 2_000
"""Lines of Python for which one finding at `error` may come."""
BEFORE, AFTER = 2, 2
"""Lines shown around a finding that is to be judged."""
NAMES = Path(__file__).with_name("packages.txt")

Finding = Mapping[str, object]


def main() -> int:
    """The exit status is 1 when the bar is missed, or when not all packages could be had."""
    arguments = _arguments()
    chance = random.Random(arguments.seed)  # noqa: S311 - anybody shall get the same choice
    with tempfile.TemporaryDirectory(prefix="omni-packages-") as temporary:
        folder = (arguments.folder or Path(temporary)).resolve()
        wanted = arguments.only or _shuffled(chance)
        # One that has no wheel, or none any more, makes way for the next.
        names = list(islice((name for name in wanted if _installed(name, folder)), arguments.count))
        lines = sum(_lines(folder / name) for name in names)
        began = time.perf_counter()
        findings = [one for name in names for one in _checked(name, folder)]
        seconds = time.perf_counter() - began
        errors = sorted((one for one in findings if one["severity"] == "error"), key=_place)
        for number, one in enumerate(chance.sample(errors, min(arguments.sample, len(errors))), 1):
            print(f"{number}. {_shown(one, folder)}")
        print("\n" + ", ".join(version for name in names for version in _versions(folder / name)))
    if arguments.findings is not None:
        arguments.findings.write_text(json.dumps(findings, indent=1), "utf-8")
    print(f"\nseed {arguments.seed}: {len(names)} packages, {lines:,} lines of Python, {seconds:.0f} s")
    print(_table(findings))
    allowed = lines // BAR
    print(f"\n{len(errors)} findings at error, {allowed} allowed: one for {lines // max(1, len(errors)):,} lines")
    return int(len(errors) > allowed or len(names) < len(arguments.only or range(arguments.count)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=4, help="another one makes another choice")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these packages, not some chosen by chance")
    parser.add_argument("--folder", type=Path, help="keep packages and results here")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many findings are shown, to be judged")
    parser.add_argument("--findings", type=Path, metavar="FILE", help="write the findings there, as JSON")
    return parser.parse_args()


def _shuffled(chance: random.Random) -> Sequence[str]:
    names = NAMES.read_text("utf-8").split()
    chance.shuffle(names)
    return names


def _installed(name: str, folder: Path) -> bool:
    if (folder / name).is_dir():
        return True
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--only-binary=:all:"]
    fresh = folder / ".fresh" / name
    done = subprocess.run([*pip, "--target", str(fresh), name], check=False, capture_output=True, text=True)
    if done.returncode == 0:
        # Renamed when it is whole, so that no run takes half of a package for one that is there.
        fresh.rename(folder / name)
    return done.returncode == 0


def _lines(package: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in package.rglob("*.py"))


def _checked(name: str, folder: Path) -> Sequence[Finding]:
    # `-P`: what lies in the packages must not be imported in place of our own modules.
    command = [sys.executable, "-P", "-m", "omni_lsp", "check", name, "--format", "json", "--fail-on", "never"]
    env = {**os.environ, "OMNI_CACHE_DIR": str(folder / ".cache")}
    done = subprocess.run(
        [*command, "--no-ignore", "--pipeline", "ci"], check=False, capture_output=True, cwd=folder, env=env
    )
    result: Mapping[str, Sequence[Finding]] = json.loads(done.stdout)
    for gap in (*result["incomplete"], *result["unread"]):
        print(f"not looked at: {gap['path']}: {gap['reason']}", file=sys.stderr)
    print(f"{name}: {len(result['findings'])} findings", file=sys.stderr)
    return result["findings"]


def _place(finding: Finding) -> tuple[str, int, str]:
    return str(finding["path"]), _line(finding), str(finding["rule"])


def _line(finding: Finding) -> int:
    """The line where it begins, counted from 1."""
    line: int = finding["start"]["line"]  # type: ignore[index]
    return line


def _shown(finding: Finding, folder: Path) -> str:
    """Where it is, with the lines around it."""
    line = _line(finding)
    text = (folder / str(finding["path"])).read_text("utf-8", "replace").split("\n")
    around = range(max(0, line - 1 - BEFORE), min(len(text), line + AFTER))
    return "\n".join([f"{finding['rule']} {finding['path']}:{line}", *(f"    {text[at]}" for at in around)])


def _versions(package: Path) -> Iterator[str]:
    """The names and versions of what is installed there, as pip wrote them down."""
    for information in sorted(package.glob("*.dist-info")):
        name, _, version = information.name.removesuffix(".dist-info").partition("-")
        yield f"{name} {version}"


def _table(findings: Sequence[Finding]) -> str:
    counted = Counter((str(one["severity"]), str(one["rule"])) for one in findings)
    rows = [f"| {rule} | {severity} | {count} |" for (severity, rule), count in counted.most_common()]
    return "\n".join(["| rule | severity | findings |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    sys.exit(main())
