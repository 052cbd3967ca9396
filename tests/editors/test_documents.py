"""The code of the documents that no session runs: it can be read, and its settings are ones of the server."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from installing import found, neovim
from omni_lsp.config.settings import load
from sandbox import DOCUMENTS, blocks

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _code(document: str, language: str) -> list[str]:
    text = (DOCUMENTS / document).read_text("utf-8")
    return [block for kind, block in _FENCE.findall(text) if kind == language]


@pytest.mark.parametrize("document", ["neovim.md", "helix.md", "emacs.md"])
def test_the_documents_say_where_their_code_goes(document: str) -> None:
    first, *_ = blocks(document)
    assert "omni-lsp" in first[1]
    assert all(name.startswith(".") for name, _ in blocks(document))


def test_settings_in_helix() -> None:
    parsed = [tomllib.loads(block) for block in _code("helix.md", "toml")]
    (settings,) = (block["language-server"]["omni"]["config"] for block in parsed if "config" in str(block))
    assert load(settings).pipeline == "fast"


def test_settings_in_neovim(tmp_path: Path) -> None:
    script = tmp_path / "settings.lua"
    said = "io.write(vim.json.encode(vim.lsp.config.omni.init_options))"
    script.write_text("\n".join([*(block for block in _code("neovim.md", "lua") if "require" not in block), said]))
    command = [*found(neovim).command, "--clean", "--headless", "-n", "-i", "NONE", "-l", str(script)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=15)
    assert done.returncode == 0, done.stderr
    settings = json.loads(done.stdout)
    assert load(settings).security.allowed_secrets == ("tests/fixtures/**",)


def test_other_editors() -> None:
    assert all(json.loads(block) for block in _code("others.md", "json"))
