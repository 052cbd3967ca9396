"""A file of ours, shown to people by editors that can, else named to them."""

from pathlib import Path

from lsprotocol import types

from omni_lsp.lsp.server import OmniServer


async def shown(ls: OmniServer, file: Path | None, missing: str = "there is no place to write it down") -> None:
    """`missing` is said where there is no file."""
    if file is None or not await ls.show(file):
        where = f"it is in {file}" if file is not None else missing
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, f"omni: {where}"))
