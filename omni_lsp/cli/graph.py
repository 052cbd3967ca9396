"""`omni-lsp graph`: the active pipeline as a graph of its agents or as a picture with their budgets."""

import argparse
import sys
from pathlib import Path

from omni_lsp.cli.options import Commands, add_pipeline, caches, configured, with_trust


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "graph", help="a pipeline as a graph of its agents, or as a picture with their budgets"
    )
    parser.add_argument("--format", choices=["mermaid", "dot", "svg"], default="mermaid")
    add_pipeline(parser)
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    from omni_lsp.app.drawing import drawn
    from omni_lsp.app.plans import plan_for
    from omni_lsp.app.team import assemble

    config = with_trust(configured(trust=arguments.trust or None), Path.cwd())
    plan = plan_for(Path.cwd(), config, assemble(config, caches()).agents, arguments.pipeline)
    sys.stdout.write(drawn(plan, arguments.format))
    return 0
