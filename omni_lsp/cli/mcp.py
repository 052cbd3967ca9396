"""`omni-lsp mcp`: the same agents as tools for AI assistants, by the Model Context Protocol on stdin and stdout."""

import argparse
import asyncio
import logging
import os
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from omni_lsp.cli.options import Commands, add_pipeline, caches, configured, with_trust

if TYPE_CHECKING:
    from omni_lsp.app.tools import Means
    from omni_lsp.cli.mcp_desk import Desk
    from omni_lsp.config.settings import Config
    from omni_lsp.ports.retrieval import Index

WRONG_USAGE = 2


def add(commands: Commands) -> None:
    parser = commands.add_parser("mcp", help="serve search, context and findings to AI assistants")
    parser.add_argument("--root", type=Path, metavar="DIR", help="the project, instead of the client's or this folder")
    add_pipeline(parser)
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    """`arguments.wire` is the claimed stdout. Raises ConfigError."""
    root = arguments.root
    if root is not None and not root.is_dir():
        sys.stderr.write(f"omni-lsp: there is no folder {root}\n")
        return WRONG_USAGE
    # Half a second, most of it the protocol's library.
    import_module("omni_lsp.cli.mcp_server")
    config = configured(trust=arguments.trust or None)
    if root is not None:  # A root that the client names comes later, and trust in one folder says nothing of another.
        config = with_trust(config, root.absolute())
    # The library writes whole messages, with the code in them, when it fails; we log failures ourselves.
    logging.getLogger().setLevel(logging.CRITICAL)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(_served(arguments, config, caches()))


async def _served(arguments: argparse.Namespace, config: "Config", place: Path) -> int:
    from omni_lsp.cli.mcp_server import Roots, server_for
    from omni_lsp.cli.mcp_stdio import serve

    wire: BinaryIO = arguments.wire
    work = _Work(arguments.pipeline, config, place)
    roots = Roots(arguments.root.absolute() if arguments.root is not None else None, Path.cwd())
    try:
        await serve(server_for(roots, work.desk), sys.stdin.buffer, wire)
    finally:
        await work.close()
    return 0


class _Work:
    """The tools, made when they are first asked for: the client waits for the answer to `initialize` before."""

    def __init__(self, pipeline: str | None, config: "Config", place: Path) -> None:
        self._pipeline = pipeline
        self._config = config
        self._place = place
        self._turn = asyncio.Lock()
        self._desk: Desk | None = None

    async def desk(self) -> "Desk":
        async with self._turn:
            if self._desk is None:
                await asyncio.to_thread(import_module, "omni_lsp.cli.mcp_desk")
                from omni_lsp.app.tools import Tools
                from omni_lsp.cli.mcp_desk import Desk

                self._desk = Desk(Tools(self._means()))
            return self._desk

    async def close(self) -> None:
        if self._desk is not None:
            await self._desk.close()

    def _index(self) -> "Index":
        from omni_lsp.adapters.index.client import IndexClient
        from omni_lsp.app.retrieval import index_options

        return IndexClient(index_options(self._config, self._place, os.environ))

    def _means(self) -> "Means":
        from omni_lsp.adapters.tokens import exact_or_bound
        from omni_lsp.app.tools import Means

        return Means(
            self._config,
            self._place,
            self._pipeline,
            self._index,
            exact_or_bound(),
            date.today,
        )
