"""Bytes of a source file as text."""

import codecs
import io
import tokenize

from omni_lsp.model.errors import AgentValidationError

_FOR_HOST_NAMES = frozenset({"idna", "punycode"})
"""Codecs whose time grows with the square of the length."""


def decode(data: bytes, name: str, *, is_python: bool = False) -> str:
    """Text without its byte order mark, line ends as they are.

    UTF-16 needs its mark. Python files are read as their coding line says (PEP 263).
    What is not UTF-8 then is taken for Latin-1, in which every byte is a character: spans stay right even where the
    letters are wrong. Raises AgentValidationError for what is binary.
    """
    text = _decode(data, is_python=is_python)
    if "\0" in text:
        raise AgentValidationError("read", name, "binary")
    return text


def _decode(data: bytes, *, is_python: bool) -> str:
    encodings = [*_marked(data), *(_declared(data) if is_python else ()), "utf-8-sig"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return data.decode("latin-1")


def _marked(data: bytes) -> list[str]:
    return ["utf-16"] if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else []


def _declared(data: bytes) -> list[str]:
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except (SyntaxError, UnicodeError):
        return []
    return [] if encoding in _FOR_HOST_NAMES else [encoding]
