"""Names that a text may use without more ado, and the line that brings in one that it may not."""

import re

from omni_lsp.model.text import Change, Snapshot, Span

_SCRIPTS = frozenset({"javascript", "javascriptreact", "typescript", "typescriptreact"})
_GLOBALS = {
    "java": frozenset({"java", "javax", "org", "com", "String", "Integer", "Math", "System", "Object"}),
    "go": frozenset({"string", "byte", "len", "int", "nil"}),
} | dict.fromkeys(
    _SCRIPTS,
    frozenset(
        {"globalThis", "JSON", "String", "Number", "Buffer", "Object", "process", "Uint32Array", "BigUint64Array"}
    ),
)
_FUTURE = re.compile(r"from\s+__future__\s")
_PYTHON_IMPORT = re.compile(r"^(?:import|from)\s", re.MULTILINE)
_DOCSTRING = re.compile(r'\A(?:\s*\n|#[^\n]*\n)*(?:[rRuU]?("""|\'\'\')(?:.|\n)*?\1[^\n]*\n)?')
_GO_BLOCK = re.compile(r"^import\s*\(\s*\n", re.MULTILINE)
_GO_PACKAGE = re.compile(r"^package\s+\w+[^\n]*\n", re.MULTILINE)
_SCRIPT_IMPORT = re.compile(r"^import\s[^\n]*|^import\s+type\s", re.MULTILINE)
_SCRIPT_HEAD = re.compile(r"""\A(?:\s*\n|#![^\n]*\n|//[^\n]*\n|/\*(?:.|\n)*?\*/\s*\n|(["'])use strict\1;?[^\n]*\n)*""")


def is_at_hand(name: str, language: str, text: str) -> bool:
    """Whether the language has a name everywhere, or the text imports it."""
    if name in _GLOBALS.get(language, ()):
        return True
    word = re.escape(name)
    if language == "python":
        found = rf"^\s*import\s+(?:[^\n#]*,\s*)?{word}\b|^\s*from\s+\S+\s+import\s+(?:\((?:[^)]*\b)?{word}\b|[^\n#(]*\b{word}\b)"
    elif language == "go":
        found = rf'^\s*(?:import\s+)?(?:{word}\s+"[^"\n]+"|"(?:[^"\n]*/)?{word}(?:/v\d+)?")\s*(?://.*)?$'
    elif language in _SCRIPTS:
        found = (
            rf"^import\s+[^;'\"]*\b{word}\b[^;'\"]*\bfrom\b"
            rf"|^(?:const|let|var)\s+(?:{word}|\{{[^}}]*\b{word}\b[^}}]*\}})\s*=\s*require\("
        )
    else:
        return False
    return re.search(found, text, re.MULTILINE) is not None


def import_change(snapshot: Snapshot, wanted: str) -> Change | None:
    """The line that imports what is wanted, `None` where it is imported already.

    `wanted` is a statement in Python, the path of a package in Go, the name of a module in JavaScript.
    Raises ValueError for another language.
    """
    text, language = snapshot.text, snapshot.language
    end = "\r\n" if "\r\n" in text else "\n"
    if language == "python":
        if re.search(rf"^\s*{re.escape(wanted)}\s*(?:#.*)?$", text, re.MULTILINE):
            return None
        return _inserted(_python_place(text), wanted + end)
    if language == "go":
        return _go(text, wanted, end)
    if language in _SCRIPTS:
        if is_at_hand(wanted, language, text):
            return None
        is_module = _SCRIPT_IMPORT.search(text) is not None
        line = f'import {wanted} from "node:{wanted}";' if is_module else f'const {wanted} = require("node:{wanted}");'
        head = _SCRIPT_HEAD.match(text)
        return _inserted(head.end() if head else 0, line + end)
    raise ValueError(f"no imports for {language}")


def _python_place(text: str) -> int:
    """Before the first import that is not about the future, or behind what says what the file is for."""
    head = _DOCSTRING.match(text)
    at = head.end() if head else 0
    for match in _PYTHON_IMPORT.finditer(text, at):
        if not _FUTURE.match(text, match.start()):
            return match.start()
        line_end = text.find("\n", match.end())
        at = line_end + 1 if line_end >= 0 else len(text)
    return at


def _go(text: str, wanted: str, end: str) -> Change | None:
    if re.search(rf'^\s*(?:import\s+)?"{re.escape(wanted)}"', text, re.MULTILINE):
        return None
    block = _GO_BLOCK.search(text)
    if block:
        return _inserted(block.end(), f'\t"{wanted}"{end}')
    package = _GO_PACKAGE.search(text)
    return _inserted(package.end() if package else 0, f'{end}import "{wanted}"{end}')


def _inserted(at: int, text: str) -> Change:
    return Change(Span(at, at), text)
