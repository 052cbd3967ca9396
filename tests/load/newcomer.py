"""From a machine without omni-lsp to the first finding, as the README says: seconds of each step, for Neovim and VS Code.

The editors are there, and what package managers have fetched before is in their caches: run it twice. The server is
installed with pip into an environment of its own, which is what pipx does.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "editors")]

import sandbox  # noqa: E402 - beside the tests
from vscode_setup import set_up  # noqa: E402

_FIRST = "lua assert(vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 20)) vim.cmd('qall!')"
_WINDOW = """
import json, sys
from pathlib import Path
from vscode_running import running
from vscode_setup import set_up
home, shop, vsix = map(Path, sys.argv[1:])
with running(set_up(), vsix, home, trust="off") as code:
    code.play("first", 100, folder=str(shop), file="api/app.py")
"""


def main() -> None:
    set_up()
    for name, steps in {"Neovim": _neovim, "VS Code": _vscode}.items():
        with tempfile.TemporaryDirectory() as folder:
            taken = {**_server(Path(folder)), **steps(Path(folder))}
        parts = ", ".join(f"{step} {seconds:.0f} s" for step, seconds in taken.items())
        print(f"{name}: {sum(taken.values()):.0f} s to the first finding ({parts})")


def _server(place: Path) -> dict[str, float]:
    clone, environment = place / "omni-lsp", place / "env"
    _run(["git", "clone", "--quiet", ROOT, clone])
    made = _timed(lambda: _run([sys.executable, "-m", "venv", environment]))
    install = [environment / "bin" / "pip", "install", "--quiet", clone]
    return {"install the server": made + _timed(lambda: _run(install))}


def _neovim(place: Path) -> dict[str, float]:
    home, shop = place / "home", place / "omni-lsp" / "tests" / "shop"
    for name, text in sandbox.blocks("neovim.md"):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    (home / ".config" / "nvim" / "lua").mkdir()
    shutil.copy(sandbox.DOCUMENTS / "omni.lua", home / ".config" / "nvim" / "lua")
    nvim = Path(sys.executable).with_name("nvim")
    command = [nvim, "--headless", "-n", "-i", "NONE", shop / "api" / "app.py", "-c", _FIRST]
    return {"open a file": _timed(lambda: _run(command, place, HOME=str(home)))}


def _vscode(place: Path) -> dict[str, float]:
    clone = place / "omni-lsp"
    made = _timed(lambda: _run(["make", "vscode"], cwd=clone))
    given = [place / "home", clone / "tests" / "shop", clone / "dist" / "omni-lsp.vsix"]
    path = f"{clone / 'tests'}{os.pathsep}{clone / 'tests' / 'editors'}"
    caches = str(Path(os.environ.get("OMNI_EDITORS") or ROOT / ".cache" / "editors"))
    command = [place / "env" / "bin" / "python", "-c", _WINDOW, *given]
    opened = _timed(lambda: _run(command, place, PYTHONPATH=path, OMNI_EDITORS=caches))
    return {"make the extension": made, "install it and open a file": opened}


def _timed(step: Callable[[], None]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def _run(command: list[object], place: Path | None = None, cwd: Path | None = None, **env: str) -> None:
    """With the new environment first on the `PATH`, where there is one. Raises CalledProcessError."""
    path = os.pathsep.join([*([str(place / "env" / "bin")] if place else []), os.environ["PATH"]])
    words = [str(word) for word in command]
    variables = {**os.environ, "PATH": path, **env}
    done = subprocess.run(words, cwd=cwd, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{json.dumps(words)}: {done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
