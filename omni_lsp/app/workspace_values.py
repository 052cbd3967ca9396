"""Values in the files of a workspace that only its user's own settings may have: programs, addresses, trust itself.

They never count; this is so that whoever writes or opens such a file sees that, at the place.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from omni_lsp.adapters.hidden.jsonc import Leaf, leaves
from omni_lsp.config.search import LOCAL
from omni_lsp.config.settings import USER_ONLY, is_shipped_name
from omni_lsp.model.finding import Finding, Rule, Severity, fingerprints
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.model.trace import current_trace
from omni_lsp.model.trust import STEERING_FOLDER

AUTHOR = "settings"
RULE = Rule("omni.user-setting", "Value that only user settings may have", Severity.WARNING)

OUTSIDE_WORLD = frozenset(
    {
        "address",
        "api_key",
        "args",
        "arguments",
        "argv",
        "binary",
        "cmd",
        "command",
        "cwd",
        "endpoint",
        "endpoints",
        "engine_path",
        "env",
        "environment",
        "exec",
        "executable",
        "host",
        "interpreter",
        "key_variable",
        "plugin",
        "plugins",
        "program",
        "proxy",
        "python",
        "remote",
        "remotes",
        "run",
        "script",
        "server_path",
        "shell",
        "token",
        "uri",
        "url",
        "urls",
    }
)
"""Keys that name what would be run, with what, or where something would be sent; none is a key of a file of ours."""

_SECTION = "omni"
_MOST = 100
_LONGEST_TEXT = 1_000_000
_YAML_KEY = re.compile(
    r"""(?:^|(?<=[{,\[\s-]))(?P<quote>["']?)(?P<key>[A-Za-z][\w-]{0,39})(?P=quote)[ \t]*:(?=[ \t\n\r]|$)"""
)


class _Hit(NamedTuple):
    name: str
    span: Span


def is_reviewed(snapshot: Snapshot) -> bool:
    """Whether a document is a file through which a workspace could try to set something."""
    return _is_settings(snapshot) or _is_ours(snapshot)


def review(snapshot: Snapshot) -> StageReport:
    """A warning for each such value at its place, in document order; the text of the document is all that is read."""
    hits: list[_Hit] = []
    if len(snapshot.text) <= _LONGEST_TEXT:
        found = _in_settings(snapshot.text) if _is_settings(snapshot) else _in_yaml(snapshot)
        hits = [hit for hit, _ in zip(found, range(_MOST), strict=False)]
    marks = fingerprints((RULE.id, hit.name) for hit in hits)
    findings = tuple(
        Finding(RULE, AUTHOR, _message(hit.name), hit.span, mark) for hit, mark in zip(hits, marks, strict=True)
    )
    return StageReport(AUTHOR, Status.DONE, 0.0, 0.0, AgentResult(findings), trace_id=current_trace())


def _message(name: str) -> str:
    return f"Only user settings may have {name}: a workspace cannot name programs, their surroundings, addresses, rules or trust, so this has no effect."


def _is_settings(snapshot: Snapshot) -> bool:
    path = PurePath(snapshot.path or snapshot.name)
    return path.suffix == ".code-workspace" or path.parts[-2:] == (".vscode", "settings.json")


def _is_ours(snapshot: Snapshot) -> bool:
    path = PurePath(snapshot.path or snapshot.name)
    return path.parts[-2:-1] == (STEERING_FOLDER,) and path.suffix in (".yaml", ".yml")


def _in_settings(text: str) -> Iterator[_Hit]:
    told: set[str] = set()
    for leaf in leaves(text):
        name = _own_name(leaf)
        forbidden = _forbidden(name, leaf) if name is not None else None
        if forbidden is not None and forbidden not in told:
            told.add(forbidden)
            yield _Hit(f"{_SECTION}.{forbidden}", leaf.span)


def _own_name(leaf: Leaf) -> str | None:
    """The setting of ours that a value belongs to, however its name is spread over keys, also for one language alone."""
    parts = leaf.name.removeprefix("settings.").split(".")
    if parts and parts[0].startswith("[") and parts[0].endswith("]"):
        parts = parts[1:]
    return ".".join(parts[1:]) if parts and parts[0] == _SECTION else None


def _forbidden(name: str, leaf: Leaf) -> str | None:
    """The setting that a workspace has no say in, `None` for one that is open to it."""
    if leaf.value is None:
        return None
    for path in USER_ONLY:
        dotted = ".".join(map(str, path))
        if name == dotted or name.startswith(f"{dotted}."):
            return dotted
    if name == "pipeline" and not is_shipped_name(leaf.value):
        return name
    if name == "search.embedder" and leaf.value not in LOCAL:
        return name
    parts = name.split(".")
    at = next((number for number, part in enumerate(parts) if _snake(part) in OUTSIDE_WORLD | {"path"}), None)
    return ".".join(parts[: at + 1]) if at is not None else None


def _in_yaml(snapshot: Snapshot) -> Iterator[_Hit]:
    """By the look of the lines, so that a file with mistakes is told of as well."""
    for number in range(len(snapshot.lines)):
        line, start = snapshot.lines.text(number).partition("#")[0], snapshot.lines.span(number).start
        for found in _YAML_KEY.finditer(line):
            if _snake(found["key"]) in OUTSIDE_WORLD:
                yield _Hit(found["key"], Span(start + found.start("key"), start + max(found.end(), len(line.rstrip()))))


def _snake(name: str) -> str:
    """`enginePath` and `engine-path` as `engine_path`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
