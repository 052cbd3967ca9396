"""What the commands have in common: settings from the environment and a few flags."""

import argparse
import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from omni_lsp.telemetry.log import log_to_stderr

if TYPE_CHECKING:
    from omni_lsp.config.settings import Config

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name for it


def add_pipeline(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pipeline", metavar="NAME|FILE", help="default, fast, ci, or a YAML file")
    parser.add_argument("--trust", action="store_true", help="use .omni/pipeline.yaml of the current folder")


def positive(text: str) -> int:
    """A whole number above 0, for argparse; raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def configured(**named: object) -> "Config":
    """Settings from the environment with what flags said on top; sets up the log. Raises ConfigError.

    To be called when a command has imported what it needs: what is there by now is never garbage.
    """
    from omni_lsp.config.settings import from_environment, load

    gc.freeze()
    gc.enable()
    config = load(named, from_environment(os.environ))
    log_to_stderr(config.log_level, config.log_format)
    return config


def caches() -> Path:
    """Where compiled rules and results are kept. Raises ConfigError."""
    from omni_lsp.config.settings import cache_dir

    return cache_dir(os.environ)
