"""What Vim, Neovim, Emacs and JetBrains IDEs run of a folder: scripts, variables that are evaluated, run configurations."""

import re
from collections.abc import Iterator

from omni_lsp.adapters.hidden.commands import is_dangerous
from omni_lsp.adapters.hidden.config import OPEN_RULE, UNASKED_RULE
from omni_lsp.adapters.hidden.hit import Hit
from omni_lsp.adapters.hidden.servers import DANGER_RULE
from omni_lsp.model.text import Span

_LUA = re.compile(
    r"\bos\.execute\b|\bio\.popen\b|\bvim\.system\b|\bvim\.(?:uv|loop)\.spawn\b|\bvim\.fn\.(?:system|systemlist|jobstart|termopen)\b"
    r"|\bvim\.cmd\b[^\n]{0,40}!|\bloadstring\b|\bpackage\.loadlib\b"
)
_VIM = re.compile(
    r"^[ \t]*:?(?:silent!?\s+|exe(?:cute)?\s+[\"'])*!\s*\S|\b(?:system|systemlist|job_start|jobstart|term_start|termopen|libcall)\s*\(|\bau(?:tocmd)?\b[^\n]*:?!\s*\w",
    re.MULTILINE,
)
_EMACS = re.compile(
    r"\(eval\s*\.[^\n]*(?:\n(?!\s*\(\w)[^\n]*){0,20}?\b(?:shell-command|call-process|start-process|make-process|load|load-file|url-retrieve|async-shell-command|eval-buffer)\b"
)
_COMMENT = {"lua": "--", "vim": '"', "el": ";"}

_STARTUP = re.compile(
    r"<component\s+name=\"ProjectStartup\w*Configuration\".*?<configuration\s[^>]*name=\"(?P<name>[^\"]*)\"", re.DOTALL
)
_METHOD = re.compile(r"<method\b[^>]*>(?P<body>.{0,4000}?)</method>", re.DOTALL)
_BEFORE = re.compile(
    r"<option\s+name=\"(?:ToolBeforeRunTask|RunConfigurationTask|ExternalSystemBeforeRunTask|NpmBeforeRunTask|BeforeRunTask)\"[^>]*>"
)
_SHELL_TASK = re.compile(
    r"run_configuration_type=\"(?:ShConfigurationType|BashConfigurationType|BatchConfigurationType|PowerShellRunType)\""
)
_SCRIPT_TEXT = re.compile(
    r"<option\s+name=\"(?:SCRIPT_TEXT|COMMAND_LINE|PARAMETERS|SCRIPT_OPTIONS|arguments)\"\s+value=\"(?P<value>[^\"]*)\""
)
_WATCHER = re.compile(r"<TaskOptions\b[^>]*isEnabled=\"true\"[^>]*>")
_ENTITIES = {"&quot;": '"', "&apos;": "'", "&lt;": "<", "&gt;": ">", "&#10;": "\n", "&amp;": "&"}


def script_hits(text: str, path: str) -> Iterator[Hit]:
    """Programs that a script of the folder starts; lines that are comments do not count."""
    name = path.rpartition("/")[2].lower()
    kind = "lua" if name.endswith(".lua") else "el" if name.endswith(".el") else "vim"
    pattern = {"lua": _LUA, "el": _EMACS, "vim": _VIM}[kind]
    for match in pattern.finditer(text):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        # The match may begin with the white space of earlier lines.
        line = text[match.start() if not match[0].strip() else start : end if end >= 0 else len(text)]
        if not line.lstrip().startswith(_COMMENT[kind]):
            yield Hit(DANGER_RULE if is_dangerous(line) else OPEN_RULE, Span(*match.span()))


def idea_hits(text: str) -> Iterator[Hit]:
    """Tasks that start with the project, before a run or at a save."""
    for match in _STARTUP.finditer(text):
        yield Hit(OPEN_RULE, Span(*match.span("name")))
    for method in _METHOD.finditer(text):
        for task in _BEFORE.finditer(text, *method.span("body")):
            is_outside = "ToolBeforeRunTask" in task[0] or _SHELL_TASK.search(task[0])
            if 'enabled="false"' not in task[0] and is_outside:
                yield Hit(UNASKED_RULE, Span(*task.span()))
    for match in _WATCHER.finditer(text):
        yield Hit(UNASKED_RULE, Span(*match.span()))
    for match in _SCRIPT_TEXT.finditer(text):
        if is_dangerous(_plain(match["value"])):
            yield Hit(DANGER_RULE, Span(*match.span("value")))


def _plain(value: str) -> str:
    for entity, character in _ENTITIES.items():
        value = value.replace(entity, character)
    return value
