"""What files of instructions for assistants keep from their readers, and what they should not say."""

import base64
import binascii
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath

from omni_lsp.adapters.hidden.commands import is_dangerous
from omni_lsp.adapters.hidden.hit import Hit
from omni_lsp.adapters.hidden.orders import is_order
from omni_lsp.adapters.hidden.phrases import injections, remote_orders
from omni_lsp.adapters.hidden.places import Page, has_words, hidden_places, page_of
from omni_lsp.model.text import Span

HIDDEN_RULE = "assistant.hidden-instruction"
PHRASE_RULE = "assistant.injection-phrase"
ENCODED_RULE = "assistant.encoded-instruction"
IMPORT_RULE = "assistant.leaving-import"
REMOTE_RULE = "assistant.remote-instruction"
APPROVE_RULE = "assistant.auto-approve"
DANGER_RULE = "assistant.dangerous-command"

_ENCODED = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{40,}+={0,2}(?![A-Za-z0-9+/=_-])")
_HEX = re.compile(r"(?:[0-9a-f]{2}){30,}+", re.IGNORECASE)
_LONGEST_ENCODED = 100_000
# Claude Code and Gemini CLI read `@path` as part of the file.
_IMPORT = re.compile(
    r"@(?<![^\s(]@)(?P<path>~/\S+|(?:\.\.?/)\S+|/(?:home|Users|root|etc|usr|var|opt|tmp|mnt|private|srv)/\S+|[A-Za-z]:[\\/]\S+|file:\S+)",
    re.MULTILINE,
)
_FILE_LINK = re.compile(r"(?:\]\(|<|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*)(?P<path>file:/{2,3}[^\s)>]+)", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<body>.{0,8000}?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_ALLOWED = re.compile(r"^allowed-tools\s*:(?P<tools>(?:[^\n]|\n[ \t]+)*)", re.MULTILINE)
_ANY_COMMAND = re.compile(
    r"(?<![\w(])(?:Bash|Shell|run_shell_command)(?:\(\s*(?:\*|:\*|\*:\*)?\s*\))?(?![\w(:])|(?<![\w(:*])\*(?![\w*)])"
)
_COMMAND_KEY = re.compile(r"^[ \t-]*(?:command|run|bash)\s*:\s*(?P<command>[^\n]+)", re.MULTILINE)
# Claude Code runs what stands so in a command before it reads the rest.
_RUN_FIRST = re.compile(r"(?<![\w`])!`(?P<command>[^`\n]{1,2000})`")


def advice_hits(text: str, path: str) -> Iterator[Hit]:
    """`path` is below the workspace folder where that is known, with `/`."""
    page = page_of(text)
    hidden = list(_hidden(page))
    yield from hidden
    inside = [hit.span for hit in hidden]
    for span in injections(text):
        if not page.is_code(span.start) and not _within(span, inside):
            yield Hit(PHRASE_RULE, span)
    for span in remote_orders(text):
        if not page.is_code(span.start) and not _within(span, inside):
            yield Hit(REMOTE_RULE, span)
    yield from _encoded(text)
    yield from _imports(page, path)
    yield from _front_matter(text)
    for match in _RUN_FIRST.finditer(text):
        if is_dangerous(match["command"]):
            yield Hit(DANGER_RULE, Span(*match.span()))


def _within(span: Span, others: list[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def _hidden(page: Page) -> Iterator[Hit]:
    seen: list[Span] = []
    for place in hidden_places(page):
        is_told = is_order(place.text) or (place.is_odd and has_words(place.text))
        if is_told and not _within(place.span, seen):
            seen.append(place.span)
            yield Hit(HIDDEN_RULE, place.span, change=place.change)


def _encoded(text: str) -> Iterator[Hit]:
    for match in _ENCODED.finditer(text):
        plain = _decoded(match[0][:_LONGEST_ENCODED])
        if plain and (is_order(plain) or is_dangerous(plain)):
            yield Hit(ENCODED_RULE, Span(*match.span()))


def _decoded(word: str) -> str:
    """What a word says that is written in hexadecimal digits or in one of both kinds of base64, empty for nothing."""
    if _HEX.fullmatch(word):
        return _text_of(bytes.fromhex(word))
    blob = word.replace("-", "+").replace("_", "/").rstrip("=")
    if len(blob) % 4 == 1:
        return ""
    try:
        return _text_of(base64.b64decode(blob + "=" * (-len(blob) % 4), validate=True))
    except binascii.Error:
        return ""


def _text_of(data: bytes) -> str:
    """The bytes as text, empty when they are none."""
    try:
        plain = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return plain if plain.replace("\n", " ").replace("\t", " ").replace("\r", " ").isprintable() else ""


def _imports(page: Page, path: str) -> Iterator[Hit]:
    for pattern in (_IMPORT, _FILE_LINK):
        for match in pattern.finditer(page.text):
            if not page.is_code(match.start("path")) and _leaves(match["path"], path):
                start = match.start("path") - (pattern is _IMPORT)
                yield Hit(IMPORT_RULE, Span(start, match.end("path")))


def _leaves(target: str, path: str) -> bool:
    """Whether a path in a file leads out of the workspace folder."""
    if not target.startswith("."):
        return True
    # Where the folder is not known, the file counts as lying on top of it.
    folder = "" if path.startswith("/") or ":" in path else str(PurePosixPath(path).parent)
    return normpath(f"{folder or '.'}/{target}").startswith("..")


def _front_matter(text: str) -> Iterator[Hit]:
    front = _FRONT_MATTER.match(text)
    if front is None:
        return
    start, end = front.span("body")
    for match in _ALLOWED.finditer(text, start, end):
        broad = _ANY_COMMAND.search(text, match.start("tools"), match.end("tools"))
        if broad is not None:
            yield Hit(APPROVE_RULE, Span(*broad.span()))
    for match in _COMMAND_KEY.finditer(text, start, end):
        if is_dangerous(match["command"]):
            yield Hit(DANGER_RULE, Span(*match.span("command")))
