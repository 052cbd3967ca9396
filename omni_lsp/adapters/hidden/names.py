"""Which files AI assistants and editors obey, by their names.

The names are those of the tools' documentation: AGENTS.md (agents.md), Claude Code, Gemini CLI, Cursor, Windsurf, GitHub
Copilot, Cline, Roo, Kiro, Junie, Continue; the Model Context Protocol's clients; VS Code, Zed, JetBrains IDEs, development
containers, Vim, Neovim and Emacs.
"""

import re
from enum import Enum, auto


class Role(Enum):
    """`ADVICE` is prose an assistant takes as instructions, `CONFIG` JSON that can start programs, `IDEA` the XML of
    JetBrains IDEs, `SCRIPT` a file that an editor runs when it opens the folder, `OTHER` what lies beside these.
    """

    ADVICE = auto()
    CONFIG = auto()
    IDEA = auto()
    SCRIPT = auto()
    OTHER = auto()


_ADVICE = r"""
    (?:AGENTS?|CLAUDE|GEMINI)(?:\.(?:local|override))?\.md
  | SKILL\.md
  | \.(?:cursor|windsurf|cline|roo|goose|aider)rules(?:-[\w-]+)? | \.goosehints
  | [^/]+\.(?:mdc|instructions\.md|prompt\.md|chatmode\.md|agent\.md)
  | \.github/(?:copilot-instructions|(?:agents|prompts)/.*)\.md
  | \.(?:cursor|windsurf|clinerules|roo|kiro|junie|continue|augment|amazonq|agents?|trae)/.*\.mdc?
  | \.claude/.*\.md
"""
_CONFIG = r"""
    \.claude/settings(?:\.local)?\.json | \.(?:gemini|qwen)/settings\.json | (?:\.claude|\.claude-plugin|\.cursor|\.github)/.*hooks?.*\.json
  | \.claude-plugin/plugin\.json | hooks/hooks\.json
  | \.?mcp\.json | mcp[_-](?:config|settings|servers)\.json | claude_desktop_config\.json | cline_mcp_settings\.json
  | \.vscode/(?:settings|tasks|mcp)\.json | [^/]+\.code-workspace
  | \.zed/(?:tasks|settings|debug)\.json
  | (?:\.devcontainer/(?:[^/]+/)?)?\.?devcontainer\.json
"""
_IDEA = r"\.idea/(?:startup|workspace|watcherTasks)\.xml | \.idea/runConfigurations/[^/]+\.xml | \.run/[^/]+\.run\.xml"
_SCRIPT = r"\.nvim\.lua | \.nvimrc | \.exrc | \.lvimrc | \.vimrc | \.dir-locals(?:-2)?\.el"
_OTHER = r"\.(?:claude|cursor)/.*"

_NAMED = re.compile(
    rf"""(?:.*/)?(?:
        (?P<SCRIPT>{_SCRIPT}) | (?P<CONFIG>{_CONFIG}) | (?P<IDEA>{_IDEA}) | (?P<ADVICE>{_ADVICE}) | (?P<OTHER>{_OTHER})
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# What every one of those names has: most names are told apart by this alone.
_LIKELY = re.compile(r"(?:/|^)\.|\.mdc?$|mcp|devcontainer|code-workspace$|hooks\.json$|claude_desktop", re.IGNORECASE)


def is_likely(path: str) -> bool:
    """Whether it is worth while to ask for the role, in a microsecond; `path` or URI with `/`."""
    return _LIKELY.search(path) is not None


def role_of(name: str) -> Role | None:
    """What a file is to assistants and editors, `None` for an ordinary one; path below the workspace folder, or URI."""
    named = _NAMED.fullmatch(name)
    return Role[named.lastgroup] if named is not None and named.lastgroup else None
