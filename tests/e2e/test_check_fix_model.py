"""`omni-lsp check --fix=model` as a shell runs it: what a model repairs is proven, written and told, and nothing else is."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chat_server import Then, chatting, openai, refusing
from conftest import DEFAULT

CODE = """import hashlib
import subprocess


def mark(name):
    return hashlib.md5(name).hexdigest()


def listing(name):
    return subprocess.run("ls '" + name + "'", shell=True, check=True)
"""
GOOD = """@@@ edit a.py
@@@ find
    return subprocess.run("ls '" + name + "'", shell=True, check=True)
@@@ replace
    return subprocess.run(["ls", name], check=True)
@@@ end
"""
EVIL = GOOD.replace('["ls", name], check=True', '"ls \'" + name + "\'", shell=True, check=True)  # nosemgrep')


async def check(env: dict[str, str], cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "omni_lsp", "check", *arguments]
    done = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await done.communicate()
    return subprocess.CompletedProcess(command, done.returncode or 0, out.decode(), err.decode())


async def test_a_model_repairs_what_no_rule_does(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE)
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 88\n")
    async with chatting() as service:
        env = {**caches, "OMNI_MODEL_URL": service.url, "OMNI_MODEL_NAME": "tiny"}
        service.say(openai(EVIL), openai(GOOD))
        done = await check(env, tmp_path, "--fix=model", "--trust", "--format", "json")
    assert "Habits of the project" in str(service.asked[0].body)
    told = json.loads(done.stdout)
    text = (tmp_path / "a.py").read_text()
    assert '["ls", name], check=True' in text
    assert "md5" not in text
    assert [finding["rule"] for finding in told["findings"]] == []
    (tried,) = told["model"]["tried"]
    assert (tried["path"], tried["rule"], tried["line"]) == ("a.py", "py.shell-string-building", 10)
    assert (tried["fixed"], tried["attempts"], tried["reasons"]) == (True, 2, [])
    assert "the finding is gone" in tried["checks"]
    assert told["model"]["tokens"]["sent"] == 2 * 7
    assert told["fixed"] == [{"path": "a.py", "rule": "py.weak-hash", "number": 1}]
    assert len(service.asked) == 2
    ledger = (Path(caches["OMNI_STATE_DIR"]) / "model-requests.jsonl").read_text().splitlines()
    assert [json.loads(line)["purpose"] for line in ledger] == ["fix", "fix"]
    assert "subprocess" not in "".join(ledger)


@pytest.mark.thorough
async def test_a_fix_that_does_not_hold_is_told_and_not_written(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE)
    async with chatting() as service:
        env = {**caches, "OMNI_MODEL_URL": service.url, "OMNI_MODEL_NAME": "tiny"}
        service.say(openai(EVIL), openai(EVIL), openai(EVIL))
        done = await check(env, tmp_path, "--fix=model", "--trust", "--fail-on", "warning")
    assert "shell=True" in (tmp_path / "a.py").read_text()
    assert "a.py:10 py.shell-string-building: not repaired by tiny: attempt 3" in done.stdout
    assert "0 of 1 finding repaired by tiny" in done.stdout
    assert done.returncode == 1


@pytest.mark.thorough
async def test_a_service_that_fails_is_told(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE)
    async with chatting() as service:
        env = {**caches, "OMNI_MODEL_URL": service.url, "OMNI_MODEL_NAME": "tiny"}
        service.say(refusing(401, {"error": {"message": "no key"}}))
        done = await check(env, tmp_path, "--fix=model", "--trust")
    assert "not repaired by tiny: attempt 1" in done.stdout
    assert "key" in done.stdout
    assert done.returncode == 0  # Only a warning is left.


async def test_nothing_is_sent_without_leave_trust_or_a_model(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE)
    far = {**caches, "OMNI_MODEL_URL": "https://model.invalid/v1", "OMNI_MODEL_NAME": "tiny"}
    for env, arguments, said in (
        (far, ("--trust",), "put 'model.invalid' into the user setting model.allowed"),
        (far, (), "the folder is not trusted"),
        (caches, ("--trust",), "there is no model: set OMNI_MODEL_URL"),
    ):
        done = await check(env, tmp_path, "--fix=model", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    assert (tmp_path / "a.py").read_text() == CODE


@pytest.mark.thorough
async def test_the_pipeline_says_how_long_a_model_may_take(caches: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE)
    short = re.sub(r"timeout: 60s", "timeout: 1s", DEFAULT.read_text("utf-8"))
    (tmp_path / "short.yaml").write_text(re.sub(r"(?<!: )timeout: (3s|500ms|300ms)", "timeout: 50s", short))
    async with chatting() as service:
        env = {**caches, "OMNI_MODEL_URL": service.url, "OMNI_MODEL_NAME": "tiny"}
        service.say(openai("@@@").without_end(3).and_then(Then.HANGS))
        done = await check(env, tmp_path, "a.py", "--fix=model", "--trust", "--pipeline", "short.yaml")
    assert "not repaired by tiny: attempt 1" in done.stdout
    assert "in time" in done.stdout or "time was over" in done.stdout
    assert len(service.asked) == 1
