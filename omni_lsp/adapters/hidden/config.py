"""What JSON files of assistants and editors start, allow and redirect."""

import re
from collections.abc import Iterator, Sequence

from omni_lsp.adapters.hidden.commands import is_dangerous
from omni_lsp.adapters.hidden.hit import Hit
from omni_lsp.adapters.hidden.jsonc import Leaf, leaves
from omni_lsp.adapters.hidden.programs import program_hits
from omni_lsp.adapters.hidden.servers import APPROVE_RULE, DANGER_RULE, server_hits

OPEN_RULE = "assistant.runs-on-open"
UNASKED_RULE = "assistant.runs-unasked"
TRAFFIC_RULE = "assistant.redirected-traffic"

# Claude Code, Cursor, Gemini CLI and Copilot: `hooks`, the event, and somewhere below it the command.
_HOOK = re.compile(r"(?:^|\.)hooks\.(?P<event>[A-Za-z]\w*)\.")
_HOOK_COMMANDS = frozenset({"command", "bash", "powershell", "script"})
_AT_START = frozenset({"SessionStart", "Setup", "sessionStart", "workspaceOpen", "startup"})
_HELPERS = frozenset(
    {
        *("apiKeyHelper", "awsAuthRefresh", "awsCredentialExport", "otelHeadersHelper", "statusLine.command"),
        *("subagentStatusLine.command", "fileSuggestion.command"),
    }
)
_ON_OPEN = frozenset({"folderOpen", "worktreeCreated"})
_ZED_HOOK = re.compile(r"\d+\.hooks\.\d+")
# What switches all questions off, with the value that does, and with how the whole name may end.
_SWITCHES: dict[str, tuple[str | bool, str]] = {
    "autoApprove": (True, "chat.tools.autoApprove chat.tools.global.autoApprove"),
    "enableAllProjectMcpServers": (True, "enableAllProjectMcpServers"),
    "skipDangerousModePermissionPrompt": (True, "skipDangerousModePermissionPrompt"),
    "always_allow_tool_actions": (True, "always_allow_tool_actions"),
    "allowAutomaticTasks": ("on", "task.allowAutomaticTasks"),
    "enabled": (False, "security.workspace.trust.enabled"),
    "yolo": (True, "yolo"),
    "yoloMode": (True, "yoloMode"),
    "autoApproveAll": (True, "autoApproveAll"),
    "defaultMode": ("bypassPermissions", "defaultMode"),
    "default": ("allow", "tool_permissions.default tool_permissions.tools.terminal.default"),
}
_DANGEROUSLY = re.compile(r"(?:allow)?dangerously", re.IGNORECASE)
_ALLOWED = re.compile(r"(?:^|\.)(?:permissions\.allow|tools\.allowed|allowedTools|coreTools)\.\d+$")
_EVERY_COMMAND = re.compile(
    r"(?:\*|(?:Bash|PowerShell|Shell|run_shell_command|ShellTool)(?:\(\s*(?:\*|:\*|\*:\*|\*\s\*)?\s*\))?)"
)
_TERMINAL = re.compile(r"(?:^|\.)chat\.tools\.terminal\.autoApprove\.(?P<pattern>.+?)(?:\.approve)?$")
_EVERYTHING = re.compile(r"\*|/\^?\.[*+]\$?/[a-z]*|/\^/[a-z]*|/\(\?:?\.\*\)/[a-z]*")
_LISTED = re.compile(r"(?:^|\.)(?:roo-cline|cline|kilo-code|augment)\.allowedCommands\.\d+$")
_FLAG = re.compile(
    r"--(?:dangerously-[\w-]+|yolo|allow-all-tools|allow-all|trust-all-tools|full-auto)\b|--permission-mode[ =]bypassPermissions"
    r"|--ask-for-approval[ =]never|--sandbox[ =]danger-full-access"
)
_ENDPOINT = re.compile(
    r"env\.(?:ANTHROPIC_(?:\w+_)?BASE_URL|OPENAI_(?:API_)?BASE(?:_URL)?|GOOGLE_GEMINI_BASE_URL|GEMINI_BASE_URL|HTTPS?_PROXY|ALL_PROXY)"
    r"|(?:.+\.)?http\.proxy|(?:.+\.)?github\.copilot\.advanced\.debug\.\w*[uU]rl"
)
_LOCAL = re.compile(r"(?:https?://)?(?:localhost|127\.[\d.]+|\[::1\])(?:[:/]|$)")
_UNCHECKED = ("env.NODE_TLS_REJECT_UNAUTHORIZED", "env.NODE_EXTRA_CA_CERTS", "http.proxyStrictSSL")


def config_hits(text: str, path: str) -> Iterator[Hit]:
    """What a file starts by itself, allows without a question or sends elsewhere; `path` is its name, with `/`."""
    found = list(leaves(text))
    yield from server_hits(found, path)
    yield from program_hits(found)
    for leaf in found:
        yield from _commands(leaf, found)
        if _is_approval(leaf):
            yield Hit(APPROVE_RULE, leaf.span)
        if _is_redirection(leaf):
            yield Hit(TRAFFIC_RULE, leaf.span)


def _commands(leaf: Leaf, found: Sequence[Leaf]) -> Iterator[Hit]:
    """What runs by itself: at most one finding for a place, the worst one."""
    value = leaf.value
    if not isinstance(value, str) or not value:
        return
    event = _event(leaf)
    if event or leaf.name in _HELPERS:
        rule = OPEN_RULE if event in _AT_START else UNASKED_RULE
        yield Hit(DANGER_RULE if is_dangerous(value) else rule, leaf.span)
    elif leaf.path[0] == "initializeCommand":
        yield from _on_host(leaf, found)
    elif _starts_task(leaf):
        line = _task_line(leaf.path[:-2], found)
        yield Hit(DANGER_RULE if is_dangerous(line) else OPEN_RULE, leaf.span)


def _event(leaf: Leaf) -> str:
    """The event at which a command of a hook runs, empty for all other values."""
    hook = _HOOK.search(leaf.name) if leaf.last in _HOOK_COMMANDS else None
    return hook["event"] if hook is not None else ""


def _starts_task(leaf: Leaf) -> bool:
    if leaf.last == "runOn":
        return leaf.value in _ON_OPEN and leaf.name.endswith("runOptions.runOn")
    return leaf.value == "create_worktree" and _ZED_HOOK.fullmatch(leaf.name) is not None


def _on_host(leaf: Leaf, found: Sequence[Leaf]) -> Iterator[Hit]:
    """A command may be one text, a list of words, or several of both by name."""
    is_word = leaf.path[-1].isdigit()
    if is_word and leaf.path[-1] != "0":
        return
    words = [str(other.value) for other in found if other.path[:-1] == leaf.path[:-1]] if is_word else [str(leaf.value)]
    yield Hit(DANGER_RULE if is_dangerous(" ".join(words)) else OPEN_RULE, leaf.span)


def _task_line(task: tuple[str, ...], found: Sequence[Leaf]) -> str:
    mine = (leaf for leaf in found if leaf.path[: len(task)] == task and len(leaf.path) > len(task))
    return " ".join(str(leaf.value) for leaf in mine if leaf.path[len(task)] in ("command", "args", "script"))


def _is_approval(leaf: Leaf) -> bool:
    name, value, last = leaf.name, leaf.value, leaf.last
    if last in _SWITCHES:
        wanted, names = _SWITCHES[last]
        return value == wanted and any(name == each or name.endswith(f".{each}") for each in names.split())
    if value is True:
        terminal = _TERMINAL.search(name)
        is_all = terminal is not None and _EVERYTHING.fullmatch(terminal["pattern"]) is not None
        return is_all or _DANGEROUSLY.match(last) is not None
    if not isinstance(value, str):
        return False
    if last.isdigit() and (
        (_ALLOWED.search(name) and _EVERY_COMMAND.fullmatch(value)) or (_LISTED.search(name) and value == "*")
    ):
        return True
    return "--" in value and _FLAG.search(value) is not None and not name.startswith("permissions.")


def _is_redirection(leaf: Leaf) -> bool:
    value = leaf.value
    if leaf.name.endswith(_UNCHECKED):
        return value is False or (isinstance(value, str) and value not in ("", "1"))
    return (
        isinstance(value, str)
        and bool(value)
        and _ENDPOINT.fullmatch(leaf.name) is not None
        and not _LOCAL.match(value)
    )
