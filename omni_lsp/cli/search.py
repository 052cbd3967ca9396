"""`omni-lsp search`: ranked code search over the index of a folder, which is brought up to date first."""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.cli.options import Commands, caches, configured, positive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omni_lsp.model.retrieval import Hit

WRONG_USAGE = 2
NOTHING_FOUND = 1
_SHOWN_LINES = 6


def add(commands: Commands) -> None:
    parser = commands.add_parser("search", help="find code by words or by a name")
    parser.add_argument("query", metavar="QUERY", help="words, or the name of something")
    parser.add_argument("path", metavar="PATH", nargs="?", type=Path, default=Path())
    parser.add_argument("-k", type=positive, metavar="N", default=10, help="how many answers at most (10)")
    parser.add_argument("--json", action="store_true", help="a list of objects on stdout")
    domains = ["code", "tests", "docs", "configuration", "security", "history", "dependencies"]
    parser.add_argument("--domain", choices=domains, help="what it is about; by default its words decide")
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    """0 when something was found, else 1. Raises AgentError and ConfigError."""
    root = Path(os.path.abspath(arguments.path))  # noqa: PTH100 - links stay as they are
    if not root.is_dir():
        sys.stderr.write(f"omni-lsp: there is no folder {root}\n")
        return WRONG_USAGE
    os.environ.setdefault("LANCEDB_LOG", "error")
    hits = asyncio.run(_searched(arguments, root))
    text = as_json(hits) if arguments.json else as_text(hits)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0 if hits else NOTHING_FOUND


def as_json(hits: "Sequence[Hit]") -> str:
    """`[{"path", "start_line", "end_line", "symbol", "score", "text"}, …]`, lines from 1, the last one included."""
    found = [
        {
            "path": hit.path,
            "start_line": hit.start + 1,
            "end_line": hit.end,
            "symbol": hit.symbol,
            "score": round(hit.score, 4),
            "text": hit.text,
        }
        for hit in hits
    ]
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def as_text(hits: "Sequence[Hit]") -> str:
    """A heading for each answer, and the first lines of it; what a terminal would obey is shown as what it is."""
    from omni_lsp.formats.printable import visible

    parts = []
    for hit in hits:
        name = f"  {hit.symbol}" if hit.symbol else ""
        lines = [f"    {line}" for line in hit.text.splitlines()[:_SHOWN_LINES]]
        shown = [visible(line) for line in (f"{hit.path}:{hit.start + 1}-{hit.end}{name}", *lines)]
        parts.append("\n".join(shown))
    return "\n\n".join(parts) + "\n" if parts else "nothing found\n"


async def _searched(arguments: argparse.Namespace, root: Path) -> "Sequence[Hit]":
    from omni_lsp.adapters.index.local import LocalIndex
    from omni_lsp.adapters.index.parts import means
    from omni_lsp.app.retrieval import index_options
    from omni_lsp.cli.index import refreshed
    from omni_lsp.model.retrieval import Domain, Query

    config = configured()
    options = index_options(config, caches(), os.environ)
    index = LocalIndex(options.caches, means(options))
    try:
        await refreshed(index, root)
        domain = Domain(arguments.domain) if arguments.domain else None
        return await index.search(root, Query(arguments.query, arguments.k, domain))
    finally:
        await index.close()
