"""What is remembered of the packs of a folder, as a file in the user's cache; losing it costs time, never an answer.

Sections hold for one version of us, as the next may have other words for the same inputs; the digests of blocks hold for
ever, as they tell who wrote a file.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from omni_lsp import __version__
from omni_lsp.model.packs import PackState

_FORMAT = 1
_MAX_BYTES = 10_000_000


def home(caches: Path, root: Path) -> Path:
    """The folder for a workspace folder, the same by whatever links one comes to it."""
    key = os.path.normcase(os.path.realpath(root)).encode("utf-8", "surrogateescape")
    return caches / "packs" / hashlib.blake2b(key, digest_size=16).hexdigest()


def recalled(file: Path) -> PackState:
    """What a file says as far as it makes sense; nothing of one that does not."""
    try:
        with file.open("rb") as stream:
            document = json.loads(stream.read(_MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return PackState()
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        return PackState()
    is_current = document.get("version") == __version__
    return PackState(
        _inputs(document.get("inputs")) if is_current else MappingProxyType({}),
        _texts(document.get("sections")) if is_current else MappingProxyType({}),
        _lists(document.get("blocks")),
        _lists(document.get("fronts")),
        _lists(document.get("pending")),
    )


def document(state: PackState) -> bytes:
    """The file for a state, in one order of keys."""
    values = {
        "format": _FORMAT,
        "version": __version__,
        "inputs": {name: dict(read) for name, read in state.inputs.items()},
        "sections": dict(state.sections),
        "blocks": dict(state.blocks),
        "fronts": dict(state.fronts),
        "pending": dict(state.pending),
    }
    return json.dumps(values, sort_keys=True, ensure_ascii=True).encode()


def _inputs(value: object) -> Mapping[str, Mapping[str, str]]:
    found = value.items() if isinstance(value, dict) else ()
    return MappingProxyType({str(name): _texts(read) for name, read in found})


def _texts(value: object) -> Mapping[str, str]:
    found = value.items() if isinstance(value, dict) else ()
    return MappingProxyType({str(name): text for name, text in found if isinstance(text, str)})


def _lists(value: object) -> Mapping[str, tuple[str, ...]]:
    found = value.items() if isinstance(value, dict) else ()
    return MappingProxyType(
        {
            str(name): tuple(items)
            for name, items in found
            if isinstance(items, list) and all(isinstance(item, str) for item in items)
        }
    )
