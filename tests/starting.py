"""How an editor starts a server: which program, as which client, over which folders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import profiles


@dataclass(frozen=True)
class Start:
    """How the editor starts the server, with no `command` the one under test; `options` are initializationOptions.

    `client` names a recorded editor (`profiles.NAMES`), `encoding` narrows its offer to one, `without` takes members
    away, each a path below its capabilities such as `workspace.applyEdit`, `also` adds some; `capabilities` stand in
    place of all of them.
    """

    folders: tuple[Path, ...]
    command: tuple[str, ...] = ()
    options: dict[str, object] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    client: str = ""
    capabilities: Mapping[str, Any] | None = None
    without: tuple[str, ...] = ()
    also: Mapping[str, Any] = field(default_factory=dict)
    encoding: str | None = None
    env: dict[str, str] | None = None


def params_of(how: Start) -> dict[str, Any]:
    """The parameters of `initialize`, as JSON."""
    params = profiles.recorded(how.client or profiles.DEFAULT, how.folders)
    if how.capabilities is not None:
        params["capabilities"] = dict(how.capabilities)
    for path in how.without:
        params = profiles.lacking(params, "capabilities", *path.split("."))
    params["capabilities"] = profiles.joined(params["capabilities"], how.also)
    if how.encoding is not None:
        params = profiles.offering(params, how.encoding)
    return params | {"initializationOptions": {"runReports": True, **how.options}}
