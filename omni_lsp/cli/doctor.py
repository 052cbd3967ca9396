"""`omni-lsp doctor`: what is installed and in force, whether a scan works, and what to do where something is wrong."""

import argparse
import asyncio
import json
import os
import sys
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.cli.options import Commands, add_pipeline, caches, configured, with_trust

if TYPE_CHECKING:
    from omni_lsp.app.health import Health

WRONG = 1


def add(commands: Commands) -> None:
    parser = commands.add_parser("doctor", help="what is installed and in force, and whether it works")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--rules", type=Path, metavar="PATH", nargs="+", help="rule files or folders of yours")
    add_pipeline(parser)
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    from omni_lsp.app.doctor import Asked, examined

    rules = [str(path.absolute()) for path in arguments.rules] if arguments.rules else None
    config = with_trust(configured(trust=arguments.trust or None, security={"rules": rules}), Path.cwd())
    asked = Asked(config, caches(), os.environ, Path.cwd(), arguments.pipeline)
    health = asyncio.run(examined(asked))
    sys.stdout.write(as_json(health) if arguments.format == "json" else as_text(health))
    return 0 if health.is_well else WRONG


def as_text(health: "Health") -> str:
    """A line for each fact, those of a group below its name; `!` marks what is wrong, followed by what to do."""
    lines: list[str] = []
    for group, checks in groupby(health.checks, key=lambda check: check.group):
        lines.append(group)
        for check in checks:
            lines.append(f"  {' ' if check.is_well else '!'} {check.name}: {check.said}")
            lines += [f"      → {check.advice}"] if check.advice else []
    wrong = sum(not check.is_well for check in health.checks)
    return "\n".join((*lines, "", f"{wrong} problem{'s' if wrong > 1 else ''}" if wrong else "all well", ""))


def as_json(health: "Health") -> str:
    """`{"version": 1, "is_well": …, "checks": [{"group", "name", "said", "is_well", "advice"}, …]}`"""
    document = {"version": 1, "is_well": health.is_well, "checks": [asdict(check) for check in health.checks]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
