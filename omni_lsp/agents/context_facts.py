"""What is known about one file, from its text and its outline."""

import re
from collections import Counter

from omni_lsp.model.facts import FileFacts, Import
from omni_lsp.model.text import Snapshot
from omni_lsp.model.wording import counted, listed
from omni_lsp.ports.syntax import Outline

_COUNTED = ("class", "interface", "struct", "enum", "type", "function", "method")
_PACKAGE_PARTS = {"python": 1, "java": 3}
"""How much of a dotted import names the package; elsewhere dots mean nothing."""
_HEAD_LINES = 20
_HEAD_CHARACTERS = 4_000
_COMMENT = re.compile(r"\s*(//|#|/?\*|--|<!--|;)")
_GENERATED = re.compile(r"@generated\b|\b(auto-?)?generated\b.*\bdo not (edit|modify)", re.IGNORECASE)


def file_facts(snapshot: Snapshot, outline: Outline) -> FileFacts:
    """Everything that one file tells; the summary is what it says of itself, or made from its structure."""
    return FileFacts(
        snapshot.name,
        snapshot.language,
        snapshot.digest,
        _line_count(snapshot.text),
        outline.symbols,
        outline.imports,
        outline.names,
        outline.doc or _summary(outline, snapshot.language),
        outline.interface,
        _says_generated(snapshot),
    )


def _summary(outline: Outline, language: str) -> str:
    """`3 classes, 12 functions; imports flask, sqlalchemy`."""
    kinds = Counter(symbol.kind for symbol in outline.symbols)
    counts = ", ".join(counted(kinds[kind], kind) for kind in _COUNTED if kinds[kind])
    packages = dict.fromkeys(_package(imported, language) for imported in outline.imports)
    packages.pop("", None)
    imports = f"imports {listed(tuple(packages))}" if packages else ""
    return "; ".join(filter(None, (counts, imports)))


def _package(imported: Import, language: str) -> str:
    """What an import takes from outside of the project, by its short name; empty for a relative one."""
    if imported.module.startswith((".", "__future__")):
        return ""
    return (
        ".".join(imported.module.split(".")[: _PACKAGE_PARTS[language]])
        if language in _PACKAGE_PARTS
        else imported.module
    )


def _line_count(text: str) -> int:
    """Lines as editors count them; a table of them would take longer than all else on a file of megabytes."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends + bool(text and text[-1] not in "\r\n")


def _says_generated(snapshot: Snapshot) -> bool:
    """By a comment in its first lines, as Go, protocol buffers and others have it."""
    head = snapshot.text[:_HEAD_CHARACTERS].splitlines()[:_HEAD_LINES]
    return any(_COMMENT.match(line) and _GENERATED.search(line) for line in head)
