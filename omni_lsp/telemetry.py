"""Logging: to stderr, readable, never to stdout, which belongs to the protocol and to results."""

import logging
import sys


def log_to_stderr(level: str) -> None:
    """`level` as in the settings: debug, info, warning or error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # The base library writes whole messages, with the source text in them, when it fails; we log failures ourselves.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    set_level(level)


def set_level(level: str) -> None:
    """The least severe messages of ours in the log, from here on."""
    logging.getLogger("omni_lsp").setLevel(level.upper())
