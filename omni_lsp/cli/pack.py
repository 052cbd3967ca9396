"""`omni-lsp pack`: writes what AI assistants should know about a project, or tells whether it is up to date."""

import argparse
import sys
from datetime import date
from pathlib import Path

from omni_lsp.cli.options import Commands, caches, configured, positive
from omni_lsp.model.packs import PackFile

DRIFT = 1
WRONG_USAGE = 2
INCOMPLETE = 3


def add(commands: Commands) -> None:
    parser = commands.add_parser("pack", help="write what AI assistants should know about a project")
    parser.add_argument("path", metavar="PATH", nargs="?", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--all", action="store_true", help="all eight files, also into those without a block of ours")
    looking = parser.add_mutually_exclusive_group()
    looking.add_argument("--check", action="store_true", help="write nothing; status 1 when a file is not up to date")
    looking.add_argument("--diff", action="store_true", help="write nothing; show what would change")
    parser.add_argument("--full", action="store_true", help="forget what is remembered, and analyse all files")
    names = [file.slug for file in PackFile]
    parser.add_argument(
        "--without", choices=names, action="append", default=[], help="leave this file alone; repeatable"
    )
    parser.add_argument("--map-tokens", type=positive, metavar="N", help="room of the map of the code (2,500)")
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    from omni_lsp.app.pack import Request, pack
    from omni_lsp.pack.difference import difference
    from omni_lsp.pack.rendering import MAP_TOKENS

    root = arguments.path.absolute()
    if not root.is_dir():
        sys.stderr.write(f"omni-lsp: there is no folder {arguments.path}\n")
        return WRONG_USAGE
    today = date.today()  # noqa: DTZ011 - a day as people here have it
    request = Request(
        root,
        configured(),
        caches(),
        today,
        every=arguments.all,
        full=arguments.full,
        dry=arguments.check or arguments.diff,
        off=frozenset(file for file in PackFile if file.slug in arguments.without),
        map_tokens=arguments.map_tokens or MAP_TOKENS,
    )
    packed = pack(request)
    written = packed.written
    for problem in written.plan.problems:
        place = f"{problem.path}:{problem.line + 1}"
        sys.stderr.write(f"omni-lsp: {place}: {problem.severity.name.lower()}: {problem.message}\n")
    if written.held_back:
        sys.stderr.write(f"omni-lsp: nothing was written, as {written.held_back} is under way\n")
        return INCOMPLETE
    for place in written.aside:
        sys.stderr.write(f"omni-lsp: kept aside: {place}\n")
    if not packed.is_complete:
        sys.stderr.write("omni-lsp: the analysis was incomplete; findings of the files in question stay as they were\n")
    status = 0 if packed.is_complete else INCOMPLETE
    if arguments.diff:
        sys.stdout.writelines(difference(packed.before.texts, packed.written.plan))
    elif arguments.check:
        for file in packed.drifted:
            _print(f"{file}: is not up to date")
        status = status or (DRIFT if packed.drifted else 0)
    else:
        for file in written.plan.changed:
            _print(f"{file}: {'removed' if file in written.plan.removes else 'written'}")
    return status


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
