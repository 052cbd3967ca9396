"""The Model Context Protocol in one process: the library's client against our server, with an index that is made up."""

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import jsonschema
import pytest
from mcp import ClientSession, McpError
from mcp.shared.context import RequestContext
from mcp.shared.memory import create_connected_server_and_client_session
from mcp.types import (
    CallToolResult,
    CancelledNotification,
    CancelledNotificationParams,
    ClientNotification,
    ListRootsResult,
    Root,
    TextContent,
)
from pydantic import AnyUrl, FileUrl
from tools_fakes import FakeIndex, hit, means

from omni_lsp.app.tools import Tools
from omni_lsp.cli.mcp_desk import Desk
from omni_lsp.cli.mcp_server import Roots, server_for
from omni_lsp.model.errors import AgentFatalError

KEY = "AKIA" + "Q3EGRXNV7JH5W2PL"
Connect = Callable[..., AbstractAsyncContextManager[ClientSession]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    (project / "AGENTS.md").write_text(f"# Rules\n\nRun `make test`.\nkey: {KEY}\n")
    (project / "a.py").write_text("x = 1\n")
    return project


@pytest.fixture
def index() -> FakeIndex:
    return FakeIndex([hit(), hit("app/b.py", text=f"key = '{KEY}'\n")])


@pytest.fixture
def connect(root: Path, tmp_path: Path, index: FakeIndex) -> Connect:
    """A client; the server was started in `here`, by default the project, or with `--root`."""

    def connected(
        here: Path = root,
        named: Path | None = None,
        roots: Callable[[RequestContext[ClientSession, None]], Awaitable[ListRootsResult]] | None = None,
    ) -> AbstractAsyncContextManager[ClientSession]:
        desk = Desk(Tools(means(index, tmp_path / "caches")))

        async def made() -> Desk:
            return desk

        return create_connected_server_and_client_session(
            server_for(Roots(named, here), made), list_roots_callback=roots
        )

    return connected


def said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def test_all_tools_only_read_and_say_what_they_take_and_give(connect: Connect) -> None:
    async with connect() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"search_code", "get_context", "list_findings", "validate_code"}
    for tool in tools.values():
        assert tool.annotations is not None
        assert tool.annotations.readOnlyHint is True
        assert tool.inputSchema["additionalProperties"] is False
        assert tool.outputSchema is not None
        assert tool.outputSchema["type"] == "object"
        jsonschema.Draft202012Validator.check_schema(tool.outputSchema)
    # What every session of an assistant pays for.
    assert sum(len(tool.description or "") + len(str(tool.inputSchema)) for tool in tools.values()) < 4_000


def test_nothing_heavy_is_imported_before_a_tool_is_asked_for() -> None:
    heavy = ("omni_lsp.app.tools", "tree_sitter", "semgrep", "re2", "yaml", "numpy", "lancedb", "bpe_openai", "sqlite3")
    code = (
        "import sys, omni_lsp.cli.mcp, omni_lsp.cli.mcp_server, omni_lsp.cli.mcp_stdio, omni_lsp.config.settings;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_hits_come_as_text_and_as_data(connect: Connect, index: FakeIndex) -> None:
    async with connect() as client:
        result = await client.call_tool("search_code", {"query": "total of a cart", "limit": 5, "domain": "code"})
    assert not result.isError
    assert result.structuredContent is not None
    first = result.structuredContent["hits"][0]
    assert (first["path"], first["start_line"], first["end_line"], first["symbol"]) == ("app/cart.py", 10, 11, "total")
    assert "`app/cart.py:10-11` `total`" in said(result)
    assert KEY not in said(result) + str(result.structuredContent)
    assert (index.asked[0].text, index.asked[0].limit, index.asked[0].domain) == ("total of a cart", 5, "code")


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("search_code", {}, "'query' is missing"),
        ("search_code", {"query": ""}, "query: must not be empty"),
        ("search_code", {"query": "x" * 2_001}, "query"),
        ("search_code", {"query": "x", "limit": 0}, "limit: must be at least 1"),
        ("search_code", {"query": "x", "domain": "money"}, "domain: must be"),
        ("search_code", {"query": "x", "max_tokens": 10**6}, "max_tokens: must be at most 20000"),
        ("search_code", {"qury": "x"}, "did you mean 'query'?"),
        ("get_context", {"path": "../x"}, "leads out of the project"),
        ("get_context", {"path": "none.py"}, "no such file"),
        ("list_findings", {"severity": "awful"}, "severity: must be"),
        ("list_findings", {"path": "/etc"}, "leads out of the project"),
        ("validate_code", {"code": "x" * 1_000_001, "path": "a.py"}, "code"),
        ("validate_code", {"code": "ä" * 600_000, "path": "a.py"}, "more than 1,000,000 bytes"),
        ("validate_code", {"code": "x", "path": "../a.py"}, "leads out of the project"),
        ("validate_code", {"code": "x", "path": "."}, "it is a folder"),
    ],
)
async def test_wrong_arguments_are_explained(
    connect: Connect, tool: str, arguments: dict[str, object], told: str
) -> None:
    async with connect() as client:
        result = await client.call_tool(tool, arguments)
    assert result.isError
    assert result.meta == {"omni/error": "invalid argument"}
    assert said(result).startswith("invalid argument: ")
    assert told in said(result)


async def test_an_unknown_tool_is_an_error_of_the_protocol(connect: Connect) -> None:
    async with connect() as client:
        with pytest.raises(McpError, match="unknown tool") as caught:
            await client.call_tool("write_file", {})
    assert caught.value.error.code == -32602


async def test_failures_have_a_kind_and_none_of_our_paths(connect: Connect, index: FakeIndex) -> None:
    index.failure = AgentFatalError("search", "/home/ann/.cache/x.lance", "[Errno 28] '/home/ann/.cache/x.lance'")
    async with connect() as client:
        result = await client.call_tool("search_code", {"query": "x"})
    assert result.meta == {"omni/error": "not available"}
    assert "x.lance" in said(result)
    assert "ann" not in said(result)


async def test_a_broken_tool_is_said_and_its_words_stay_in_the_log(
    connect: Connect, index: FakeIndex, caplog: pytest.LogCaptureFixture
) -> None:
    index.failure = KeyError("/home/ann/secret")
    async with connect() as client:
        with caplog.at_level(logging.ERROR):
            result = await client.call_tool("search_code", {"query": "x"})
        index.failure = None
        assert not (await client.call_tool("search_code", {"query": "x"})).isError
    assert said(result) == "broken: search_code broke (KeyError); the log of the server has the details"
    assert "/home/ann/secret" in caplog.text


async def test_a_cancelled_request_stops_its_work(connect: Connect, index: FakeIndex) -> None:
    index.hangs = True
    async with connect() as client:
        asked = asyncio.create_task(client.call_tool("search_code", {"query": "x"}))
        await index.begun.wait()
        params = CancelledNotificationParams(requestId=client._request_id - 1)
        await client.send_notification(ClientNotification(CancelledNotification(params=params)))
        with pytest.raises(McpError, match="cancelled"):
            await asked
        await index.stopped.wait()
        index.hangs = False
        assert not (await client.call_tool("search_code", {"query": "x"})).isError


async def test_a_client_that_leaves_stops_its_work(connect: Connect, index: FakeIndex) -> None:
    index.hangs = True
    async with connect() as client:
        asked = asyncio.create_task(client.call_tool("search_code", {"query": "x"}))
        await index.begun.wait()
    assert index.stopped.is_set()
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)


async def test_the_clients_first_folder_goes_before_the_current_one(
    connect: Connect, root: Path, tmp_path: Path
) -> None:
    asked = 0

    async def roots(_: RequestContext[ClientSession, None]) -> ListRootsResult:
        nonlocal asked
        asked += 1
        return ListRootsResult(roots=[Root(uri=FileUrl(root.as_uri()))])

    async with connect(here=Path("/"), roots=roots) as client:
        for _ in range(2):
            assert not (await client.call_tool("get_context", {"path": "a.py"})).isError
        assert asked == 1
        await client.send_roots_list_changed()
        assert not (await client.call_tool("get_context", {"path": "a.py"})).isError
        assert asked == 2
    other = tmp_path / "other"
    other.mkdir()
    async with connect(here=Path("/"), named=other, roots=roots) as client:
        assert (await client.call_tool("get_context", {"path": "a.py"})).isError


async def test_a_whole_disk_is_refused(connect: Connect) -> None:
    async with connect(here=Path("/")) as client:
        result = await client.call_tool("get_context", {})
        assert (await client.list_resources()).resources == []
    assert "start the server with --root" in said(result)


async def test_packs_on_the_disk_can_be_read_and_nothing_else(connect: Connect, root: Path, tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text("outside")
    (root / "CLAUDE.md").symlink_to(tmp_path / "out.md")
    (root / ".omni" / "context").mkdir(parents=True)
    (root / ".omni" / "context" / "repo-map.md").write_text("# Map\r\n")
    if hasattr(os, "mkfifo"):
        (root / ".github").mkdir()
        os.mkfifo(root / ".github" / "copilot-instructions.md")
    async with connect() as client:
        listed = (await client.list_resources()).resources
        assert [each.name for each in listed] == ["AGENTS.md", ".omni/context/repo-map.md"]
        texts = [(await client.read_resource(each.uri)).contents[0].text for each in listed]  # type: ignore[union-attr]
        for uri in ("omni://pack/CLAUDE.md", "omni://pack/a.py", "file:///etc/passwd", "omni://pack/../a.py"):
            with pytest.raises(McpError) as caught:
                await client.read_resource(AnyUrl(uri))
            assert caught.value.error.code == -32002
    assert texts[0].startswith("# Rules\n")
    assert KEY not in texts[0]
    assert texts[1] == "# Map\n"
