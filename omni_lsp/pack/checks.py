"""What is wrong with pack files as people keep them: too long to be read, out of date, said twice."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import PackFile, PackProblem
from omni_lsp.pack.block import find
from omni_lsp.pack.limits import ALWAYS_ON, ALWAYS_ON_TOKENS, LIMITS
from omni_lsp.pack.plain import command, path
from omni_lsp.pack.section import SPAN
from omni_lsp.pack.unknown_commands import Manifests, unknown_commands
from omni_lsp.ports.retrieval import TokenCounter

OVER = "pack.over-limit"
STALE = "pack.stale-path"
UNKNOWN = "pack.unknown-command"
AGAIN = "pack.said-again"

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_MADE_UP = re.compile(r"(?:^|/)(?:path/to|your|my|example|foo|bar|some)(?:$|[/_.-])", re.IGNORECASE)
_PACKS = frozenset(file.value for file in PackFile)
"""They may be switched off or left out by git."""
_SHORTEST = 80
"""Characters of a paragraph that is worth saying once."""


@dataclass(frozen=True, slots=True)
class Around:
    """What packs are compared with: the README, whether there is something at a path below the folder, manifests."""

    readme: str
    exists: Callable[[str], bool]
    manifests: Manifests


def checked(texts: Mapping[PackFile, str], around: Around, counter: TokenCounter) -> tuple[PackProblem, ...]:
    """Of files as they will be; what is in our own blocks counts for lengths alone, as the next write puts it right."""
    found: list[PackProblem] = []
    known = {_plain(match[0]) for match in _PARAGRAPH.finditer(around.readme)}
    for file in PackFile:
        text = texts.get(file, "")
        found += _long(file, text)
        own = _own(file, text) if file is not PackFile.REPO_MAP else ""
        prose = _FENCE.sub(lambda match: _emptied(match[0]), own)
        found += [*_stale(file, prose, around.exists), *_unknown(file, own, around.manifests)]
        found += _again(file, prose, known)
    total = sum(counter.count(texts.get(file, "")) for file in ALWAYS_ON)
    if total > ALWAYS_ON_TOKENS:
        message = f"the files of each conversation have more than {ALWAYS_ON_TOKENS:,} tokens together"
        found.append(PackProblem(next(file for file in ALWAYS_ON if file in texts), 0, OVER, message, Severity.INFO))
    return tuple(found)


def _long(file: PackFile, text: str) -> Iterator[PackProblem]:
    # The strictest limit goes first, and one is enough.
    for limit in LIMITS[file]:
        measure = limit.exceeded(text)
        if measure:
            yield PackProblem(file, 0, OVER, f"longer than {measure}, which is the most for {limit.reader}")
            return


def _own(file: PackFile, text: str) -> str:
    """What people wrote, in the lines that it is in."""
    block, _ = find(text, file)
    if block is not None:
        text = text[: block.start] + _emptied(text[block.start : block.end]) + text[block.end :]
    return text


def _emptied(text: str) -> str:
    return "\n" * text.count("\n")


def _stale(file: PackFile, own: str, exists: Callable[[str], bool]) -> Iterator[PackProblem]:
    """Paths with a folder and an ending, or with a slash at the end: `text/html` or `origin/main` are none."""
    for match in re.finditer(SPAN, own):
        named = match[0][1:-1].removeprefix("./")
        folder, _, name = named.rpartition("/")
        if folder and ("." in name.strip(".") or not name) and path(named) and named not in _PACKS:
            # What is local to each clone may be missing in this one.
            if any(each in named for each in "*?{[~<%") or named.startswith(".omni/") or _MADE_UP.search(named):
                continue
            if exists(named):
                continue
            line = own.count("\n", 0, match.start())
            yield PackProblem(file, line, STALE, f"there is no {path(named)} here", Severity.INFO)


def _unknown(file: PackFile, own: str, manifests: Manifests) -> Iterator[PackProblem]:
    for line, named in unknown_commands(own, manifests):
        if shown := command(named):
            yield PackProblem(file, line, UNKNOWN, f"nothing here defines {shown}", Severity.INFO)


def _again(file: PackFile, own: str, known: set[str]) -> Iterator[PackProblem]:
    for match in _PARAGRAPH.finditer(own):
        if len(plain := _plain(match[0])) >= _SHORTEST and plain in known:
            line = own.count("\n", 0, match.start())
            yield PackProblem(file, line, AGAIN, "README.md says this, too; a pointer is enough", Severity.INFO)


def _plain(paragraph: str) -> str:
    return " ".join(paragraph.split())
