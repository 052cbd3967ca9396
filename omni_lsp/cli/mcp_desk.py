"""Requests of the Model Context Protocol to tools and back: arguments checked, answers shaped, failures told."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import asdict
from pathlib import Path, PurePath

import anyio
from mcp.shared.exceptions import McpError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequest,
    CallToolResult,
    ErrorData,
    ListResourcesResult,
    ReadResourceRequest,
    ReadResourceResult,
    Resource,
    TextContent,
    TextResourceContents,
)
from pydantic import AnyUrl, ValidationError

from omni_lsp.app import tools_safe as safe
from omni_lsp.app.tools import Tools
from omni_lsp.app.tools_answers import Answer
from omni_lsp.app.tools_packs import pack_text, packs
from omni_lsp.app.tools_place import project_root
from omni_lsp.app.tools_text import as_text
from omni_lsp.cli.mcp_tools import TOOLS, GetContext, ListFindings, SearchCode, ValidateCode
from omni_lsp.config.wording import problems
from omni_lsp.model.errors import (
    AgentFatalError,
    AgentTimeoutError,
    AgentTransientError,
    AgentValidationError,
    ConfigError,
    OmniError,
)
from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import PackFile
from omni_lsp.model.retrieval import Domain, Query
from omni_lsp.model.trace import enter_trace, new_trace

log = logging.getLogger(__name__)

_SCHEME = "omni://pack/"
_NOT_FOUND = -32002
_AT_ONCE = 4
_KINDS: tuple[tuple[type[OmniError], str], ...] = (
    (AgentValidationError, "invalid argument"),
    (AgentTimeoutError, "out of time"),
    (AgentTransientError, "try again"),
    (AgentFatalError, "not available"),
    (ConfigError, "wrong configuration"),
)


class Desk:
    """Answers each request in a task of its own, a few at once; whatever goes wrong becomes an answer."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def call(self, request: CallToolRequest, folder: Path) -> CallToolResult:
        """Raises McpError for a tool that there is not; a tool that fails says so in its answer."""
        name, arguments = request.params.name, request.params.arguments or {}
        if name not in TOOLS:
            raise McpError(ErrorData(code=INVALID_PARAMS, message=f"unknown tool, known are {', '.join(TOOLS)}"))
        shape = TOOLS[name].arguments
        try:
            parsed = shape.model_validate(arguments)
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, each.path))}: {each.message}" for each in problems(error, shape))
            return _failed("invalid argument", safe.line(wrong, 1_000))
        async with self._slots:
            return await _watched(self._answered(folder, parsed), name)

    async def close(self) -> None:
        await self._tools.close()

    async def _answered(self, folder: Path, arguments: object) -> CallToolResult:
        try:
            answer = await self._answer(project_root(folder), arguments)
        except OmniError as error:
            return _failed(*_told(error))
        return CallToolResult(
            content=[TextContent(type="text", text=as_text(answer))], structuredContent=asdict(answer)
        )

    async def _answer(self, root: Path, arguments: object) -> Answer:
        match arguments:
            case SearchCode():
                domain = Domain(arguments.domain) if arguments.domain else None
                query = Query(arguments.query, arguments.limit, domain)
                return await self._tools.search(root, query, arguments.max_tokens)
            case GetContext():
                return await self._tools.context(root, arguments.path, arguments.symbol, arguments.max_tokens)
            case ListFindings():
                least = Severity[(arguments.severity or "info").upper()]
                return await self._tools.findings(root, arguments.path, least, arguments.max_tokens)
            case ValidateCode():
                return await self._tools.validate(root, arguments.path, arguments.code, arguments.max_tokens)
        raise TypeError(f"{type(arguments).__name__} are the arguments of no tool")

    async def resources(self, folder: Path) -> ListResourcesResult:
        """The context packs that are on the disk, none in what is no project."""
        try:
            found = await packs(project_root(folder))
        except AgentValidationError:
            found = ()
        return ListResourcesResult(
            resources=[
                Resource(name=pack.value, uri=AnyUrl(_SCHEME + pack.value), mimeType="text/markdown", title=pack.value)
                for pack in found
            ]
        )

    async def read(self, request: ReadResourceRequest, folder: Path) -> ReadResourceResult:
        """Raises McpError for what is none of them."""
        uri = request.params.uri
        try:
            text = await pack_text(project_root(folder), PackFile(str(uri).removeprefix(_SCHEME)))
        except (AgentValidationError, ValueError) as error:
            raise McpError(ErrorData(code=_NOT_FOUND, message="there is no such resource")) from error
        return ReadResourceResult(contents=[TextResourceContents(uri=uri, mimeType="text/markdown", text=text)])


async def _watched(work: Coroutine[object, object, CallToolResult], name: str) -> CallToolResult:
    """The answer, also where the tool broke; a request that is cancelled stops its work and waits for the end of it.

    In a task of its own, because the library cancels again and again, also what cleans up.
    """
    enter_trace(new_trace())
    task = asyncio.create_task(work, name=f"tool {name}")
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()
        with anyio.CancelScope(shield=True):
            await asyncio.wait({task})
    if task.cancelled():
        return _failed("out of time", "the tool was stopped")
    if (error := task.exception()) is not None:
        # Its words may hold anything, paths and texts included; they stay in the log.
        log.error("%s broke", name, exc_info=error)
        return _failed("broken", f"{name} broke ({type(error).__name__}); the log of the server has the details")
    return task.result()


def _told(error: OmniError) -> tuple[str, str]:
    """The kind of a failure, and what it is about in words without our paths."""
    kind = next((kind for cls, kind in _KINDS if isinstance(error, cls)), "failed")
    if isinstance(error, ConfigError):
        wrong = "; ".join(mistake.message for mistake in error.mistakes)
        return kind, safe.without_folders(f"{PurePath(error.source).name}: {wrong}")
    on, reason = getattr(error, "on", ""), getattr(error, "reason", str(error))
    return kind, safe.without_folders(f"{on}: {reason}" if on else reason)


def _failed(kind: str, reason: str) -> CallToolResult:
    text = TextContent(type="text", text=f"{kind}: {reason}")
    return CallToolResult(content=[text], isError=True, _meta={"omni/error": kind})
