"""Settings of an editor that name programs: a file of the workspace decides there what runs on the user's machine."""

import re
from collections.abc import Iterator, Sequence

from omni_lsp.adapters.hidden.commands import is_dangerous
from omni_lsp.adapters.hidden.hit import Hit
from omni_lsp.adapters.hidden.jsonc import Leaf

RULE = "assistant.program-setting"

_KEYS = frozenset(
    {
        *("overrideCommand", "executable", "binary", "program", "interpreter", "debugger", "linter", "formatter"),
        *("executablePath", "executable_path", "binaryPath", "binary_path", "serverPath", "server_path", "tsdk"),
        *("interpreterPath", "defaultInterpreterPath", "pythonPath", "condaPath", "nodePath", "node_path", "phpPath"),
        *("rubyPath", "goPath", "cargoPath", "rustcPath", "compilerPath", "cmakePath", "gccPath", "shellPath"),
        *("toolPath", "cliPath", "prettierPath", "stylelintPath", "eslintPath", "javaHome", "java_home", "jdk"),
        "runtimeExecutable",
    }
)
# Many settings are called so that have nothing to do with programs.
_VAGUE_KEYS = frozenset({"path", "command", "cmd"})
_SCRIPT = re.compile(r"\.(?:exe|cmd|bat|com|sh|ps1|py|js|cjs|mjs|pl|rb)$", re.IGNORECASE)
_PROGRAMS_FOLDER = re.compile(r"(?:^|/)(?:s?bin|tools?|scripts?)(?:/|$)")
_FOLDERS = frozenset(
    ("docs", "doc", "src", "test", "tests", "build", "dist", "data", "config", "public", "assets", "output")
)
_LONGER_KEYS = re.compile(r"(?:^|\.)(?:java\.home|go\.alternateTools\.\w+)$")
# Tasks, which are lists in Zed, servers and folders have rules of their own or none.
_NO_SETTING = re.compile(
    r"^\d+\.|(?:^|\.)(?:tasks|inputs|hooks|mcpServers|servers|context_servers|launch|configurations|folders)\."
)
_IN_WORKSPACE = re.compile(
    r"^(?:\$\{(?:workspaceFolder|workspaceRoot|fileWorkspaceFolder)[^}]*\}|\.{1,2}[\\/]|\\\\|//[\w.]+/|/(?:var/)?tmp/|\$ZED_WORKTREE_ROOT|[\w.@-]+[\\/](?![\\/]))"
)
# Folders that a tool of the user fills and that are not part of a repository.
_FILLED_BY_TOOLS = re.compile(
    r"(?:^|[\\/])(?:\.?venv|\.?env|virtualenv|\.conda|\.pixi|\.tox|\.nox|\.direnv|\.devenv|node_modules|\.yarn|\.pnp\.[cm]?js|vendor/bin|target|\.cargo)(?:[\\/-]|$)"
)
_PROFILE = re.compile(
    r"(?:^|\.)terminal\.integrated\.(?:profiles\.\w+\.[^.]+|automationProfile\.\w+|shell|automationShell)\.(?P<what>.+)$"
)
_RUNS_COMMAND = re.compile(r"^(?:-\w*c|-Command|-EncodedCommand|-File|--init-file|--rcfile|/[ckCK])$")
_ENVIRONMENT = re.compile(r"(?:^|\.)terminal\.integrated\.env\.\w+\.(?P<name>\w+)$|^terminal\.env\.(?P<zed>\w+)$")
_LOADS_CODE = re.compile(
    r"^(?:LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_\w+|BASH_ENV|ENV|ZDOTDIR|PROMPT_COMMAND|PYTHONSTARTUP|PERL5OPT|PERL5LIB|RUBYOPT|GIT_SSH"
    r"|GIT_SSH_COMMAND|GIT_EXTERNAL_DIFF|GIT_ASKPASS|GIT_CONFIG\w*|PAGER|GIT_PAGER|GIT_EDITOR|EDITOR|VISUAL|JAVA_TOOL_OPTIONS)$"
)
_NODE_LOADS = re.compile(r"(?:--require|--import|--loader|--experimental-loader|(?<!\S)-r)\b")


def program_hits(found: Sequence[Leaf]) -> Iterator[Hit]:
    """Settings whose program lies in the workspace, and terminals that do more than to start a shell."""
    for leaf in found:
        if isinstance(leaf.value, str) and leaf.value and _is_planted(leaf.name, leaf.value):
            yield Hit(RULE, leaf.span)


def _is_planted(name: str, value: str) -> bool:
    if "terminal." in name:
        profile = _PROFILE.search(name)
        if profile is not None:
            return _runs(value) if profile["what"].startswith("args") else _is_in_workspace(value)
        environment = _ENVIRONMENT.search(name)
        if environment is not None:
            return _changes_programs(environment["name"] or environment["zed"], value)
    return _is_in_workspace(value) and _names_program(name, value)


def _names_program(name: str, value: str) -> bool:
    steps = name.split(".")
    while steps and steps[-1].isdigit():
        steps.pop()
    if len(steps) < 2 or _NO_SETTING.search(name):
        return False
    if steps[-1] in _VAGUE_KEYS:
        return _is_program(value, ".".join(steps[:-1]))
    return steps[-1] in _KEYS or _LONGER_KEYS.search(".".join(steps)) is not None


def _is_program(value: str, tool: str) -> bool:
    """Whether a path looks like one to a program: by its folder, its ending, or the tool that the setting is about."""
    folder, _, file = value.replace("\\", "/").rpartition("/")
    stem = file.partition(".")[0].lower()
    is_script = _SCRIPT.search(file) is not None or _PROGRAMS_FOLDER.search(folder) is not None
    return is_script or (len(stem) > 1 and stem in tool.lower() and stem not in _FOLDERS)


def _is_in_workspace(value: str) -> bool:
    return _IN_WORKSPACE.match(value) is not None and _FILLED_BY_TOOLS.search(value) is None


def _runs(argument: str) -> bool:
    return _RUNS_COMMAND.match(argument) is not None or is_dangerous(argument)


def _changes_programs(name: str, value: str) -> bool:
    if name == "PATH":
        return any(_is_in_workspace(part) for part in re.split(r"[:;](?![\\/])", value))
    if name == "NODE_OPTIONS":
        return _NODE_LOADS.search(value) is not None
    return _LOADS_CODE.match(name) is not None
