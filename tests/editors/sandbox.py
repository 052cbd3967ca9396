"""A home, a workspace and a PATH for an editor of the tests, set up as the documents say, and what is checked in the end."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from conformance import check
from installing import Program
from recording import Recording

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOCUMENTS = ROOT / "docs" / "editors"
SHOP = HERE.parent / "shop"
DEFAULT = ROOT / "pipelines" / "default.yaml"
GRACE_SECONDS = 5.0
"""How long anything may outlive the editor."""

LONGEST_SECONDS = 150.0
"""No session takes that long."""

_BLOCK = re.compile(r"`~/([^`\n]+)`[^`\n]*:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document: str) -> list[tuple[str, str]]:
    """File below the home and text of each code block that a line such as "Add to `~/.config/x`:" stands before."""
    return [(found[1], found[2]) for found in _BLOCK.finditer((DOCUMENTS / document).read_text("utf-8"))]


@dataclass(frozen=True, slots=True)
class Sandbox:
    """`workspace` has the shop of the demo in a repository of its own; `home` and all caches are the test's."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def workspace(self) -> Path:
        return self.folder / "work"

    @property
    def recordings(self) -> list[Recording]:
        """Of all servers that ran, the oldest first."""
        return [Recording.load(path) for path in sorted((self.folder / "wire").iterdir())]

    @property
    def servers(self) -> list[int]:
        """Process ids of all servers that ran, the oldest first."""
        return [int(path.name.partition("-")[2]) for path in sorted((self.folder / "wire").iterdir())]

    def env(self, program: Program) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "COV", "OMNI_"))}
        paths = {
            "HOME": self.home,
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "TMPDIR": self.folder / "tmp",
        }
        paths["OMNI_PIPELINE"] = self.folder / "pipeline.yaml"
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        return bare | {name: str(value) for name, value in paths.items()} | terminal | program.env

    def run(self, program: Program, *arguments: str, **env: str) -> str:
        """Run an editor that needs no terminal until it ends by itself; what it said. Raises TimeoutExpired."""
        command, variables = self.command(program, *arguments), self.env(program) | env
        pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=self.workspace, env=variables, **pipe) as editor:
            try:
                return editor.communicate(timeout=LONGEST_SECONDS)[0].decode(errors="replace")
            except subprocess.TimeoutExpired:
                editor.terminate()
                raise

    def command(self, program: Program, *arguments: str) -> list[str]:
        """The editor, watched for what it leaves behind."""
        watch = [sys.executable, "-S", "-E", str(HERE / "outliving.py"), str(self._report), str(GRACE_SECONDS), "--"]
        return [*watch, *program.command, *arguments]

    def install(self, document: str) -> None:
        """Put the blocks of the document where it says, several for one file behind each other."""
        for name, text in blocks(document):
            path = self.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(text)

    def settle(self, *, servers: int = 1) -> None:
        """To be called when the editor has ended: nothing is left, and every server kept to the protocol."""
        left = json.loads(self._report.read_text())
        assert left["left"] == [], f"still there after {GRACE_SECONDS} s: {left['left']}"
        recordings = self.recordings
        assert len(recordings) == servers
        for number, recording in enumerate(recordings):
            violations = check(recording)
            assert not violations, f"server {number} broke the protocol:\n" + "\n".join(map(str, violations))

    @property
    def _report(self) -> Path:
        return self.folder / "left.json"


def sandbox(folder: Path) -> Sandbox:
    made = Sandbox(folder / "sandbox")
    for name in ("home", "bin", "wire", "tmp"):
        (made.folder / name).mkdir(parents=True)
    shutil.copytree(SHOP, made.workspace)
    # The default one with time for a machine that does ten other things.
    patient = re.sub(r"\b(budget|timeout): \w+", r"\1: 60s", DEFAULT.read_text("utf-8"))
    (made.folder / "pipeline.yaml").write_text(patient, "utf-8")
    subprocess.run(["git", "init", "--quiet", made.workspace], check=True)
    server = [sys.executable, "-m", "omni_lsp"]
    # As their documents ask for; the packs, the index and analysing the workspace are for trusted folders.
    trust = [*server, "trust", "add", "."]
    subprocess.run(trust, check=True, capture_output=True, cwd=made.workspace, env=made.env(Program(())))
    tap = [sys.executable, "-S", "-E", str(HERE / "inline_tap.py")]
    script = made.folder / "bin" / "omni-lsp"
    # Nanoseconds first, so that the names sort by time.
    record = f'{shlex.quote(str(made.folder))}/wire/"$(date +%s%N)-$$"'
    script.write_text(f'#!/bin/sh\nexec {shlex.join(tap)} {record} -- {shlex.join(server)} "$@"\n')
    script.chmod(0o755)
    return made


def planted(file: str) -> list[tuple[int, str]]:
    """Line from 1 and rule of every documented problem of a file of the shop."""
    rows = (line.split("|") for line in (SHOP / "PLANTED.md").read_text("utf-8").splitlines() if file in line)
    return sorted((int(cells[2].strip(" `")), cells[3].strip(" `")) for cells in rows)
