"""Commands in somebody's own text that nothing in the repository defines: an assistant would run them in vain."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

Manifests = Callable[[tuple[str, ...]], Sequence[str]]
"""The texts of files with one of these names, at the top of the folder and a little below."""

_PACKAGE = ("package.json",)
RUNNERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "make": ("Makefile", "makefile", "GNUmakefile"),
        "npm run": _PACKAGE,
        "npm run-script": _PACKAGE,
        "pnpm run": _PACKAGE,
        "just": ("justfile", "Justfile", ".justfile"),
        "task": ("Taskfile.yml", "Taskfile.yaml"),
        "poe": ("pyproject.toml",),
    }
)
"""Where each defines what it runs. Those that run any program, or whose names have factors, are left out."""

_ALSO_WORDS = frozenset({"just", "task", "poe"})
_COMMAND = re.compile(
    rf"(?P<runner>{'|'.join(sorted(map(re.escape, RUNNERS), reverse=True))}) (?P<names>\w[\w:.-]*(?: \w[\w:.-]*)*)(?: -.*)?"
)
_INLINE = re.compile(r"(?<!`)`(?P<code>[^`\n]+)`(?!`)")
_FENCE = re.compile(r"^(?P<mark>```|~~~)(?P<kind>[^\n]*)\n(?P<code>.*?)^(?P=mark)", re.MULTILINE | re.DOTALL)
_SHELLS = frozenset({"", "sh", "bash", "shell", "zsh", "console"})
_PROMPT = re.compile(r"^\s*(?:\$ )?|\s+#.*|\s+$")
_TAKES_MORE = re.compile(
    r"^\s*(?:-?include|sinclude|import\??|mod\??|includes:)\s|^includes:|^%|^[^\s#]*%[^\n]*:|\$\(eval|^\$", re.MULTILINE
)
"""Such a manifest may define anything."""


def unknown_commands(text: str, manifests: Manifests) -> Iterator[tuple[int, str]]:
    """Line, from 0, and command, of those in code spans and in examples for a shell."""
    for at, code in (*_inline(text), *_fenced(text)):
        match = _COMMAND.fullmatch(code)
        if match and _is_unknown(match["runner"], match["names"].split(" "), manifests):
            yield text.count("\n", 0, at), code


def _is_unknown(runner: str, names: list[str], manifests: Manifests) -> bool:
    found = manifests(RUNNERS[runner])
    if not found:
        return runner not in _ALSO_WORDS
    if any(_TAKES_MORE.search(each) for each in found):
        return False
    # What follows the name of a script is for the script.
    wanted = names if runner == "make" else names[:1]
    return not all(any(_defines(each, name, runner) for each in found) for name in wanted)


def _defines(manifest: str, name: str, runner: str) -> bool:
    """Whether the name stands there as a word, which is true of each definition and of little else."""
    if RUNNERS[runner] is _PACKAGE:
        return f'"{name}"' in manifest
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", manifest) is not None


def _inline(text: str) -> Iterator[tuple[int, str]]:
    prose = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in _INLINE.finditer(prose):
        yield match.start(), match["code"].strip()


def _fenced(text: str) -> Iterator[tuple[int, str]]:
    for fence in _FENCE.finditer(text):
        if fence["kind"].strip().lower() in _SHELLS:
            at = fence.start("code")
            for line in fence["code"].splitlines(keepends=True):
                yield at, _PROMPT.sub("", line)
                at += len(line)
