"""What the commands have in common: settings from the environment and a few flags."""

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from omni_lsp.telemetry.log import log_to_stderr

if TYPE_CHECKING:
    from omni_lsp.config.settings import Config

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name for it


def add_pipeline(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pipeline", metavar="NAME|FILE", help="default, fast, ci, or a YAML file")
    parser.add_argument(
        "--trust", action="store_true", help="use what .omni/ of the folder brings, also where it is not trusted"
    )


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


def with_trust(config: "Config", root: Path) -> "Config":
    """The settings with the word that was remembered about a folder, where nothing else says how far it is trusted.

    Says on stderr what is left out because it is not what it was. Raises ConfigError.
    """
    from omni_lsp.adapters.trust.store import TrustStore
    from omni_lsp.app.standing import Judge
    from omni_lsp.config.settings import load, state_dir
    from omni_lsp.formats.printable import visible
    from omni_lsp.model.trust import Trust

    if config.trust is not None:
        return config
    standing = Judge(TrustStore(state_dir(os.environ))).of(root, config)
    said = ""
    if standing.trust is Trust.STALE:
        said = f"since {root} was trusted, {', '.join(standing.changed)} changed"
    elif standing.trouble:
        said = standing.trouble
    if said:
        sys.stderr.write(f"omni-lsp: {visible(said)}; what the folder brings is left out\n")
    return load({"trust": standing.trust is Trust.TRUSTED}, config)


def caches() -> Path:
    """Where compiled rules and results are kept. Raises ConfigError."""
    from omni_lsp.config.settings import cache_dir

    return cache_dir(os.environ)
