"""`omni-lsp schema`: JSON Schemas of what people write, for editors that complete and check YAML and JSON by them."""

import argparse
import sys

from omni_lsp.cli.options import Commands


def add(commands: Commands) -> None:
    parser = commands.add_parser("schema", help="the JSON Schema of a pipeline file, a policy file or the settings")
    parser.add_argument("of", choices=["pipeline", "policy", "settings"], metavar="pipeline|policy|settings")
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    sys.stdout.write(_schema(arguments.of))
    return 0


def _schema(of: str) -> str:
    if of == "pipeline":
        from omni_lsp.config.pipeline_file import pipeline_schema

        return pipeline_schema()
    if of == "policy":
        from omni_lsp.adapters.controls.policy_file import policy_schema

        return policy_schema()
    from omni_lsp.config.settings import settings_schema

    return settings_schema()
