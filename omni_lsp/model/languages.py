"""The languages that agents know: LSP ids, file endings, how a line comment starts."""

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Language:
    """`id` is the LSP language id, `comment` starts a comment that runs to the end of the line."""

    id: str
    endings: tuple[str, ...]
    comment: str


LANGUAGES = {
    language.id: language
    for language in (
        Language("python", (".py", ".pyi", ".pyw"), "#"),
        Language("javascript", (".js", ".mjs", ".cjs"), "//"),
        Language("javascriptreact", (".jsx",), "//"),
        Language("typescript", (".ts", ".mts", ".cts"), "//"),
        Language("typescriptreact", (".tsx",), "//"),
        Language("go", (".go",), "//"),
        Language("java", (".java",), "//"),
    )
}

_BY_ENDING = {ending: language.id for language in LANGUAGES.values() for ending in language.endings}


def language_of(path: PurePath) -> str:
    """LSP language id by file ending, `plaintext` for anything not in the table."""
    return _BY_ENDING.get(path.suffix.lower(), "plaintext")
