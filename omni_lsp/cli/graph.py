"""`omni-lsp graph`: the agents' dependency graph of the active pipeline."""

import argparse
import sys
from pathlib import Path

from omni_lsp.cli.options import Commands, add_pipeline, caches, configured


def add(commands: Commands) -> None:
    parser = commands.add_parser("graph", help="the agents' dependency graph of a pipeline")
    parser.add_argument("--format", choices=["mermaid", "dot"], default="mermaid")
    add_pipeline(parser)
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    from omni_lsp.app.plans import plan_for
    from omni_lsp.app.team import assemble

    config = configured(trust=arguments.trust)
    plan = plan_for(Path.cwd(), config, assemble(config, caches()).agents, arguments.pipeline)
    sys.stdout.write(plan.graph.dot() if arguments.format == "dot" else plan.graph.mermaid())
    return 0
