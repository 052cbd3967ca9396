"""`omni-lsp index`: builds or refreshes the index of a folder, so that nobody waits for it in the editor."""

import argparse
import asyncio
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.cli.options import Commands, caches, configured

if TYPE_CHECKING:
    from omni_lsp.adapters.index.local import LocalIndex
    from omni_lsp.model.retrieval import IndexStatus

WRONG_USAGE = 2
INCOMPLETE = 3


def add(commands: Commands) -> None:
    parser = commands.add_parser("index", help="build or refresh the index that search uses")
    parser.add_argument("path", metavar="PATH", nargs="?", type=Path, default=Path())
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--status", action="store_true", help="say how the index stands, and do nothing")
    what.add_argument("--rebuild", action="store_true", help="throw away what is there and begin anew")
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    """0 when the index holds every file, 3 when it does not. Raises AgentError and ConfigError."""
    root = Path(os.path.abspath(arguments.path))  # noqa: PTH100 - links stay as they are
    if not root.is_dir():
        sys.stderr.write(f"omni-lsp: there is no folder {root}\n")
        return WRONG_USAGE
    # It writes to stderr what the status says, too.
    os.environ.setdefault("LANCEDB_LOG", "error")
    status = asyncio.run(_acted(arguments, root))
    (sys.stdout if arguments.status else sys.stderr).write(as_text(status))
    from omni_lsp.model.retrieval import IndexPhase

    return 0 if status.phase is IndexPhase.READY else INCOMPLETE


def as_text(status: "IndexStatus") -> str:
    """One line: phase, sizes, and why it is not what it should be."""
    reason = f": {status.reason}" if status.reason else ""
    sizes = f"{status.files:,} files, {status.chunks:,} pieces, {status.bytes / 1e6:,.1f} MB"
    return f"index {status.phase}{reason} ({sizes})\n"


async def _acted(arguments: argparse.Namespace, root: Path) -> "IndexStatus":
    from omni_lsp.adapters.index.local import LocalIndex
    from omni_lsp.adapters.index.parts import means
    from omni_lsp.app.retrieval import index_options

    options = index_options(configured(), caches(), os.environ)
    index = LocalIndex(options.caches, means(options))
    try:
        if arguments.status:
            return await index.status(root)
        if arguments.rebuild:
            await index.rebuild(root)
        return await refreshed(index, root)
    finally:
        await index.close()


async def refreshed(index: "LocalIndex", root: Path) -> "IndexStatus":
    """Takes in what changed, with a progress bar where somebody sees it. Raises AgentError."""
    from tqdm import tqdm

    bar = tqdm(total=0, unit=" files", leave=False, disable=not sys.stderr.isatty(), file=sys.stderr)

    def show(done: int, total: int) -> None:
        bar.total, bar.n = total, done
        bar.refresh()

    with closing(bar):
        await index.refresh(root, None, show)
        await index.keep_up(is_idle=True)
    return await index.status(root)
