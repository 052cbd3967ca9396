"""Programs that are fetched when they are started: which package a command line names, and whether its version is fixed."""

import re
from collections.abc import Sequence

_ENDINGS = re.compile(r"\.(?:exe|cmd|bat|ps1)$", re.IGNORECASE)
_NODE = frozenset({"npx", "bunx", "pnpx"})
_PYTHON = frozenset({"uvx"})
_CONTAINERS = frozenset({"docker", "podman", "nerdctl"})
# Words that make a package manager a runner.
_RUNNERS = {
    ("npm", "exec"): "node",
    ("npm", "x"): "node",
    ("pnpm", "dlx"): "node",
    ("yarn", "dlx"): "node",
    ("bun", "x"): "node",
    ("pipx", "run"): "python",
    ("deno", "run"): "",
}
_NAMES_PACKAGE = frozenset({"-p", "--package", "--from", "--spec"})
_LOCAL_ONLY = frozenset({"--no-install", "--no", "--offline"})
_WITH_VALUE = frozenset(
    {
        *(
            "-c",
            "--call",
            "-w",
            "--workspace",
            "--python",
            "--with",
            "--index-url",
            "--index",
            "--registry",
            "--env-file",
        ),
        *("-e", "--env", "-v", "--volume", "--mount", "--name", "--network", "--net", "--publish", "-u", "--user"),
        *(
            "--workdir",
            "--entrypoint",
            "--platform",
            "-l",
            "--label",
            "--add-host",
            "-m",
            "--memory",
            "--cpus",
            "--gpus",
        ),
        *(
            "-h",
            "--hostname",
            "--cap-add",
            "--cap-drop",
            "--security-opt",
            "--pull",
            "--tmpfs",
            "--ulimit",
            "--restart",
        ),
        *("--device", "--dns", "--log-driver", "--userns", "--pid", "--ipc", "--shm-size", "--runtime"),
    }
)
_PINNED = re.compile(
    r"(?:@|==|:)v?\d[\w.+-]*$|@[0-9a-f]{7,64}$|@sha256:[0-9a-f]{16,}|@\$\{|:\$\{|==\$\{|@v?\d[\w.+-]*(?:#\S*)?$"
)
_PATH = re.compile(r"^(?:\.{0,2}/|~|[A-Za-z]:[\\/]|file:|\$\{|\$[A-Z])|\.(?:whl|tgz|tar\.gz)$")
_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "fish", "powershell", "pwsh"})
_COMMAND_FLAG = re.compile(r"^-(?:[a-z]*c|Command|EncodedCommand|e|ec|enc)$", re.IGNORECASE)


def plain_name(program: str) -> str:
    """The name of a program without folder and ending, in small letters."""
    return _ENDINGS.sub("", program.replace("\\", "/").rpartition("/")[2]).lower()


def unwrapped(words: Sequence[str]) -> Sequence[str]:
    """Without `cmd /c` and `env NAME=VALUE`, which only pass a command on."""
    while words:
        name = plain_name(words[0])
        if name == "cmd" and len(words) > 2 and words[1].lower() in ("/c", "/k", "/s"):
            words = words[2:]
        elif (name == "env" and len(words) > 1 and ("=" in words[1] or not words[1].startswith("-"))) or (
            "=" in name and not words[0].startswith("-") and len(words) > 1
        ):
            words = words[1:]
        else:
            break
    return words


def is_shell_command(words: Sequence[str]) -> bool:
    """Whether a shell is started with a command line of its own, as in `sh -c …`."""
    return len(words) > 1 and plain_name(words[0]) in _SHELLS and any(_COMMAND_FLAG.match(word) for word in words[1:3])


def floating_package(words: Sequence[str]) -> str:
    """The package or image whose newest version is fetched at each start, empty when there is none such."""
    words = unwrapped(words)
    kind, rest = _runner(words)
    if not kind or _LOCAL_ONLY & set(rest):
        return ""
    package = _package(rest)
    if not package or _PATH.search(package) or _PINNED.search(package):
        return ""
    return package


def _runner(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """What kind of packages a command line fetches, and the words behind the runner."""
    if not words:
        return "", ()
    name, second = plain_name(words[0]), words[1] if len(words) > 1 else ""
    if name in _NODE or name in _PYTHON:
        return "node", words[1:]
    if name in _CONTAINERS and second == "run":
        return "image", words[2:]
    if name == "uv" and words[1:3] == ["tool", "run"]:
        return "python", words[3:]
    return _RUNNERS.get((name, second), ""), words[2:]


def _package(words: Sequence[str]) -> str:
    """The first word that is neither an option nor the value of one, or what an option names as the package."""
    waiting = iter(words)
    for word in waiting:
        option, _, value = word.partition("=")
        if option in _NAMES_PACKAGE:
            return value or next(waiting, "")
        if word == "--":
            continue
        if not word.startswith("-"):
            return word
        # `-p` of containers publishes a port; its value looks like one.
        if option in _WITH_VALUE and not value:
            next(waiting, None)
    return ""
