"""Real Neovim, headless: diagnostics on open, hover, the preferred fix applied and saved, in every encoding.

What goes over the wire is recorded in between, and the server has to keep to the protocol.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conformance import check
from recording import Recording

HERE = Path(__file__).parent
SHOP = HERE.parent / "shop"
NVIM = Path(sys.executable).with_name("nvim")

SOURCE = '''"""A vault."""

import hashlib


def seal(secret: str) -> str:
    label = "😀é漢"; mark = hashlib.md5(secret.encode()).hexdigest()
    return label + mark
'''


def _loop(root: Path, file: str, encoding: str) -> dict[str, object]:
    record = root.parent / f"{root.name}.wire"
    tap = [sys.executable, "-S", "-E", str(HERE.parent / "tap.py"), str(record), "--"]
    server = json.dumps([*tap, sys.executable, "-m", "omni_lsp", "--stdio"])
    command = [NVIM, "--clean", "--headless", "-n", "-i", "NONE", "-l", HERE / "loop.lua", server, root, file, encoding]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=root)
    assert done.returncode == 0, done.stderr
    _conforms(Recording.load(record))
    seen: dict[str, object] = json.loads(done.stderr.strip().splitlines()[-1])
    return seen


def _conforms(recording: Recording) -> None:
    methods = {message.body.get("method") for message in recording.read().messages if message.from_client}
    assert {"initialize", "textDocument/didOpen", "textDocument/hover", "shutdown", "exit"} <= methods
    violations = check(recording)
    assert not violations, "the server broke the protocol:\n" + "\n".join(map(str, violations))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.timeout(60)
def test_save_hover_fix_behind_wide_characters(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "vault.py").write_text(SOURCE, "utf-8")
    seen = _loop(tmp_path, "vault.py", encoding)
    assert seen["encoding"] == encoding
    (found,) = seen["before"]  # type: ignore[misc]
    assert found["code"] == "py.weak-hash"
    assert found["text"].startswith("hashlib.md5(")
    assert "CWE-32" in str(seen["hover"])
    assert "hashlib.sha256(" in str(seen["fixed"])
    assert seen["after"] in ([], {})
    saved = (tmp_path / "vault.py").read_text("utf-8")
    assert saved == SOURCE.replace("hashlib.md5", "hashlib.sha256")


@pytest.mark.timeout(60)
def test_the_shop_in_neovim(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(SHOP, shop)
    seen = _loop(shop, "api/app.py", "all")
    planted = (
        line.split("|") for line in (SHOP / "PLANTED.md").read_text("utf-8").splitlines() if "api/app.py" in line
    )
    expected = sorted((int(cells[2].strip(" `")), cells[3].strip(" `")) for cells in planted)
    assert sorted((found["line"], found["code"]) for found in seen["before"]) == expected  # type: ignore[attr-defined]
    assert len(seen["after"]) == len(expected) - 1  # type: ignore[arg-type]
    assert "context" in str(seen["graph"])
