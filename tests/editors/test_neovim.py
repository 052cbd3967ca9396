"""Real Neovim, headless, set up with the code of docs/editors/neovim.md: the whole loop, and every encoding."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from installing import Program, found, neovim
from sandbox import DOCUMENTS, HERE, Sandbox, planted, sandbox

SOURCE = '''"""A vault."""

import hashlib


def seal(secret: str) -> str:
    label = "😀é漢"; mark = hashlib.md5(secret.encode()).hexdigest()
    return label + mark
'''


@pytest.fixture
def program() -> Program:
    return found(neovim)


def _loop(box: Sandbox, program: Program, file: Path, **asked: object) -> dict[str, Any]:
    box.install("neovim.md")
    lua = box.home / ".config" / "nvim" / "lua"
    lua.mkdir(parents=True)
    shutil.copy(DOCUMENTS / "omni.lua", lua)
    report = box.folder / "seen.json"
    todo = json.dumps({"file": str(file), "report": str(report), **asked})
    said = box.run(program, "--headless", "-n", "-i", "NONE", "-S", str(HERE / "neovim_loop.lua"), OMNI_LOOP=todo)
    assert report.exists(), said
    seen: dict[str, Any] = json.loads(report.read_text("utf-8"))
    assert "failed" not in seen, json.dumps(seen, indent=1)
    return seen


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.timeout(170)
def test_save_hover_fix_behind_wide_characters(tmp_path: Path, program: Program, encoding: str) -> None:
    box = sandbox(tmp_path)
    file = box.workspace / "vault.py"
    file.write_text(SOURCE, "utf-8")

    seen = _loop(box, program, file, encoding=encoding)

    assert seen["encoding"] == encoding
    (found,) = seen["before"]
    assert found["code"] == "py.weak-hash"
    assert found["text"].startswith("hashlib.md5(")
    assert "CWE-32" in seen["hover"]
    assert "hashlib.sha256(" in seen["fixed"]
    assert not seen["after"]
    assert file.read_text("utf-8") == SOURCE.replace("hashlib.md5", "hashlib.sha256")
    box.settle()


@pytest.mark.timeout(170)
def test_the_whole_loop_in_neovim(tmp_path: Path, program: Program) -> None:
    box = sandbox(tmp_path)

    seen = _loop(box, program, box.workspace / "api" / "app.py", whole=True)

    expected = planted("api/app.py")
    assert sorted((found["line"], found["code"]) for found in seen["before"]) == expected
    left = [[line, code] for line, code in expected if code != "py.weak-hash"]
    assert sorted([found["line"], found["code"]] for found in seen["after"]) == left
    assert {"restart", "analyzeFile", "search", "pack"} <= set(seen["commands"])
    assert "applyOffer" not in seen["commands"]
    assert "security" in seen["graph"]
    assert any(name.endswith("db.py") for name in seen["search"])
    assert seen["similar"]
    assert seen["modified"]
    assert "py.weak-hash" in {found["code"] for found in seen["typed"]}
    assert "of 60 s" in seen["status"]
    assert seen["told"] == ["omni: untrusted, engine degraded, security…", "omni: untrusted, engine degraded"]
    assert sorted([found["line"], found["code"]] for found in seen["now"]) == left
    box.settle(servers=3)
