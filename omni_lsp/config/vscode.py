"""The settings as the manifest of a VS Code extension has them, put into a `package.json` that people write."""

import json
from collections.abc import Iterable, Iterator, Sequence

from pydantic import JsonValue

from omni_lsp.config.json_place import replaced
from omni_lsp.config.listing import Schema, Setting, mapping
from omni_lsp.config.wording import KeyPath

TITLE = "OMNI"
"""Of the entry that is made here; entries with other titles are the extension's own."""

_SECTION = "omni"
_CONFIGURATION: KeyPath = ("contributes", "configuration")
_RESTRICTED: KeyPath = ("capabilities", "untrustedWorkspaces", "restrictedConfigurations")
_LEFT_OUT: frozenset[KeyPath] = frozenset({("trust",)})
"""VS Code asks about trust itself, and the extension passes its answer on."""

# What one machine can bear, or has, is wrong on the next: it is not synchronized, and each remote may have its own.
# A workspace may still say otherwise. What has no place here holds for the window, since the server asks once for all
# folders.
_OF_THE_MACHINE: frozenset[KeyPath] = frozenset(
    {
        ("pipeline",),
        ("max_parallel_files",),
        ("security", "engine"),
        ("security", "engines"),
        ("security", "idle_minutes"),
        ("search", "index"),
        ("search", "embedder"),
        ("search", "megabytes"),
        ("search", "background"),
        ("search", "background_files"),
    }
)


def in_manifest(manifest: str, rows: Sequence[Setting]) -> str:
    """The text of a `package.json` with today's settings in it, all else byte for byte as it was.

    `contributes.configuration` is an object, or a list with one entry called `OMNI`; that is replaced. So is the list
    of what VS Code leaves out in untrusted workspaces, `restrictedConfigurations`: all settings of the server, and of
    those of the extension what has machine scope.
    Raises ValueError and KeyError for a text that does not have these places.
    """
    tree = json.loads(manifest)
    configuration = tree["contributes"]["configuration"]
    place, others = _entry(configuration)
    mine = [row for row in rows if row.path not in _LEFT_OUT]
    names: list[JsonValue] = [*_of_extension(others), *(_key(row) for row in mine)]
    properties: dict[str, JsonValue] = {_key(row): _property(row, order) for order, row in enumerate(mine)}
    with_settings = replaced(manifest, (*_CONFIGURATION, *place), {"title": TITLE, "properties": properties})
    return replaced(with_settings, _RESTRICTED, names)


def _entry(configuration: object) -> tuple[KeyPath, list[Schema]]:
    """The way to the entry that is ours, and the other entries."""
    if isinstance(configuration, dict):
        return (), []
    entries = [mapping(entry) for entry in configuration] if isinstance(configuration, list) else []
    for number, entry in enumerate(entries):
        if entry.get("title") == TITLE:
            return (number,), entries[:number] + entries[number + 1 :]
    raise ValueError(f"no entry of contributes.configuration has the title {TITLE!r}")


def _of_extension(entries: Iterable[Schema]) -> Iterator[str]:
    for entry in entries:
        for name, setting in mapping(entry.get("properties")).items():
            if str(mapping(setting).get("scope", "")).startswith("machine"):
                yield name


def _key(row: Setting) -> str:
    return f"{_SECTION}.{row.name}"


def _property(row: Setting, order: int) -> JsonValue:
    schema = {key: value for key, value in row.schema.items() if key not in ("enumDescriptions", "format")}
    kind = schema.pop("type")
    if row.schema.get("format") == "uri":
        schema["format"] = "uri"
    if "items" in schema:
        schema["items"] = {key: value for key, value in mapping(schema["items"]).items() if key != "format"}
    if row.choices:
        schema["markdownEnumDescriptions"] = [meaning for _, meaning in row.choices]
    return {
        "type": [kind, "null"] if row.default is None else kind,
        **schema,
        "default": row.default,
        "scope": _scope(row),
        "order": order,
        "markdownDescription": row.description,
    }


def _scope(row: Setting) -> str:
    """Those that only the user may set cannot be set by a workspace: programs, rules, addresses, places to write to."""
    if row.is_users:
        return "machine"
    return "machine-overridable" if row.path in _OF_THE_MACHINE else "window"
