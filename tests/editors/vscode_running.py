"""One code-server over a folder, with the extension in it, its server recorded, and all processes of it known."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import omni_lsp
from vscode_setup import REPOSITORY, VsCode

TESTS = REPOSITORY / "tests"
START_SECONDS = 30
_MARK = "OMNI_TEST_MARK"

SETTINGS = {
    "chat.disableAIFeatures": True,
    "extensions.ignoreRecommendations": True,
    "files.autoSave": "off",
    "git.openRepositoryInParentFolders": "never",
    "security.workspace.trust.startupPrompt": "never",
    "window.commandCenter": False,
    "workbench.enableExperiments": False,
    "workbench.layoutControl.enabled": False,
    "workbench.quickOpen.closeOnFocusLost": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}


@dataclass(frozen=True, slots=True)
class Furniture:
    """What else is in this VS Code: `server` are the arguments of Python in place of our server's, `None` for no server."""

    server: tuple[str, ...] | None = ("-m", "omni_lsp")
    extensions: tuple[Path, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    """`wires` are the records of the processes of our server, in the order of their starts."""

    editor: VsCode
    home: Path
    port: int
    code_server: subprocess.Popen[bytes]
    mark: str

    def processes(self, words: str = "") -> list[int]:
        """All that were started from here and are alive, whoever is their parent by now; with `words` in the command."""
        return [pid for pid in _pids() if self.mark.encode() in _read(pid, "environ") and words in _command(pid)]

    @property
    def wires(self) -> list[Path]:
        return sorted((self.home / "wire").iterdir())

    def play(self, story: str, seconds: float, **arguments: str) -> dict[str, object]:
        """What a script of `tests/editors/vscode` saw in the browser. Raises AssertionError where it fails."""
        given = {
            "modules": str(self.editor.modules),
            "browser": str(self.editor.browser),
            "port": str(self.port),
            "out": str(TESTS / "editors" / "out"),
            "mark": self.mark,
            "story": story,
            **arguments,
        }
        script = TESTS / "editors" / "vscode" / f"{story}.mjs"
        command = [str(self.editor.node), str(script), json.dumps(given)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        assert done.returncode == 0, f"{story}: {done.stderr[-3000:]}"
        seen: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
        return seen

    def stop(self) -> None:
        self.code_server.send_signal(signal.SIGTERM)
        self.code_server.wait(10)

    def wait(self, seconds: float) -> None:
        """Or until code-server has ended."""
        with suppress(subprocess.TimeoutExpired):
            self.code_server.wait(seconds)


@contextmanager
def running(editor: VsCode, vsix: Path, home: Path, *, trust: str, has: Furniture = Furniture()) -> Iterator[Running]:
    """`home` is for all that is written, workspaces aside. `trust`: `off` for none of VS Code's own, else `on`."""
    mark = uuid.uuid4().hex
    environment = _environment(editor, home, mark, has.server)
    (home / "wire").mkdir(parents=True)
    (home / "data" / "User").mkdir(parents=True)
    (home / "data" / "User" / "settings.json").write_text(json.dumps({**SETTINGS, **has.settings}), "utf-8")
    places = ["--user-data-dir", home / "data", "--extensions-dir", home / "extensions", "--config", home / "none.yaml"]
    (home / "none.yaml").write_text("", "utf-8")
    base = [editor.node, editor.program / "out" / "node" / "entry.js", *places]
    for extension in (vsix, *has.extensions):
        install = [*base, "--install-extension", extension]
        subprocess.run(install, env=environment, check=True, capture_output=True, timeout=60)
    port = _free_port()
    flags = ["--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"]
    flags += ["--disable-proxy", *(["--disable-workspace-trust"] if trust == "off" else [])]
    with (home / "code-server.log").open("wb") as log:
        command = [*base, "--bind-addr", f"127.0.0.1:{port}", *flags]
        started = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    code = Running(editor, home, port, started, mark)
    try:
        _answers(code)
        yield code
    finally:
        for pid in code.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        started.wait(10)


def _environment(editor: VsCode, home: Path, mark: str, server: tuple[str, ...] | None) -> dict[str, str]:
    programs = home / "bin"
    programs.mkdir(parents=True)
    _record(programs / ("omni-lsp" if server else "not-yet"), home / "wire", server or Furniture().server or ())
    path = os.pathsep.join([str(programs), str(editor.node.parent), "/usr/bin", "/bin"])
    # VS Code asks the user's shell what the environment is.
    (home / ".profile").write_text(f'export PATH="{path}"\n', "utf-8")
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PATH": path,
        "HOME": str(home),
        "OMNI_CACHE_DIR": str(home / "cache"),
        "SHELL": "/bin/sh",
        _MARK: mark,
    }


def _record(program: Path, wire: Path, server: tuple[str, ...]) -> None:
    """`omni-lsp` as users have it on their PATH, with a tap on the wire; one record for each process."""
    python, tap = sys.executable, TESTS / "tap.py"
    program.write_text(
        "#!/bin/sh\n"
        f'export PYTHONPATH="{Path(omni_lsp.__file__).parents[1]}"\n'
        f'exec "{python}" -S -E "{tap}" "{wire}/$(date +%s%N).wire" -- "{python}" {shlex.join(server)} "$@"\n',
        "utf-8",
    )
    program.chmod(0o755)


def _answers(code: Running) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_up(code.port):
        said = (code.home / "code-server.log").read_text("utf-8", "replace")[-1000:]
        assert code.code_server.poll() is None, f"code-server has ended: {said}"
        assert time.monotonic() < deadline, f"code-server does not answer: {said}"
        code.wait(0.1)


def _is_up(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _pids() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _command(pid: int) -> str:
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace")


def _read(pid: int, name: str) -> bytes:
    """Empty for one that has ended, a zombie included."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
