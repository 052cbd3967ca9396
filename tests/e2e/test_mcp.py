"""`omni-lsp mcp` as an assistant starts it: the library's client over real pipes, and a raw one that is rude."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, TextContent

from conftest import SHOP, planted

KEY = "AKIA" + "Q3EGRXNV7JH5W2PL"
CODE = f"import hashlib\n\n\ndef mark(text: bytes) -> str:\n    key = '{KEY}'\n    return hashlib.md5(text).hexdigest() + key\n"
START = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}},
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The shop in a folder of its own, with a context pack, and a policy that is wrong and that nobody trusts."""
    shutil.copytree(SHOP, tmp_path / "shop")
    shop = tmp_path / "shop"
    (shop / "AGENTS.md").write_text("# The shop\n")
    (shop / ".omni").mkdir(exist_ok=True)
    (shop / ".omni" / "policy.yaml").write_text("version: 1\nfrom: nobody\n")
    return shop


@asynccontextmanager
async def connected(env: dict[str, str], cwd: Path, *arguments: str) -> AsyncIterator[ClientSession]:
    how = StdioServerParameters(command=sys.executable, args=["-m", "omni_lsp", "mcp", *arguments], env=env, cwd=cwd)
    async with stdio_client(how) as (read, write), ClientSession(read, write) as session:
        yield session


def raw(env: dict[str, str], cwd: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "omni_lsp", "mcp"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=cwd
    )


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def given(result: CallToolResult) -> dict[str, object]:
    assert not result.isError, said(result)
    assert result.structuredContent is not None
    return result.structuredContent


async def test_a_session_of_an_assistant(caches: dict[str, str], shop: Path, patient: Path) -> None:
    before = tree(shop.parent)
    async with connected(caches, shop, "--pipeline", str(patient)) as client:
        start = await client.initialize()
        assert start.serverInfo.name == "omni-lsp"
        assert {tool.name for tool in (await client.list_tools()).tools} == {
            "search_code",
            "get_context",
            "list_findings",
            "validate_code",
        }
        await findings_are_those_of_a_check(client)
        await code_is_looked_at_without_a_file(client)
        await the_project_is_known(client)
        await code_is_found(client)
        await what_is_wrong_is_said(client)
        (pack,) = (await client.list_resources()).resources
        assert (await client.read_resource(pack.uri)).contents[0].text == "# The shop\n"  # type: ignore[union-attr]
    assert tree(shop.parent) == before


async def findings_are_those_of_a_check(client: ClientSession) -> None:
    answer = given(await client.call_tool("list_findings", {"max_tokens": 20_000}))
    assert answer["complete"] is True
    found = sorted((each["path"], each["line"], each["rule"]) for each in answer["findings"])  # type: ignore[attr-defined]
    # What is wrong with a policy is said also where it has no say.
    assert found == [(".omni/policy.yaml", 2, "compliance.policy"), *planted()]
    path = planted()[0][0]
    some = given(await client.call_tool("list_findings", {"path": path, "severity": "error"}))
    assert {(each["path"], each["severity"]) for each in some["findings"]} <= {(path, "error")}  # type: ignore[attr-defined]


async def code_is_found(client: ClientSession) -> None:
    answer = given(await client.call_tool("search_code", {"query": "look up a user by name in the database"}))
    assert answer["index"] == "ready"
    assert answer["hits"][0]["path"].endswith(".py")  # type: ignore[index]


async def code_is_looked_at_without_a_file(client: ClientSession) -> None:
    result = await client.call_tool("validate_code", {"code": CODE, "path": "new/mark.py"})
    answer = given(result)
    found = {each["rule"]: each for each in answer["findings"]}  # type: ignore[attr-defined]
    assert set(found) == {"secret.aws", "py.weak-hash"}
    assert found["py.weak-hash"]["fix"] == {
        "line": 6,
        "column": 12,
        "end_line": 6,
        "end_column": 29,
        "text": "hashlib.sha256(text)",
    }
    assert {each["status"] for each in answer["stages"]} == {"done"}  # type: ignore[attr-defined]
    assert answer["complete"] is True
    assert KEY not in said(result) + json.dumps(answer)


async def the_project_is_known(client: ClientSession) -> None:
    project = given(await client.call_tool("get_context", {}))
    assert project["kinds"]
    path = project["files"][0]["path"]  # type: ignore[index]
    file = given(await client.call_tool("get_context", {"path": path}))
    assert file["outline"]


async def what_is_wrong_is_said(client: ClientSession) -> None:
    for tool, arguments in (
        ("validate_code", {"code": "x = 1\n", "path": "../outside.py"}),
        ("get_context", {"path": "/etc/passwd"}),
        ("list_findings", {"paths": "a"}),
    ):
        result = await client.call_tool(tool, arguments)
        assert result.isError
        assert said(result).startswith("invalid argument: ")


async def test_what_the_project_says_of_itself_counts_only_under_trust(caches: dict[str, str], shop: Path) -> None:
    async with connected(caches, shop, "--trust") as client:
        await client.initialize()
        told = said(await client.call_tool("validate_code", {"code": "x = 1\n", "path": "a.txt"}))
    assert told.startswith("wrong configuration: policy.yaml: ")
    assert str(shop) not in told


def test_garbage_is_answered_and_the_end_of_the_input_ends_it(caches: dict[str, str], shop: Path) -> None:
    server = raw(caches, shop)
    lines = [b"{", b'{"jsonrpc": "2.0"}', json.dumps(START).encode(), b""]
    out, err = server.communicate(b"\n".join(lines), timeout=15)
    told = [json.loads(line) for line in out.splitlines()]
    assert [each.get("error", {}).get("code") for each in told] == [-32700, -32700, None]
    assert told[2]["result"]["serverInfo"]["name"] == "omni-lsp"
    assert server.returncode == 0, err
    assert b"Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_it_ends_when_it_is_told_to(caches: dict[str, str], shop: Path) -> None:
    server = raw(caches, shop)
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps(START).encode() + b"\n")
    server.stdin.flush()
    assert b"omni-lsp" in server.stdout.readline()
    server.send_signal(signal.SIGTERM)
    _, err = server.communicate(timeout=15)
    assert server.returncode == 0, err
    assert b"Traceback" not in err


def test_wrong_usage_is_said(caches: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "omni_lsp", "mcp", "--root", "none"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=caches, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no folder none" in done.stderr
