"""What the documentation has people copy passes our own scanner, and is what the command takes."""

import json
import re
from pathlib import Path

import pytest

from omni_lsp.adapters.hidden.scanner import HiddenTextScanner
from omni_lsp.model.text import Snapshot

ROOT = Path("/project")
BLOCKS = re.findall(r"```json\n(.*?)```", (Path(__file__).parents[2] / "docs" / "mcp.md").read_text("utf-8"), re.DOTALL)
FILES = (".mcp.json", ".cursor/mcp.json", ".vscode/mcp.json")


def snapshot(name: str, text: str) -> Snapshot:
    return Snapshot((ROOT / name).as_uri(), None, "json", text, ROOT / name, ROOT)


@pytest.mark.parametrize(("name", "text"), list(zip(FILES, BLOCKS, strict=True)), ids=FILES)
async def test_the_configuration_has_no_findings(name: str, text: str) -> None:
    assert not await HiddenTextScanner().scan(snapshot(name, text))
    (servers,) = json.loads(text).values()
    assert servers["omni-lsp"]["args"][0] == "mcp"
    worse = text.replace('"omni-lsp", "args": ["mcp"', '"npx", "args": ["-y", "omni-lsp"')
    assert await HiddenTextScanner().scan(snapshot(name, worse))
