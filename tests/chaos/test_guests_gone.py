"""The server is killed while an agent of another package is stuck: the agent's process goes, too."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest

from editor import Start, start
from omni_lsp.adapters.process import gone, is_alive

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(120),
    pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does"),
]

REPOSITORY = Path(__file__).parents[2]
STUCK = """
import os
from omni_lsp.model.finding import Rule, Severity, findings_of
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Span
from omni_lsp.ports.agent import AgentMeta

class Stuck:
    meta = AgentMeta("stuck")
    def __init__(self, services):
        pass
    async def run(self, snapshot, facts):
        if "stop" in snapshot.text:
            snapshot.path.with_name("stuck").touch()
            while True:
                pass
        rule = Rule("stuck.pid", "Its process", Severity.INFO)
        return AgentResult(findings_of("stuck", snapshot.text, [(rule, Span(0, 1), str(os.getpid()))]))
"""
PIPELINE = "version: 1\nbudget: 60s\nanalysis: {pipeline: {stages: [{agent: stuck}]}}\n"


async def test_a_killed_server_leaves_no_agent_behind(tmp_path: Path) -> None:
    site, shop = tmp_path / "site", tmp_path / "shop"
    info = site / "omni_stuck-1.dist-info"
    for folder in (info, shop / ".omni"):
        folder.mkdir(parents=True)
    (site / "stuck_agent.py").write_text(STUCK, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: omni-stuck\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[omni_lsp.agents]\nstuck = stuck_agent:Stuck\n", "utf-8")
    (shop / ".omni" / "pipeline.yaml").write_text(PIPELINE, "utf-8")
    (shop / "a.py").write_text("x = 1\n", "utf-8")
    env = {**os.environ, "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{site}", "OMNI_CACHE_DIR": str(tmp_path / "caches")}
    editor = await start(Start((shop,), options={"trust": True, "agents": ["stuck"]}, env=env))
    document = await editor.open(shop / "a.py")
    await editor.ran(document)
    (told,) = editor.shown(document)
    pid = int(told.message)
    assert is_alive(pid)
    editor.rewrite(document, "stop\n")
    editor.save(document)
    while not (shop / "stuck").exists():  # noqa: ASYNC110 - another process makes it
        await asyncio.sleep(0)
    server = editor.client._server
    assert server is not None
    server.kill()
    async with asyncio.timeout(5):
        await gone(pid)
    with suppress(RuntimeError):
        await editor.ended()
