"""`omni-lsp`: the arguments, and the exit status of every command."""

import argparse
import sys
from collections.abc import Sequence
from typing import BinaryIO

from omni_lsp import __version__
from omni_lsp.cli import check, doctor, graph, index, mcp, pack, rules, schema, search, trust

WRONG_USAGE = 2
INCOMPLETE = 3
INTERRUPTED = 130


def run(argv: Sequence[str], wire: BinaryIO | None) -> int:
    """The exit status: 0 nothing found, 1 something found, 2 wrong usage or configuration, 3 an incomplete run.

    `wire` is the claimed stdout when `--stdio` or `mcp` was asked for.
    """
    parser = _parser()
    arguments = parser.parse_args(argv, argparse.Namespace(wire=wire))
    if arguments.stdio and wire is not None:
        from omni_lsp.cli.serve import serve

        return serve(wire)
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return WRONG_USAGE
    from omni_lsp.model.errors import AgentError, ConfigError

    try:
        return int(arguments.act(arguments))
    except ConfigError as error:
        sys.stderr.write(f"omni-lsp: {error}\n")
        return WRONG_USAGE
    except AgentError as error:
        sys.stderr.write(f"omni-lsp: {error}\n")
        return INCOMPLETE
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("omni-lsp", description="A team of agents for any editor, each in a time budget.")
    parser.add_argument("--version", action="version", version=f"omni-lsp {__version__}")
    parser.add_argument("--stdio", action="store_true", help="serve the Language Server Protocol on stdin and stdout")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command in (check, pack, search, index, graph, rules, schema, trust, doctor, mcp):
        command.add(commands)
    return parser
