"""repomix, installed by npm into a folder of its own: what others make for assistants, all of it at each change."""

import shutil
import subprocess
from pathlib import Path

from figures import NotMeasurableError
from place import seconds_of

VERSION = "1.18.1"


def installed(folder: Path) -> Path:
    """The program. Needs npm and its registry; raises NotMeasurableError."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotMeasurableError("there is no npm that could install repomix")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), f"repomix@{VERSION}"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    program = folder / "node_modules/.bin/repomix"
    if done.returncode or not program.exists():
        raise NotMeasurableError(f"npm did not install repomix {VERSION}: status {done.returncode}")
    return program


def regenerated(program: Path, tree: Path, output: Path, env: dict[str, str]) -> float:
    """Seconds of a whole run, as there is no other; its settings are the ones it comes with. Raises NotMeasurableError."""
    output.unlink(missing_ok=True)
    seconds, _ = seconds_of([str(program), str(tree), "--quiet", "--output", str(output)], env)
    if not output.is_file():
        raise NotMeasurableError("repomix wrote nothing")
    return seconds
