"""A real server over a folder in which every agent finds something, for faults to strike, and what must be on the screen.

One of the agents is of another package, the witness: it says in which process it is, and waits for ever where it is told to.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from false_clock import Clocks

from editor import Document, Editor, Start, start
from omni_lsp.pack.block import BEGIN, END

REPOSITORY = Path(__file__).parents[2]
DEADLINE = 60.0
"""Seconds until something is given up: longer than any stage may take, and than a start on a machine at work."""
STAGE_SECONDS = 8
"""Of the security stage, which is made to run out of it."""
FILES = 4
USER = "# Mine\n\nCall Ada before you deploy.\n\n"
"""What stands in AGENTS.md above the markers."""
HANG = "# hang here\n"
WITNESS = """
import os, signal
from omni_lsp.model.finding import Rule, Severity, findings_of
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Span
from omni_lsp.ports.agent import AgentMeta

class Witness:
    meta = AgentMeta("witness")
    def __init__(self, services):
        pass
    async def run(self, snapshot, facts):
        if "hang here" in snapshot.text:
            snapshot.path.parent.with_name("hangs").touch()
            while True:
                signal.pause()
        rule = Rule("witness.pid", "Its process", Severity.INFO)
        return AgentResult(findings_of("witness", snapshot.text, [(rule, Span(0, 1), str(os.getpid()))]))
"""
PIPELINE = f"""version: 1
budget: 60s
analysis:
  pipeline:
    stages:
      - {{agent: context, timeout: 50s}}
      - {{agent: security, depends_on: [context], on: [open, change, save], timeout: {STAGE_SECONDS}s}}
      - {{agent: rag, depends_on: [context], timeout: 50s}}
      - {{agent: compliance, on: [open, change, save], timeout: 50s}}
      - {{agent: witness, timeout: 50s}}
"""
POLICY = "version: 1\nname: work\nduties: {spdx-header: required}\n"
FOUND = {"security": ("py.weak-hash", 4), "compliance": ("licence.header-missing", 0), "witness": ("witness.pid", 0)}
"""What each agent finds in each of the files: the rule, and the line from 0."""
AGENTS = ("context", "security", "rag", "compliance", "witness")


@dataclass
class Scene:
    """`temporary` and `caches` are the server's own; `turns` counts what was written into the files."""

    editor: Editor
    root: Path
    clocks: Clocks
    env: dict[str, str]
    documents: list[Document] = field(default_factory=list)
    turns: int = 0

    @property
    def temporary(self) -> Path:
        return Path(self.env["TMPDIR"])

    @property
    def caches(self) -> Path:
        return Path(self.env["OMNI_CACHE_DIR"])

    @property
    def hangs(self) -> Path:
        """Made by the witness when it waits for ever."""
        return self.root.with_name("hangs")

    @property
    def pid(self) -> int:
        server = self.editor.client._server
        assert server is not None
        return int(server.pid)

    @property
    def status(self) -> Any:
        return self.editor.statuses[-1]

    def save(self, document: Document, more: str = "") -> None:
        """As an editor does it: the file, where that can be, then the word. The text is new, and has what is to be found."""
        self.turns += 1
        number = [each.uri for each in self.documents].index(document.uri)
        text = text_of(number, self.turns) + more
        with suppress(OSError):
            path_of(document).write_text(text, "utf-8")
        self.editor.rewrite(document, text)
        self.editor.save(document)

    async def ran(self, document: Document) -> Any:
        """The report of the last whole run over the text as it is, once its findings are on the screen."""

        def runs() -> list[Any]:
            known = (document.uri, document.version)
            return [
                run for run in self.editor.runs if (run["uri"], run["version"]) == known and run["trigger"] != "change"
            ]

        # Somebody else may save it meanwhile.
        while not (found := runs()):
            await self.editor.wait(lambda: bool(runs()), f"a run over {document.uri} as it is", DEADLINE)
            await self.editor.pulls.round(document.uri)
        return found[-1]

    async def saved(self, document: Document, more: str = "") -> Any:
        self.save(document, more)
        return await self.ran(document)

    async def search(self, query: str) -> Any:
        async with asyncio.timeout(DEADLINE):
            return await self.editor.command("omni.search", query=query)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a server lives; each may be on a disk of its own. `judged` has caches to begin with."""

    folder: Path
    root: Path
    temporary: Path
    caches: Path
    judged: Path

    @classmethod
    def below(cls, folder: Path, judged: Path) -> "Places":
        return cls(folder, folder / "work", folder / "temporary", folder / "caches", judged)


def judge(folder: Path) -> Path:
    """A cache folder in which the engine has had its say about the rules: seconds that each test would wait for."""
    command = [sys.executable, "-m", "omni_lsp", "rules", "list"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMNI_CACHE_DIR": str(folder)})
    return folder


@asynccontextmanager
async def scene(at: Places) -> AsyncIterator[Scene]:
    """All is well, every file was looked at once, and the index is there."""
    _lay_out(at)
    folder, root = at.folder, at.root
    env = {**os.environ, **_environment(at)}
    clocks = Clocks(folder / "clocks")
    command = (sys.executable, "-P", str(Path(__file__).with_name("false_clock.py")), str(clocks.file), "--stdio")
    options = {
        "trust": True,
        "status": True,
        "agents": ["witness"],
        "packs": {"mode": "save"},
        "security": {"engine": "auto"},
    }
    editor = await start(Start((root,), command=command, options=options, env=env))
    on = Scene(editor, root, clocks, env)
    try:
        for number in range(FILES):
            on.documents.append(await editor.open(root / f"part{number}.py"))
        for document in on.documents:
            await on.ran(document)
        await on.search("seal")
        yield on
    finally:
        await _end(on)


def text_of(number: int, turn: int) -> str:
    code = f"def seal_{number}(data: bytes) -> str:\n    return hashlib.md5(data).hexdigest()"
    return f"import hashlib\n\n\n{code}  # {turn}\n"


def path_of(document: Document) -> Path:
    return Path(document.uri.removeprefix("file://"))


def _environment(at: Places) -> dict[str, str]:
    return {
        "PYTHONPATH": os.pathsep.join((str(REPOSITORY), str(at.folder / "site"))),
        "TMPDIR": str(at.temporary),
        "OMNI_CACHE_DIR": str(at.caches),
        "OMNI_STATE_DIR": str(at.folder / "state"),
    }


def _lay_out(at: Places) -> None:
    folder, root = at.folder, at.root
    info = folder / "site" / "omni_witness-1.dist-info"
    for each in (info, root / ".omni", at.temporary):
        each.mkdir(parents=True, exist_ok=True)
    shutil.copytree(at.judged, at.caches, dirs_exist_ok=True)
    (folder / "site" / "witness_agent.py").write_text(WITNESS, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: omni-witness\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[omni_lsp.agents]\nwitness = witness_agent:Witness\n", "utf-8")
    (root / ".omni" / "pipeline.yaml").write_text(PIPELINE, "utf-8")
    (root / ".omni" / "policy.yaml").write_text(POLICY, "utf-8")
    (root / "AGENTS.md").write_text(f"{USER}{BEGIN}\n{END}\n", "utf-8")
    for number in range(FILES):
        (root / f"part{number}.py").write_text(text_of(number, 0), "utf-8")


async def _end(on: Scene) -> None:
    """A test that failed half-way leaves no server behind; one that went well has ended it."""
    server = on.editor.client._server
    if server is not None and server.returncode is None:
        server.kill()
        # What it was asked for last stays without an answer.
        with suppress(RuntimeError):
            await on.editor.ended()
