"""What seven real editors send with `initialize`, as recorded on the wire, made out to a folder of the test's own."""

import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

_FOLDER = Path(__file__).parent / "cases" / "clients"
_ENDING = ".initialize.json"

NAMES = tuple(sorted(path.name.removesuffix(_ENDING) for path in _FOLDER.glob(f"*{_ENDING}")))
DEFAULT = "neovim-0.12"


def spread(test: str) -> str:
    """One client for a test, by its id: the same one each time, another one for other tests."""
    return NAMES[crc32(test.encode()) % len(NAMES)]


def recorded(client: str, folders: Sequence[Path]) -> dict[str, Any]:
    """The parameters as they were sent, members that no standard knows included; the first folder is the root."""
    root = folders[0] if folders else None
    params: dict[str, Any] = json.loads(_text(client))["params"]
    folder, *_ = params["workspaceFolders"]
    placed: dict[str, Any] = _placed(params, root)
    placed["workspaceFolders"] = [_placed(folder, path) for path in folders] or None
    if root is None:
        placed |= {"rootUri": None, "rootPath": None}
    return placed


def offering(params: Mapping[str, Any], encoding: str) -> dict[str, Any]:
    """The same client with its choice of position encodings narrowed to one."""
    capabilities = params["capabilities"]
    general = capabilities.get("general", {}) | {"positionEncodings": [encoding]}
    return {**params, "capabilities": {**capabilities, "general": general}}


def lacking(params: Mapping[str, Any], *path: str) -> dict[str, Any]:
    """The same parameters without the member at this path; unchanged when there is none."""
    name, *below = path
    rest = {key: value for key, value in params.items() if key != name}
    if below and isinstance(params.get(name), Mapping):
        return {**params, name: lacking(params[name], *below)}
    return dict(params) if below else rest


def joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The members of both, deep; where both say something, that of the second."""
    result = dict(one)
    for name, value in other.items():
        has_both = isinstance(value, Mapping) and isinstance(result.get(name), Mapping)
        result[name] = joined(result[name], value) if has_both else value
    return result


def look(value: object, *path: str) -> Any:
    """The member at a path of JSON, `None` where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


@cache
def _text(client: str) -> str:
    return (_FOLDER / f"{client}{_ENDING}").read_text("utf-8")


def _placed(value: Any, root: Path | None) -> Any:
    if isinstance(value, dict):
        return {key: _placed(item, root) for key, item in value.items()}
    if isinstance(value, list):
        return [_placed(item, root) for item in value]
    if value == "${PID}":
        return os.getpid()
    if isinstance(value, str) and root is not None:
        return value.replace("file://${ROOT}", root.as_uri()).replace("${ROOT}", str(root))
    return value
