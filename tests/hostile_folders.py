"""Folders that somebody made to hurt whoever opens them, and the traps that tell when one of them does.

Each builder fills an empty folder; what it holds was written here, after the kinds of attacks that editors and their
servers have seen: links, pipes, programs with familiar names, settings that come with the code, texts that grow.
"""

import json
import os
import socket
import stat
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROBE = "import hashlib\n\n\ndef seal() -> str:\n    return hashlib.md5(b'').hexdigest()\n"
"""Has a finding that everybody is to see."""
ELSEWHERE = "words_of_another_folder"
HIDDEN_NAME = "\u202egpj.evil"


@dataclass(frozen=True, slots=True)
class Traps:
    """`marks` is where whatever runs leaves a file, `outside` a folder that nobody gave us, `address` one that nobody
    may connect to.
    """

    marks: Path
    outside: Path
    address: str

    def program(self, path: Path) -> Path:
        """An executable that leaves a mark."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{self.command(path.name)}\nexit 1\n", "utf-8")
        path.chmod(0o755)
        return path

    def command(self, name: str) -> str:
        return f"touch '{self.marks}/{name}'"

    def module(self, path: Path) -> None:
        """A module of Python that leaves a mark when it is imported."""
        path.parent.mkdir(parents=True, exist_ok=True)
        mark = f"{self.marks}/{path.parent.name}-{path.stem}"
        path.write_text(f"open({mark!r}, 'w').close()\n", "utf-8")


Builder = Callable[[Path, Traps], None]


def links(root: Path, traps: Traps) -> None:
    """Out of the root, in circles, to a device, and in place of what the server writes."""
    _write(root / "a.py", PROBE)
    (root / "out.py").symlink_to(traps.outside / "private.py")
    (root / "way").symlink_to(traps.outside)
    (root / "loop").symlink_to(".")
    _write(root / "deep" / "b.py", PROBE)
    (root / "deep" / "up").symlink_to("../deep")
    (root / "self.py").symlink_to("self.py")
    (root / "AGENTS.md").symlink_to(traps.outside / "notes.md")
    (root / ".omni").symlink_to(traps.outside)
    (root / ".github").symlink_to(traps.outside)
    (root / ".gitignore").symlink_to("/dev/zero")
    (root / "pyproject.toml").symlink_to(traps.outside / "pyproject.toml")
    (root / "package.json").symlink_to("/dev/urandom")


def no_files(root: Path, traps: Traps) -> None:
    """Pipes, devices and sockets by the names of what is read."""
    _write(root / "a.py", PROBE)
    for name in ("pipe.py", ".omniignore", "package.json", "uv.lock", "requirements.txt", "LICENSE", "Makefile"):
        os.mkfifo(root / name)
    for folder, name in ((".git", "HEAD"), (".omni", "pipeline.yaml"), (".omni", "policy.yaml"), ("LICENSES", "x")):
        (root / folder).mkdir(exist_ok=True)
        os.mkfifo(root / folder / name)
    (root / "zero.py").symlink_to("/dev/zero")
    with suppress(OSError):  # Only some may make devices.
        os.mknod(root / "full.py", 0o666 | stat.S_IFCHR, os.makedev(1, 5))
    with socket.socket(socket.AF_UNIX) as listener, suppress(OSError):  # Such paths have to be short.
        listener.bind(str(root / "socket.py"))


def pipeline(root: Path, traps: Traps) -> None:
    """A pipeline that names a program, and one that would be one when it is read."""
    program = traps.program(root / "agent.sh")
    _write(root / "a.py", PROBE)
    _write(
        root / ".omni" / "pipeline.yaml",
        f"""\
version: 1
budget: 5s
engine: {program}
analysis:
  pipeline:
    stages:
      - agent: security
        command: {program}
        engine_path: {program}
        env: {{LD_PRELOAD: {program}, PYTHONPATH: {root}}}
      - agent: {program}
      - agent: !!python/object/apply:os.system ["{traps.command("yaml")}"]
      - agent: security
        url: {traps.address}
""",
    )
    _write(root / ".omni" / "policy.yaml", f'extends: {traps.address}\nrun: !!python/name:os.system "{program}"\n')


def laughs(root: Path, traps: Traps) -> None:
    """A few lines that stand for more than there is memory, and nesting without end, wherever something is parsed."""
    lines = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    deep = "[" * 50_000
    _write(root / "a.py", PROBE)
    _write(root / ".omni" / "pipeline.yaml", f"version: 1\n{lines}")
    _write(root / ".omni" / "policy.yaml", deep)
    _write(root / ".github" / "workflows" / "ci.yml", f"{lines}on: *a9\njobs: *a9\n")
    _write(root / "docker-compose.yml", deep)
    _write(root / "package.json", '{"name": "x", "dependencies": {"left-pad": "1.0.0"}}')
    _write(root / "pnpm-lock.yaml", f"specifiers: {deep}")
    _write(root / "sub" / "package.json", '{"dependencies": {"left-pad": "1.0.0"}}')
    _write(root / "sub" / "pnpm-lock.yaml", f"{lines}specifiers: {{left-pad: *a9}}\n")
    _write(root / "tsconfig.json", deep)
    _write(root / ".vscode" / "settings.json", '{"a":' * 20_000)
    _write(root / "pyproject.toml", f"[project]\nname = {deep}")
    _write(root / "uv.lock", f"package = {deep}")
    _write(root / "deep.py", f"x = {'(' * 20_000}{')' * 20_000}\n")
    _write(root / "wide.py", f"x = '{'a' * 900_000}'\n")
    _write(root / ".gitignore", f"{'*a' * 200}b\n" * 50)


def names(root: Path, traps: Traps) -> None:
    """Names that are options, commands, markup, several lines, or read from the right."""
    odd = [
        "new\nline.py",
        "carriage\rreturn.py",
        "quote\"s'.py",
        "--config=evil.py",
        "-rf.py",
        "@response.py",
        f"{HIDDEN_NAME}.py",
        "tags\U000e0041\U000e0042.py",
        "$(touch x).py",
        "`touch x`; touch y #.py",
        "[here](command:evil?%5B%5D).py",
        "<img src=x onerror=alert(1)>.py",
        "%2e%2e%2fup.py",
        "\x1b[31mred\x07.py",
        "x" * 250 + ".py",
    ]
    for name in odd:
        _write(root / name, PROBE)
    _write(root / "a.py", PROBE)
    _write(root / "back`tick" / "```\n# heading.py", "def seal() -> str:\n    return ''\n")
    with suppress(OSError):  # Some file systems want UTF-8.
        Path(os.fsdecode(os.fsencode(root) + b"/bad\xff\xfe.py")).write_text(PROBE)
    _write(root / "text.py", markup())


def markup() -> str:
    """Source text that becomes part of hovers: links that would run commands, images that would be fetched, HTML."""
    evil = "[run](command:workbench.action.terminal.new) <img src=x> ![x](https://evil.example/x.png) ``` </code>"
    return (
        f'"""{evil}"""\n\n\nclass Widget:\n    """{evil}"""\n\n\n'
        f'def make(value="{evil}") -> Widget:\n    """{evil}"""\n    return Widget()\n\n\nmake()\nWidget()\n'
    )


def repository(root: Path, traps: Traps) -> None:
    """A repository of git whose settings, hooks and attributes run programs."""
    _write(root / "a.py", PROBE)
    git = ("git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "core.hooksPath=/none")
    for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "x")):
        subprocess.run([*git, *command], check=True)
    program = traps.program(root / ".git" / "evil")
    for hook in ("post-index-change", "post-checkout", "pre-commit", "fsmonitor-watchman", "reference-transaction"):
        traps.program(root / ".git" / "hooks" / hook)
    settings = ("core.fsmonitor", "diff.external", "core.pager", "core.editor", "core.sshCommand", "gpg.program")
    drivers = ("diff.evil.command", "diff.evil.textconv", "filter.evil.clean", "filter.evil.process")
    for key in (*settings, *drivers):
        subprocess.run([*git, "config", key, str(program)], check=True)
    subprocess.run([*git, "config", "alias.status", f"!{program}"], check=True)
    os.mkfifo(root / ".git" / "attributes-pipe")
    subprocess.run([*git, "config", "core.attributesFile", str(root / ".git" / "attributes-pipe")], check=True)
    _write(root / ".gitattributes", "*.py diff=evil filter=evil\n")
    _write(root / "b.py", PROBE)


def rules(root: Path, traps: Traps) -> None:
    """Rules that read elsewhere or fetch others, where the engine and we would look for some."""
    rule = f"""\
rules:
  - id: outside
    languages: [python]
    severity: ERROR
    message: $X
    patterns: [{{fragment: {traps.outside}/private.py}}]
    metadata: {{references: ["command:evil"]}}
  - id: joined
    mode: join
    severity: ERROR
    message: joined
    join:
      refs:
        - rule: {traps.address}/rules.yaml
        - rule: {traps.outside}/private.py
      on: [a.$X == b.$X]
"""
    for name in (".semgrep.yml", ".semgrep/settings.yml", ".omni/rules/evil.yaml", ".semgrep/rules/evil.yaml"):
        _write(root / name, rule)
    _write(root / ".semgrepignore", f":include {traps.outside}/private.py\n*\n")
    _write(root / "a.py", PROBE)


def endpoints(root: Path, traps: Traps) -> None:
    """Settings that come with the code and would send it somewhere, or name what is run."""
    program = traps.program(root / "server")
    said = told(root, traps)
    flat = {f"omni.{group}.{key}": value for group, values in said.items() for key, value in values.items()}
    _write(root / ".vscode" / "settings.json", json.dumps({**flat, "omni-lsp.server.path": str(program)}))
    _write(root / ".env", "".join(f"{name}={value}\n" for name, value in variables(root, traps).items()))
    _write(root / ".envrc", traps.command("direnv") + "\n")
    _write(root / "pyproject.toml", f'[tool.omni-lsp]\nengine_path = "{program}"\nendpoint = "{traps.address}"\n')
    _write(root / ".omni" / "settings.json", json.dumps(said))
    _write(root / ".omni" / "config.yaml", f"security: {{engine_path: '{program}', rules: ['{traps.outside}']}}\n")
    _write(root / ".mcp.json", json.dumps({"mcpServers": {"x": {"command": str(program)}}}))
    _write(root / "a.py", PROBE)


def told(root: Path, traps: Traps) -> Mapping[str, Mapping[str, object]]:
    """What an editor that mixes in the settings of the folder would answer to `workspace/configuration`."""
    return {
        "security": {"engine_path": str(root / "server"), "rules": [str(traps.outside)], "engine": "cli"},
        "telemetry": {"endpoint": traps.address, "file": str(traps.outside / "spans.jsonl")},
        "search": {"embedder": "url", "embedding": {"url": traps.address, "model": "x", "key_variable": "HOME"}},
        "packs": {"mode": "save"},
    }


def variables(root: Path, traps: Traps) -> Mapping[str, str]:
    """What only the user's own environment may say."""
    return {
        "OMNI_ENGINE_PATH": str(root / "server"),
        "OMNI_TELEMETRY_ENDPOINT": traps.address,
        "OMNI_EMBEDDER": "url",
        "OMNI_EMBEDDING_URL": traps.address,
        "OMNI_EMBEDDING_MODEL": "x",
        "OMNI_CACHE_DIR": str(root / "caches"),
        "HTTPS_PROXY": traps.address,
    }


def programs(root: Path, traps: Traps) -> None:
    """Programs and modules by the names of what the server starts and imports."""
    _write(root / "a.py", PROBE)
    for name in ("git", "semgrep", "semgrep-core", "osemgrep", "python", "python3", "sh", "node", "omni-lsp"):
        for folder in (".", "bin", ".venv/bin", "node_modules/.bin"):
            if (folder, name) != (".", "semgrep"):  # That one is a package, like the one with the engine.
                traps.program(root / folder / name)
    traps.module(root / "semgrep" / "__init__.py")
    traps.program(root / "semgrep" / "bin" / "semgrep-core")
    for name in (
        "json",
        "asyncio",
        "logging",
        "yaml",
        "pygls",
        "lancedb",
        "sitecustomize",
        "usercustomize",
        "conftest",
    ):
        traps.module(root / f"{name}.py")
    traps.module(root / "setup.py")
    traps.module(root / "multiprocessing" / "__init__.py")
    _write(root / "evil.pth", f"import os; os.system({traps.command('pth')!r})\n")
    _write(root / "package.json", json.dumps({"scripts": dict.fromkeys(("preinstall", "test"), traps.command("npm"))}))
    _write(root / "Makefile", f"X := $(shell {traps.command('make')})\nall:\n\t{traps.command('make')}\n")


HOSTILE: Mapping[str, Builder] = {
    builder.__name__: builder
    for builder in (links, no_files, pipeline, laughs, names, repository, rules, endpoints, programs)
}


def thousands(root: Path, count: int) -> None:
    """So many files in a few folders, made quickly: all are names of one of a few files where that can be."""
    _write(root / "a.py", PROBE)
    for folder in range(count // 1_000):
        place = root / f"part{folder}"
        place.mkdir()
        first = place / "f0.py"
        first.write_text(f"def name{folder}():\n    return {folder}\n", "utf-8")
        for number in range(1, 1_000):
            os.link(first, place / f"f{number}.py")


def outside(folder: Path) -> None:
    """What lies beside the hostile folders and is none of their business."""
    _write(folder / "private.py", f"{ELSEWHERE} = 1\n{PROBE}")
    _write(folder / "notes.md", f"# {ELSEWHERE}\n")
    _write(folder / "pyproject.toml", f'[project]\nname = "{ELSEWHERE}"\n')
    _write(folder / "workflows" / "ci.yml", f"jobs: {{{ELSEWHERE}: {{steps: [{{run: pytest}}]}}}}\n")
    _write(folder / "pipeline.yaml", "version: 1\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
