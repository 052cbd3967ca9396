"""Real VS Code, headless: the whole loop, Restricted Mode, and what is said where there is no server."""

import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from conformance import check
from installing import skip
from recording import Recording
from vscode_running import Furniture, Running, running
from vscode_setup import REPOSITORY, MissingError, VsCode, set_up

GONE_SECONDS = 5.0
KEY = b"sk-of-the-test"

SHOP = REPOSITORY / "tests" / "shop"

# The folder's own, and so in force only where it is trusted; no stage times out on a machine that is busy.
PATIENT = """version: 1
budget: 42s
analysis:
  pipeline:
    stages:
      - agent: context
        on: [open, change, save, command]
        timeout: 40s
      - agent: rag
        depends_on: [context]
        timeout: 40s
      - agents: [security, compliance]
        depends_on: [context]
        on: [open, change, save, command]
        timeout: 40s
"""


@pytest.fixture(scope="session")
def editor() -> VsCode:
    try:
        return set_up()
    except MissingError as error:
        skip("vscode", error)


@pytest.fixture(scope="session")
def vsix() -> Path:
    done = subprocess.run(["make", "vscode"], cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return REPOSITORY / "dist" / "omni-lsp.vsix"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder)
    (folder / ".omni").mkdir()
    (folder / ".omni" / "pipeline.yaml").write_text(PATIENT, "utf-8")
    return folder


@pytest.mark.timeout(200, func_only=True)
def test_the_loop(editor: VsCode, vsix: Path, shop: Path, tmp_path: Path) -> None:
    with running(editor, vsix, tmp_path / "home", trust="off") as code:
        seen = code.play("loop", 180, folder=str(shop), file="api/app.py", line="126", column="42")
        _goes(code, "omni_lsp", "after the window was closed")
        code.stop()
        _goes(code, "", "after code-server was stopped")
        first, second = (Recording.load(wire) for wire in code.wires)
    assert re.search(r"OMNI \S+ m?s / 42 s", str(seen["status"]))
    assert "Collisions" in str(seen["hover"])
    assert "Fix: Weak hash" in seen["actions"][0]  # type: ignore[index]
    assert "of 42 s" in str(seen["report"])
    assert seen["messagesAfterKill"] == []
    assert [word for word in ("Findings", "Context packs", "Index") if word not in str(seen["tree"])] == []
    assert sorted(seen["picture"]) == ["compliance", "context", "rag", "security"]  # type: ignore[call-overload]
    assert any("Analyze the Workspace" in line for line in seen["menu"])  # type: ignore[attr-defined]
    # What VS Code measured, in milliseconds: reading the code and calling it.
    costs = {name: int(spent) for name, spent in seen["activations"]}  # type: ignore[attr-defined]
    ours = costs.pop("OMNI")
    print(f"activation: {ours} ms; other extensions {sorted(costs.values())} ms")
    # On a machine that does nothing else it is less than the bar; on a busy one, the other extensions tell how busy.
    assert ours <= max(100, 2 * max(costs.values())), (ours, costs)
    options = _asked(first, "initialize")["initializationOptions"]
    assert options == {"trust": True, "status": True}
    assert {"textDocument/hover", "textDocument/codeAction", "textDocument/didSave"} <= _methods(first)
    assert "workspace/executeCommand" in _methods(second)
    for recording in (first, second):
        assert not check(recording)


@pytest.mark.timeout(120, func_only=True)
def test_a_folder_that_nobody_trusts(editor: VsCode, vsix: Path, shop: Path, tmp_path: Path) -> None:
    """Its settings name a program of its own as the server, and one as the interpreter: neither runs."""
    trace = tmp_path / "it-ran"
    for place in ("evil", "bin/omni-lsp", "bin/python"):
        program = shop / place
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "$0" >> "{trace}"\n', "utf-8")
        program.chmod(0o755)
    (shop / ".vscode").mkdir()
    settings = {
        "omni.server.path": str(shop / "evil"),
        "omni.server.args": ["-c", f"touch {trace}"],
        "python.defaultInterpreterPath": str(shop / "bin" / "python"),
    }
    (shop / ".vscode" / "settings.json").write_text(json.dumps(settings), "utf-8")
    with running(editor, vsix, tmp_path / "home", trust="on") as code:
        seen = code.play("restricted", 100, folder=str(shop), file="api/app.py", line="126", column="42")
        _goes(code, "omni_lsp", "after the window was closed")
        restricted, *trusted = (Recording.load(wire) for wire in code.wires)
    assert not trace.exists()
    assert "only the bundled rules run" in str(seen["tooltip"])
    assert _asked(restricted, "initialize")["initializationOptions"]["trust"] is False
    assert not check(restricted)
    for recording in trusted:
        assert _asked(recording, "initialize")["initializationOptions"]["trust"] is True
        assert not check(recording)


@pytest.mark.timeout(120, func_only=True)
def test_no_server_until_the_user_names_one(editor: VsCode, vsix: Path, shop: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(editor, vsix, home, trust="off", has=Furniture(server=None)) as code:
        named = {"program": str(home / "bin" / "not-yet"), "settings": str(home / "data" / "Machine" / "settings.json")}
        seen = code.play("missing", 100, folder=str(shop), file="api/app.py", line="126", column="42", **named)
        (recording,) = (Recording.load(wire) for wire in code.wires)
    assert "pipx install omni-lsp" in str(seen["said"])
    assert "Install It" in str(seen["welcome"])
    assert not check(recording)


@pytest.mark.timeout(240, func_only=True)
def test_chat_with_a_model_of_vs_code(editor: VsCode, vsix: Path, shop: Path, tmp_path: Path) -> None:
    """The server's side of it alone, against models that another extension brings through VS Code's own interface."""
    models, asked = _packed("models", tmp_path), tmp_path / "asked.jsonl"
    server = (str(REPOSITORY / "tests" / "editors" / "vscode_chat_server.py"), str(asked))
    has = Furniture(server, (models,), {"chat.disableAIFeatures": False})
    settings = tmp_path / "home" / "data" / "Machine" / "settings.json"
    with running(editor, vsix, tmp_path / "home", trust="off", has=has) as code:
        seen = code.play(
            "chat", 200, folder=str(shop), asked=str(asked), wire=str(code.home / "wire"), settings=str(settings)
        )
        recordings = [Recording.load(wire) for wire in code.wires]
        kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file() and KEY in path.read_bytes()]
    noted = [json.loads(line) for line in asked.read_text("utf-8").splitlines()]
    known = next(each for each in noted if "models" in each)
    answers = [each for each in noted if "model" in each]
    assert "The model echo" in str(seen["question"])
    assert "omni-test" in str(seen["question"])
    assert (seen["dialogsLeft"], seen["dialogsLater"], seen["kind"]) == (0, 0, "password")
    assert {f"omni-test/{name}" for name in ("echo", "hang", "blocked")} <= set(known["models"])
    assert known["asks"] is True
    assert "language models" in str(seen["own"])
    assert "OMNI sends it the pieces of your code" in str(seen["own"])
    ended = [(each["model"], each.get("error") or each["ending"]) for each in answers]
    assert ended == [
        ("echo", "AgentFatalError"),
        ("echo", "done"),
        ("hang", "ChatTimeoutError"),
        ("deaf", "ChatTimeoutError"),
        ("endless", "length"),
        ("blocked", "ChatRateLimitError"),
        ("quota", "ChatRateLimitError"),
        ("denied", "AgentFatalError"),
        ("filtered", "ChatRefusalError"),
        ("broken", "ChatUnavailableError"),
        ("no-such", "ChatUnavailableError"),
        ("count", "done"),
        ("omni-guarded/echo", "AgentFatalError"),
        ("omni-guarded/echo", "done"),
        ("count", "done"),
        ("count", "AgentFatalError"),
    ]
    texts = {each["model"]: each["text"] for each in answers if "text" in each}
    assert texts["echo"] == "1:Be brief.;1:launch codes;😀"
    assert texts["count"] == "2 cancelled"
    assert [each["heard"] for each in answers if each.get("error") == "ChatTimeoutError"] == ["begun", "begun"]
    assert [each["key"] for each in noted if "started" in each] == [None, KEY.decode(), None]
    assert [path.name for path in kept] == []
    for recording in recordings:
        assert not check(recording)


def _asked(recording: Recording, method: str) -> dict[str, Any]:
    """The parameters of the client's first message so called."""
    bodies = (message.body for message in recording.read().messages if message.from_client)
    params: dict[str, Any] = next(body["params"] for body in bodies if body.get("method") == method)
    return params


def _methods(recording: Recording) -> set[str]:
    return {message.body.get("method") for message in recording.read().messages if message.from_client}


def _goes(code: Running, words: str, when: str) -> None:
    deadline = time.monotonic() + GONE_SECONDS
    while left := code.processes(words):
        assert time.monotonic() < deadline, f"{when}: {left} are still there"
        code.wait(0.1)


@pytest.mark.timeout(240, func_only=True)
def test_a_finding_repaired_by_a_model_of_vs_code(editor: VsCode, vsix: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    (folder / ".omni").mkdir(parents=True)
    (folder / ".omni" / "pipeline.yaml").write_text(PATIENT, "utf-8")
    call = 'return subprocess.run("ls " + name, shell=True, check=True)'
    (folder / "a.py").write_text(f"import subprocess\n\n\ndef listing(name):\n    {call}\n", "utf-8")
    has = Furniture(extensions=(_packed("mender", tmp_path),), settings={"chat.disableAIFeatures": False})
    with running(editor, vsix, tmp_path / "home", trust="off", has=has) as code:
        seen = code.play("mend", 200, folder=str(folder), file="a.py")
        recordings = [Recording.load(wire) for wire in code.wires]
    actions = [str(each).strip() for each in seen["actions"]]  # type: ignore[attr-defined]
    assert actions.index("Fix with Mender") < actions.index("Write a prompt for your assistant")
    assert "Mender" in str(seen["question"])
    assert "the finding is gone" in str(seen["said"])
    text = (folder / "a.py").read_text("utf-8")
    assert text.count('["ls", name], check=True') == 1
    assert text.endswith("\n\n\ndef doubled(number):\n    return 2 * number\n")
    for recording in recordings:
        assert not check(recording)


def _packed(name: str, folder: Path) -> Path:
    """An extension of the tests, as VS Code installs it."""
    packed = folder / f"{name}.vsix"
    vsce = REPOSITORY / "client-vscode" / "node_modules" / ".bin" / "vsce"
    pack = [vsce, "package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", packed]
    subprocess.run(pack, cwd=REPOSITORY / "tests/editors/vscode" / name, check=True, capture_output=True, timeout=60)
    return packed
