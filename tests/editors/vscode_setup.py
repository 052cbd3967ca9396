"""A real VS Code without a desktop: code-server and its own node from npm, Chromium of the system to look at it.

`python tests/editors/vscode_setup.py` sets it up by hand; exact versions, about half a minute and 750 MB, and then it is
kept in `.cache/editors/vscode`.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
NODE = "node@24.21.0"
"""Version 24 and no other: code-server refuses to start with the rest."""
PACKAGES = ("code-server@4.139.1", "playwright-core@1.65.1")

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS = 400


class MissingError(Exception):
    """Something cannot be had here; says what, and what was tried."""


@dataclass(frozen=True, slots=True)
class VsCode:
    """`modules` is the folder in which node finds playwright-core."""

    node: Path
    program: Path
    browser: Path
    modules: Path


def set_up() -> VsCode:
    """Installed if it is not. Raises MissingError."""
    root = REPOSITORY / ".cache" / "editors" / "vscode"
    browser = _browser()
    stamp = root / "installed.txt"
    wanted = "\n".join((NODE, *PACKAGES))
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        _install(root)
        stamp.write_text(wanted, "utf-8")
    modules = root / "node_modules"
    return VsCode(modules / "node" / "bin" / "node", modules / "code-server", browser, root)


def _install(root: Path) -> None:
    """Nothing is compiled: what these packages build in scripts of theirs is for log files and passwords."""
    if shutil.which("npm") is None:
        raise MissingError("npm is not installed")
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    (root / "package.json").write_text('{"private": true}', "utf-8")
    _npm(root, "install", NODE)  # Its script links the program, so this one may run.
    _npm(root, "install", "--ignore-scripts", *PACKAGES)
    inside = root / "node_modules" / "code-server" / "lib" / "vscode"
    for folder in (inside, inside / "extensions"):
        _npm(root, "install", "--omit=dev", "--ignore-scripts", "--prefix", str(folder))


def _npm(root: Path, *arguments: str) -> None:
    path = f"{root / 'node_modules' / 'node' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    command = ["npm", *arguments, "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MissingError(f"{' '.join(command)}: no end after {_SECONDS} s") from error
    if done.returncode != 0:
        raise MissingError(f"{' '.join(command)}: {done.stderr.strip()[-400:]}")


def _browser() -> Path:
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None and os.environ.get("CI") and os.geteuid() == 0 and shutil.which("apt-get"):
        # A machine of its own that nobody works on.
        for command in (["update"], ["install", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
            subprocess.run(["apt-get", "-qq", "-y", *command], capture_output=True, timeout=_SECONDS, check=False)
        found = shutil.which("chromium")
    if found is None:
        raise MissingError("no Chromium: apt-get install chromium fonts-dejavu-core")
    return Path(found)


if __name__ == "__main__":
    try:
        print(set_up())
    except MissingError as error:
        sys.exit(str(error))
