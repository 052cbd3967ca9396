"""`.editorconfig`: how files are indented and how long their lines may be, by language."""

import configparser
import re
from collections.abc import Iterator, Mapping

from omni_lsp.adapters.manifests.saying import Folder, Habit, line_length

_LABELS = {
    "py": "Python",
    "js": "JavaScript",
    "jsx": "JavaScript",
    "mjs": "JavaScript",
    "cjs": "JavaScript",
    "ts": "TypeScript",
    "tsx": "TypeScript",
    "go": "Go",
    "java": "Java",
}
_ENDINGS = re.compile(r"\*\.(?:(\w+)|\{([\w, ]+)\})")
_SIZES = {str(size): f"{size} space{'s' if size > 1 else ''}" for size in (1, 2, 3, 4, 8)}


def editorconfig(text: str, _folder: Folder) -> Iterator[Habit]:
    """Sections for all files and for all of a language; those for single folders say little. Raises configparser.Error."""
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=", ":"), default_section="")
    parser.read_string("[ ]\n" + text)
    general = dict(parser["*"]) if parser.has_section("*") else {}
    yield from _habits("", general)
    for section in parser.sections():
        for label in sorted(_languages(section)):
            yield from _habits(f"{label} ", dict(parser[section]))


def _languages(section: str) -> set[str]:
    match = _ENDINGS.fullmatch(section)
    endings = re.split(r",\s*", match[1] or match[2]) if match is not None else ()
    return {_LABELS[ending] for ending in endings if ending in _LABELS}


def _habits(prefix: str, options: Mapping[str, str]) -> Iterator[Habit]:
    said = {key: value.strip().lower() for key, value in options.items()}
    style, size = said.get("indent_style"), said.get("indent_size", said.get("tab_width", ""))
    if style == "tab":
        yield Habit(f"{prefix}indentation", "tabs")
    elif style == "space" and size in _SIZES:
        yield Habit(f"{prefix}indentation", _SIZES[size])
    length = said.get("max_line_length", "")
    yield from line_length(f"{prefix}line length", int(length) if length.isdecimal() else None)
    if said.get("quote_type") in {"single", "double"}:
        yield Habit(f"{prefix}quotes", said["quote_type"])
