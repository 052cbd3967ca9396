"""Bytes of a source file as text, and back."""

import codecs
import io
import tokenize
from collections.abc import Mapping
from types import MappingProxyType

from omni_lsp.model.errors import AgentValidationError

_FOR_HOST_NAMES = frozenset({"idna", "punycode"})
"""Codecs whose time grows with the square of the length."""
_MARKS: Mapping[bytes, str] = MappingProxyType(
    {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
)
"""Byte order marks, each with the codec of what stands behind it."""


def decode(data: bytes, name: str, *, is_python: bool = False) -> str:
    """Text without its byte order mark, line ends as they are.

    UTF-16 needs its mark. Python files are read as their coding line says (PEP 263).
    What is not UTF-8 then is taken for Latin-1, in which every byte is a character: spans stay right even where the
    letters are wrong. Raises AgentValidationError for what is binary.
    """
    text = _decode(data, is_python=is_python)[0]
    if "\0" in text:
        raise AgentValidationError("read", name, "binary")
    return text


def encode(text: str, before: bytes, name: str, *, is_python: bool = False) -> bytes:
    """Another text of the same file, in the encoding and with the byte order mark of the bytes `before`.

    Raises AgentValidationError where that cannot be written so that nothing else changes.
    """
    old, encoding = _decode(before, is_python=is_python)
    mark = next((mark for mark in _MARKS if before.startswith(mark)), b"")
    plain = {"utf-8-sig": "utf-8", "utf-16": _MARKS.get(mark, "utf-16")}.get(encoding, encoding)
    try:
        if mark + old.encode(plain) == before:
            return mark + text.encode(plain)
    except UnicodeError as error:
        raise AgentValidationError("write", name, f"its encoding, {plain}, has no place for that") from error
    raise AgentValidationError("write", name, f"what is in it is no clean {plain}")


def _decode(data: bytes, *, is_python: bool) -> tuple[str, str]:
    """The text and the codec that it was read with."""
    encodings = [*_marked(data), *(_declared(data) if is_python else ()), "utf-8-sig"]
    for encoding in encodings:
        try:
            return data.decode(encoding), encoding
        except (UnicodeError, LookupError):
            continue
    return data.decode("latin-1"), "latin-1"


def _marked(data: bytes) -> list[str]:
    return ["utf-16"] if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else []


def _declared(data: bytes) -> list[str]:
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except (SyntaxError, UnicodeError):
        return []
    return [] if encoding in _FOR_HOST_NAMES else [encoding]
