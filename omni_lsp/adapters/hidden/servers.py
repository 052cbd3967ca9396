"""Servers of the Model Context Protocol that a file starts or asks: what they are, and how safely."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from omni_lsp.adapters.hidden.commands import is_dangerous
from omni_lsp.adapters.hidden.hit import Hit
from omni_lsp.adapters.hidden.jsonc import Leaf
from omni_lsp.adapters.hidden.packages import floating_package, is_shell_command, unwrapped

SHELL_RULE = "assistant.shell-server"
UNPINNED_RULE = "assistant.unpinned-server"
PLAIN_HTTP_RULE = "assistant.insecure-server-url"
LITERAL_RULE = "assistant.literal-secret"
DANGER_RULE = "assistant.dangerous-command"
APPROVE_RULE = "assistant.auto-approve"

_LISTS = frozenset({"mcpServers", "context_servers", "mcp.servers"})
_PLAIN = re.compile(
    r"^(?:http|ws)://(?!(?:localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0|host\.docker\.internal|[\w-]+|[\w.-]+\.localhost)(?:[:/?]|$))",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(
    r"(?:^|[_\W])(?:api[_-]?key|apikey|token|secret|password|passwd|pwd|access[_-]?key|private[_-]?key|credentials?|auth|authorization|pat)$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\$\{|\$[A-Z_]|\{\{|<[^>]+>|^%\w+%$|input:|env:|\bop://|\bvault:|\bsecretref", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"^(?:bearer\s+|basic\s+|token\s+)?(?:x{3,}|\*{3,}|\.{3,}|.*\b(?:your|my|change[-_ ]?me|example|placeholder|dummy|replace|insert|todo|test)\b.*"
    r"|.*(?:your[-_]|_here|-here|changeme|xxxx|\.\.\.|\u2026).*)$",
    re.IGNORECASE,
)
_SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class _Server:
    """The single values of one server; `head` is how long the path to it is."""

    head: int
    leaves: Sequence[Leaf]

    def at(self, *path: str) -> Leaf | None:
        return next((leaf for leaf in self.leaves if leaf.path[self.head :] == path), None)

    def below(self, name: str) -> list[Leaf]:
        return [leaf for leaf in self.leaves if len(leaf.path) > self.head + 1 and leaf.path[self.head] == name]


def server_hits(found: Sequence[Leaf], path: str) -> Iterator[Hit]:
    """`path` tells whether a list called `servers` is one of these."""
    for server in _servers(found, path):
        yield from _started(server)
        yield from _asked(server)
        yield from _trusted(server)


def _servers(found: Sequence[Leaf], path: str) -> list[_Server]:
    grouped: dict[tuple[str, ...], list[Leaf]] = {}
    for leaf in found:
        head = _head(leaf.path, is_server_file=path.lower().endswith("mcp.json"))
        if head and len(leaf.path) > head:
            grouped.setdefault(leaf.path[:head], []).append(leaf)
    return [_Server(len(head), leaves) for head, leaves in grouped.items()]


def _head(path: Sequence[str], *, is_server_file: bool) -> int:
    """How many steps lead to the server that a value belongs to, 0 for none."""
    for at, step in enumerate(path[:-1]):
        is_list = step in _LISTS or (
            step == "servers" and (path[at - 1 : at] == ("mcp",) or (at == 0 and is_server_file))
        )
        if is_list:
            return at + 2
    return 0


def _started(server: _Server) -> Iterator[Hit]:
    command = server.at("command") or server.at("command", "path")
    if command is None or not isinstance(command.value, str):
        return
    words = unwrapped([*_words(command.value), *(str(leaf.value) for leaf in _arguments(server))])
    line = " ".join(words)
    if is_dangerous(line):
        yield Hit(DANGER_RULE, command.span)
    elif is_shell_command(words):
        yield Hit(SHELL_RULE, command.span)
    elif package := floating_package(words):
        place = next((leaf for leaf in _arguments(server) if leaf.value == package), command)
        yield Hit(UNPINNED_RULE, place.span)


def _arguments(server: _Server) -> list[Leaf]:
    return server.below("args") or [leaf for leaf in server.below("command") if leaf.path[server.head + 1] == "args"]


def _words(command: str) -> list[str]:
    try:
        # Windows' paths have backslashes that are no escapes.
        return shlex.split(command.replace("\\", "\\\\"))
    except ValueError:
        return command.split()


def _asked(server: _Server) -> Iterator[Hit]:
    for name in ("url", "serverUrl", "httpUrl", "endpoint"):
        leaf = server.at(name)
        if leaf is not None and isinstance(leaf.value, str) and _PLAIN.match(leaf.value):
            yield Hit(PLAIN_HTTP_RULE, leaf.span)
    for leaf in (*server.below("env"), *server.below("headers")):
        if _is_secret(leaf):
            # The name, not the value: whoever scans for secrets reports that.
            yield Hit(LITERAL_RULE, leaf.key)


def _is_secret(leaf: Leaf) -> bool:
    value = leaf.value
    if not isinstance(value, str) or len(value) < _SHORTEST_SECRET or not _SECRET_NAME.search(leaf.path[-1]):
        return False
    if value.lower() in ("bearer", "required") or value.startswith(("/", "./", "~", "http://", "https://")):
        return False
    return not (_REFERENCE.search(value) or _PLACEHOLDER.match(value))


def _trusted(server: _Server) -> Iterator[Hit]:
    trust = server.at("trust")
    if trust is not None and trust.value is True:
        yield Hit(APPROVE_RULE, trust.span)
    for name in ("alwaysAllow", "autoApprove"):
        for leaf in (server.at(name), *server.below(name)):
            if leaf is not None and leaf.value in (True, "*"):
                yield Hit(APPROVE_RULE, leaf.span)
